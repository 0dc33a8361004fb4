"""Values that params take, for all params of all stages: what None does, what is refused, and in which words."""

from __future__ import annotations

import array
import copy
import decimal
import enum
import pickle
import re

import numpy as np
import pandas as pd
import pytest
from pyspark.ml import Pipeline
from pyspark.ml.classification import LogisticRegression
from pyspark.ml.evaluation import BinaryClassificationEvaluator
from pyspark.ml.linalg import DenseMatrix, DenseVector, Vectors
from pyspark.ml.tuning import CrossValidator, ParamGridBuilder
from test_params import STAGES, setter

from focalspark import (
    CalibrationEvaluator,
    FocalCrossValidator,
    FocalLogisticRegression,
    FocalMultilabelClassifier,
)
from focalspark.param._values import Checked


class Loss(str, enum.Enum):
    FOCAL = "focal"


MATRIX = DenseMatrix(1, 2, [1.0, 2.0])
NAN = float("nan")

#: By the name of PySpark's converter: values that are of the right type, with what they become.
RIGHT = {
    "toFloat": [
        (0.5, 0.5), (1, 1.0), (np.float64(0.5), 0.5), (np.float32(0.5), 0.5), (np.int32(1), 1.0), (np.uint8(1), 1.0),
        (decimal.Decimal("0.5"), 0.5),
    ],
    "toInt": [(3, 3), (3.0, 3), (np.int32(3), 3), (np.int64(3), 3), (np.float64(3.0), 3)],
    "toBoolean": [(True, True), (np.bool_(True), True), (np.bool_(False), False)],
    "toString": [("focal", "focal"), (np.str_("focal"), "focal"), (Loss.FOCAL, "focal")],
    "toListFloat": [
        ([1, 0.5], [1.0, 0.5]), ((1, 0.5), [1.0, 0.5]), (range(2), [0.0, 1.0]), (np.array([1, 2]), [1.0, 2.0]),
        (np.array([1, 0.5], dtype=np.float32), [1.0, 0.5]), (array.array("d", [1.0, 0.5]), [1.0, 0.5]),
        (Vectors.dense([1.0, 0.5]), [1.0, 0.5]), (Vectors.sparse(2, [1], [0.5]), [0.0, 0.5]),
        ([np.float32(1), np.int16(2)], [1.0, 2.0]),
    ],
    "toVector": [
        (Vectors.dense([1.0, 0.5]), Vectors.dense([1.0, 0.5])), ([1, 0.5], Vectors.dense([1.0, 0.5])),
        (np.array([1, 2], dtype=np.float32), Vectors.dense([1.0, 2.0])),
    ],
    "toMatrix": [(MATRIX, MATRIX)],
}  # fmt: skip

#: Values of wrong types that resemble right ones; none may be converted.
WRONG = {
    "toFloat": [True, np.bool_(True), "1.0", np.str_("1.0"), [1.0], np.array([1.0]), np.array(1.0), 1j, 10**400, b"1"],
    "toInt": [True, np.bool_(True), "3", 2.5, NAN, float("inf"), [3], np.array([3]), 2**63],
    "toBoolean": [1, 0, 1.0, "true", [True]],
    "toString": [1, True, b"label", np.bytes_(b"label"), ["label"], {"label"}],
    "toListFloat": [
        1.0, "12", [], [True, False], ["1"], [None, 1.0], [[1.0]], {0: 1.0, 1: 5.0}, {1.0, 5.0}, iter([1.0]),
        pd.Series([1.0, 5.0]), np.array([[1.0, 2.0]]), np.array([True]), np.array(["1"]), np.array(1.0), MATRIX,
        {0: 1.0}.values(),
    ],
    "toVector": [1.0, "1", [], [True], {0: 1.0}, np.array([[1.0]]), MATRIX, pd.Series([1.0])],
    "toMatrix": [[[1.0]], np.array([[1.0]]), [1.0], Vectors.dense([1.0]), 1.0],
    "estimator": [1, "FocalLogisticRegression", FocalLogisticRegression],
    "evaluator": [1, "areaUnderROC", FocalLogisticRegression],
    "estimatorParamMaps": [1, "gamma", {}, [1], [{"gamma": 1.0}]],
}  # fmt: skip


def kind(param):
    name = param.typeConverter.__name__
    return param.name if name == "identity" else name


def rights(param):
    if kind(param) in RIGHT:
        return RIGHT[kind(param)]
    estimator = FocalLogisticRegression()
    evaluator = CalibrationEvaluator()
    maps = [{estimator.gamma: 1.0}]
    return {"estimator": [(estimator, estimator)], "evaluator": [(evaluator, evaluator)]}.get(
        param.name, [(maps, maps), (tuple(maps), maps)]
    )


@pytest.fixture(scope="module")
def fitted(rows):
    """One of each stage, and models with what they are fitted by."""
    model = FocalLogisticRegression(maxIter=2).fit(rows)
    tags = FocalMultilabelClassifier(labelCol="tags", maxIter=2).fit(rows)
    return {"FocalLogisticRegressionModel": model, "FocalMultilabelClassificationModel": tags}


NAMES = [*STAGES, "FocalLogisticRegressionModel", "FocalMultilabelClassificationModel"]


def instance(name, fitted):
    return STAGES[name]() if name in STAGES else fitted[name].copy()


def same(actual, expected):
    return actual == expected and type(actual) is type(expected)


@pytest.mark.connect
@pytest.mark.parametrize("name", NAMES)
def test_every_param_is_checked(spark, fitted, name):
    stage = instance(name, fitted)
    assert len(stage.params) > 5
    for param in stage.params:
        assert isinstance(param.typeConverter, Checked), param.name
        assert kind(param) in {*RIGHT, *WRONG}, param.name


@pytest.mark.connect
@pytest.mark.parametrize("name", STAGES)
def test_none_is_not_given_to_the_constructor(spark, name):
    stage = STAGES[name](**{param.name: None for param in STAGES[name]().params})
    assert stage._paramMap == {}
    assert {p.name: v for p, v in stage._defaultParamMap.items()} == {
        p.name: v for p, v in STAGES[name]()._defaultParamMap.items()
    }


@pytest.mark.connect
@pytest.mark.parametrize("name", NAMES)
def test_none_leaves_every_param_alone(spark, fitted, name):
    for value_of in [None, lambda param: rights(param)[0]]:
        stage = instance(name, fitted)
        for param in list(stage.params):
            method = getattr(stage, setter(param.name), None)
            stage._paramMap.clear()
            if value_of:
                value, expected = value_of(param)
                stage._set(**{param.name: value})
            if name in STAGES:
                assert stage.setParams(**{param.name: None}) is stage
            if method:
                assert method(None) is stage, param.name
            assert same(stage._paramMap, {param: expected} if value_of else {}), param.name


@pytest.mark.connect
def test_none_clears_neither_of_threshold_and_thresholds(spark, fitted):
    for name in NAMES:
        stage = instance(name, fitted)
        if stage.hasParam("thresholds"):
            stage.setThresholds([0.9, 0.1]).setThreshold(None)
            assert stage.isSet("thresholds") and not stage.isSet("threshold")
            stage.setThreshold(0.25).setThresholds(None)
            assert stage.isSet("threshold") and not stage.isSet("thresholds")


@pytest.mark.connect
def test_none_trains_as_if_it_were_not_there(rows):
    features = next(iter(rows.take(1))).features
    for estimator, label, point in [
        (FocalLogisticRegression, "label", "predictRaw"),
        (FocalMultilabelClassifier, "tags", None),
    ]:
        nothing = {param.name: None for param in estimator().params}
        plain = estimator(labelCol=label, maxIter=5).fit(rows)
        none = estimator(**{**nothing, "labelCol": label, "maxIter": 5}).fit(rows)
        assert none.summary.objectiveHistory == plain.summary.objectiveHistory
        if point:
            assert getattr(none, point)(features) == getattr(plain, point)(features)


@pytest.mark.connect
@pytest.mark.parametrize("name", NAMES)
def test_right_types_are_taken(spark, fitted, name):
    stage = instance(name, fitted)
    for param in stage.params:
        for value, expected in rights(param):
            stage.set(param, value)
            actual = stage.getOrDefault(param)
            assert same(actual, expected), (param.name, value)
            if isinstance(actual, list):
                assert all(type(a) is type(b) for a, b in zip(actual, expected)), (param.name, value)


def ways_to_set(stage, name, param, value):
    ways = [
        lambda: stage.set(param, value),
        lambda: ParamGridBuilder().addGrid(param, [value]).build(),
        lambda: stage.copy({param: value}),
    ]
    if name in STAGES:
        ways.append(lambda: STAGES[name](**{param.name: value}))
        ways.append(lambda: stage.setParams(**{param.name: value}))
    if hasattr(stage, setter(param.name)):
        ways.append(lambda: getattr(stage, setter(param.name))(value))
    return ways


@pytest.mark.connect
@pytest.mark.parametrize("name", NAMES)
def test_wrong_types_are_refused_with_param_rule_and_value(spark, fitted, name):
    stage = instance(name, fitted)
    before = dict(stage._paramMap)
    for param in stage.params:
        for value in [*WRONG[kind(param)], object()]:
            # Long values are cut, and those of several lines are put into one.
            start = re.escape(" ".join(repr(value).split())[:6])
            told = rf"^{param.name} must be .+, but was {start}"
            if param.name == "estimatorParamMaps" and isinstance(value, list):
                told = r"A param map must be a dict|The keys of a param map must be params"
            if isinstance(value, type):
                told = rf"^{param.name} must be .+, but was "
            for call in ways_to_set(stage, name, param, value):
                with pytest.raises(TypeError, match=told) as caught:
                    call()
                assert "\n" not in str(caught.value)
    assert stage._paramMap == before
    assert stage.copy().uid == stage.uid


@pytest.mark.connect
def test_orders_are_asked_for_where_keys_would_be_lost(spark):
    for value in [{1: 5.0, 0: 1.0}, pd.Series([5.0, 1.0], index=[1, 0])]:
        with pytest.raises(TypeError, match=r"in order: \[value\[k\] for k in sorted\(value.keys\(\)\)\]"):
            FocalLogisticRegression(classWeights=value)
        assert [value[k] for k in sorted(value.keys())] == [1.0, 5.0]
    table = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
    with pytest.raises(TypeError, match=re.escape("DenseMatrix(*value.shape, value.ravel(), isTransposed=True)")):
        FocalLogisticRegression(lowerBoundsOnCoefficients=table)
    bounds = DenseMatrix(*table.shape, table.ravel(), isTransposed=True)
    assert bounds.toArray().tolist() == table.tolist()
    assert FocalLogisticRegression(lowerBoundsOnCoefficients=bounds).getLowerBoundsOnCoefficients() == bounds


@pytest.mark.connect
def test_numbers_have_the_size_of_java(spark):
    assert FocalLogisticRegression(maxIter=2**31 - 1).getMaxIter() == 2147483647
    with pytest.raises(TypeError, match="maxIter must be a whole number of 32 bits, but was 2147483648"):
        FocalLogisticRegression(maxIter=2**31)
    assert FocalCrossValidator(seed=-(2**63)).getSeed() == -9223372036854775808
    with pytest.raises(TypeError, match="seed must be a whole number of 64 bits, but was 9223372036854775808"):
        FocalCrossValidator(seed=2**63)


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
def test_param_maps_of_models_and_evaluators_too(rows, fitted):
    model = fitted["FocalLogisticRegressionModel"].copy()
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


@pytest.mark.connect
def test_vectors_may_be_lists_and_nothing_else(rows, fitted):
    model = fitted["FocalLogisticRegressionModel"]
    point = [0.3, -0.7, 1.1]
    for method in ["predict", "predictRaw", "predictProbability"]:
        expected = getattr(model, method)(Vectors.dense(point))
        for value in [point, tuple(point), np.array(point), Vectors.sparse(3, [0, 1, 2], point)]:
            assert getattr(model, method)(value) == expected
        for value in ["x", None, 1.0, {0: 1.0}, np.array([point]), [True, False, True]]:
            with pytest.raises(TypeError, match=rf"^{method} takes a pyspark.ml.linalg.Vector or a list of numbers"):
                getattr(model, method)(value)


@pytest.mark.connect
def test_pandas_frames_are_refused_in_a_sentence(rows, fitted):
    frame = pd.DataFrame({"label": [0.0, 1.0]})
    model = fitted["FocalLogisticRegressionModel"]
    for call, method in [
        (lambda: FocalLogisticRegression().fit(frame), "fit"),
        (lambda: FocalLogisticRegression().fit(frame, [{}]), "fit"),
        (lambda: FocalMultilabelClassifier().fit(frame), "fit"),
        (lambda: model.transform(frame), "transform"),
        (lambda: CalibrationEvaluator().evaluate(frame), "evaluate"),
    ]:
        with pytest.raises(TypeError, match=rf"^{method}\w* takes a Spark DataFrame, but got a pandas.DataFrame"):
            call()


@pytest.mark.connect
def test_columns_of_wrong_types_are_refused_by_name(rows):
    from pyspark.sql import functions as F

    for estimator, column, value in [
        (FocalLogisticRegression(), "features", F.array(F.lit(1.0))),
        (FocalLogisticRegression(), "label", F.lit("yes")),
        (FocalMultilabelClassifier(labelCol="tags"), "tags", F.lit(1.0)),
    ]:
        with pytest.raises(Exception, match=column) as caught:
            estimator.fit(rows.withColumn(column, value))
        assert type(caught.value).__name__ == "IllegalArgumentException"
        assert "ClassCastException" not in str(caught.value) and "stacktrace" not in str(caught.value)


@pytest.mark.connect
def test_errors_of_the_fit_are_one_sentence_of_pyspark(rows):
    with pytest.raises(Exception) as caught:
        FocalLogisticRegression(gamma=NAN).fit(rows)
    assert type(caught.value).__name__ == "IllegalArgumentException"
    assert str(caught.value) == "gamma must be >= 0 and finite, but was NaN."


def test_params_can_be_pickled_and_copied(spark):
    """PySpark sends params to its workers where they stand in closures."""
    lr = FocalLogisticRegression(gamma=1.5)
    again = pickle.loads(pickle.dumps(lr.gamma))
    assert (again, again.typeConverter(3)) == (lr.gamma, 3.0)
    assert copy.deepcopy(lr.gammas) == lr.gammas
    assert isinstance(lr.upperBoundsOnIntercepts.typeConverter([1.0]), DenseVector)


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


def test_what_java_cannot_do_is_said_without_its_stack_trace(rows, fitted, tmp_path):
    model = fitted["FocalLogisticRegressionModel"].copy()
    model.save(str(tmp_path / "model"))
    with pytest.raises(Exception, match="already exists") as caught:
        model.save(str(tmp_path / "model"))
    assert "An error occurred" not in str(caught.value) and "\tat " not in str(caught.value)
    three = FocalLogisticRegression(labelCol="kind", gammas=[0.5, 1.0, 2.0], maxIter=1, family="ovr").fit(rows)
    with pytest.raises(RuntimeError, match=r"^This model decides by calibrated probabilities") as caught:
        three.toSpark()
    assert "\tat " not in str(caught.value)
