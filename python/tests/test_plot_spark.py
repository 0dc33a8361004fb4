"""Pictures of Spark's frames and of fitted models, against what Spark and our evaluators say of them."""

from __future__ import annotations

import numpy as np
import pytest
from matplotlib.collections import LineCollection
from pictures import ABS_1E_9, ABS_1E_12, labels, line
from pyspark.ml.evaluation import BinaryClassificationEvaluator
from pyspark.ml.linalg import Vectors
from pyspark.ml.tuning import CrossValidator, CrossValidatorModel, ParamGridBuilder, TrainValidationSplit
from pyspark.sql import functions as F

from focalspark import CalibrationEvaluator, FocalCrossValidator, FocalLogisticRegression, plot
from focalspark.plot import _scores


@pytest.fixture(scope="module")
def fitted(spark):
    """A thousand rows, a model of them and what it says of them."""
    draw = np.random.default_rng(7)
    x = draw.normal(size=(1000, 3))
    y = draw.random(1000) < 1 / (1 + np.exp(3 - x @ [1.5, -1.0, 0.5]))
    rows = [(float(label), Vectors.dense(values)) for label, values in zip(y, x.tolist(), strict=True)]
    data = spark.createDataFrame(rows, ["label", "features"]).coalesce(1).cache()
    model = FocalLogisticRegression(gamma=2.0).fit(data)
    yield data, model, model.transform(data)
    data.unpersist()


@pytest.mark.connect
def test_curves_of_a_spark_frame_are_those_of_spark(fitted):
    _, _, scored = fitted
    expected = BinaryClassificationEvaluator(metricName="areaUnderPR", numBins=0).evaluate(scored)
    assert f"area {expected:.4f}" in labels(plot.precision_recall(scored))
    # pandas has the vectors themselves
    rows = scored.select("label", "probability").toPandas()
    assert labels(plot.precision_recall(rows)) == labels(plot.precision_recall(scored))


def test_bins_of_a_spark_frame_are_those_of_the_evaluator(fitted):
    _, _, scored = fitted
    drawn = line(plot.reliability(scored), "ECE")
    table = CalibrationEvaluator().reliability(scored)
    expected = line(plot.reliability(table), "ECE")
    assert drawn.get_xdata() == pytest.approx(expected.get_xdata(), abs=ABS_1E_9)
    assert drawn.get_ydata() == pytest.approx(expected.get_ydata(), abs=ABS_1E_9)
    ece = CalibrationEvaluator(metricName="ece").evaluate(scored)
    assert f"ECE {ece:.4f}" in labels(plot.reliability(scored))


@pytest.mark.connect
def test_many_probabilities_are_rounded_by_spark(fitted, monkeypatch):
    _, _, scored = fitted
    exact = line(plot.precision_recall(scored), "area")
    monkeypatch.setattr(_scores, "MAX_DISTINCT", 100)
    rounded = line(plot.precision_recall(scored), "area")
    # Rows that share a step move together: a thousandth in log-odds merges a few of a thousand rows.
    assert 900 < len(rounded.get_xdata()) < len(exact.get_xdata())
    areas = [np.trapezoid(each.get_ydata(), each.get_xdata()) for each in (exact, rounded)]
    assert areas[1] == pytest.approx(areas[0], abs=0.005)


def test_before_and_after_calibration(fitted):
    data, model, scored = fitted
    figure = plot.reliability_before_after(model, data)
    ece = CalibrationEvaluator(metricName="ece")
    before = ece.evaluate(model.copy({model.calibration: "none"}).transform(data))
    after = ece.evaluate(scored)
    assert f"bare sigmoid: ECE {before:.4f}" in labels(figure)
    assert f"calibrated: ECE {after:.4f}" in labels(figure)
    assert before > 3 * after
    assert model.getCalibration() == "auto"
    with pytest.raises(TypeError, match=r"takes a FocalLogisticRegressionModel or a PipelineModel .* but got int"):
        plot.reliability_before_after(3, data)


def test_reliability_of_a_model_with_weights_and_another_prior(fitted):
    data, model, _ = fitted
    weighted = data.withColumn("weight", 1.0 + F.col("label"))
    moved = model.copy({model.weightCol: "weight", model.targetPrior: [0.5, 0.5]})
    ece = CalibrationEvaluator(metricName="ece", weightCol="weight")
    after = ece.evaluate(moved.transform(weighted))
    before = ece.evaluate(model.copy({model.calibration: "none"}).transform(weighted))
    drawn = labels(plot.reliability_before_after(moved, weighted))
    assert f"bare sigmoid: ECE {before:.4f}" in drawn
    assert f"calibrated: ECE {after:.4f}" in drawn


@pytest.mark.connect
def test_convergence_of_a_model(request, fitted):
    _, model, _ = fitted
    figure = plot.convergence(model)
    history = np.array(model.summary.objectiveHistory)
    assert line(figure, "iterations").get_ydata()[0] == history[0] - history[-1]
    if request.config.getoption("--connect"):
        return  # a session of Connect does not give the norms
    assert len(figure.axes[1].get_lines()[0].get_ydata()) == len(history)
    assert model.summary.gradientNorm in figure.axes[1].get_lines()[0].get_ydata()


def test_gamma_grid_of_a_tuned_model(spark, fitted):
    data, _, _ = fitted
    focal = FocalLogisticRegression(maxIter=10)
    maps = ParamGridBuilder().addGrid(focal.gamma, [0.0, 2.0]).build()
    tuned = FocalCrossValidator(
        estimator=focal, estimatorParamMaps=maps, evaluator=CalibrationEvaluator(), numFolds=2, seed=1
    ).fit(data)
    figure = plot.gamma_grid(tuned)
    assert figure.axes[0].get_ylabel() == "logLoss (smaller is better)"
    drawn = figure.axes[0].containers[0].lines[0]
    assert list(drawn.get_ydata()) == pytest.approx(tuned.avgMetrics, abs=ABS_1E_12)


@pytest.mark.connect
@pytest.mark.parametrize("folds", [3, None])
def test_gamma_grid_of_pysparks_own_tuning(fitted, folds, tmp_path):
    data, _, _ = fitted
    focal = FocalLogisticRegression(maxIter=5)
    maps = ParamGridBuilder().addGrid(focal.gamma, [0.0, 2.0]).addGrid(focal.regParam, [0.01, 0.1]).build()
    what = {"estimator": focal, "estimatorParamMaps": maps, "evaluator": CalibrationEvaluator(), "seed": 1}
    if folds:
        tuned = CrossValidator(numFolds=folds, collectSubModels=True, **what).fit(data)
        means = tuned.avgMetrics
    else:
        tuned = TrainValidationSplit(**what).fit(data)
        means = tuned.validationMetrics
    figure = plot.gamma_grid(tuned)
    assert figure.axes[0].get_ylabel() == "logLoss (smaller is better)"
    wanted = {(m[focal.gamma], m[focal.regParam]): mean for m, mean in zip(maps, means, strict=True)}
    for penalty in [0.01, 0.1]:
        drawn = line(figure, f"regParam = {penalty:g}")
        assert list(drawn.get_ydata()) == [wanted[0.0, penalty], wanted[2.0, penalty]]
    (chosen,) = line(figure, "chosen").get_ydata()
    assert chosen == min(means)
    bars = [each.get_segments() for each in figure.axes[0].collections if isinstance(each, LineCollection)]
    heights = [np.ptp(segment[:, 1]) for segments in bars for segment in segments]
    if folds is None:
        assert heights == [0.0] * 4
        return
    # standard error of a mean of three, from PySpark's deviation that divides by three
    errors = {m: std / np.sqrt(2.0) for m, std in zip(wanted, tuned.stdMetrics, strict=True)}
    expected = [2.0 * errors[g, r] for r in [0.01, 0.1] for g in [0.0, 2.0]]
    assert heights == pytest.approx(expected, abs=ABS_1E_9)
    tuned.save(str(tmp_path / "tuned"))
    loaded = plot.gamma_grid(CrossValidatorModel.load(str(tmp_path / "tuned")))
    assert list(line(loaded, "regParam = 0.1").get_ydata()) == [wanted[0.0, 0.1], wanted[2.0, 0.1]]
