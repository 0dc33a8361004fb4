"""What a Spark Connect server does for our stages alone, and what they say where it does nothing."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from pyspark.ml.linalg import Vectors
from test_sessions import ABS_1E_6, POINT, probabilities

from focalspark import (
    CalibrationEvaluator,
    FocalCrossValidator,
    FocalCrossValidatorModel,
    FocalLogisticRegression,
    FocalLossEvaluator,
    FocalMultilabelClassifier,
    FocalTrainValidationSplit,
    ModelExport,
    ReplacingWriter,
)

pytestmark = pytest.mark.connect_only


@pytest.fixture(scope="module")
def model(rows):
    return FocalLogisticRegression(gamma=1.5, regParam=0.01).fit(rows)


@pytest.fixture(scope="module")
def tags(rows):
    return FocalMultilabelClassifier(labelCol="tags", gammaNegative=3.0).fit(rows)


def offload(spark, model):
    """Moves a model from the memory of the server to its disk."""
    assert spark.client._delete_ml_cache([model._java_obj.ref_id], evict_only=True)
    assert not any(model._java_obj.ref_id in item for item in spark.client._get_ml_cache_info())


def test_raw_predictions_give_the_coefficients_without_saving(model):
    origin = model.predictRaw(Vectors.dense([0.0, 0.0, 0.0]))[1]
    units = [[float(i == k) for i in range(3)] for k in range(3)]
    coefficients = [model.predictRaw(Vectors.dense(unit))[1] - origin for unit in units]
    assert model.predictRaw(POINT)[1] == pytest.approx(origin + POINT.dot(coefficients), abs=ABS_1E_6)


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


def test_a_model_larger_than_the_server_allows_is_refused_before_its_fit(spark, rows):
    spark.conf.set("spark.connect.session.connectML.mlCache.memoryControl.maxModelSize", "10")
    try:
        for estimator in [FocalLogisticRegression(), FocalMultilabelClassifier(labelCol="tags")]:
            with pytest.raises(Exception, match=r"CONNECT_ML.MODEL_SIZE_OVERFLOW_EXCEPTION"):
                estimator.fit(rows)
    finally:
        spark.conf.unset("spark.connect.session.connectML.mlCache.memoryControl.maxModelSize")


MODEL = ["coefficients", "intercept", "coefficientMatrix", "interceptVector", "featureNames", "classPriors"]
SUMMARY = ["converged", "convergenceReason", "gradientNorm", "gradientNormHistory", "nonConvexShare", "estimatedGap"]
TAGS = ["coefficientMatrix", "interceptVector", "featureNames", "labelPriors", "numLabels", "numFeatures"]


@pytest.mark.parametrize(
    "call, instead",
    [
        *[(lambda model, tags, rows, n=n: getattr(model, n), "save the model and read its coef") for n in MODEL],
        *[
            (lambda model, tags, rows, n=n: getattr(model.summary, n), "log of the server|without Connect")
            for n in SUMMARY
        ],
        *[(lambda model, tags, rows, n=n: getattr(tags, n), "save the model and read its coef") for n in TAGS],
        *[
            (lambda model, tags, rows, n=n: getattr(tags, n)(POINT), "use model.transform")
            for n in ["predict", "predictRaw", "predictProbability"]
        ],
        (lambda model, tags, rows: model.coefficientsByName(), "save the model"),
        (lambda model, tags, rows: tags.coefficientsByName(), "save the model"),
        (lambda model, tags, rows: model.evaluate(rows), r"use an evaluator on model.transform\(dataset\)"),
        (lambda model, tags, rows: model.toSpark(), "use a session without Connect"),
        (lambda model, tags, rows: ModelExport.of(model), "load and export it in a session without Connect"),
        (lambda model, tags, rows: ReplacingWriter.of(model), "save under a new path"),
        (lambda model, tags, rows: model.summary.reliability(), "CalibrationEvaluator"),
        (lambda model, tags, rows: FocalLogisticRegression().setInitialModel(model), "use setInitialModelPath"),
        (lambda model, tags, rows: FocalMultilabelClassifier.labelSet(rows.tags), r"F.expr\("),
        (lambda model, tags, rows: FocalLossEvaluator().losses(rows), "use evaluate"),
        (lambda model, tags, rows: FocalLossEvaluator().columnLosses(rows), "use evaluate"),
        (lambda model, tags, rows: CalibrationEvaluator().reliability(rows), "use evaluate with metricName ece"),
        (
            lambda model, tags, rows: FocalCrossValidator().fit(rows),
            "CrossValidator or TrainValidationSplit of pyspark",
        ),
        (lambda model, tags, rows: FocalTrainValidationSplit().fit(rows), "CrossValidator or TrainValidationSplit"),
        (lambda model, tags, rows: FocalCrossValidator().save("no"), "CrossValidator or TrainValidationSplit"),
        (lambda model, tags, rows: FocalCrossValidatorModel.load("no"), "CrossValidator or TrainValidationSplit"),
    ],
)
def test_says_what_to_do_instead(model, tags, rows, call, instead):
    with pytest.raises(
        NotImplementedError, match=rf"does not work in a Spark Connect session.* Instead, .*({instead})"
    ):
        call(model, tags, rows)


@pytest.mark.parametrize("method", [*MODEL, "coefficientsByName", "toSpark"])
def test_the_server_really_refuses(model, method):
    """Should a later server allow a method, this says that the wrapper need not refuse it any more."""
    with pytest.raises(Exception, match=r"CONNECT_ML.ATTRIBUTE_NOT_ALLOWED.* " + method):
        model._call_java(method)


@pytest.mark.parametrize("method", [*SUMMARY, "reliability"])
def test_the_server_really_refuses_what_a_summary_has_beyond_sparks(model, method):
    with pytest.raises(Exception, match=r"CONNECT_ML.ATTRIBUTE_NOT_ALLOWED"):
        model.summary._call_java(method)


@pytest.mark.parametrize("method", [*TAGS, "coefficientsByName"])
def test_the_server_really_refuses_attributes_of_a_model_of_tags(tags, method):
    with pytest.raises(Exception, match=r"CONNECT_ML.ATTRIBUTE_NOT_ALLOWED.* " + method):
        tags._call_java(method)


def test_what_is_said_of_label_sets_works(rows):
    from pyspark.ml.functions import vector_to_array
    from pyspark.sql import functions as F

    arrays = rows.withColumn("label", vector_to_array("tags"))
    sets = "transform(filter(sequence(0, size(label) - 1), i -> label[i] = 1), i -> double(i))"
    for row in arrays.select("tags", F.expr(sets).alias("sets")).take(20):
        assert row.sets == [float(k) for k in range(3) if row.tags[k] == 1.0]


@pytest.mark.client
def test_the_client_alone_trains_saves_and_scores(spark, request, tmp_path):
    script = Path(__file__).with_name("client_alone.py")
    address = f"sc://{spark.client._builder.endpoint}"
    command = [request.config.getoption("--client"), "-B", str(script), address, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "client: done" in done.stdout, done.stdout + done.stderr
