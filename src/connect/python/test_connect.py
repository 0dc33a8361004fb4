"""What Spark Connect 4.1 lets a client do with the stages, and what it refuses."""

import pytest
from org.focalspark import (
    CalibrationEvaluator,
    FocalLogisticRegression,
    FocalLogisticRegressionModel,
    FocalMultilabelClassificationModel,
    FocalMultilabelClassifier,
)
from pyspark.errors.exceptions.connect import SparkConnectGrpcException
from pyspark.ml import Pipeline, PipelineModel
from pyspark.ml.classification import LogisticRegression
from pyspark.ml.evaluation import BinaryClassificationEvaluator
from pyspark.ml.feature import VectorAssembler
from pyspark.ml.linalg import Vectors
from pyspark.ml.tuning import CrossValidator, CrossValidatorModel, ParamGridBuilder

POINT = Vectors.dense([0.3, -0.7, 1.1])
# Both solvers stop within tol of the optimum.
ABS_1E_6 = 1e-6


@pytest.fixture(scope="module")
def model(rows):
    return FocalLogisticRegression(gamma=1.5, regParam=0.01).fit(rows)


@pytest.fixture(scope="module")
def tags(rows):
    return FocalMultilabelClassifier(labelCol="tags", gammaNegative=3.0).fit(rows)


def probabilities(model, rows):
    return [row.probability.toArray().tolist() for row in model.transform(rows).select("probability").collect()]


def offload(spark, model):
    """Moves a model from the memory of the server to its disk."""
    assert spark.client._delete_ml_cache([model._java_obj.ref_id], evict_only=True)
    assert not any(model._java_obj.ref_id in item for item in spark.client._get_ml_cache_info())


def test_fits_as_sparks_own_where_gamma_is_0(rows):
    actual = FocalLogisticRegression(gamma=0.0, regParam=0.01, tol=1e-10).fit(rows)
    expected = LogisticRegression(regParam=0.01, tol=1e-10).fit(rows)
    assert (actual.numClasses, actual.numFeatures) == (2, 3)
    assert actual.predict(POINT) == expected.predict(POINT)
    for method in ["predictRaw", "predictProbability"]:
        assert list(getattr(actual, method)(POINT)) == pytest.approx(list(getattr(expected, method)(POINT)), abs=ABS_1E_6)
    for metric in ["accuracy", "areaUnderROC", "weightedRecall"]:
        assert getattr(actual.summary, metric) == pytest.approx(getattr(expected.summary, metric), abs=ABS_1E_6)
    assert actual.summary.objectiveHistory == pytest.approx(expected.summary.objectiveHistory, abs=ABS_1E_6)


def test_fits_three_classes(rows):
    model = FocalLogisticRegression(labelCol="kind", gammas=[0.5, 1.0, 2.0]).fit(rows)
    assert model.numClasses == 3
    assert sum(model.predictProbability(POINT)) == pytest.approx(1.0)
    assert model.summary.accuracy > 0.6


def test_transforms_with_the_params_that_the_client_sets(rows, model):
    low = model.copy().setThreshold(0.2).setProbabilityCol("p").transform(rows)
    assert low.columns == rows.columns + ["rawPrediction", "p", "prediction"]
    for row in low.collect():
        assert row.prediction == float(row.p[1] > 0.2)


def test_saves_and_loads_models_and_estimators(tmp_path, rows, model):
    path = str(tmp_path / "model")
    model.save(path)
    with pytest.raises(Exception, match="already exists"):
        model.save(path)
    model.write().overwrite().save(path)
    loaded = FocalLogisticRegressionModel.load(path)
    assert loaded.uid == model.uid
    assert loaded.getOrDefault("gamma") == 1.5
    assert probabilities(loaded, rows) == probabilities(model, rows)
    estimator = FocalLogisticRegression(gamma=3.0)
    estimator.save(str(tmp_path / "estimator"))
    assert FocalLogisticRegression.load(str(tmp_path / "estimator")).getOrDefault("gamma") == 3.0


def test_a_saved_model_gives_its_coefficients(tmp_path, spark, rows):
    actual = FocalLogisticRegression(gamma=0.0, regParam=0.01, tol=1e-10).fit(rows)
    actual.save(str(tmp_path / "model"))
    saved = spark.read.parquet(str(tmp_path / "model" / "data")).first()
    expected = LogisticRegression(regParam=0.01, tol=1e-10).fit(rows)
    assert saved.coefficientMatrix.toArray()[0] == pytest.approx(expected.coefficients.toArray(), abs=ABS_1E_6)
    assert saved.interceptVector[0] == pytest.approx(expected.intercept, abs=ABS_1E_6)


def test_raw_predictions_give_the_coefficients_without_saving(rows, model):
    origin = model.predictRaw(Vectors.dense([0.0, 0.0, 0.0]))[1]
    first = model.predictRaw(Vectors.dense([1.0, 0.0, 0.0]))[1] - origin
    second = model.predictRaw(Vectors.dense([0.0, 1.0, 0.0]))[1] - origin
    third = model.predictRaw(Vectors.dense([0.0, 0.0, 1.0]))[1] - origin
    margin = origin + POINT.dot([first, second, third])
    assert model.predictRaw(POINT)[1] == pytest.approx(margin, abs=ABS_1E_6)


def test_an_offloaded_model_predicts_the_same(spark, rows):
    model = FocalLogisticRegression(gamma=1.5, regParam=0.01).fit(rows)
    before = probabilities(model, rows), model.predictRaw(POINT)
    offload(spark, model)
    assert (probabilities(model, rows), model.predictRaw(POINT)) == before


def test_an_offloaded_model_gets_its_summary_back(spark, rows):
    model = FocalLogisticRegression(gamma=1.5, regParam=0.01).fit(rows)
    before = model.summary.objectiveHistory, model.summary.totalIterations, model.summary.areaUnderROC
    offload(spark, model)
    assert (model.summary.objectiveHistory, model.summary.totalIterations) == before[:2]
    assert model.summary.areaUnderROC == pytest.approx(before[2], abs=ABS_1E_6)
    offload(spark, model)
    assert model.summary.roc.count() > 2


def test_an_offloaded_model_of_tags_gets_its_summary_back(spark, rows):
    model = FocalMultilabelClassifier(labelCol="tags", gammaNegative=3.0).fit(rows)
    before = probabilities(model, rows), model.summary.objectiveHistory, model.summary.totalIterations
    offload(spark, model)
    assert (probabilities(model, rows), model.summary.objectiveHistory, model.summary.totalIterations) == before


def test_models_that_exceed_the_memory_of_the_server_go_to_its_disk(spark, rows):
    models = [FocalLogisticRegression(gamma=0.5 * k, maxIter=1).fit(rows) for k in range(16)]
    in_memory = " ".join(spark.client._get_ml_cache_info())
    assert not all(model._java_obj.ref_id in in_memory for model in models)
    assert len({model.predictRaw(POINT)[1] for model in models}) == len(models)
    for model in models:
        assert len(model.summary.objectiveHistory) == 2


def test_fits_transforms_saves_and_loads_tags(tmp_path, rows, tags):
    path = str(tmp_path / "tags")
    tags.save(path)
    loaded = FocalMultilabelClassificationModel.load(path)
    assert probabilities(loaded, rows) == probabilities(tags, rows)
    assert tags.summary.totalIterations == len(tags.summary.objectiveHistory) - 1


@pytest.mark.parametrize("estimator, label", [(FocalLogisticRegression, "label"), (FocalMultilabelClassifier, "tags")])
def test_pipelines_fit_save_and_load(tmp_path, rows, estimator, label):
    assembler = VectorAssembler(inputCols=["a", "b", "c"], outputCol="assembled")
    fitted = Pipeline(stages=[assembler, estimator(labelCol=label, featuresCol="assembled")]).fit(rows)
    fitted.save(str(tmp_path / "pipeline"))
    loaded = PipelineModel.load(str(tmp_path / "pipeline"))
    assert type(loaded.stages[1]).__name__ == type(fitted.stages[1]).__name__
    assert probabilities(loaded, rows) == probabilities(fitted, rows)


def test_cross_validation_chooses_among_gammas(tmp_path, rows):
    estimator = FocalLogisticRegression()
    grid = ParamGridBuilder().addGrid(estimator.gamma, [0.0, 2.0]).build()
    for evaluator in [CalibrationEvaluator(), BinaryClassificationEvaluator()]:
        chosen = CrossValidator(
            estimator=estimator, estimatorParamMaps=grid, evaluator=evaluator, numFolds=2, seed=1
        ).fit(rows)
        assert len(chosen.avgMetrics) == 2
        assert chosen.bestModel.numFeatures == 3
    chosen.save(str(tmp_path / "chosen"))
    assert CrossValidatorModel.load(str(tmp_path / "chosen")).avgMetrics == chosen.avgMetrics


def test_evaluates_calibration(rows, model):
    loss = CalibrationEvaluator(metricName="logLoss").evaluate(model.transform(rows))
    assert 0.0 < loss < 0.7


@pytest.mark.parametrize(
    "method",
    [
        "coefficients",
        "intercept",
        "coefficientMatrix",
        "interceptVector",
        "coefficientsByName",
        "featureNames",
        "toSpark",
    ],
)
def test_what_is_not_on_the_list_is_refused(model, method):
    with pytest.raises(SparkConnectGrpcException, match=r"CONNECT_ML.ATTRIBUTE_NOT_ALLOWED.* " + method):
        model._call_java(method)


@pytest.mark.parametrize("method", ["converged", "convergenceReason", "gradientNorm", "nonConvexShare"])
def test_what_the_summary_has_beyond_sparks_is_refused(model, method):
    with pytest.raises(SparkConnectGrpcException, match="CONNECT_ML.ATTRIBUTE_NOT_ALLOWED"):
        model.summary._call_java(method)


@pytest.mark.parametrize(
    "method",
    ["numFeatures", "numLabels", "labelPriors", "coefficientMatrix", "coefficientsByName", "featureNames"],
)
def test_a_model_of_tags_has_no_attributes_of_classifiers(tags, method):
    with pytest.raises(SparkConnectGrpcException, match=r"CONNECT_ML.ATTRIBUTE_NOT_ALLOWED.* " + method):
        tags._call_java(method)


def test_evaluate_of_a_model_is_refused(rows, model):
    with pytest.raises(SparkConnectGrpcException, match="CONNECT_ML.ATTRIBUTE_NOT_ALLOWED"):
        model._call_java("evaluate", rows)


def test_bad_params_and_bad_rows_are_refused_in_their_own_words(rows):
    with pytest.raises(Exception, match=r"gamma must be >= 0 and finite, but was -1.0\."):
        FocalLogisticRegression(gamma=-1.0).fit(rows)
    with pytest.raises(Exception, match="Labels MUST be Integers, but got"):
        FocalLogisticRegression(labelCol="a").fit(rows)


def test_errors_of_what_the_server_calls_by_reflection_arrive_in_their_own_words(tmp_path, model):
    with pytest.raises(Exception, match="does not exist. Load the folder that the model was saved to."):
        FocalLogisticRegressionModel.load(str(tmp_path / "none"))
    with pytest.raises(Exception, match="must hold vectors of size 3, as in training, but found one of size 1"):
        model.predict(Vectors.dense([1.0]))


def test_a_model_larger_than_the_server_allows_is_refused_before_its_fit(spark, rows):
    spark.conf.set("spark.connect.session.connectML.mlCache.memoryControl.maxModelSize", "10")
    try:
        for estimator in [FocalLogisticRegression(), FocalMultilabelClassifier(labelCol="tags")]:
            with pytest.raises(Exception, match="CONNECT_ML.MODEL_SIZE_OVERFLOW_EXCEPTION"):
                estimator.fit(rows)
    finally:
        spark.conf.unset("spark.connect.session.connectML.mlCache.memoryControl.maxModelSize")
