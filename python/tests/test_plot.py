"""The pictures of losses, scores and fits: what their artists hold, against values worked out by hand or published."""

from __future__ import annotations

import math
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from pictures import ABS_1E_12, SCORED, at, labels, line

from focalspark import plot


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
