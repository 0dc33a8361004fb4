"""Candidates side by side."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from focalspark.plot._scores import require_columns, to_pandas
from focalspark.plot._style import GREY, figure, legend, marker, style

# Columns of FocalCrossValidatorModel.tuningTable() that are no params.
_MEASURED = {"candidate", "meanMetric", "standardError", "metrics", "passes", "seconds", "chosen", "failure"}


def gamma_grid(
    tuned: Any,
    *,
    param: str = "gamma",
    metric: str | None = None,
    larger_is_better: bool | None = None,
    title: str = "Candidates, with standard errors",
) -> Figure:
    """Draws the metric of every candidate by gamma, with standard errors over the folds.

    Parameters
    ----------
    tuned : FocalCrossValidatorModel, FocalTrainValidationSplitModel or DataFrame
        The tuned model, or its ``tuningTable()`` as a Spark or pandas DataFrame.
    param : str, optional
        Column on the horizontal axis, by default ``gamma``. There is one line for each combination of the others.
    metric : str, optional
        Name of the metric, by default that of the model's evaluator.
    larger_is_better : bool, optional
        By default what the model's evaluator says, and True for a table.
    title : str, optional
        Title of the picture.

    Returns
    -------
    matplotlib.figure.Figure
        One axes. The chosen candidate has a ring; the grey band is that within one standard error of the best mean.
        Candidates that failed are left out. Points of one value stand a little apart, so that their bars can be told
        apart.

    Raises
    ------
    TypeError
        If ``tuned`` is neither a tuned model nor a DataFrame.
    ValueError
        If the table lacks a column, or every candidate failed.
    """
    evaluator = tuned.getEvaluator() if hasattr(tuned, "getEvaluator") else None
    if larger_is_better is None:
        larger_is_better = evaluator.isLargerBetter() if evaluator is not None else True
    if metric is None:
        metric = str(getattr(evaluator, "getMetricName", lambda: "metric")())
    table = _table(tuned, param)
    others = [name for name in table.columns if name not in _MEASURED | {param}]
    made, (axes,) = figure(width=7.6)
    lines = list(table.groupby(others, dropna=False)) if others else [((), table)]
    values = np.sort(table[param].unique())
    step = np.diff(values).min() if len(values) > 1 else 1.0
    for index, (key, line) in enumerate(lines):
        line = line.sort_values(param)
        aside = step * 0.25 * (index - (len(lines) - 1) / 2) / max(len(lines) - 1, 1)
        label = ", ".join(f"{name} = {_shown(value)}" for name, value in zip(others, key))
        errors = line["standardError"].to_numpy(dtype=float)
        axes.errorbar(
            line[param] + aside,
            line["meanMetric"],
            yerr=np.where(np.isnan(errors), 0.0, errors),
            label=label or None,
            marker=marker(index),
            markersize=5,
            ecolor=(style(index)["color"], 0.45),
            elinewidth=1,
            capsize=2,
            **style(index),
        )
        chosen = line[line["chosen"].astype(bool)]
        axes.plot(
            chosen[param] + aside,
            chosen["meanMetric"],
            marker="o",
            markersize=14,
            markerfacecolor="none",
            markeredgecolor="black",
            markeredgewidth=1.5,
            linestyle="none",
            label="chosen" if len(chosen) else None,
        )
    _band(axes, table, larger_is_better)
    axes.set(xlabel=param, ylabel=f"{metric} ({'larger' if larger_is_better else 'smaller'} is better)", title=title)
    axes.set_xticks(values)
    legend(axes, loc="center left", bbox_to_anchor=(1.0, 0.5))
    return made


def _table(tuned: Any, param: str) -> pd.DataFrame:
    table = tuned.tuningTable() if hasattr(tuned, "tuningTable") else tuned
    needed = [param, "meanMetric", "standardError", "chosen"]
    require_columns(table, needed, "gamma_grid")
    rows = to_pandas(table, list(table.columns), "gamma_grid")
    rows = rows[rows["meanMetric"].notna() & rows[param].notna()]
    if rows.empty:
        raise ValueError(f"gamma_grid needs a candidate with a metric and {param}, but every one failed or has none.")
    return rows.assign(standardError=pd.to_numeric(rows["standardError"]), **{param: rows[param].astype(float)})


def _band(axes: Any, table: pd.DataFrame, larger_is_better: bool) -> None:
    best = table.loc[table["meanMetric"].idxmax() if larger_is_better else table["meanMetric"].idxmin()]
    error = best["standardError"]
    if np.isnan(error):
        return
    edge = best["meanMetric"] - error if larger_is_better else best["meanMetric"] + error
    low, high = sorted((best["meanMetric"], edge))
    axes.axhspan(low, high, color=GREY, alpha=0.15, linewidth=0, label="within one standard\nerror of the best")


def _shown(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
