package org.focalspark.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.focalspark.testkit.StageParams.assertSameStage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.tuning.TrainValidationSplit;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.serializer.SerializerInstance;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.focalspark.classification.ExactValues;
import org.focalspark.classification.FittedModels;
import org.focalspark.classification.FocalLogisticRegression;
import org.focalspark.classification.FocalLogisticRegressionModel;
import org.focalspark.classification.ReferenceData;
import org.focalspark.evaluation.CalibrationEvaluator;
import org.focalspark.testkit.JavaSerialization;
import org.focalspark.testkit.Py4J;
import org.focalspark.testkit.StageParams;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import scala.reflect.ClassTag;

/** What the stages of tuning owe to Spark ML: params, copies, schemas, saving. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TuningStagesIT {
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
        tuner = Grids.withAFailure();
        model = tuner.fit(ReferenceData.dense());
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
    void aModelSurvivesJavaSerialization() throws IOException, ClassNotFoundException {
        assertSameModel(JavaSerialization.roundTrip(model), model);
    }

    /** As results of tasks come back where spark.serializer is KryoSerializer. */
    @Test
    void sumsSurviveKryo() {
        FocalLogisticRegressionModel best = (FocalLogisticRegressionModel) model.bestModel();
        SerializerInstance kryo = new KryoSerializer(new SparkConf()).newInstance();
        ConfusionTotals totals = new ConfusionTotals(FittedModels.scoring(best).get(), "label", 1e-15);
        totals.add(new double[] {0.3}, new double[] {1.0}, 2.0);
        ClassTag<ConfusionTotals> tag = ClassTag.apply(ConfusionTotals.class);
        ConfusionTotals read = kryo.deserialize(kryo.serialize(totals, tag), tag);
        assertThat(read.merge(totals).meanLogLoss()).isEqualTo(totals.meanLogLoss());
        BinaryScores scores = new BinaryScores(FittedModels.scoring(best).get());
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

    private static void assertSameTuner(FocalCrossValidator actual, FocalCrossValidator expected) {
        assertSameStage(Grids.plain(actual), Grids.plain(expected));
        assertSameStage(actual.getEstimator(), expected.getEstimator());
        assertSameStage(actual.getEvaluator(), expected.getEvaluator());
        assertThat(actual.getEstimatorParamMaps()).hasSameSizeAs(expected.getEstimatorParamMaps());
    }

    private static void assertSameModel(FocalCrossValidatorModel actual, FocalCrossValidatorModel expected) {
        assertSameStage(Grids.plain(actual), Grids.plain(expected));
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
}
