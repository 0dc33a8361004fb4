"""Comparison of candidates."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from focalspark.plot._candidates import Candidates, candidates_of
from focalspark.plot._style import figure, legend, marker, style, theme


def gamma_grid(
    tuned: Any,
    *,
    param: str | None = None,
    metric: str | None = None,
    larger_is_better: bool | None = None,
    title: str = "Candidates, with standard errors",
) -> Figure:
    """Draws the metric of every candidate by gamma, with standard errors over the folds.

    Parameters
    ----------
    tuned : tuned model or DataFrame
        A FocalCrossValidatorModel or FocalTrainValidationSplitModel, a CrossValidatorModel or TrainValidationSplitModel
        of PySpark, or a ``tuningTable()`` as a Spark or pandas DataFrame.
    param : str, optional
        Param on the horizontal axis, by default ``gamma``; if the grid has no gamma, the param with gamma in its name
        and the most values, such as ``gammaNegative``. There is one line for each combination of the others. Values
        that are not numbers, such as lists of gammas, are side by side in the order of the candidates.
    metric : str, optional
        Name of the metric, by default that of the model's evaluator.
    larger_is_better : bool, optional
        By default the value of the model's evaluator; for a table, whether the chosen candidate is closer to the
        largest mean than to the smallest.
    title : str, optional
        Title of the picture.

    Returns
    -------
    matplotlib.figure.Figure
        One axes. The chosen candidate has a ring. The gray band is within one standard error of the best mean.
        Candidates that failed are omitted. Points of one value are slightly apart, so that their bars do not overlap.

    Raises
    ------
    TypeError
        If ``tuned`` is neither a tuned model nor a DataFrame.
    ValueError
        If the table lacks a column, or every candidate failed.
    """
    candidates = candidates_of(tuned, param, metric, larger_is_better)
    made, (axes,) = figure(width=7.6)
    lines = candidates.lines()
    step = np.diff(candidates.positions).min() if len(candidates.positions) > 1 else 1.0
    for index, (label, line) in enumerate(lines):
        aside = step * 0.25 * (index - (len(lines) - 1) / 2) / max(len(lines) - 1, 1)
        _draw(axes, index, line.assign(position=line["position"] + aside), label)
    _band(axes, candidates)
    better = "larger" if candidates.larger_is_better else "smaller"
    axes.set(xlabel=candidates.param, ylabel=f"{candidates.metric} ({better} is better)", title=title)
    axes.set_xticks(candidates.positions, candidates.names)
    if any(len(name) > 8 for name in candidates.names or []):
        axes.tick_params(axis="x", rotation=30)
    legend(axes, loc="center left", bbox_to_anchor=(1.0, 0.5))
    return made


def _draw(axes: Any, index: int, line: pd.DataFrame, label: str) -> None:
    """Draws a line of candidates with error bars, and a ring around the chosen one."""
    errors = line["standardError"].to_numpy(dtype=float)
    axes.errorbar(
        line["position"],
        line["meanMetric"],
        yerr=np.where(np.isnan(errors), 0.0, errors),
        label=label or None,
        marker=marker(index),
        markersize=5,
        ecolor=(style(axes, index)["color"], 0.45),
        elinewidth=1,
        capsize=2,
        **style(axes, index),
    )
    chosen = line[line["chosen"].astype(bool)]
    axes.plot(
        chosen["position"],
        chosen["meanMetric"],
        marker="o",
        markersize=14,
        markerfacecolor="none",
        markeredgecolor=theme(axes).ink,
        markeredgewidth=1.5,
        linestyle="none",
        label="chosen" if len(chosen) else None,
    )


def _band(axes: Any, candidates: Candidates) -> None:
    best = candidates.best()
    error = best["standardError"]
    if np.isnan(error):
        return
    edge = best["meanMetric"] - error if candidates.larger_is_better else best["meanMetric"] + error
    low, high = sorted((best["meanMetric"], edge))
    label = "within one standard\nerror of the best"
    axes.axhspan(low, high, color=theme(axes).reference, alpha=0.15, linewidth=0, label=label)
