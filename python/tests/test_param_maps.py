"""Param maps: of fits, of models and evaluators, of Pipelines and of grids."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from pyspark.ml import Pipeline
from pyspark.ml.classification import LogisticRegression
from pyspark.ml.evaluation import BinaryClassificationEvaluator
from pyspark.ml.tuning import CrossValidator

from focalspark import CalibrationEvaluator, FocalCrossValidator, FocalLogisticRegression

MAPS = {
    "gamma must be a number, but was None": lambda lr: {lr.gamma: None},
    "gamma must be a number, but was True": lambda lr: {lr.gamma: True},
    r"gammas must be a list, .* but was \{": lambda lr: {lr.gammas: {0: 1.0}},
    "keys of a param map must be params, such as estimator.gamma, but one was 'gamma'": lambda lr: {"gamma": 5.0},
    r"has gamma of FocalLogisticRegression_\w+, which has no effect on FocalLogisticRegression_\w+": (
        lambda lr: {FocalLogisticRegression().gamma: 5.0}
    ),
}


@pytest.mark.connect
@pytest.mark.parametrize("told", MAPS)
def test_param_maps_are_refused_before_any_fit_and_leave_the_stage_usable(rows, told):
    lr = FocalLogisticRegression(maxIter=1)
    grid = CrossValidator(
        estimator=lr, estimatorParamMaps=[MAPS[told](lr)], evaluator=BinaryClassificationEvaluator(), numFolds=2
    )
    for call in [
        lambda: lr.fit(rows, MAPS[told](lr)),
        lambda: lr.fit(rows, [{lr.gamma: 1.0}, MAPS[told](lr)]),
        lambda: lr.fitMultiple(rows, [MAPS[told](lr)]),
        lambda: grid.fit(rows),
    ]:
        with pytest.raises((TypeError, ValueError), match=told):
            call()
    # PySpark's copy takes the Java object of the original along when it fails.
    assert lr.copy().fit(rows).numFeatures == 3


@pytest.mark.connect
def test_param_maps_of_models_and_evaluators_too(rows, models):
    model = models["FocalLogisticRegressionModel"].copy()
    other = FocalLogisticRegression(maxIter=1).fit(rows)
    scored = model.transform(rows, {model.threshold: np.float32(0.25)})
    assert all(row.prediction == float(row.probability[1] > 0.25) for row in scored.collect())
    evaluator = CalibrationEvaluator()
    for call, told in [
        (lambda: model.transform(rows, {model.threshold: None}), "threshold must be a number, but was None"),
        (lambda: model.transform(rows, {other.threshold: 0.9}), "has threshold of .* which has no effect on"),
        (lambda: model.transform(rows, {"threshold": 0.9}), "keys of a param map must be params"),
        (lambda: evaluator.evaluate(scored, {evaluator.numBins: "5"}), "numBins must be a whole number"),
        (lambda: evaluator.evaluate(scored, {evaluator.numBins: None}), "numBins must be a whole number"),
        (lambda: evaluator.evaluate(scored, {CalibrationEvaluator().metricName: "ece"}), "which has no effect on"),
    ]:
        with pytest.raises((TypeError, ValueError), match=told):
            call()
    assert model.predict(rows.first().features) in (0.0, 1.0)
    assert evaluator.evaluate(scored, {evaluator.metricName: "brier"}) < 0.25


@pytest.mark.connect
def test_a_pipeline_hands_the_params_of_others_on(rows):
    first = FocalLogisticRegression(maxIter=1, predictionCol="p1", rawPredictionCol="r1", probabilityCol="q1")
    second = FocalLogisticRegression(maxIter=1)
    fitted = Pipeline(stages=[first, second]).fit(rows, {first.gamma: 0.5, second.gamma: 3})
    assert [stage.getGamma() for stage in fitted.stages] == [0.5, 3.0]
    with pytest.raises(TypeError, match="gamma must be a number, but was None"):
        Pipeline(stages=[first, second]).fit(rows, {second.gamma: None})


def test_grids_of_the_focal_tuning_are_checked(rows):
    lr = FocalLogisticRegression(maxIter=1)
    tuner = FocalCrossValidator(estimator=lr, evaluator=CalibrationEvaluator(), numFolds=2)
    for maps, told in [
        ([{lr.gamma: None}], "gamma must be a number, but was None"),
        ([{lr.gamma: "2"}], "gamma must be a number, but was '2'"),
        ([{"gamma": 2.0}], "keys of a param map must be params"),
        ([{LogisticRegression().regParam: None}], r"regParam of LogisticRegression_\w+ cannot be None"),
        ([{LogisticRegression().regParam: "2"}], r"regParam of LogisticRegression_\w+ cannot be '2'"),
    ]:
        with pytest.raises(TypeError, match=told):
            tuner.setEstimatorParamMaps(maps)
    tuner.setEstimatorParamMaps([{FocalLogisticRegression().gamma: 2.0}])
    with pytest.raises(ValueError, match=r"estimatorParamMaps has gamma of .* which has no effect on the estimator"):
        tuner.fit(rows)
    # A map written by hand, whose integers are numbers for Java.
    tuned = tuner.setEstimatorParamMaps([{lr.gamma: 2}, {lr.gamma: np.int64(1)}]).fit(rows)
    assert [row.gamma for row in tuned.tuningTable().collect()] == [2.0, 1.0]


def test_tuned_models_refuse_what_their_best_model_refuses(rows):
    lr = FocalLogisticRegression(maxIter=1)
    tuner = FocalCrossValidator(
        estimator=lr, estimatorParamMaps=[{lr.gamma: 1.0}], evaluator=CalibrationEvaluator(), numFolds=2
    )
    tuned = tuner.fit(rows)
    assert tuned.transform(rows, {lr.threshold: np.float32(0.0)}).filter("prediction = 0").count() == 0
    for call, told in [
        (lambda: tuned.transform(rows, {lr.threshold: None}), "threshold must be a number, but was None"),
        (lambda: tuned.copy({tuned.numFolds: None}), "numFolds must be a whole number of 32 bits, but was None"),
        (lambda: tuner.fit(rows, {lr.gamma: None}), "gamma must be a number, but was None"),
        (lambda: tuner.fit(rows, {FocalCrossValidator().numFolds: 5}), "which has no effect on"),
        (lambda: tuner.fit(pd.DataFrame()), "fit takes a Spark DataFrame, but got a pandas.DataFrame"),
        (lambda: tuned.transform(pd.DataFrame()), "transform takes a Spark DataFrame, but got a pandas.DataFrame"),
    ]:
        with pytest.raises((TypeError, ValueError), match=told):
            call()
    assert tuned.transform(rows).count() == rows.count()
