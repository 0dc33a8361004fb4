"""Metrics and costs by threshold on the probability."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from pyspark.ml.param import TypeConverters

from focalspark.param._values import Checked
from focalspark.plot._scores import Columns, Scores, read_scores
from focalspark.plot._style import figure, legend, marker, named, reference, style, theme


def precision_recall(
    scored: Any | Mapping[str, Any],
    *,
    threshold: float | Mapping[str, float] | None = None,
    label_col: str = "label",
    probability_col: str = "probability",
    weight_col: str | None = None,
    title: str = "Precision and recall by threshold",
) -> Figure:
    """Draws the precision against the recall of class 1 over all thresholds.

    Parameters
    ----------
    scored : DataFrame or mapping of str to DataFrame
        Scored rows, or several sets by name: pandas or Spark DataFrames with a label of 0 or 1 and the probability of
        class 1 (a number, or a vector of two as models write it).
    threshold : float or mapping of str to float, optional
        The chosen threshold in [0, 1], for all sets or by name. A marker shows its precision and recall. A row is
        predicted positive if its probability is above the threshold.
    label_col, probability_col, weight_col : str, optional
        Columns. Without ``weight_col`` all rows have weight 1.
    title : str, optional
        Title of the picture.

    Returns
    -------
    matplotlib.figure.Figure
        One axes. The legend has the area under each curve, equal to ``areaUnderPR`` of
        ``BinaryClassificationEvaluator`` with ``numBins = 0``. The dotted line is the precision of random guessing,
        the share of class 1.

    Raises
    ------
    TypeError
        If a value is not a DataFrame.
    ValueError
        If a column is missing, a label or probability is invalid, the threshold is outside [0, 1], or class 1 has no
        row.
    """
    columns = Columns(label_col, probability_col, weight_col)
    made, (axes,) = figure()
    chosen = named(threshold, "") if threshold is not None else {}
    series = named(scored, "")
    _check_names(chosen, series)
    bases: dict[str, float] = {}
    top = 0.0
    for index, (name, table) in enumerate(series.items()):
        scores = _with_positives(table, columns, "precision_recall")
        recall, precision = _curve(scores)
        area = float(np.sum(np.diff(recall) * (precision[1:] + precision[:-1]) / 2.0))
        axes.plot(recall, precision, label=f"{name + ': ' if name else ''}area {area:.4f}", **style(axes, index))
        base = float(scores.positive.sum() / scores.weight.sum())
        # The first rows have precision 1 if they are right by chance, and would compress the rest of the picture.
        top = max(top, precision[recall > 0.02].max(initial=base))
        cut = chosen.get(name, chosen.get(""))
        if cut is not None:
            _mark(axes, scores, cut, index)
        bases.setdefault(f"share of class 1: {base:.2%}", base)
    for label, base in bases.items():
        axes.axhline(base, label=label, **reference(axes))
    axes.set(xlabel="recall: share of class 1 that is found", ylabel="precision: share of calls that are right")
    axes.set(xlim=(0, 1), ylim=(0, min(1.02, 1.15 * top)), title=title)
    legend(axes)
    return made


def threshold_costs(
    scored: Any | Mapping[str, Any],
    *,
    false_positive: float,
    false_negative: float,
    label_col: str = "label",
    probability_col: str = "probability",
    weight_col: str | None = None,
    title: str = "What each threshold costs",
) -> Figure:
    """Draws the mean cost per row by threshold, and the cheapest threshold if the probabilities are right.

    If the probability p of a row is right, its mean cost is ``p * false_negative`` if it is predicted negative and
    ``(1 - p) * false_positive`` if it is predicted positive. A positive prediction is therefore cheaper from
    ``false_positive / (false_positive + false_negative)`` on (Elkan 2001).

    Parameters
    ----------
    scored : DataFrame or mapping of str to DataFrame
        As for :func:`precision_recall`.
    false_positive : float
        Cost of predicting a row of class 0 as positive, > 0, in any unit.
    false_negative : float
        Cost of missing a row of class 1, > 0, in the same unit.
    label_col, probability_col, weight_col : str, optional
        Columns. Without ``weight_col`` all rows have weight 1.
    title : str, optional
        Title of the picture.

    Returns
    -------
    matplotlib.figure.Figure
        One axes; the threshold is on a logarithmic axis. The marker of each curve is its cheapest threshold on these
        rows, known only with hindsight.

    Raises
    ------
    TypeError
        If a value is not a DataFrame.
    ValueError
        If a cost is not finite and above 0, a column is missing, or a label or probability is invalid.
    """
    for name, cost in (("false_positive", false_positive), ("false_negative", false_negative)):
        cost = Checked(name, TypeConverters.toFloat)(cost)
        if not (np.isfinite(cost) and cost > 0.0):
            raise ValueError(f"{name} must be a finite cost > 0, but is {cost}.")
    columns = Columns(label_col, probability_col, weight_col)
    made, (axes,) = figure()
    for index, (name, table) in enumerate(named(scored, "").items()):
        scores = _with_positives(table, columns, "threshold_costs")
        thresholds, costs = _costs(scores, false_positive, false_negative)
        best = int(np.argmin(costs))
        label = f"{name + ': ' if name else ''}cheapest at {thresholds[best]:.3g} ({costs[best]:.4g} a row)"
        axes.plot(thresholds, costs, drawstyle="steps-post", label=label, **style(axes, index))
        cheapest = {**style(axes, index), "linestyle": "none"}
        axes.plot(thresholds[best], costs[best], marker=marker(index), **cheapest)
    theory = false_positive / (false_positive + false_negative)
    axes.axvline(theory, label=f"for right probabilities: {theory:.3g}", **reference(axes))
    axes.set(xscale="log", xlabel="threshold on the probability", ylabel="mean cost of a row", title=title)
    axes.set(ylim=(0, None))
    legend(axes)
    return made


def _with_positives(table: Any, columns: Columns, caller: str) -> Scores:
    scores = read_scores(table, columns, caller)
    if not scores.positive.sum() > 0.0:
        raise ValueError(f"{caller} needs rows of class 1, but the column {columns.label} has none.")
    return scores


def _check_names(chosen: Mapping[str, float], series: Mapping[str, Any]) -> None:
    for name, cut in chosen.items():
        if name and name not in series:
            raise ValueError(f"threshold has the name {name}, but the names of the series are {', '.join(series)}.")
        if not 0.0 <= Checked("threshold", TypeConverters.toFloat)(cut) <= 1.0:
            raise ValueError(f"threshold must be in [0, 1], but is {cut}.")


def _curve(scores: Scores) -> tuple[np.ndarray, np.ndarray]:
    """Returns recall and precision for each probability as the lowest one predicted positive, in descending order.

    As in Spark, the curve starts at recall 0 with the precision of the first point.
    """
    positive = np.cumsum(scores.positive[::-1])
    called = np.cumsum(scores.weight[::-1])
    recall, precision = positive / positive[-1], positive / called
    return np.concatenate(([0.0], recall)), np.concatenate((precision[:1], precision))


def _mark(axes: Axes, scores: Scores, cut: float, index: int) -> None:
    above = scores.probability > cut
    called = scores.weight[above].sum()
    recall = scores.positive[above].sum() / scores.positive.sum()
    if called == 0.0:
        axes.plot([], [], linestyle="none", label=f"threshold {cut:.3g}: no row is above")
        return
    precision = scores.positive[above].sum() / called
    axes.plot(
        recall,
        precision,
        marker=marker(index),
        markersize=9,
        markeredgecolor=theme(axes).ink,
        **{**style(axes, index), "linestyle": "none"},
        zorder=5,
        label=f"threshold {cut:.3g}: precision {precision:.2f}, recall {recall:.2f}",
    )


def _costs(scores: Scores, false_positive: float, false_negative: float) -> tuple[np.ndarray, np.ndarray]:
    """Returns thresholds, from below all probabilities to the largest, and the mean cost per row at each."""
    missed = np.concatenate(([0.0], np.cumsum(scores.positive)))
    spared = np.concatenate(([0.0], np.cumsum(scores.negative)))
    costs = (missed * false_negative + (spared[-1] - spared) * false_positive) / (missed[-1] + spared[-1])
    smallest = scores.probability[scores.probability > 0.0].min(initial=1.0)
    # No threshold selects rows of probability 0, and a log axis has no 0: start at half of the smallest positive one.
    first = int((scores.probability == 0.0).sum())
    thresholds = np.concatenate(([smallest / 2.0], scores.probability[first:]))
    return thresholds, costs[first:]
