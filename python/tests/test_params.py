"""Every param of every stage beside that of its Java class."""

from __future__ import annotations

import inspect

import pytest
from pyspark.ml.common import _java2py

import focalspark
import org.focalspark

STAGES = {
    "FocalLogisticRegression": focalspark.FocalLogisticRegression,
    "FocalMultilabelClassifier": focalspark.FocalMultilabelClassifier,
    "FocalLossEvaluator": focalspark.FocalLossEvaluator,
    "CalibrationEvaluator": focalspark.CalibrationEvaluator,
    "FocalCrossValidator": focalspark.FocalCrossValidator,
    "FocalTrainValidationSplit": focalspark.FocalTrainValidationSplit,
}
MODELS = {
    "FocalLogisticRegressionModel": focalspark.FocalLogisticRegressionModel,
    "FocalMultilabelClassificationModel": focalspark.FocalMultilabelClassificationModel,
}
# Made by Spark's own mixins of PySpark, whose words are not Java's.
SPARKS_DOCS = ("pyspark.",)


def java(spark, name):
    return getattr(spark._jvm.org.focalspark, name)()


def instance(spark, name):
    return STAGES[name]() if name in STAGES else MODELS[name](java(spark, name))


def java_defaults(spark, stage):
    return {
        p.name(): _java2py(spark.sparkContext, stage.getDefault(p).get()) for p in stage.params() if stage.hasDefault(p)
    }


def setter(name):
    return "set" + name[0].upper() + name[1:]


@pytest.mark.parametrize("name", [*STAGES, *MODELS])
def test_params_are_those_of_java(spark, name):
    stage, peer = instance(spark, name), java(spark, name)
    assert sorted(p.name for p in stage.params) == sorted(p.name() for p in peer.params())
    assert {p.name: v for p, v in stage._defaultParamMap.items()} == java_defaults(spark, peer)
    assert all(p.parent == stage.uid for p in stage.params)


@pytest.mark.parametrize("name", [*STAGES, *MODELS])
def test_our_params_have_the_words_of_java(spark, name):
    stage = instance(spark, name)
    words = {p.name(): p.doc() for p in java(spark, name).params()}
    for cls in type(stage).__mro__:
        for key, value in vars(cls).items():
            if key in words and cls.__module__.startswith(("focalspark", "org.focalspark")):
                assert value.doc == words[key], key


@pytest.mark.parametrize("name", [*STAGES, *MODELS])
def test_every_param_has_a_getter(spark, name):
    stage = instance(spark, name)
    for param in stage.params:
        getter = getattr(stage, "get" + setter(param.name)[3:])
        if stage.hasDefault(param):
            assert getter() == stage.getOrDefault(param)


@pytest.mark.parametrize("name", [*STAGES, *MODELS])
def test_what_java_can_set_python_can(spark, name):
    methods = {m.getName() for m in java(spark, name).getClass().getMethods()}
    stage = instance(spark, name)
    wanted = {setter(p.name) for p in stage.params} & methods
    assert wanted
    for method in wanted:
        parameters = list(inspect.signature(getattr(stage, method)).parameters)
        assert parameters == ["value"], method


@pytest.mark.parametrize("name", STAGES)
def test_every_param_of_a_stage_has_a_setter(name, spark):
    for param in instance(spark, name).params:
        assert hasattr(STAGES[name], setter(param.name)), param.name


@pytest.mark.parametrize("name", STAGES)
def test_constructors_take_every_param_and_say_its_default(spark, name):
    stage = instance(spark, name)
    for method in [STAGES[name].__init__, STAGES[name].setParams]:
        parameters = dict(inspect.signature(method).parameters)
        del parameters["self"]
        assert sorted(parameters) == sorted(p.name for p in stage.params)
        for key, parameter in parameters.items():
            assert parameter.kind is inspect.Parameter.KEYWORD_ONLY
            default = stage.getOrDefault(key) if stage.hasDefault(key) and key != "seed" else None
            assert parameter.default == default, key


@pytest.mark.parametrize("name", [n for n in STAGES if "Validat" not in n])
def test_values_reach_java(spark, name):
    values = {
        "alpha": 0.3, "gamma": 3, "gammas": [1, 2.5], "normalized": True, "loss": "convexFocal", "labelCol": "y",
        "numBins": 7, "metricName": "brier", "maxIter": 5, "targetPrior": [0.5, 0.5], "thresholds": (0.1, 0.9),
    }  # fmt: skip
    known = {p.name for p in instance(spark, name).params}
    wanted = {key: value for key, value in values.items() if key in known}
    stage = STAGES[name](**wanted)
    stage._transfer_params_to_java()
    for key, value in wanted.items():
        actual = _java2py(spark.sparkContext, stage._java_obj.getOrDefault(stage._java_obj.getParam(key)))
        assert (list(actual) if isinstance(value, (list, tuple)) else actual) == (
            list(value) if isinstance(value, tuple) else value
        ), key


def test_the_alias_package_has_every_java_class_of_a_stage():
    for cls in [*STAGES.values(), *MODELS.values(), focalspark.FocalCrossValidatorModel]:
        assert getattr(org.focalspark, cls.__name__) is cls
        assert cls.__module__ == "org.focalspark"
    assert set(org.focalspark.__all__) < set(focalspark.__all__)


def test_public_members_say_what_they_do():
    for name in focalspark.__all__:
        value = getattr(focalspark, name)
        if isinstance(value, str):
            continue
        assert inspect.getdoc(value), name
        for key, member in vars(value).items() if isinstance(value, type) else []:
            if not key.startswith("_") and (callable(member) or isinstance(member, property)):
                assert inspect.getdoc(member), f"{name}.{key}"
