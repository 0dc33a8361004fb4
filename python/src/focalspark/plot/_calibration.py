"""Reliability diagrams."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from pyspark.ml.param import TypeConverters

from focalspark.param._values import Checked
from focalspark.plot._scores import Columns, Scores, read_scores, require_columns, to_pandas
from focalspark.plot._style import figure, legend, marker, named, reference, style

_TABLE = ["meanPredicted", "observed", "rows", "weight"]
_Z_95 = 1.959963984540054


def reliability(
    tables: Any | Mapping[str, Any],
    *,
    bins: int = 10,
    label_col: str = "label",
    probability_col: str = "probability",
    weight_col: str | None = None,
    title: str = "What was predicted, and what happened",
) -> Figure:
    """Draws the observed share of class 1 against the mean prediction. On the diagonal, probabilities are right.

    Bars are 95 % Wilson intervals of the observed share. The legend has the expected calibration error (ECE), the
    weighted mean distance of the points from the diagonal.

    Parameters
    ----------
    tables : DataFrame or mapping of str to DataFrame
        One series, or several by name. Each is either scored rows (a pandas or Spark DataFrame with a label of 0 or 1
        and the probability of class 1, or a vector of two), or a reliability table of
        ``CalibrationEvaluator.reliability`` or ``model.summary.reliability()``.
    bins : int, optional
        Number of bins of equal weight for scored rows, >= 1, by default 10. As in ``CalibrationEvaluator``, equal
        probabilities are in the same bin. A reliability table has its own bins.
    label_col, probability_col, weight_col : str, optional
        Columns of scored rows. Without ``weight_col`` all rows have weight 1.
    title : str, optional
        Title of the picture.

    Returns
    -------
    matplotlib.figure.Figure
        One axes; both axes are shares of rows and end a little beyond the largest point.

    Raises
    ------
    TypeError
        If a value is not a DataFrame.
    ValueError
        If a column is missing, or a label or probability is invalid; the message names it.
    """
    if Checked("bins", TypeConverters.toInt)(bins) < 1:
        raise ValueError(f"bins must be >= 1, but is {bins}.")
    columns = Columns(label_col, probability_col, weight_col)
    made, (axes,) = figure()
    largest = 0.0
    for index, (name, table) in enumerate(named(tables, "").items()):
        points = _points(table, columns, bins)
        low, high = _wilson(points["observed"].to_numpy(), points["rows"].to_numpy())
        observed = points["observed"].to_numpy()
        axes.errorbar(
            points["meanPredicted"],
            observed,
            yerr=np.clip([observed - low, high - observed], 0.0, None),
            label=f"{name + ': ' if name else ''}ECE {_calibration_error(points):.4f}",
            marker=marker(index),
            markersize=5,
            elinewidth=1,
            capsize=2,
            **style(axes, index),
        )
        largest = max(largest, points["meanPredicted"].max(), high.max())
    end = min(1.0, 1.05 * largest)
    axes.plot([0, end], [0, end], label="predicted = observed", **reference(axes))
    axes.set(xlim=(0, end), ylim=(0, end), title=title)
    axes.set(xlabel="mean predicted probability of a bin", ylabel="observed share of class 1")
    legend(axes)
    return made


def reliability_before_after(
    model: Any,
    dataset: Any,
    *,
    bins: int = 10,
    title: str = "What was predicted, and what happened",
) -> Figure:
    """Draws the reliability of a model's bare sigmoid and of its calibrated probabilities.

    Parameters
    ----------
    model : FocalLogisticRegressionModel or PipelineModel
        Fitted model of two classes, or a Pipeline that ends with one. It is not changed.
    dataset : pyspark.sql.DataFrame
        Rows with the columns that the model reads and its label column, preferably a held-out set.
    bins : int, optional
        As for :func:`reliability`.
    title : str, optional
        Title of the picture.

    Returns
    -------
    matplotlib.figure.Figure
        The figure of :func:`reliability`, with two series.

    Raises
    ------
    TypeError
        If the model has no param ``calibration``.
    """
    stages = getattr(model, "stages", None) or [model]
    last = stages[-1]
    if not (hasattr(last, "transform") and getattr(last, "hasParam", lambda _: False)("calibration")):
        raise TypeError(
            "reliability_before_after takes a FocalLogisticRegressionModel or a PipelineModel that ends with one, but"
            f" got {type(last).__name__}."
        )
    for stage in stages[:-1]:
        dataset = stage.transform(dataset)
    bare = last.copy({last.getParam("calibration"): "none"})
    bare.clear(bare.getParam("targetPrior"))  # it applies only to calibrated probabilities
    before = bare.transform(dataset)
    after = last.transform(dataset)
    return reliability(
        {"bare sigmoid": before, "calibrated": after},
        bins=bins,
        label_col=last.getOrDefault("labelCol"),
        probability_col=last.getOrDefault("probabilityCol"),
        weight_col=last.getOrDefault("weightCol") if last.isSet("weightCol") else None,
        title=title,
    )


def _points(table: Any, columns: Columns, bins: int) -> pd.DataFrame:
    """Returns one row per bin with the columns of a reliability table."""
    names = list(getattr(table, "columns", []))
    if set(_TABLE) <= set(names):
        points = to_pandas(table, _TABLE, "reliability").astype(float).sort_values("meanPredicted")
        if not np.isfinite(points).all(axis=None):
            raise ValueError("reliability needs a table of finite numbers, but one is missing or infinite.")
    else:
        if columns.probability not in names:
            require_columns(table, [columns.probability, columns.label], "reliability (or a reliability table)")
        points = _equal_mass(read_scores(table, columns, "reliability"), bins)
    if points.empty:
        raise ValueError("reliability needs bins, but the reliability table has none.")
    return points


def _equal_mass(scores: Scores, bins: int) -> pd.DataFrame:
    """Creates bins of equal weight. The share of the weight strictly below a probability determines its bin."""
    below = np.concatenate(([0.0], np.cumsum(scores.weight)))
    bin_of = np.minimum(np.floor(bins * below[:-1] / below[-1]), bins - 1).astype(int)

    def total(values: np.ndarray) -> np.ndarray:
        sums: np.ndarray = np.bincount(bin_of, weights=values, minlength=bins)
        return sums[used]

    used = np.bincount(bin_of, minlength=bins) > 0
    weight = total(scores.weight)
    return pd.DataFrame(
        {
            "meanPredicted": total(scores.probability * scores.weight) / weight,
            "observed": total(scores.positive) / weight,
            "rows": total(scores.rows),
            "weight": weight,
        }
    )


def _wilson(share: np.ndarray, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Returns the 95 % interval of a share (Wilson 1927), which stays in [0, 1] and suits rare classes."""
    scale = 1.0 + _Z_95**2 / rows
    middle = (share + _Z_95**2 / (2.0 * rows)) / scale
    half = _Z_95 / scale * np.sqrt(share * (1.0 - share) / rows + _Z_95**2 / (4.0 * rows**2))
    return middle - half, middle + half


def _calibration_error(points: pd.DataFrame) -> float:
    gaps = (points["meanPredicted"] - points["observed"]).abs()
    return float((gaps * points["weight"]).sum() / points["weight"].sum())
