package org.focalspark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.focalspark.testkit.StageParams.assertSameStage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.spark.SparkConf;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.evaluation.BinaryClassificationEvaluator;
import org.apache.spark.ml.evaluation.Evaluator;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.linalg.Matrices;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.tuning.TrainValidationSplit;
import org.apache.spark.ml.tuning.TrainValidationSplitModel;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.serializer.SerializerInstance;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.focalspark.testkit.CachedData;
import org.focalspark.testkit.JavaSerialisation;
import org.focalspark.testkit.LogCapture;
import org.focalspark.testkit.Py4J;
import org.focalspark.testkit.StageParams;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import scala.reflect.ClassTag;

/** What the stages of tuning owe to Spark ML: params, copies, saving; and what becomes of candidates that fail. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TuningIT {
    private static final double ABS_1E_8 = 1e-8;
    private static final Map<String, Object> PARAMS = Map.of(
            "estimator",
            Grids.estimator(),
            "estimatorParamMaps",
            new ParamMap[] {ParamMap.empty()},
            "evaluator",
            new CalibrationEvaluator(),
            "seed",
            3L,
            "parallelism",
            2,
            "collectSubModels",
            true,
            "warmStarts",
            true);

    private FocalCrossValidator tuner;
    private FocalCrossValidatorModel model;

    @BeforeAll
    void fit() {
        FocalLogisticRegression estimator = Grids.estimator();
        ParamMap[] maps = {
            new ParamMap()
                    .put(estimator.gamma().w(2.0))
                    .put(estimator.regParam().w(0.1)),
            new ParamMap().put(estimator.lowerBoundsOnCoefficients().w(zeros(1, 7))),
            new ParamMap()
                    .put(estimator.gamma().w(0.0))
                    .put(estimator.classWeights().w(new double[] {1.0, 2.0}))
        };
        tuner = Grids.focal(estimator, maps, new CalibrationEvaluator())
                .setNumFolds(2)
                .setCollectSubModels(true);
        model = tuner.fit(ReferenceData.dense());
    }

    /** Only the number of rows with a right prediction, and no params at all. */
    public static final class RightRows extends Evaluator {
        private static final long serialVersionUID = 1L;

        @Override
        public double evaluate(Dataset<?> rows) {
            return rows.filter("prediction = label").count();
        }

        @Override
        public Evaluator copy(ParamMap extra) {
            return this;
        }

        @Override
        public String uid() {
            return "rightRows";
        }
    }

    @Test
    void anEvaluatorNeedsNoParams() {
        FocalLogisticRegression estimator = Grids.estimator();
        FocalCrossValidatorModel model =
                Grids.focal(estimator, Grids.small(estimator), new RightRows()).fit(ReferenceData.dense());
        assertThat(model.avgMetrics()).hasSize(2);
        assertThat(model.avgMetrics()[0]).isGreaterThan(50.0);
    }

    @Test
    void aCandidateThatFailsIsOutAndTheTableSaysWhy() {
        assertThat(model.avgMetrics()[1]).isNaN();
        assertThat(model.stdMetrics()[1]).isNaN();
        assertThat(model.bestIndex()).isNotEqualTo(1);
        List<Row> rows = model.tuningTable().orderBy("candidate").collectAsList();
        assertThat(model.tuningTable().columns())
                .containsExactly(
                        "candidate",
                        "classWeights",
                        "gamma",
                        "lowerBoundsOnCoefficients",
                        "regParam",
                        "meanMetric",
                        "standardError",
                        "metrics",
                        "passes",
                        "seconds",
                        "chosen",
                        "failure");
        assertThat(rows.get(1).<String>getAs("failure")).startsWith("fold 0: ").contains("lowerBoundsOnCoefficients");
        assertThat(rows.get(1).<Boolean>getAs("chosen")).isFalse();
        assertThat(rows.get(0).<Double>getAs("gamma")).isEqualTo(2.0);
        assertThat(rows.get(0).<String>getAs("failure")).isNull();
        assertThat(rows.get(0).<Integer>getAs("passes")).isPositive();
        assertThat(rows.get(2).<String>getAs("classWeights")).isEqualTo("[1.0, 2.0]");
        assertThat(rows.get(2).<Double>getAs("regParam")).isNull();
        assertThat(rows.get(model.bestIndex()).<Boolean>getAs("chosen")).isTrue();
        for (int c : new int[] {0, 2}) {
            assertThat(rows.get(c).<Double>getAs("meanMetric")).isEqualTo(model.avgMetrics()[c]);
            double error = rows.get(c).<Double>getAs("standardError");
            assertThat(error).isEqualTo(model.stdMetrics()[c], within(ABS_1E_8)); // of two folds they are the same
        }
    }

    @Test
    void aFailureIsAWarning() {
        try (LogCapture log = new LogCapture("org.apache.spark.ml.util.Instrumentation")) {
            tuner.setCollectSubModels(false).fit(ReferenceData.dense());
            assertThat(log.lines()).anyMatch(line -> line.contains("Candidate 1") && line.contains("is out"));
        } finally {
            tuner.setCollectSubModels(true);
        }
    }

    @Test
    void ifAllFailTheFirstFailureIsThrownAndNothingStaysCached() {
        Set<Integer> before = CachedData.ids();
        FocalCrossValidator failing =
                Grids.focal(Grids.estimator(), new ParamMap[] {ParamMap.empty()}, new BinaryClassificationEvaluator());
        assertThatThrownBy(() -> failing.fit(ReferenceData.threeClasses()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("rawPredictionCol vectors must have length=2, but got 3");
        FocalCrossValidator missing = Grids.focal(
                Grids.estimator(),
                new ParamMap[] {ParamMap.empty()},
                new MulticlassClassificationEvaluator()
                        .setMetricName("recallByLabel")
                        .setMetricLabel(5.0));
        assertThatThrownBy(() -> missing.fit(ReferenceData.threeClasses()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("metricLabel must be a label of the held-out rows, but was 5.0");
        assertThat(CachedData.ids()).isSubsetOf(before);
    }

    @Test
    void aCandidateThatIsRefusedBeforeItsFitIsOutToo() {
        FocalLogisticRegression estimator = Grids.estimator();
        ParamMap[] maps = {new ParamMap().put(estimator.initialModelPath().w("target/nowhere")), ParamMap.empty()};
        FocalTrainValidationSplitModel split = new FocalTrainValidationSplit()
                .setEstimator(estimator)
                .setEstimatorParamMaps(maps)
                .setEvaluator(new CalibrationEvaluator())
                .fit(ReferenceData.dense());
        assertThat(split.bestIndex()).isEqualTo(1);
        assertThat(split.tuningTable().first().<String>getAs("failure")).contains("target/nowhere");
    }

    @Test
    void theModelsOfTheFoldsAreKeptIfAskedFor() {
        assertThat(model.hasSubModels()).isTrue();
        assertThat(model.subModels()).hasDimensions(2, 3);
        assertThat(model.subModels()[0][1]).isNull();
        assertThat(model.subModels()[1][2]).isInstanceOf(FocalLogisticRegressionModel.class);
        FocalCrossValidatorModel without =
                tuner.copy(ParamMap.empty()).setCollectSubModels(false).fit(ReferenceData.dense());
        assertThat(without.hasSubModels()).isFalse();
        assertThatThrownBy(without::subModels)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("set collectSubModels to true before fitting");
    }

    @Test
    void theModelIsThatOfTheChosenCandidateOnAllRows() {
        Model<?> alone =
                tuner.getEstimator().fit(ReferenceData.dense(), tuner.getEstimatorParamMaps()[model.bestIndex()]);
        assertThat(ExactValues.of(model.transform(ReferenceData.dense()), "probability"))
                .isEqualTo(ExactValues.of(alone.transform(ReferenceData.dense()), "probability"));
        assertThat(model.transformSchema(ReferenceData.dense().schema()).fieldNames())
                .contains("probability", "prediction");
        assertThat(model.parent()).isSameAs(tuner);
        assertThat(model.uid()).isEqualTo(tuner.uid());
        assertThat(model)
                .hasToString("FocalCrossValidatorModel: uid=tuning, bestModel=" + model.bestModel() + ", numFolds=2");
    }

    @Test
    void paramsHaveTheDefaultsOfSparkGettersAndSetters() throws ReflectiveOperationException {
        assertParams(
                new FocalCrossValidator(),
                PARAMS,
                Map.of("numFolds", 4, "foldCol", "fold", "selection", "oneStandardError"));
        assertParams(new FocalTrainValidationSplit(), PARAMS, Map.of("trainRatio", 0.5));
        CrossValidator spark = new CrossValidator();
        FocalCrossValidator focal = new FocalCrossValidator();
        for (Param<?> param : spark.params()) {
            assertThat(focal.explainParam(focal.getParam(param.name()))).isEqualTo(spark.explainParam(param));
        }
        TrainValidationSplit split = new TrainValidationSplit();
        FocalTrainValidationSplit focalSplit = new FocalTrainValidationSplit();
        for (Param<?> param : split.params()) {
            assertThat(focalSplit.explainParam(focalSplit.getParam(param.name())))
                    .isEqualTo(split.explainParam(param));
        }
    }

    private static void assertParams(Params stage, Map<String, Object> common, Map<String, Object> own)
            throws ReflectiveOperationException {
        Map<String, Object> all = new java.util.HashMap<>(common);
        all.putAll(own);
        assertThat(StageParams.names(stage)).containsExactlyInAnyOrderElementsOf(all.keySet());
        for (Map.Entry<String, Object> entry : all.entrySet()) {
            String name = entry.getKey().substring(0, 1).toUpperCase(Locale.ROOT)
                    + entry.getKey().substring(1);
            assertThat(Py4J.finds(stage, "set" + name, entry.getValue()))
                    .as(name)
                    .isTrue();
            assertThat(Py4J.finds(stage, "get" + name)).as(name).isTrue();
            assertThat(Py4J.finds(stage, entry.getKey())).as(name).isTrue();
            assertThat(StageParams.set(stage, entry.getKey(), entry.getValue())).isSameAs(stage);
            assertThat(StageParams.get(stage, entry.getKey())).isEqualTo(entry.getValue());
        }
    }

    @Test
    void pythonFindsWhatTheModelHas() {
        for (String method : List.of(
                "bestModel",
                "avgMetrics",
                "stdMetrics",
                "subModels",
                "hasSubModels",
                "bestIndex",
                "tuningTable",
                "getNumFolds",
                "getFoldCol",
                "getSelection",
                "getWarmStarts",
                "getEstimator",
                "getEvaluator",
                "getEstimatorParamMaps",
                "getSeed",
                "write",
                "uid",
                "toString")) {
            assertThat(Py4J.finds(model, method)).as(method).isTrue();
        }
        assertThat(Py4J.finds(tuner, "fit", ReferenceData.dense())).isTrue();
    }

    @Test
    void copiesReachEstimatorAndEvaluator() {
        FocalLogisticRegression estimator = (FocalLogisticRegression) tuner.getEstimator();
        FocalCrossValidator copy =
                tuner.copy(new ParamMap().put(estimator.maxIter().w(2)));
        assertThat(((FocalLogisticRegression) copy.getEstimator()).getMaxIter()).isEqualTo(2);
        assertThat(copy.getEvaluator()).isNotSameAs(tuner.getEvaluator());
        FocalCrossValidatorModel copied = model.copy(ParamMap.empty());
        assertSameModel(copied, model);
        assertThat(copied.bestModel()).isNotSameAs(model.bestModel());
        assertThat(copied.parent()).isSameAs(model.parent());
    }

    @Test
    void schemasAreCheckedAsInSpark() {
        assertThatThrownBy(() -> Grids.focal(Grids.estimator(), new ParamMap[0], new CalibrationEvaluator())
                        .fit(ReferenceData.dense()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Validator requires non-empty estimatorParamMaps");
        assertThatThrownBy(
                        () -> tuner.copy(ParamMap.empty()).setFoldCol("weight").fit(ReferenceData.dense()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("The specified `foldCol` column weight must be integer type");
        assertThatThrownBy(() -> new FocalCrossValidator().setSelection("worst"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("selection must be one of best, oneStandardError, but was worst.");
        assertThatThrownBy(() -> new FocalCrossValidator().setNumFolds(1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void everythingSurvivesSavingAlsoInAPipeline(@TempDir Path folder) throws IOException {
        String path = folder.resolve("tuner").toString();
        tuner.save(path);
        assertSameTuner(FocalCrossValidator.load(path), tuner);
        tuner.write().overwrite().save(path);
        path = folder.resolve("model").toString();
        model.save(path);
        assertSameModel(FocalCrossValidatorModel.load(path), model);
        assertThatThrownBy(() -> model.save(folder.resolve("model").toString()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("already exists");
        model.write().overwrite().option("persistSubModels", "false").save(path);
        assertThat(FocalCrossValidatorModel.load(path).hasSubModels()).isFalse();
        path = folder.resolve("pipeline").toString();
        new Pipeline().setStages(new PipelineStage[] {tuner}).save(path);
        assertSameTuner((FocalCrossValidator) Pipeline.load(path).getStages()[0], tuner);
        path = folder.resolve("pipelineModel").toString();
        new Pipeline()
                .setStages(new PipelineStage[] {model})
                .fit(ReferenceData.dense())
                .save(path);
        assertSameModel((FocalCrossValidatorModel) PipelineModel.load(path).stages()[0], model);
    }

    @Test
    void whatCannotBeSavedIsRefusedBeforeItIsWritten() {
        FocalLogisticRegression stranger = new FocalLogisticRegression();
        FocalCrossValidator other = tuner.copy(ParamMap.empty())
                .setEstimatorParamMaps(
                        new ParamMap[] {new ParamMap().put(stranger.gamma().w(1.0))});
        assertThatThrownBy(other::write)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("An extraneous Param was found");
        assertThatThrownBy(() -> FocalCrossValidatorModel.load("target/nowhere"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("does not exist");
        assertThatThrownBy(() -> new FocalCrossValidator().write())
                .isInstanceOf(java.util.NoSuchElementException.class);
    }

    @Test
    void aModelSurvivesJavaSerialisation() throws IOException, ClassNotFoundException {
        assertSameModel(JavaSerialisation.roundTrip(model), model);
    }

    /** As results of tasks come back where spark.serializer is KryoSerializer. */
    @Test
    void sumsSurviveKryo() {
        FocalLogisticRegressionModel best = (FocalLogisticRegressionModel) model.bestModel();
        SerializerInstance kryo = new KryoSerializer(new SparkConf()).newInstance();
        ConfusionTotals totals = new ConfusionTotals(best.scoring(), "label", 1e-15);
        totals.add(new double[] {0.3}, new double[] {1.0}, 2.0);
        ClassTag<ConfusionTotals> tag = ClassTag.apply(ConfusionTotals.class);
        ConfusionTotals read = kryo.deserialize(kryo.serialize(totals, tag), tag);
        assertThat(read.merge(totals).meanLogLoss()).isEqualTo(totals.meanLogLoss());
        BinaryScores scores = new BinaryScores(best.scoring());
        scores.add(new double[] {0.3}, new double[] {1.0}, 2.0);
        scores.add(new double[] {0.2}, new double[] {0.0}, 2.0);
        ClassTag<BinaryScores> tagOfScores = ClassTag.apply(BinaryScores.class);
        assertThat(kryo.deserialize(kryo.serialize(scores, tagOfScores), tagOfScores)
                        .areaUnderRoc())
                .isEqualTo(1.0);
    }

    @Test
    void aPipelineIsTunedAndSaved(@TempDir Path folder) throws IOException {
        FocalLogisticRegression stage = Grids.estimator().setFeaturesCol("both");
        VectorAssembler assembler = new VectorAssembler()
                .setInputCols(new String[] {"features", "weight"})
                .setOutputCol("both");
        FocalCrossValidatorModel pipeline = Grids.focal(
                        new Pipeline().setStages(new PipelineStage[] {assembler, stage}),
                        Grids.small(stage),
                        new CalibrationEvaluator())
                .setNumFolds(2)
                .fit(ReferenceData.dense());
        String path = folder.resolve("pipeline").toString();
        pipeline.save(path);
        FocalCrossValidatorModel loaded = FocalCrossValidatorModel.load(path);
        assertThat(loaded.avgMetrics()).isEqualTo(pipeline.avgMetrics());
        assertThat(ExactValues.of(loaded.transform(ReferenceData.dense()), "probability"))
                .isEqualTo(ExactValues.of(pipeline.transform(ReferenceData.dense()), "probability"));
        assertThat(loaded.tuningTable().columns()).contains("gamma");
        assertThat(loaded.tuningTable()
                        .first()
                        .isNullAt(loaded.tuningTable().schema().fieldIndex("passes")))
                .isTrue();
    }

    @Test
    void oneSplitIsThatOfSpark(@TempDir Path folder) throws IOException {
        FocalLogisticRegression estimator = Grids.estimator();
        ParamMap[] maps = Grids.small(estimator);
        for (String metric : List.of("logLoss", "ece")) {
            FocalTrainValidationSplit split = new FocalTrainValidationSplit("split")
                    .setEstimator(estimator)
                    .setEstimatorParamMaps(maps)
                    .setEvaluator(new CalibrationEvaluator().setMetricName(metric))
                    .setTrainRatio(0.6)
                    .setCollectSubModels(true);
            TrainValidationSplitModel spark = new TrainValidationSplit("split")
                    .setEstimator(estimator)
                    .setEstimatorParamMaps(maps)
                    .setEvaluator(new CalibrationEvaluator().setMetricName(metric))
                    .setTrainRatio(0.6)
                    .fit(ReferenceData.dense());
            FocalTrainValidationSplitModel focal = split.fit(ReferenceData.dense());
            assertThat(focal.validationMetrics()).containsExactly(spark.validationMetrics(), within(ABS_1E_8));
            assertThat(focal.bestModel().extractParamMap())
                    .hasToString(spark.bestModel().extractParamMap().toString());
            assertThat(focal.subModels()).hasSize(2);
            String path = folder.resolve(metric).toString();
            focal.save(path);
            FocalTrainValidationSplitModel loaded = FocalTrainValidationSplitModel.load(path);
            assertThat(loaded.validationMetrics()).isEqualTo(focal.validationMetrics());
            assertThat(loaded.bestIndex()).isEqualTo(focal.bestIndex());
            assertThat(loaded.subModels()).hasSize(2);
            assertThat(loaded).hasToString(focal.toString());
            assertThat(loaded.tuningTable().first().<Double>getAs("standardError"))
                    .isNull();
            split.save(path + "-stage");
            assertSameStage(plain(FocalTrainValidationSplit.load(path + "-stage")), plain(split));
        }
    }

    @Test
    void withinOneStandardErrorTheStrongerPenaltyWins() {
        FocalLogisticRegression estimator = Grids.estimator();
        ParamMap[] maps = {
            new ParamMap().put(estimator.regParam().w(0.001)),
            new ParamMap().put(estimator.regParam().w(0.00100001))
        };
        FocalCrossValidator selecting =
                Grids.focal(estimator, maps, new CalibrationEvaluator()).setNumFolds(2);
        assertThat(selecting
                        .setSelection("oneStandardError")
                        .fit(ReferenceData.dense())
                        .bestIndex())
                .isEqualTo(1);
    }

    private static void assertSameTuner(FocalCrossValidator actual, FocalCrossValidator expected) {
        assertSameStage(plain(actual), plain(expected));
        assertSameStage(actual.getEstimator(), expected.getEstimator());
        assertSameStage(actual.getEvaluator(), expected.getEvaluator());
        assertThat(actual.getEstimatorParamMaps()).hasSameSizeAs(expected.getEstimatorParamMaps());
    }

    private static void assertSameModel(FocalCrossValidatorModel actual, FocalCrossValidatorModel expected) {
        assertSameStage(plain(actual), plain(expected));
        assertSameStage(actual.getEstimator(), expected.getEstimator());
        assertSameStage(actual.bestModel(), expected.bestModel());
        assertThat(actual.avgMetrics()).isEqualTo(expected.avgMetrics());
        assertThat(actual.bestIndex()).isEqualTo(expected.bestIndex());
        assertThat(actual.subModels()).hasDimensions(2, 3);
        assertThat(actual.subModels()[0][1]).isNull();
        assertThat(actual.tuningTable().collectAsList())
                .hasToString(expected.tuningTable().collectAsList().toString());
        Dataset<Row> data = ReferenceData.dense();
        assertThat(ExactValues.of(actual.transform(data), "probability"))
                .isEqualTo(ExactValues.of(expected.transform(data), "probability"));
    }

    /** Without the params that are stages, which are compared by themselves. */
    private static Params plain(Params stage) {
        Params copy = stage.copy(ParamMap.empty());
        for (String param : List.of("estimator", "evaluator", "estimatorParamMaps")) {
            copy.clear(copy.getParam(param));
        }
        return copy;
    }

    private static Matrix zeros(int numRows, int numCols) {
        return Matrices.dense(numRows, numCols, new double[numRows * numCols]);
    }
}
