"""Rows and vectors that are refused, and the words of what fails in Java."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from pyspark.ml.linalg import Vectors
from pyspark.sql import functions as F

from focalspark import CalibrationEvaluator, FocalLogisticRegression, FocalMultilabelClassifier


@pytest.mark.connect
def test_vectors_may_be_lists_and_nothing_else(rows, models):
    model = models["FocalLogisticRegressionModel"]
    point = [0.3, -0.7, 1.1]
    for method in ["predict", "predictRaw", "predictProbability"]:
        expected = getattr(model, method)(Vectors.dense(point))
        for value in [point, tuple(point), np.array(point), Vectors.sparse(3, [0, 1, 2], point)]:
            assert getattr(model, method)(value) == expected
        for value in ["x", None, 1.0, {0: 1.0}, np.array([point]), [True, False, True]]:
            with pytest.raises(TypeError, match=rf"^{method} takes a pyspark.ml.linalg.Vector or a list of numbers"):
                getattr(model, method)(value)


@pytest.mark.connect
def test_pandas_frames_are_refused_in_a_sentence(rows, models):
    frame = pd.DataFrame({"label": [0.0, 1.0]})
    model = models["FocalLogisticRegressionModel"]
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
        FocalLogisticRegression(gamma=float("nan")).fit(rows)
    assert type(caught.value).__name__ == "IllegalArgumentException"
    assert str(caught.value) == "gamma must be >= 0 and finite, but was NaN."


def test_what_java_cannot_do_is_said_without_its_stack_trace(rows, models, tmp_path):
    model = models["FocalLogisticRegressionModel"].copy()
    model.save(str(tmp_path / "model"))
    with pytest.raises(Exception, match="already exists") as caught:
        model.save(str(tmp_path / "model"))
    assert "An error occurred" not in str(caught.value) and "\tat " not in str(caught.value)
    three = FocalLogisticRegression(labelCol="kind", gammas=[0.5, 1.0, 2.0], maxIter=1, family="ovr").fit(rows)
    with pytest.raises(RuntimeError, match=r"^This model decides by calibrated probabilities") as caught:
        three.toSpark()
    assert "\tat " not in str(caught.value)
