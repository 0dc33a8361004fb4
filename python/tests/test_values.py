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
from pyspark.ml.linalg import DenseMatrix, DenseVector, Vectors
from pyspark.ml.tuning import ParamGridBuilder
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


NAMES = [*STAGES, "FocalLogisticRegressionModel", "FocalMultilabelClassificationModel"]


def instance(name, models):
    return STAGES[name]() if name in STAGES else models[name].copy()


def same(actual, expected):
    return actual == expected and type(actual) is type(expected)


@pytest.mark.connect
@pytest.mark.parametrize("name", NAMES)
def test_every_param_is_checked(spark, models, name):
    stage = instance(name, models)
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
def test_none_leaves_every_param_alone(spark, models, name):
    for value_of in [None, lambda param: rights(param)[0]]:
        stage = instance(name, models)
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
def test_none_clears_neither_of_threshold_and_thresholds(spark, models):
    for name in NAMES:
        stage = instance(name, models)
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
def test_right_types_are_taken(spark, models, name):
    stage = instance(name, models)
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
def test_wrong_types_are_refused_with_param_rule_and_value(spark, models, name):
    stage = instance(name, models)
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


def test_params_can_be_pickled_and_copied(spark):
    """PySpark sends params to its workers where they stand in closures."""
    lr = FocalLogisticRegression(gamma=1.5)
    again = pickle.loads(pickle.dumps(lr.gamma))
    assert (again, again.typeConverter(3)) == (lr.gamma, 3.0)
    assert copy.deepcopy(lr.gammas) == lr.gammas
    assert isinstance(lr.upperBoundsOnIntercepts.typeConverter([1.0]), DenseVector)
