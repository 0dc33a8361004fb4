package org.focalspark.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.tuning.CrossValidatorModel;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.focalspark.classification.FocalLogisticRegression;
import org.focalspark.classification.FocalLogisticRegressionModel;
import org.focalspark.classification.ReferenceData;
import org.focalspark.testkit.CachedData;
import org.focalspark.testkit.Py4J;
import org.focalspark.testkit.SparkSessions;
import org.focalspark.testkit.StageParams;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@link FocalLossReferenceIT} cannot show: weights, unknown labels, modes, refusals, life as a Spark stage. */
class FocalLossEvaluatorIT {
    private static final double REL_1E_14 = 1e-14;

    @Test
    void autoIsBinaryForPairsSoftmaxForMoreAndMultilabelForVectorsAndArrays() {
        Dataset<Row> pair = numbers(row(1.0, -0.5, 0.5));
        Dataset<Row> three = numbers(row(2.0, 0.1, -0.5, 0.5));
        Dataset<Row> vectors = vectors(row(Vectors.dense(1.0, 0.0), 0.1, -0.5));
        Dataset<Row> arrays = vectors.withColumn("label", functions.expr("array(1, 0)"));
        assertThat(of("auto").evaluate(pair)).isEqualTo(of("binary").evaluate(pair));
        assertThat(of("auto").evaluate(three)).isEqualTo(of("multiclass").evaluate(three));
        assertThat(of("auto").evaluate(vectors)).isEqualTo(of("multilabel").evaluate(vectors));
        assertThat(of("auto").evaluate(arrays)).isEqualTo(of("multilabel").evaluate(vectors));
    }

    @Test
    void weightIsRepetition() {
        Dataset<Row> once = vectors(
                weighted(2.0, Vectors.dense(1.0, 0.0), 0.1, -0.5),
                weighted(1.0, Vectors.dense(Double.NaN, 1.0), 0.4, 2.5),
                weighted(0.0, Vectors.dense(0.0, 1.0), Double.POSITIVE_INFINITY, 1.0));
        Dataset<Row> repeated = vectors(
                row(Vectors.dense(1.0, 0.0), 0.1, -0.5),
                row(Vectors.dense(1.0, 0.0), 0.1, -0.5),
                row(Vectors.dense(Double.NaN, 1.0), 0.4, 2.5));
        for (String reduction : List.of("mean", "sum", "weightedMean")) {
            for (String columns : List.of("pooled", "sum", "mean")) {
                FocalLossEvaluator evaluator = of("multilabel")
                        .setReduction(reduction)
                        .setColumnReduction(columns)
                        .setAlphas(new double[] {0.25, 0.75})
                        .setClassWeights(new double[] {1.0, 3.0})
                        .setNormalized(true);
                double expected = evaluator.evaluate(repeated);
                assertThat(evaluator
                                .copy(ParamMap.empty())
                                .setWeightCol("weight")
                                .evaluate(once))
                        .isCloseTo(expected, within(REL_1E_14 * expected));
            }
        }
    }

    @Test
    void unknownEntriesTakeNoPart() {
        Dataset<Row> unknown = vectors(row(Vectors.dense(1.0, Double.NaN), 0.1, -0.5));
        double known = of("binary").evaluate(numbers(row(1.0, -0.1, 0.1)));
        for (String columns : List.of("pooled", "sum", "mean")) {
            assertThat(of("multilabel").setColumnReduction(columns).evaluate(unknown))
                    .isEqualTo(known);
        }
        Vector losses = of("multilabel").losses(unknown).first().getAs("loss");
        assertThat(losses.toArray()).containsExactly(known, Double.NaN);
    }

    @Test
    void weightedMeanDividesByTheSumOfAlpha() {
        Dataset<Row> data = numbers(row(1.0, 0.5, -0.5), row(0.0, 0.2, -0.2), row(0.0, -1.0, 1.0));
        double sum = of("binary").setAlpha(0.9).setReduction("sum").evaluate(data);
        assertThat(of("binary").setAlpha(0.9).setReduction("weightedMean").evaluate(data))
                .isCloseTo(sum / 1.1, within(REL_1E_14 * sum));
    }

    @Test
    void continuousFormHasNoJump() {
        FocalLossEvaluator reduced = of("binary").setReducedThreshold(0.3);
        double kink = Math.log(0.3 / 0.7);
        double below = reduced.evaluate(numbers(row(1.0, 1e-9 - kink, kink - 1e-9)));
        double above = reduced.evaluate(numbers(row(1.0, -1e-9 - kink, kink + 1e-9)));
        assertThat(above).isCloseTo(below, within(1e-7));
        double published = reduced.setReducedForm("published").evaluate(numbers(row(1.0, -1e-9 - kink, kink + 1e-9)));
        assertThat(published).isCloseTo(below * 49.0 / 9.0, within(1e-7));
    }

    @Test
    void infiniteMarginsOfAConstantModelAreRightOrInfinitelyWrong() {
        double infinity = Double.POSITIVE_INFINITY;
        assertThat(of("binary").evaluate(numbers(row(1.0, -infinity, infinity))))
                .isEqualTo(0.0);
        assertThat(of("binary").evaluate(numbers(row(0.0, -infinity, infinity))))
                .isEqualTo(infinity);
    }

    @Test
    void refusesBadInputWithColumnRuleAndValue() {
        refuses(of("auto"), numbers(row(2.0, -0.5, 0.5)), "Column 'label' must hold class indices from 0 to 1,", "2.0");
        refuses(
                of("auto"),
                numbers(row(1.0, 0.4, 0.5)),
                "Column 'rawPrediction' must hold (-margin, margin)",
                "multiclass");
        refuses(of("auto"), numbers(row(1.0, 1.0, Double.NaN, 2.0)), "Column 'rawPrediction' must hold finite", "NaN");
        refuses(of("auto"), numbers(row(0.0, -1.0, 1.0), row(0.0, 1.0, 2.0, 3.0)), "vectors of size", "same size");
        refuses(of("auto"), numbers(row(null, -1.0, 1.0)), "Column 'label' must not hold nulls", "Drop");
        refuses(of("auto"), vectors(row(Vectors.dense(0.5), 1.0)), "Column 'label' must hold 0.0, 1.0 or", "0.5");
        refuses(
                of("auto"),
                vectors(row(Vectors.dense(1.0), 1.0, 2.0)),
                "one label for each of the 2 entries",
                "found 1");
        refuses(
                of("ovr"),
                vectors(row(Vectors.dense(1.0), 1.0)),
                "mode ovr needs column 'label' to hold numbers",
                "class");
        refuses(of("multilabel"), numbers(row(1.0, -1.0, 1.0)), "needs column 'label' to hold vectors", "NaN");
        refuses(of("binary"), numbers(row(1.0, 1.0, 2.0, 3.0)), "mode binary needs vectors", "found size 3");
        refuses(of("auto").setLabelCol("x"), numbers(row(1.0, -1.0, 1.0)), "Column 'x' does not exist", "label");
        refuses(of("auto").setWeightCol("weight"), numbers(weighted(-1.0, 1.0, -1.0, 1.0)), "Column 'weight'", "-1.0");
        refuses(of("auto").setRawPredictionCol("label"), numbers(row(1.0, -1.0, 1.0)), "must hold vectors", "double");
        refuses(of("auto").setIgnoreLabel(1.0), numbers(row(1.0, -1.0, 1.0)), "at least one row", "filters");
    }

    @Test
    void refusesParamsThatContradictTheModeOrEachOther() {
        Dataset<Row> three = numbers(row(1.0, 1.0, 2.0, 3.0));
        refuses(of("multiclass").setAlpha(0.5), three, "alpha to be unset", "classWeights");
        refuses(
                of("multiclass").setClassWeights(new double[] {1.0, 2.0}),
                three,
                "classWeights needs one",
                "[1.0, 2.0]");
        refuses(of("ovr").setAlpha(0.5).setAlphas(new double[] {0.1, 0.2, 0.3}), three, "alpha (0.5)", "one of them");
        Dataset<Row> pair = numbers(row(0.0, -1.0, 1.0));
        refuses(
                of("binary").setAlpha(0.5).setClassWeights(new double[] {1, 2}),
                pair,
                "alpha or classWeights",
                "unset");
        refuses(of("binary").setAlpha(1.0).setReduction("weightedMean"), pair, "reduction weightedMean", "alpha");
        assertThatThrownBy(() -> of("auto").losses(pair.withColumnRenamed("weight", "loss")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "lossCol 'loss' must be a new column, but the dataset has it already. Set lossCol to another"
                                + " name.");
        assertThatThrownBy(() -> of("auto").setGamma(-1.0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("gamma must be >= 0 and finite, but was -1.0.");
    }

    @Test
    void isAStageThatCanBeSavedLoadedAndCopied(@TempDir Path folder) throws IOException, ReflectiveOperationException {
        FocalLossEvaluator evaluator = new FocalLossEvaluator();
        Map<String, Object> values = StageParams.otherValues(evaluator, Map.of());
        for (Map.Entry<String, Object> entry : values.entrySet()) {
            assertThat(StageParams.set(evaluator, entry.getKey(), entry.getValue()))
                    .isSameAs(evaluator);
            assertThat(StageParams.get(evaluator, entry.getKey())).isEqualTo(entry.getValue());
            String capitalized = entry.getKey().substring(0, 1).toUpperCase(Locale.ROOT)
                    + entry.getKey().substring(1);
            assertThat(Py4J.finds(evaluator, "set" + capitalized, entry.getValue()))
                    .isTrue();
            assertThat(Py4J.finds(evaluator, "get" + capitalized)).isTrue();
            assertThat(Py4J.finds(evaluator, entry.getKey())).isTrue();
        }
        String path = folder.resolve("evaluator").toString();
        evaluator.save(path);
        StageParams.assertSameStage(FocalLossEvaluator.load(path), evaluator);
        StageParams.assertSameStage(evaluator.copy(ParamMap.empty()), evaluator);
        assertThat(evaluator.isLargerBetter()).isFalse();
    }

    @Test
    void choosesTheSmallestLossInACrossValidator() {
        FocalLogisticRegression estimator = new FocalLogisticRegression();
        ParamMap[] grid = new ParamGridBuilder()
                .addGrid(estimator.regParam(), new double[] {1000.0, 0.001})
                .build();
        CrossValidatorModel model = new CrossValidator()
                .setEstimator(estimator)
                .setEstimatorParamMaps(grid)
                .setEvaluator(new FocalLossEvaluator().setWeightCol("weight"))
                .setNumFolds(2)
                .setSeed(7)
                .fit(ReferenceData.dense());
        assertThat(model.avgMetrics()[1]).isLessThan(model.avgMetrics()[0]);
        assertThat(((FocalLogisticRegressionModel) model.bestModel()).getRegParam())
                .isEqualTo(0.001);
        assertThat(CachedData.ids()).isEmpty();
    }

    private static void refuses(FocalLossEvaluator evaluator, Dataset<Row> data, String beginning, String wayOut) {
        assertThatThrownBy(() -> evaluator.evaluate(data))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(beginning)
                .hasMessageContaining(wayOut);
    }

    private static FocalLossEvaluator of(String mode) {
        return new FocalLossEvaluator().setMode(mode);
    }

    private static Row row(Object label, double... raw) {
        return weighted(1.0, label, raw);
    }

    private static Row weighted(double weight, Object label, double... raw) {
        return RowFactory.create(label, Vectors.dense(raw), weight);
    }

    private static Dataset<Row> numbers(Row... rows) {
        return frame(DataTypes.DoubleType, rows);
    }

    private static Dataset<Row> vectors(Row... rows) {
        return frame(SQLDataTypes.VectorType(), rows);
    }

    private static Dataset<Row> frame(DataType label, Row... rows) {
        StructType schema = new StructType()
                .add("label", label)
                .add("rawPrediction", SQLDataTypes.VectorType())
                .add("weight", DataTypes.DoubleType);
        return SparkSessions.shared().createDataFrame(List.of(rows), schema);
    }
}
