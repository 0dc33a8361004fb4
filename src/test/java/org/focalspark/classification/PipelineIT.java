package org.focalspark.classification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.classification.ClassificationModel;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.OneVsRest;
import org.apache.spark.ml.classification.OneVsRestModel;
import org.apache.spark.ml.evaluation.BinaryClassificationEvaluator;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.ml.feature.StringIndexer;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.tuning.CrossValidatorModel;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.ml.tuning.TrainValidationSplit;
import org.apache.spark.ml.tuning.TrainValidationSplitModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.focalspark.testkit.CachedData;
import org.focalspark.testkit.StageParams;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The estimator inside the meta-algorithms of Spark ML, and the column types that Spark's Predictor takes. */
class PipelineIT {
    private static final double REL_1E_6 = 1e-6;
    private static final String[] OUTPUTS = {"rawPrediction", "probability", "prediction"};

    @Test
    void isAStageOfAPipelineThatSurvivesSaveAndLoad(@TempDir Path folder) throws IOException {
        Dataset<Row> table = ReferenceData.dense()
                .selectExpr(
                        "IF(label = 1.0, 'rare', 'common') AS outcome", "monotonically_increasing_id() AS a", "weight");
        Pipeline pipeline = new Pipeline().setStages(new PipelineStage[] {
            new StringIndexer().setInputCol("outcome").setOutputCol("label"),
            new VectorAssembler().setInputCols(new String[] {"a", "weight"}).setOutputCol("features"),
            quick()
        });
        PipelineModel model = pipeline.fit(table);
        assertThat(model.stages()[2]).isInstanceOf(FocalLogisticRegressionModel.class);
        String path = folder.resolve("pipeline").toString();
        model.save(path);
        assertSameOutputs(PipelineModel.load(path), model, table);
        String unfitted = folder.resolve("unfitted").toString();
        pipeline.save(unfitted);
        assertSameOutputs(Pipeline.load(unfitted).fit(table), model, table);
    }

    @Test
    void isTunedByACrossValidatorThatSurvivesSaveAndLoad(@TempDir Path folder) throws IOException {
        FocalLogisticRegression estimator = quick();
        ParamMap[] grid = new ParamGridBuilder()
                .addGrid(estimator.gamma(), new double[] {0.0, 2.0})
                .addGrid(estimator.regParam(), new double[] {0.01, 100.0})
                .build();
        CrossValidatorModel model = new CrossValidator()
                .setEstimator(estimator)
                .setEstimatorParamMaps(grid)
                .setEvaluator(new BinaryClassificationEvaluator())
                .setNumFolds(2)
                .setSeed(1L)
                .fit(ReferenceData.dense());
        assertThat(Arrays.stream(model.avgMetrics()).boxed())
                .hasSize(4)
                .allMatch(metric -> metric >= 0.5 && metric <= 1.0);
        String path = folder.resolve("crossValidator").toString();
        model.save(path);
        CrossValidatorModel loaded = CrossValidatorModel.load(path);
        assertThat(loaded.avgMetrics()).containsExactly(model.avgMetrics());
        StageParams.assertSameStage(loaded.bestModel(), model.bestModel());
        assertThat(Arrays.toString(loaded.getEstimatorParamMaps())).isEqualTo(Arrays.toString(grid));
        assertSameOutputs(loaded, model, ReferenceData.dense());
    }

    /** At gamma = 0 the metrics of every point of the grid must be those that Spark's LogisticRegression gets. */
    @Test
    void theGridReachesTheFit() {
        FocalLogisticRegression ours = quick().setGamma(0.0).setTol(1e-9);
        LogisticRegression sparks = new LogisticRegression().setTol(1e-9);
        double[] regParams = {0.01, 1.0};
        double[] actual = crossValidator(new ParamGridBuilder()
                        .addGrid(ours.regParam(), regParams)
                        .build())
                .setEstimator(ours)
                .fit(ReferenceData.dense())
                .avgMetrics();
        double[] expected = crossValidator(new ParamGridBuilder()
                        .addGrid(sparks.regParam(), regParams)
                        .build())
                .setEstimator(sparks)
                .fit(ReferenceData.dense())
                .avgMetrics();
        assertThat(actual).containsExactly(expected, within(REL_1E_6));
    }

    @Test
    void isTunedByATrainValidationSplitThatSurvivesSaveAndLoad(@TempDir Path folder) throws IOException {
        FocalLogisticRegression estimator = quick();
        TrainValidationSplitModel model = new TrainValidationSplit()
                .setEstimator(estimator)
                .setEstimatorParamMaps(new ParamGridBuilder()
                        .addGrid(estimator.gamma(), new double[] {0.0, 1.0, 2.0})
                        .build())
                .setEvaluator(new BinaryClassificationEvaluator())
                .setSeed(1L)
                .fit(ReferenceData.dense());
        assertThat(Arrays.stream(model.validationMetrics()).boxed())
                .hasSize(3)
                .allMatch(metric -> metric >= 0.5 && metric <= 1.0);
        String path = folder.resolve("split").toString();
        model.save(path);
        TrainValidationSplitModel loaded = TrainValidationSplitModel.load(path);
        assertThat(loaded.validationMetrics()).containsExactly(model.validationMetrics());
        assertSameOutputs(loaded, model, ReferenceData.dense());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void isTheClassifierOfOneVsRestThatSurvivesSaveAndLoad(int parallelism, @TempDir Path folder) throws IOException {
        Dataset<Row> data = threeClasses();
        OneVsRestModel model = new OneVsRest()
                .setClassifier(quick())
                .setWeightCol("weight")
                .setParallelism(parallelism)
                .fit(data);
        double accuracy = new MulticlassClassificationEvaluator()
                .setMetricName("accuracy")
                .evaluate(model.transform(data));
        assertThat(accuracy).isGreaterThan(0.9);
        String path = folder.resolve("oneVsRest").toString();
        model.save(path);
        OneVsRestModel loaded = OneVsRestModel.load(path);
        assertThat(ExactValues.of(loaded.transform(data), "rawPrediction", "prediction"))
                .isEqualTo(ExactValues.of(model.transform(data), "rawPrediction", "prediction"));
    }

    /** At gamma = 0, so that Spark's own classifier tells what the weights must do. */
    @Test
    void oneVsRestPassesTheWeightsOn() {
        Dataset<Row> data = threeClasses();
        OneVsRest sparks = new OneVsRest()
                .setClassifier(new LogisticRegression().setRegParam(0.1).setTol(1e-9))
                .setWeightCol("weight");
        OneVsRest ours = new OneVsRest()
                .setClassifier(quick().setGamma(0.0).setRegParam(0.1).setTol(1e-9))
                .setWeightCol("weight");
        List<double[]> expected = margins(sparks.fit(data), data);
        List<double[]> actual = margins(ours.fit(data), data);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(actual.get(i)).as("row %d", i).containsExactly(expected.get(i), within(REL_1E_6));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TINYINT", "SMALLINT", "INT", "BIGINT", "FLOAT", "DECIMAL(3,1)"})
    void labelOfAnyNumericTypeIsCast(String type) {
        Dataset<Row> data = ReferenceData.dense().selectExpr("CAST(label AS " + type + ") AS label", "features");
        assertThat(fitted(quick(), data)).isEqualTo(fitted(quick(), ReferenceData.dense()));
    }

    @Test
    void booleanLabelNeedsACast() {
        Dataset<Row> data = ReferenceData.dense().selectExpr("label = 1.0 AS truth", "features");
        assertThatThrownBy(() -> quick().setLabelCol("truth").fit(data))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("truth")
                .hasMessageContaining("boolean");
        assertThat(fitted(quick(), data.selectExpr("CAST(truth AS INT) AS label", "features")))
                .isEqualTo(fitted(quick(), ReferenceData.dense()));
    }

    @ParameterizedTest
    @CsvSource({"INT, 2", "BIGINT, 2", "'DECIMAL(5,2)', 2.0", "FLOAT, 2.0"})
    void weightOfAnyNumericTypeIsCast(String type, double positiveWeight) {
        Dataset<Row> data = ReferenceData.dense()
                .selectExpr(
                        "label", "features", "CAST(IF(label = 1.0, " + positiveWeight + ", 1) AS " + type + ") AS w");
        Dataset<Row> expected = data.selectExpr("label", "features", "CAST(w AS DOUBLE) AS w");
        List<String> weighted = fitted(quick().setWeightCol("w"), data);
        assertThat(weighted).isEqualTo(fitted(quick().setWeightCol("w"), expected));
        assertThat(weighted).isNotEqualTo(fitted(quick(), data));
    }

    @Test
    void tuningLeavesNothingCached() {
        Set<Integer> before = CachedData.ids();
        crossValidator(new ParamMap[] {ParamMap.empty()}).setEstimator(quick()).fit(ReferenceData.dense());
        new OneVsRest().setClassifier(quick()).fit(threeClasses());
        assertThat(CachedData.ids()).isSubsetOf(before);
    }

    private static FocalLogisticRegression quick() {
        return new FocalLogisticRegression().setRegParam(0.01).setTol(1e-3);
    }

    private static CrossValidator crossValidator(ParamMap[] grid) {
        return new CrossValidator()
                .setEstimatorParamMaps(grid)
                .setEvaluator(new BinaryClassificationEvaluator())
                .setNumFolds(2)
                .setSeed(1L);
    }

    private static List<String> fitted(FocalLogisticRegression estimator, Dataset<Row> data) {
        FocalLogisticRegressionModel model = estimator.fit(data.coalesce(1));
        return List.of(ExactValues.of(model.coefficients()), ExactValues.of(model.intercept()));
    }

    private static void assertSameOutputs(Transformer actual, Transformer expected, Dataset<Row> data) {
        assertThat(ExactValues.of(actual.transform(data), OUTPUTS))
                .isEqualTo(ExactValues.of(expected.transform(data), OUTPUTS));
    }

    private static List<double[]> margins(OneVsRestModel model, Dataset<Row> data) {
        List<double[]> margins = new ArrayList<>();
        for (ClassificationModel<?, ?> each : model.models()) {
            margins.add(each.transform(data).select("rawPrediction").collectAsList().stream()
                    .mapToDouble(row -> row.<Vector>getAs(0).apply(1))
                    .toArray());
        }
        return margins;
    }

    /** Three clouds of 60 points around the corners of a triangle, and weights from 0.5 to 2. */
    private static Dataset<Row> threeClasses() {
        double[][] corners = {{0.0, 3.0}, {-3.0, -2.0}, {3.0, -2.0}};
        Random random = new Random(11);
        return ReferenceData.frame(IntStream.range(0, 180)
                .mapToObj(i -> RowFactory.create(
                        (double) (i % 3),
                        0.5 * (1 + i % 4),
                        Vectors.dense(
                                corners[i % 3][0] + random.nextGaussian(), corners[i % 3][1] + random.nextGaussian())))
                .toList());
    }
}
