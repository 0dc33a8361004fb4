package org.focalspark.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.evaluation.BinaryClassificationEvaluator;
import org.apache.spark.ml.evaluation.Evaluator;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.ml.evaluation.MultilabelClassificationEvaluator;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.tuning.CrossValidatorModel;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.focalspark.classification.FocalLogisticRegression;
import org.focalspark.classification.FocalMultilabelClassifier;
import org.focalspark.classification.MultilabelData;
import org.focalspark.classification.ReferenceData;
import org.focalspark.evaluation.CalibrationEvaluator;
import org.focalspark.evaluation.FocalLossEvaluator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** FocalCrossValidator beside Spark's CrossValidator over the same estimator: same folds, same metrics, same choice. */
@Tag("once")
class CrossValidatorEquivalenceIT {
    /** The same models: Spark adds up its curve in the order in which tasks end. */
    private static final double ABS_1E_12 = 1e-12;
    /** Sums in another order, of margins that may differ in their last bits. */
    private static final double ABS_1E_8 = 1e-8;
    /** Spark's curve of 1,000 bins leaves out points, by a thousandth of the area at most. */
    private static final double ABS_1E_3 = 1e-3;

    static Stream<Evaluator> binaryEvaluators() {
        return Stream.of(
                binary("areaUnderROC"),
                binary("areaUnderPR"),
                binary("areaUnderROC").setRawPredictionCol("probability"),
                binary("areaUnderROC").setWeightCol("weight"),
                binary("areaUnderPR").setWeightCol("weight"),
                binary("areaUnderROC").setRawPredictionCol("prediction"),
                new FocalLossEvaluator(),
                new FocalLossEvaluator().setGamma(1.0).setWeightCol("weight").setReduction("weightedMean"),
                new FocalLossEvaluator().setNormalized(true),
                new CalibrationEvaluator(),
                new CalibrationEvaluator().setMetricName("brier").setWeightCol("weight"),
                new CalibrationEvaluator().setMetricName("ece"),
                multiclass("logLoss"),
                multiclass("f1").setWeightCol("weight"));
    }

    @ParameterizedTest
    @MethodSource("binaryEvaluators")
    void twoClassesGiveTheMetricsOfSpark(Evaluator evaluator) {
        FocalLogisticRegression estimator = Grids.estimator();
        boolean weighted = evaluator.isDefined(evaluator.getParam("weightCol"));
        assertSame(
                weighted ? estimator.setWeightCol("weight") : estimator,
                Grids.small(estimator),
                evaluator,
                ReferenceData.dense());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "f1",
                "accuracy",
                "weightedPrecision",
                "weightedRecall",
                "weightedTruePositiveRate",
                "weightedFalsePositiveRate",
                "weightedFMeasure",
                "truePositiveRateByLabel",
                "falsePositiveRateByLabel",
                "precisionByLabel",
                "recallByLabel",
                "fMeasureByLabel",
                "logLoss",
                "hammingLoss"
            })
    void threeClassesGiveTheMetricsOfSpark(String metric) {
        FocalLogisticRegression estimator = Grids.estimator().setWeightCol("weight");
        Evaluator evaluator = multiclass(metric)
                .setWeightCol("weight")
                .setMetricLabel(1.0)
                .setBeta(0.5)
                .setEps(0.01);
        assertSame(estimator, Grids.small(estimator), evaluator, ReferenceData.threeClasses());
    }

    @Test
    void thresholdsDecideThePredictionsThatAreMeasured() {
        FocalLogisticRegression estimator = Grids.estimator();
        ParamMap[] maps = {
            new ParamMap().put(estimator.thresholds().w(new double[] {0.5, 0.5, 0.5})),
            new ParamMap().put(estimator.thresholds().w(new double[] {0.9, 0.2, 0.02})),
            new ParamMap().put(estimator.family().w("ovr"))
        };
        assertSame(estimator, maps, multiclass("weightedRecall"), ReferenceData.threeClasses());
        FocalLogisticRegression two = Grids.estimator();
        ParamMap[] thresholds = new ParamGridBuilder()
                .addGrid(two.threshold(), new double[] {0.2, 0.5, 0.7})
                .build();
        assertSame(two, thresholds, multiclass("f1"), ReferenceData.dense());
    }

    @Test
    void aGridOverEverythingGivesTheMetricsOfSpark() {
        FocalLogisticRegression estimator = Grids.estimator();
        ParamMap[] maps = new ParamGridBuilder()
                .addGrid(estimator.alpha(), new double[] {0.25, 0.75})
                .addGrid(estimator.elasticNetParam(), new double[] {0.0, 0.5})
                .addGrid(estimator.calibration(), scala("none", "focal"))
                .build();
        assertSame(estimator, maps, multiclass("logLoss"), ReferenceData.dense());
        ParamMap[] weights = {
            new ParamMap().put(estimator.classWeights().w(new double[] {1.0, 3.0})),
            new ParamMap().put(estimator.classWeightMode().w("balanced"))
        };
        assertSame(estimator, weights, new CalibrationEvaluator(), ReferenceData.dense());
    }

    @Test
    void candidatesThatReadOtherDataAreFittedOnThem() {
        FocalLogisticRegression estimator = Grids.estimator();
        ParamMap[] maps = {
            ParamMap.empty(), // gammas, since equal candidates would be equally good
            new ParamMap()
                    .put(estimator.featuresCol().w("others"))
                    .put(estimator.gamma().w(0.0)),
            new ParamMap().put(estimator.weightCol().w("weight")),
            new ParamMap()
                    .put(estimator.ignoreLabel().w(7.0))
                    .put(estimator.gamma().w(1.0)),
            new ParamMap()
                    .put(estimator.aggregationDepth().w(3))
                    .put(estimator.gamma().w(3.0))
        };
        Dataset<Row> data = ReferenceData.dense().withColumn("others", functions.col("features"));
        assertSame(estimator, maps, binary("areaUnderROC"), data);
    }

    @Test
    void columnsOfOtherNamesAreReadFromTheTransformedRows() {
        FocalLogisticRegression estimator = Grids.estimator();
        Dataset<Row> data = ReferenceData.dense().withColumn("truth", functions.expr("1.0 - label"));
        assertSame(estimator, Grids.small(estimator), binary("areaUnderPR").setLabelCol("truth"), data);
    }

    @Test
    void givenFoldsAreTaken() {
        FocalLogisticRegression estimator = Grids.estimator();
        Dataset<Row> data = ReferenceData.dense()
                .withColumn("fold", functions.expr("cast(monotonically_increasing_id() % 4 as int)"));
        for (Evaluator evaluator :
                new Evaluator[] {binary("areaUnderROC"), new CalibrationEvaluator().setMetricName("ece")}) {
            FocalCrossValidator focal = Grids.focal(estimator, Grids.small(estimator), evaluator)
                    .setFoldCol("fold")
                    .setNumFolds(4);
            CrossValidator spark = Grids.spark(estimator, Grids.small(estimator), evaluator)
                    .setFoldCol("fold")
                    .setNumFolds(4);
            assertSame(focal.fit(data), spark.fit(data), ABS_1E_8);
        }
    }

    /** Which candidate is best is not compared: the first two are closer to each other than the bins are to the curve. */
    @Test
    void theDefaultBinsOfSparkLeaveOutPointsAndOursDoNot() {
        FocalLogisticRegression estimator = Grids.estimator();
        Dataset<Row> data = ReferenceData.frame(manyRows());
        Evaluator bins = new BinaryClassificationEvaluator();
        double[] ours =
                Grids.focal(estimator, Grids.small(estimator), bins).fit(data).avgMetrics();
        double[] sparks =
                Grids.spark(estimator, Grids.small(estimator), bins).fit(data).avgMetrics();
        assertThat(ours).containsExactly(sparks, within(ABS_1E_3));
    }

    @Test
    void severalLabelsGiveTheMetricsOfSpark() {
        FocalMultilabelClassifier estimator = new FocalMultilabelClassifier("labels").setMaxIter(8);
        Dataset<Row> data = MultilabelData.frame(MultilabelData.rows(400));
        ParamMap[] maps = new ParamGridBuilder()
                .addGrid(estimator.gamma(), new double[] {0.0, 2.0})
                .build();
        assertSame(estimator, maps, new FocalLossEvaluator(), data);
        Dataset<Row> sets = data.withColumn("truth", FocalMultilabelClassifier.labelSet(functions.col("label")));
        Evaluator sparks =
                new MultilabelClassificationEvaluator().setLabelCol("truth").setPredictionCol("predictedLabels");
        assertSame(estimator, maps, sparks, sets);
    }

    @Test
    void anyEstimatorGoesThroughTheRecipeOfSpark() {
        LogisticRegression other = new LogisticRegression("other").setMaxIter(5);
        ParamMap[] maps = new ParamGridBuilder()
                .addGrid(other.regParam(), new double[] {0.0, 0.3})
                .build();
        assertSameModels(other, maps);
        FocalLogisticRegression stage = Grids.estimator();
        Pipeline pipeline = new Pipeline("pipeline").setStages(new PipelineStage[] {stage});
        assertSameModels(pipeline, Grids.small(stage));
    }

    /** So many that each fold has more than two scores in a bin. */
    private static List<Row> manyRows() {
        Random random = new Random(7L);
        return IntStream.range(0, 9000)
                .mapToObj(i -> {
                    double label = random.nextInt(4) == 0 ? 1.0 : 0.0;
                    return RowFactory.create(
                            label, 1.0, Vectors.dense(random.nextGaussian() + label, random.nextGaussian()));
                })
                .toList();
    }

    private static void assertSameModels(Estimator<?> estimator, ParamMap[] maps) {
        Evaluator evaluator = binary("areaUnderROC");
        FocalCrossValidatorModel focal =
                Grids.focal(estimator, maps, evaluator).setParallelism(2).fit(ReferenceData.dense());
        CrossValidatorModel spark = Grids.spark(estimator, maps, evaluator).fit(ReferenceData.dense());
        assertSame(focal, spark, ABS_1E_12);
    }

    /** Equal metrics, and so the same choice, and models of the same bits, which are fitted alike. */
    private static void assertSame(Estimator<?> estimator, ParamMap[] maps, Evaluator evaluator, Dataset<Row> data) {
        assertSame(
                Grids.focal(estimator, maps, evaluator).setNumFolds(2).fit(data),
                Grids.spark(estimator, maps, evaluator).setNumFolds(2).fit(data),
                ABS_1E_8);
    }

    private static void assertSame(FocalCrossValidatorModel focal, CrossValidatorModel spark, double tolerance) {
        assertThat(focal.avgMetrics()).containsExactly(spark.avgMetrics(), within(tolerance));
        assertThat(focal.bestModel()).hasToString(spark.bestModel().toString());
        assertThat(focal.bestModel().extractParamMap())
                .hasToString(spark.bestModel().extractParamMap().toString());
    }

    private static BinaryClassificationEvaluator binary(String metric) {
        return new BinaryClassificationEvaluator().setMetricName(metric).setNumBins(0);
    }

    private static MulticlassClassificationEvaluator multiclass(String metric) {
        return new MulticlassClassificationEvaluator().setMetricName(metric);
    }

    private static scala.collection.Iterable<String> scala(String... values) {
        return scala.Predef.wrapRefArray(values).toList();
    }
}
