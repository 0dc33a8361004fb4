"""Candidates with their metrics, from tuned models and tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from focalspark.plot._scores import require_columns, to_pandas

# Columns of FocalCrossValidatorModel.tuningTable() that are not params.
_MEASURED = {"candidate", "meanMetric", "standardError", "metrics", "passes", "seconds", "chosen", "failure"}
_NOT_SET = "not set"


@dataclass(frozen=True)
class Candidates:
    """Candidates that did not fail.

    ``table`` has one row per candidate: position (on the horizontal axis), meanMetric, standardError, chosen and the
    other params. ``names`` are the names of the positions, or None if the positions are the values of the param.
    """

    table: pd.DataFrame
    param: str
    others: tuple[str, ...]
    names: list[str] | None
    metric: str
    larger_is_better: bool

    @property
    def positions(self) -> np.ndarray:
        """Distinct positions, ascending."""
        return np.sort(self.table["position"].unique())

    def lines(self) -> list[tuple[str, pd.DataFrame]]:
        """Groups candidates with equal other params, sorted by position, each with a label of these params."""
        if not self.others:
            return [("", self.table.sort_values("position"))]
        return [
            (
                ", ".join(f"{name} = {_shown(each)}" for name, each in zip(self.others, key)),
                line.sort_values("position"),
            )
            for key, line in self.table.groupby(list(self.others))
        ]

    def best(self) -> pd.Series:
        """Returns the candidate with the best mean."""
        means = self.table["meanMetric"]
        return self.table.loc[means.idxmax() if self.larger_is_better else means.idxmin()]


def candidates_of(tuned: Any, param: str | None, metric: str | None, larger_is_better: bool | None) -> Candidates:
    """Reads a tuned model or its table."""
    evaluator = tuned.getEvaluator() if hasattr(tuned, "getEvaluator") else None
    if larger_is_better is None and evaluator is not None:
        larger_is_better = bool(evaluator.isLargerBetter())
    if metric is None:
        metric = str(getattr(evaluator, "getMetricName", lambda: "metric")())
    rows = _rows(tuned, larger_is_better)
    param = param or _horizontal(rows)
    require_columns(rows, [param, "meanMetric", "standardError", "chosen"], "gamma_grid")
    rows = rows[rows["meanMetric"].notna()].reset_index(drop=True)
    if rows.empty or rows[param].isna().all():
        raise ValueError(f"gamma_grid needs a candidate with a metric and {param}, but every one failed or has none.")
    if larger_is_better is None:
        larger_is_better = _larger_was_chosen(rows)
    positions, names = _positions(rows[param])
    others = tuple(name for name in rows.columns if name not in _MEASURED | {param})
    table = pd.DataFrame(
        {
            "position": positions,
            "meanMetric": rows["meanMetric"].astype(float),
            "standardError": pd.to_numeric(rows["standardError"]).astype(float),
            "chosen": rows["chosen"].astype(bool),
            **{name: _groupable(rows[name]) for name in others},
        }
    )
    return Candidates(table, param, others, names, metric, larger_is_better)


def _rows(tuned: Any, larger_is_better: bool | None) -> pd.DataFrame:
    if hasattr(tuned, "tuningTable"):
        tuned = tuned.tuningTable()
    elif hasattr(tuned, "getEstimatorParamMaps") and (
        hasattr(tuned, "avgMetrics") or hasattr(tuned, "validationMetrics")
    ):
        return _of_pyspark(tuned, bool(larger_is_better))
    require_columns(tuned, ["meanMetric", "standardError", "chosen"], "gamma_grid")
    return to_pandas(tuned, list(tuned.columns), "gamma_grid")


def _of_pyspark(tuned: Any, larger_is_better: bool) -> pd.DataFrame:
    """Creates the table of PySpark's CrossValidatorModel or TrainValidationSplitModel."""
    maps = tuned.getEstimatorParamMaps()
    means = np.asarray(tuned.avgMetrics if hasattr(tuned, "avgMetrics") else tuned.validationMetrics, dtype=float)
    deviations = np.asarray(getattr(tuned, "stdMetrics", None) or np.full(len(means), np.nan), dtype=float)
    # PySpark divides by the number of folds; the standard error of the sample needs one less.
    folds = tuned.getNumFolds() if hasattr(tuned, "getNumFolds") else 1
    errors = deviations / np.sqrt(folds - 1) if folds > 1 else deviations
    chosen = int(np.argmax(means) if larger_is_better else np.argmin(means))
    params = list(dict.fromkeys(param for each in maps for param in each))
    counts = Counter(param.name for param in params)
    columns = {
        param.name if counts[param.name] == 1 else f"{param.parent}_{param.name}": [each.get(param) for each in maps]
        for param in params
    }
    measured = {"meanMetric": means, "standardError": errors, "chosen": np.arange(len(means)) == chosen}
    return pd.DataFrame({**columns, **measured})


def _horizontal(rows: pd.DataFrame) -> str:
    """Returns the default param of the horizontal axis."""
    if "gamma" in rows.columns:
        return "gamma"
    gammas = [name for name in rows.columns if name not in _MEASURED and "gamma" in name.lower()]
    if not gammas:
        params = ", ".join(str(name) for name in rows.columns if name not in _MEASURED) or "none"
        raise ValueError(
            f"gamma_grid needs a column of a gamma, but gamma is not among those of the DataFrame: {params}. Name"
            " another one as param."
        )
    counts = {str(name): rows[name].map(_shown).nunique() for name in gammas}
    return max(counts, key=lambda name: counts[name])


def _positions(values: pd.Series) -> tuple[pd.Series, list[str] | None]:
    """Returns numbers as positions; other values are numbered in order of appearance."""
    if values.notna().all():
        try:
            return pd.to_numeric(values).astype(float), None
        except (TypeError, ValueError):
            pass
    codes, names = pd.factorize(values.map(_shown))
    return pd.Series(codes, index=values.index, dtype=float), [str(name) for name in names]


def _groupable(values: pd.Series) -> pd.Series:
    """Returns numbers unchanged, so that they sort, and texts for missing values and lists."""
    return values if pd.api.types.is_numeric_dtype(values) and values.notna().all() else values.map(_shown)


def _larger_was_chosen(rows: pd.DataFrame) -> bool:
    chosen = rows.loc[rows["chosen"].astype(bool), "meanMetric"]
    if chosen.empty:
        return True
    means = rows["meanMetric"]
    return bool(means.max() - chosen.iloc[0] <= chosen.iloc[0] - means.min())


def _shown(value: Any) -> str:
    if isinstance(value, (Sequence, np.ndarray)) and not isinstance(value, str):
        return f"[{', '.join(_shown(each) for each in value)}]"
    if value is None or value is pd.NA or (isinstance(value, float) and np.isnan(value)):
        return _NOT_SET
    return f"{value:g}" if isinstance(value, (float, np.floating)) else str(value)
