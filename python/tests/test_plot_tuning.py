"""The picture of a grid of candidates, drawn of tables."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from matplotlib.collections import LineCollection
from pictures import line

from focalspark import plot

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
