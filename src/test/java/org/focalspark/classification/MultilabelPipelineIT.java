package org.focalspark.classification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.evaluation.Evaluator;
import org.apache.spark.ml.evaluation.MultilabelClassificationEvaluator;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.functions;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.tuning.CrossValidatorModel;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.focalspark.evaluation.FocalLossEvaluator;
import org.focalspark.loss.BinaryLoss;
import org.focalspark.loss.FocalLoss;
import org.focalspark.loss.MultilabelLoss;
import org.focalspark.model.Coefficients;
import org.focalspark.model.FittedModel;
import org.focalspark.param.LossForms;
import org.focalspark.testkit.CachedData;
import org.focalspark.testkit.SparkSessions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The multilabel classifier among the evaluators and meta-algorithms of Spark ML. */
class MultilabelPipelineIT {
    private static final double REL_1E_12 = 1e-12;
    private static final Dataset<Row> DATA = MultilabelData.frame(MultilabelData.threeLabels(400));
    private static final String[] OUTPUTS = {"rawPrediction", "probability", "prediction", "predictedLabels"};

    /**
     * Two rows, labels {0, 2} and {1}, of which {0} and {0, 1} are predicted: 2 true positives, 1 false positive and 1
     * false negative, so micro F1 = 2 * 2 / (2 * 2 + 1 + 1); a row's F1 is 2 * 1 / (1 + 2) twice.
     */
    @Test
    void sparksEvaluatorTakesLabelSetsAndPredictedLabels() {
        FocalMultilabelClassificationModel model = threeMargins();
        Dataset<Row> rows = MultilabelData.frame(List.of(
                RowFactory.create(Vectors.dense(1, 0, 1), 1.0, Vectors.dense(2, -1, -1)),
                RowFactory.create(Vectors.sparse(3, new int[] {1}, new double[] {1}), 1.0, Vectors.dense(1, 3, -2))));
        Dataset<Row> scored = model.transform(rows);
        scored = scored.withColumn("labels", FocalMultilabelClassifier.labelSet(scored.col("label")));
        // As text of Spark's: arrays read as rows print the name of a class, which Scala 2.12 and 2.13 do not share.
        Dataset<Row> sets = scored.select(
                scored.col("labels").cast("string"),
                scored.col("predictedLabels").cast("string"));
        assertThat(ExactValues.of(sets, "labels", "predictedLabels"))
                .containsExactly("[0.0, 2.0] [0.0]", "[1.0] [0.0, 1.0]");
        MultilabelClassificationEvaluator evaluator = sparksEvaluator();
        assertThat(evaluator.setMetricName("microF1Measure").evaluate(scored)).isEqualTo(4.0 / 6.0);
        assertThat(evaluator.setMetricName("f1Measure").evaluate(scored)).isCloseTo(2.0 / 3.0, within(REL_1E_12));
        assertThat(evaluator.setMetricName("hammingLoss").evaluate(scored)).isCloseTo(1.0 / 3.0, within(REL_1E_12));
    }

    @Test
    void labelSetTakesArraysWithNullsAndNull() {
        Dataset<Row> rows = SparkSessions.shared()
                .sql("SELECT array(1, NULL, 0, 1) AS i, array(0D, double('NaN')) AS d, CAST(NULL AS array<int>) AS n");
        Row sets = rows.select(
                        FocalMultilabelClassifier.labelSet(rows.col("i")),
                        FocalMultilabelClassifier.labelSet(rows.col("d")),
                        FocalMultilabelClassifier.labelSet(rows.col("n")))
                .first();
        assertThat(sets.<Double>getList(0)).containsExactly(0.0, 3.0);
        assertThat(sets.<Double>getList(1)).isEmpty();
        assertThat(sets.isNullAt(2)).isTrue();
    }

    @Test
    void isTunedByACrossValidatorWithSparksEvaluator(@TempDir Path folder) throws IOException {
        Dataset<Row> data = DATA.withColumn("labels", FocalMultilabelClassifier.labelSet(DATA.col("label")));
        assertTuned(sparksEvaluator().setMetricName("microF1Measure"), data, folder);
    }

    /** It sees of itself that the label column holds vectors, or arrays. */
    @Test
    void isTunedByACrossValidatorWithTheFocalLoss(@TempDir Path folder) throws IOException {
        assertTuned(new FocalLossEvaluator().setGamma(0), DATA, folder);
    }

    @Test
    void focalLossTakesArraysWithNullsAsItTakesVectorsWithNaN() {
        Dataset<Row> scored =
                new FocalMultilabelClassifier().setMaxIter(3).fit(DATA).transform(DATA);
        Dataset<Row> arrays = scored.withColumn("label", functions.vector_to_array(scored.col("label"), "float64"))
                .withColumn("label", org.apache.spark.sql.functions.expr("transform(label, x -> nanvl(x, NULL))"));
        FocalLossEvaluator evaluator = new FocalLossEvaluator();
        assertThat(evaluator.evaluate(arrays)).isEqualTo(evaluator.evaluate(scored));
        assertThat(ExactValues.of(evaluator.losses(arrays), "loss"))
                .isEqualTo(ExactValues.of(evaluator.losses(scored), "loss"));
        Dataset<Row> missing =
                scored.withColumn("label", org.apache.spark.sql.functions.expr("CAST(NULL AS array<int>)"));
        assertThatThrownBy(() -> evaluator.evaluate(missing))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Column 'label' must not hold nulls. Drop or fill these rows first.");
    }

    /** Of normalized losses it is one ratio over all entries. */
    @ParameterizedTest
    @CsvSource({"false, mean, sum", "true, sum, pooled"})
    void theObjectiveIsTheLossThatTheEvaluatorMeasures(boolean normalized, String reduction, String columns) {
        double[] gammas = {0, 1, 3};
        FocalMultilabelClassificationModel model = new FocalMultilabelClassifier()
                .setWeightCol("weight")
                .setGammas(gammas)
                .setLabelSmoothing(0.1)
                .setNormalized(normalized)
                .fit(DATA);
        double measured = new FocalLossEvaluator()
                .setWeightCol("weight")
                .setGammas(gammas)
                .setLabelSmoothing(0.1)
                .setNormalized(normalized)
                .setReduction(reduction)
                .setColumnReduction(columns)
                .evaluate(model.transform(DATA));
        double[] history = model.summary().objectiveHistory();
        assertThat(history[history.length - 1]).isCloseTo(measured, within(REL_1E_12 * measured));
    }

    @Test
    void isAStageOfAPipelineThatSurvivesSaveAndLoad(@TempDir Path folder) throws IOException {
        Dataset<Row> table = DATA.withColumn("x", functions.vector_to_array(DATA.col("features"), "float64"))
                .selectExpr("label", "weight", "x[0] AS a", "x[1] AS b", "x[7] AS c");
        Pipeline pipeline = new Pipeline().setStages(new PipelineStage[] {
            new VectorAssembler().setInputCols(new String[] {"a", "b", "c"}).setOutputCol("features"),
            new FocalMultilabelClassifier().setWeightCol("weight").setMaxIter(10)
        });
        PipelineModel model = pipeline.fit(table);
        String path = folder.resolve("pipeline").toString();
        model.save(path);
        List<String> expected = ExactValues.of(model.transform(table), OUTPUTS);
        assertThat(ExactValues.of(PipelineModel.load(path).transform(table), OUTPUTS))
                .isEqualTo(expected);
        String unfitted = folder.resolve("unfitted").toString();
        pipeline.save(unfitted);
        assertThat(ExactValues.of(Pipeline.load(unfitted).fit(table).transform(table), OUTPUTS))
                .isEqualTo(expected);
    }

    @Test
    void scoresInAUserDefinedFunctionAndOnAStream(@TempDir Path folder) throws Exception {
        FocalMultilabelClassificationModel model =
                new FocalMultilabelClassifier().setMaxIter(5).fit(DATA);
        DATA.coalesce(1).write().parquet(folder.resolve("input").toString());
        Dataset<Row> stream = SparkSessions.shared()
                .readStream()
                .schema(MultilabelData.SCHEMA)
                .parquet(folder.resolve("input").toString());
        model.transform(stream)
                .select("predictedLabels", "features")
                .writeStream()
                .format("memory")
                .queryName("scored")
                .start()
                .processAllAvailable();
        SparkSessions.shared().streams().active()[0].stop();
        assertThat(ExactValues.of(SparkSessions.shared().table("scored"), "predictedLabels"))
                .isEqualTo(ExactValues.of(model.transform(DATA), "predictedLabels"));
    }

    private static void assertTuned(Evaluator evaluator, Dataset<Row> data, Path folder) throws IOException {
        Set<Integer> before = CachedData.ids();
        FocalMultilabelClassifier estimator = new FocalMultilabelClassifier().setMaxIter(10);
        ParamMap[] grid = new ParamGridBuilder()
                .addGrid(estimator.gamma(), new double[] {0.0, 2.0})
                .addGrid(estimator.regParam(), new double[] {0.001, 100.0})
                .build();
        CrossValidatorModel model = new CrossValidator()
                .setEstimator(estimator)
                .setEstimatorParamMaps(grid)
                .setEvaluator(evaluator)
                .setNumFolds(2)
                .setSeed(1L)
                .fit(data);
        assertThat(((FocalMultilabelClassificationModel) model.bestModel()).getRegParam())
                .isEqualTo(0.001);
        String path = folder.resolve("tuned").toString();
        model.save(path);
        CrossValidatorModel loaded = CrossValidatorModel.load(path);
        assertThat(loaded.avgMetrics()).containsExactly(model.avgMetrics());
        assertThat(ExactValues.of(loaded.transform(data), OUTPUTS))
                .isEqualTo(ExactValues.of(model.transform(data), OUTPUTS));
        assertThat(CachedData.ids()).isSubsetOf(before);
    }

    /** A model of three labels whose margins are the features. */
    private static FocalMultilabelClassificationModel threeMargins() {
        FocalLoss side = new FocalLoss(0.0);
        BinaryLoss column = new BinaryLoss(side, side, 1.0, 1.0);
        MultilabelLoss loss = new MultilabelLoss(new BinaryLoss[] {column, column, column}, new double[] {1, 1, 1});
        FittedModel fitted = new FittedModel(
                new Coefficients(DenseMatrix.eye(3), Vectors.zeros(3)),
                loss,
                LossForms.of(new FocalMultilabelClassifier()),
                new double[] {0.5, 0.5, 0.5});
        return new FocalMultilabelClassificationModel("margins", fitted, null);
    }

    private static MultilabelClassificationEvaluator sparksEvaluator() {
        return new MultilabelClassificationEvaluator().setLabelCol("labels").setPredictionCol("predictedLabels");
    }
}
