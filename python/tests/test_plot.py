"""The pictures: what their artists hold, against values worked out by hand, published, or of Spark itself."""

from __future__ import annotations

import math
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure

from focalspark import plot
from focalspark.plot import _scores

# Six rows whose thresholds can be counted by hand.
SCORED = pd.DataFrame({"label": [0, 0, 1, 0, 1, 1], "probability": [0.1, 0.2, 0.2, 0.4, 0.7, 0.9]})
ABS_1E_12 = 1e-12
ABS_1E_9 = 1e-9


def line(figure: Figure, label: str, axes: int = 0):
    lines = figure.axes[axes].get_lines() + [container.lines[0] for container in figure.axes[axes].containers]
    names = {each.get_label(): each for each in lines}
    for container in figure.axes[axes].containers:
        names[container.get_label()] = container.lines[0]
    matching = [each for name, each in names.items() if label in str(name)]
    assert len(matching) == 1, f"{label} among {list(names)}"
    return matching[0]


def labels(figure: Figure) -> str:
    legend = figure.axes[0].get_legend()
    return "\n".join(text.get_text() for text in legend.get_texts())


def at(drawn, x: float) -> float:
    return float(np.interp(x, drawn.get_xdata(), drawn.get_ydata()))


def test_loss_curves_have_the_losses_of_the_paper():
    figure = plot.loss_curves([0.0, 2.0])
    # -log 0.9 = 0.1053605157; times (1 - 0.9)^2
    assert at(line(figure, "log loss"), 0.9) == pytest.approx(0.1053605157, abs=1e-9)
    assert at(line(figure, "gamma = 2"), 0.9) == pytest.approx(0.001053605157, abs=1e-9)
    # log loss pulls as hard as log loss; at p = 0.9, gamma = 2: d/dm of the loss by differences, over q = 0.1
    margin, step = math.log(9.0), 1e-4

    def loss(m: float) -> float:
        p = 1.0 / (1.0 + math.exp(-m))
        return -((1.0 - p) ** 2) * math.log(p)

    expected = (loss(margin - step) - loss(margin + step)) / (2.0 * step) / 0.1
    assert at(line(figure, "log loss", axes=1), 0.3) == pytest.approx(1.0, abs=ABS_1E_12)
    assert at(line(figure, "gamma = 2", axes=1), 0.9) == pytest.approx(expected, abs=1e-7)


@pytest.mark.parametrize("gammas", [[], [-1.0], [math.nan], [math.inf]])
def test_loss_curves_refuses_what_is_no_gamma(gammas):
    with pytest.raises(ValueError, match="gammas must"):
        plot.loss_curves(gammas)


def test_precision_recall_by_hand():
    figure = plot.precision_recall(SCORED, threshold=0.4)
    curve = line(figure, "area")
    # from 0.9 down: calls 1, 2, 3, 5, 6, of which right 1, 2, 2, 3, 3
    assert curve.get_xdata() == pytest.approx([0, 1 / 3, 2 / 3, 2 / 3, 1, 1])
    assert curve.get_ydata() == pytest.approx([1, 1, 1, 2 / 3, 3 / 5, 1 / 2])
    # trapezoids: 2/3 at 1, then 1/3 at (2/3 + 3/5) / 2
    assert f"area {2 / 3 + (2 / 3 + 3 / 5) / 6:.4f}" in labels(figure)
    assert "share of class 1: 50.00%" in labels(figure)
    # above 0.4, not at it, as a model with that threshold: 0.7 and 0.9
    assert "threshold 0.4: precision 1.00, recall 0.67" in labels(figure)
    marked = line(figure, "threshold 0.4")
    assert (marked.get_xdata()[0], marked.get_ydata()[0]) == pytest.approx((2 / 3, 1.0))


def test_every_base_rate_has_its_line_once():
    rarer = pd.DataFrame({"label": [0, 0, 0, 1], "probability": [0.1, 0.2, 0.6, 0.9]})
    figure = plot.precision_recall({"a": SCORED, "b": rarer, "c": SCORED})
    levels = [each.get_ydata()[0] for each in figure.axes[0].get_lines() if "share of" in str(each.get_label())]
    assert levels == [0.5, 0.25]


def test_weights_count_as_rows():
    weighted = SCORED.assign(weight=[1, 2, 1, 3, 1, 2])
    repeated = SCORED.loc[SCORED.index.repeat(weighted["weight"])]
    one = line(plot.precision_recall(weighted, weight_col="weight"), "area")
    other = line(plot.precision_recall(repeated), "area")
    assert one.get_ydata() == pytest.approx(other.get_ydata(), abs=ABS_1E_12)


def test_a_threshold_without_calls_says_so():
    assert "threshold 0.95: no row is above" in labels(plot.precision_recall(SCORED, threshold=0.95))


def test_series_and_thresholds_by_name():
    other = SCORED.assign(probability=SCORED["probability"] / 2)
    figure = plot.precision_recall({"a": SCORED, "b": other}, threshold={"b": 0.3})
    text = labels(figure)
    assert "a: area" in text and "b: area" in text
    assert text.count("threshold") == 1
    with pytest.raises(ValueError, match="threshold has the name c, but the names of the series are a, b"):
        plot.precision_recall({"a": SCORED, "b": other}, threshold={"c": 0.3})


def test_threshold_costs_by_hand():
    figure = plot.threshold_costs(SCORED, false_positive=1.0, false_negative=4.0)
    curve = line(figure, "cheapest")
    # called above 0.05 (all), 0.1, 0.2, 0.4, 0.7, 0.9 (none): false calls 3, 2, 1, 0, 0, 0; misses 0, 0, 1, 1, 2, 3
    assert curve.get_xdata() == pytest.approx([0.05, 0.1, 0.2, 0.4, 0.7, 0.9])
    assert curve.get_ydata() * 6 == pytest.approx([3, 2, 5, 4, 8, 12])
    assert "cheapest at 0.1 (0.3333 a row)" in labels(figure)
    assert "for right probabilities: 0.2" in labels(figure)
    with pytest.raises(ValueError, match="false_negative must be a finite cost > 0, but is 0"):
        plot.threshold_costs(SCORED, false_positive=1.0, false_negative=0.0)


def test_reliability_of_a_table_with_wilson_intervals():
    table = pd.DataFrame(
        {"meanPredicted": [0.1, 0.4], "observed": [0.1, 0.2], "rows": [100, 100], "weight": [100.0, 300.0]}
    )
    figure = plot.reliability({"model": table})
    assert line(figure, "model").get_ydata() == pytest.approx([0.1, 0.2])
    # weighted mean of 0 and 0.2
    assert "model: ECE 0.1500" in labels(figure)
    (bars,) = [each for each in figure.axes[0].collections if isinstance(each, LineCollection)]
    # 10 of 100: 5.52 % to 17.44 % (Wilson), a value of many textbooks
    low, high = bars.get_segments()[0][:, 1]
    assert (low, high) == pytest.approx((0.0552, 0.1744), abs=5e-5)


def test_reliability_keeps_equal_probabilities_together():
    scored = pd.DataFrame({"label": [0, 1, 0, 1], "probability": [0.2, 0.2, 0.2, 0.6]})
    drawn = line(plot.reliability(scored, bins=2), "ECE")
    # three of four rows share one probability, so that the second bin starts after them
    assert drawn.get_xdata() == pytest.approx([0.2, 0.6])
    assert drawn.get_ydata() == pytest.approx([1 / 3, 1.0])


def test_probabilities_may_be_vectors_of_two():
    vectors = SCORED.assign(probability=[[1 - p, p] for p in SCORED["probability"]])
    one, other = plot.precision_recall(vectors), plot.precision_recall(SCORED)
    assert labels(one) == labels(other)


@pytest.mark.parametrize(
    ("table", "error", "message"),
    [
        ([1, 2], TypeError, "takes a pandas or Spark DataFrame, but got list"),
        (SCORED.drop(columns="label"), ValueError, "needs the columns probability, label, but label is not among"),
        (SCORED.assign(label=2), ValueError, "needs labels 0 and 1 in the column label, but one is 2"),
        (SCORED.assign(probability=1.5), ValueError, "in the column probability, but one is 1.5"),
        (SCORED.assign(probability=np.nan), ValueError, "in the column probability, but one is nan"),
        (
            SCORED.assign(probability=[[0.2, 0.3, 0.5]] * 6),
            ValueError,
            "for two classes, but probability holds vectors of",
        ),
        (SCORED[SCORED["label"] == 0], ValueError, "needs rows of class 1, but the column label has none"),
        (SCORED[:0], ValueError, "needs rows, but the DataFrame has none"),
    ],
)
def test_bad_scores_are_named(table, error, message):
    with pytest.raises(error, match=message):
        plot.precision_recall(table)


def test_negative_weights_are_refused_even_where_their_sum_is_positive():
    with pytest.raises(ValueError, match="finite weights >= 0 in the column weight, but one is -1"):
        plot.precision_recall(SCORED.assign(weight=[1, -1, 5, 1, 1, 1], probability=0.5, label=1), weight_col="weight")


def test_convergence_draws_what_is_left():
    history = SimpleNamespace(
        objectiveHistory=[1.0, 0.5, 0.25], gradientNormHistory=[3.0, 2.0, 0.1], gradientNorm=0.1, converged=False
    )
    figure = plot.convergence({"fit": history})
    drawn = line(figure, "fit")
    assert (list(drawn.get_xdata()), list(drawn.get_ydata())) == ([0, 1], [0.75, 0.25])
    assert list(line(figure, "fit", axes=1).get_ydata()) == [3.0, 2.0, 0.1]
    assert "fit: 2 iterations, not converged" in labels(figure)


def test_convergence_of_a_table_and_of_something_else():
    figure = plot.convergence(pd.DataFrame({"objective": [1.0, 0.5], "gradientNorm": [1.0, 0.2]}))
    assert list(line(figure, "1 iterations").get_ydata()) == [0.5]
    with pytest.raises(TypeError, match=r"takes a fitted model with a summary, .* but got int"):
        plot.convergence(3)
    with pytest.raises(ValueError, match="is empty"):
        plot.convergence(pd.DataFrame({"objective": []}))


TUNED = pd.DataFrame(
    {
        "candidate": range(5),
        "gamma": [0.0, 2.0, 0.0, 2.0, 5.0],
        "regParam": [0.1, 0.1, 0.01, 0.01, 0.01],
        "meanMetric": [0.5, 0.6, 0.7, 0.4, math.nan],
        "standardError": [0.05, 0.05, 0.1, 0.05, None],
        "metrics": [[0.5]] * 5,
        "passes": [1] * 5,
        "seconds": [1.0] * 5,
        "chosen": [False, True, False, False, False],
        "failure": [None, None, None, None, "no"],
    }
)


def test_gamma_grid_has_a_line_for_each_of_the_other_params():
    figure = plot.gamma_grid(TUNED, metric="areaUnderPR")
    assert list(line(figure, "regParam = 0.1").get_ydata()) == [0.5, 0.6]
    assert list(line(figure, "regParam = 0.01").get_ydata()) == [0.7, 0.4]
    assert list(line(figure, "chosen").get_ydata()) == [0.6]
    (band,) = figure.axes[0].patches
    # the best mean is 0.7 with standard error 0.1
    assert (band.get_y(), band.get_y() + band.get_height()) == pytest.approx((0.6, 0.7))
    assert figure.axes[0].get_ylabel() == "areaUnderPR (larger is better)"
    # bars of one standard error
    segments = [each.get_segments() for each in figure.axes[0].collections if isinstance(each, LineCollection)]
    assert np.ptp(segments[0][0][:, 1]) == pytest.approx(0.2)


def test_gamma_grid_where_smaller_is_better():
    figure = plot.gamma_grid(TUNED, larger_is_better=False)
    (band,) = figure.axes[0].patches
    assert (band.get_y(), band.get_y() + band.get_height()) == pytest.approx((0.4, 0.45))


def test_gamma_grid_says_what_is_missing():
    with pytest.raises(ValueError, match="gamma is not among those of the DataFrame"):
        plot.gamma_grid(TUNED.drop(columns="gamma"))
    with pytest.raises(ValueError, match="every one failed"):
        plot.gamma_grid(TUNED.assign(meanMetric=math.nan))


def test_gamma_grid_of_two_gammas():
    table = pd.DataFrame(
        [
            {
                "gammaPositive": p,
                "gammaNegative": n,
                "meanMetric": p - n,
                "standardError": 0.1,
                "chosen": (p, n) == (2, 0),
            }
            for p in [0.0, 2.0]
            for n in [0.0, 1.0, 4.0]
        ]
    )
    figure = plot.gamma_grid(table)
    # the one with more values is on the axis, the other one has a line for each value
    assert figure.axes[0].get_xlabel() == "gammaNegative"
    assert list(line(figure, "gammaPositive = 2").get_ydata()) == [2.0, 1.0, -2.0]
    assert list(figure.axes[0].get_xticks()) == [0.0, 1.0, 4.0]
    other = plot.gamma_grid(table, param="gammaPositive")
    assert list(line(other, "gammaNegative = 4").get_ydata()) == [-4.0, -2.0]
    # the same name in two stages of a Pipeline, as in the tuning table
    stages = table.rename(columns={"gammaPositive": "a_1_gamma", "gammaNegative": "b_2_gamma"})
    assert plot.gamma_grid(stages).axes[0].get_xlabel() == "b_2_gamma"


@pytest.mark.parametrize("lists", [[[0.0, 2.0], [1.0, 2.0], [2.0, 4.0]], ["[0, 2]", "[1, 2]", "[2, 4]"]])
def test_gamma_grid_of_lists_of_gammas(lists):
    table = pd.DataFrame(
        {"gammas": lists, "meanMetric": [0.5, 0.7, 0.6], "standardError": [None] * 3, "chosen": [False, True, False]}
    )
    figure = plot.gamma_grid(table)
    assert [text.get_text() for text in figure.axes[0].get_xticklabels()] == ["[0, 2]", "[1, 2]", "[2, 4]"]
    assert list(figure.axes[0].containers[0].lines[0].get_ydata()) == [0.5, 0.7, 0.6]


def test_gamma_grid_keeps_candidates_that_have_no_gamma():
    table = TUNED.assign(gamma=[0.0, math.nan, 0.0, math.nan, 5.0])
    figure = plot.gamma_grid(table)
    assert [text.get_text() for text in figure.axes[0].get_xticklabels()] == ["0", "not set"]
    assert list(line(figure, "chosen").get_ydata()) == [0.6]


def test_gamma_grid_takes_the_direction_of_a_table_from_what_was_chosen():
    smaller = TUNED.assign(chosen=[False, False, False, True, False])
    figure = plot.gamma_grid(smaller)
    assert figure.axes[0].get_ylabel() == "metric (smaller is better)"
    (band,) = figure.axes[0].patches
    assert (band.get_y(), band.get_y() + band.get_height()) == pytest.approx((0.4, 0.45))


def test_threshold_costs_where_some_probabilities_are_0():
    scored = pd.DataFrame({"label": [0, 0, 1, 1], "probability": [0.0, 0.0, 1.0, 1.0]})
    figure = plot.threshold_costs(scored, false_positive=1.0, false_negative=1.0)
    # every threshold in [0, 1) calls the two rows of class 1 alone; one of 1 misses both
    assert list(line(figure, "cheapest").get_ydata()) == [0.0, 0.5]
    assert "cheapest at 0.5 (0 a row)" in labels(figure)


def test_labels_and_probabilities_may_be_of_any_kind_of_numbers():
    expected = labels(plot.precision_recall(SCORED))
    for label, probability in [
        (SCORED["label"].astype(bool), SCORED["probability"]),
        (SCORED["label"].astype(object), SCORED["probability"].astype(object)),
        (pd.array(SCORED["label"], dtype="Int64"), pd.array(SCORED["probability"], dtype="Float64")),
        (SCORED["label"].astype(np.float32), SCORED["probability"].astype(np.float32)),
        (SCORED["label"], [np.array([1 - p, p], dtype=np.float32) for p in SCORED["probability"]]),
    ]:
        frame = pd.DataFrame({"label": label, "probability": probability})
        assert labels(plot.precision_recall(frame)) == expected


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (
            lambda: SCORED.assign(label=["no", "no", "yes", "no", "yes", "yes"]),
            ValueError,
            "numbers in the column label",
        ),
        (lambda: SCORED.assign(label=[None, 0, 1, 0, 1, 1]), ValueError, "labels 0 and 1 in the column label, .* nan"),
        (lambda: SCORED.assign(probability=[0.1, math.nan, 0.2, 0.4, 0.7, 0.9]), ValueError, "but one is nan"),
        (
            lambda: SCORED.assign(probability=[None, *[[1 - p, p] for p in SCORED["probability"][1:]]]),
            ValueError,
            r"probabilities in \[0, 1\], or vectors of two, in the column probability, but one is nan",
        ),
        (
            lambda: SCORED.assign(probability=[[0.9, 0.1], *SCORED["probability"][1:]]),
            ValueError,
            "numbers or vectors of two in the column probability, but it holds both",
        ),
        (lambda: pd.concat([SCORED, SCORED], axis=1), ValueError, "one column probability, but the DataFrame has 2"),
    ],
)
@pytest.mark.parametrize("draw", [plot.precision_recall, plot.reliability])
def test_values_that_are_no_labels_or_probabilities_are_named(draw, call, error, message):
    with pytest.raises(error, match=message):
        draw(call())


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: plot.precision_recall(SCORED, threshold="0.5"), "threshold must be a number, but was '0.5'"),
        (lambda: plot.precision_recall(SCORED, threshold=True), "threshold must be a number, but was True"),
        (lambda: plot.reliability(SCORED, bins=2.5), "bins must be a whole number of 32 bits, but was 2.5"),
        (
            lambda: plot.threshold_costs(SCORED, false_positive=None, false_negative=1),
            "false_positive must be a number, but was None",
        ),
        (lambda: plot.loss_curves(2.0), "gammas must be a list, .* but was 2.0"),
        (lambda: plot.loss_curves(["2"]), r"gammas must be a list, .* but was \['2'\]"),
    ],
)
def test_arguments_of_wrong_types_are_named(call, message):
    with pytest.raises(TypeError, match=message):
        call()


def test_tables_and_histories_must_be_finite():
    table = pd.DataFrame(
        {"meanPredicted": [0.1, math.nan], "observed": [0.1, 0.2], "rows": [9, 9], "weight": [9.0, 9.0]}
    )
    with pytest.raises(ValueError, match="reliability needs a table of finite numbers"):
        plot.reliability(table)
    with pytest.raises(ValueError, match="finite objectives, but that of iteration 1 is nan"):
        plot.convergence(pd.DataFrame({"objective": [0.5, math.nan, 0.3]}))


def test_a_figure_shows_itself_in_a_notebook_and_leaves_no_state():
    import sys

    figure = plot.loss_curves()
    assert isinstance(figure, Figure)
    assert figure._repr_png_().startswith(b"\x89PNG")
    if "matplotlib.pyplot" in sys.modules:
        assert sys.modules["matplotlib.pyplot"].get_fignums() == []


@pytest.fixture(scope="module")
def fitted(spark):
    """A thousand rows, a model of them and what it says of them."""
    from pyspark.ml.linalg import Vectors

    from focalspark import FocalLogisticRegression

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
    from pyspark.ml.evaluation import BinaryClassificationEvaluator

    _, _, scored = fitted
    expected = BinaryClassificationEvaluator(metricName="areaUnderPR", numBins=0).evaluate(scored)
    assert f"area {expected:.4f}" in labels(plot.precision_recall(scored))
    # pandas has the vectors themselves
    rows = scored.select("label", "probability").toPandas()
    assert labels(plot.precision_recall(rows)) == labels(plot.precision_recall(scored))


def test_bins_of_a_spark_frame_are_those_of_the_evaluator(fitted):
    from focalspark import CalibrationEvaluator

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
    from focalspark import CalibrationEvaluator

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
    from pyspark.sql import functions as F

    from focalspark import CalibrationEvaluator

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
    from pyspark.ml.tuning import ParamGridBuilder

    from focalspark import CalibrationEvaluator, FocalCrossValidator, FocalLogisticRegression

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
    from pyspark.ml.tuning import CrossValidator, CrossValidatorModel, ParamGridBuilder, TrainValidationSplit

    from focalspark import CalibrationEvaluator, FocalLogisticRegression

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
