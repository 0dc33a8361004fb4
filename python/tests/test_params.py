"""Every param of every stage beside that of its Java class."""

from __future__ import annotations

import importlib
import inspect

import pytest
from pyspark.ml.common import _java2py

import focalspark

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
PACKAGES = {
    focalspark.FocalLogisticRegression: "classification",
    focalspark.FocalLogisticRegressionModel: "classification",
    focalspark.FocalMultilabelClassifier: "classification",
    focalspark.FocalMultilabelClassificationModel: "classification",
    focalspark.FocalLossEvaluator: "evaluation",
    focalspark.CalibrationEvaluator: "evaluation",
    focalspark.TableVectorizer: "feature",
    focalspark.FocalCrossValidator: "tuning",
    focalspark.FocalCrossValidatorModel: "tuning",
    focalspark.FocalTrainValidationSplit: "tuning",
    focalspark.FocalTrainValidationSplitModel: "tuning",
}


def java_class(spark, cls):
    """The Java class of a Python class."""
    return getattr(spark._jvm, f"{cls.__module__}.{cls.__name__}")


def java(spark, name):
    return java_class(spark, {**STAGES, **MODELS}[name])()


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


def test_the_alias_packages_have_every_java_class_of_a_stage():
    for cls in PACKAGES:
        assert cls.__module__ == f"org.focalspark.{PACKAGES[cls]}"
        assert getattr(importlib.import_module(cls.__module__), cls.__name__) is cls
        assert getattr(importlib.import_module(f"focalspark.{PACKAGES[cls]}"), cls.__name__) is cls
    aliases = [importlib.import_module(f"org.focalspark.{package}") for package in set(PACKAGES.values())]
    assert sorted(name for alias in aliases for name in alias.__all__) == sorted(cls.__name__ for cls in PACKAGES)


def test_a_class_of_a_user_keeps_its_module_and_java_class(spark):
    class Own(focalspark.FocalLogisticRegression):
        pass

    assert Own.__module__ == __name__
    assert Own()._java_obj.getClass().getName() == "org.focalspark.classification.FocalLogisticRegression"


def test_public_members_say_what_they_do():
    for name in focalspark.__all__:
        value = getattr(focalspark, name)
        if isinstance(value, str):
            continue
        assert inspect.getdoc(value), name
        for key, member in vars(value).items() if isinstance(value, type) else []:
            if not key.startswith("_") and (callable(member) or isinstance(member, property)):
                assert inspect.getdoc(member), f"{name}.{key}"
