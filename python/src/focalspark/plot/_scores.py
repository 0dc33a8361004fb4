"""Labels and probabilities from pandas and Spark DataFrames."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

#: Spark rounds the log-odds by at most 0.0005, which is invisible, if there are more distinct probabilities than this.
MAX_DISTINCT = 100_000
_STEPS_PER_LOG_ODDS = 1_000.0
# Closer to 0 or 1 than this, there is only one step, for exactly 0 or 1.
_TINY = 1e-15
_END = 700.0 * _STEPS_PER_LOG_ODDS
_MAX_STEPS = 200_000  # two labels need fewer; if there are more, the received rows include an invalid label


@dataclass(frozen=True)
class Columns:
    """Names of columns."""

    label: str
    probability: str
    weight: str | None


@dataclass(frozen=True)
class Scores:
    """Rows grouped by their probability of class 1: arrays of the same length, ascending by probability.

    ``positive`` and ``negative`` are the weight sums of the two classes, ``rows`` is the number of rows.
    """

    probability: np.ndarray
    positive: np.ndarray
    negative: np.ndarray
    rows: np.ndarray

    @property
    def weight(self) -> np.ndarray:
        """Weight sum of each probability."""
        total: np.ndarray = self.positive + self.negative
        return total


def is_spark(table: Any) -> bool:
    """Returns whether this is a Spark DataFrame, classic or Connect."""
    return hasattr(table, "toPandas") and hasattr(table, "groupBy")


def to_pandas(table: Any, columns: list[str], caller: str) -> pd.DataFrame:
    """Returns columns of a small table, or raises an error that names a missing column."""
    require_columns(table, columns, caller)
    return table.select(*[_quoted(name) for name in columns]).toPandas() if is_spark(table) else table[columns]


def require_columns(table: Any, columns: list[str], caller: str) -> None:
    """Raises an error if the table is not a DataFrame, or lacks a column."""
    if not (is_spark(table) or isinstance(table, pd.DataFrame)):
        raise TypeError(f"{caller} takes a pandas or Spark DataFrame, but got {type(table).__name__}.")
    names = list(table.columns)
    missing = [name for name in columns if name not in names]
    twice = [name for name in columns if names.count(name) > 1]
    if twice:
        raise ValueError(
            f"{caller} needs one column {twice[0]}, but the DataFrame has {names.count(twice[0])} of them."
        )
    if missing:
        raise ValueError(
            f"{caller} needs the columns {', '.join(columns)}, but {', '.join(missing)} is not among those of the"
            f" DataFrame: {', '.join(map(str, table.columns))}."
        )


def read_scores(table: Any, columns: Columns, caller: str) -> Scores:
    """Groups rows with a probability and a label of 0 or 1 by probability."""
    names = [columns.probability, columns.label] + ([columns.weight] if columns.weight else [])
    require_columns(table, names, caller)
    if is_spark(table):
        sums = _sum_in_spark(table, columns)
    else:
        rows = pd.DataFrame(
            {
                "p": _of_class_1(table[columns.probability], columns.probability, caller),
                "y": _numbers(table[columns.label], columns.label, caller),
                "w": _numbers(table[columns.weight], columns.weight, caller) if columns.weight else 1.0,
                "n": 1,
            }
        )
        groups = rows.groupby(["p", "y"], dropna=False)
        sums = groups.agg(w=("w", "sum"), least=("w", "min"), n=("n", "sum")).reset_index()
    _check(sums, columns, caller)
    return _scores(sums)


def _scores(sums: pd.DataFrame) -> Scores:
    sums = sums[sums["w"] > 0.0]
    probability, group = np.unique(sums["p"].to_numpy(dtype=float), return_inverse=True)
    label, weight = sums["y"].to_numpy(dtype=float), sums["w"].to_numpy(dtype=float)

    def total(values: np.ndarray) -> np.ndarray:
        return np.bincount(group, weights=values, minlength=len(probability))

    return Scores(
        probability, total(weight * label), total(weight * (1 - label)), total(sums["n"].to_numpy(dtype=float))
    )


def _check(sums: pd.DataFrame, columns: Columns, caller: str) -> None:
    if sums.empty:
        raise ValueError(f"{caller} needs rows, but the DataFrame has none.")
    for name, values, rule in (
        (columns.probability, sums["p"][~sums["p"].between(0.0, 1.0)], "probabilities in [0, 1], or vectors of two,"),
        (columns.label, sums["y"][~sums["y"].isin((0.0, 1.0))], "labels 0 and 1"),
        (columns.weight, sums["least"][~((sums["least"] >= 0.0) & np.isfinite(sums["w"]))], "finite weights >= 0"),
    ):
        if len(values) > 0:
            raise ValueError(f"{caller} needs {rule} in the column {name}, but one is {values.iloc[0]}.")
    if not sums["w"].sum() > 0.0:
        raise ValueError(f"{caller} needs rows of weight above 0, but all weights in {columns.weight} are 0.")


def _of_class_1(values: pd.Series, column: str, caller: str) -> np.ndarray:
    """Returns probabilities as numbers; of a vector, an array or a list of two, that of class 1."""
    given = values[values.notna()] if values.dtype == object else values[:0]
    vectors = [hasattr(value, "__len__") and not isinstance(value, str) for value in given]
    if not any(vectors):
        return _numbers(values, column, caller)
    if not all(vectors):
        raise ValueError(f"{caller} needs numbers or vectors of two in the column {column}, but it holds both.")
    lengths = {len(value) for value in given}
    if not lengths <= {2}:
        raise ValueError(
            f"{caller} is for two classes, but {column} holds vectors of"
            f" length {', '.join(map(str, sorted(lengths)))}. Choose one class: its probability as a number, its"
            " label as 0 or 1."
        )
    return np.array([float(value[1]) if hasattr(value, "__len__") else np.nan for value in values])


def _numbers(values: pd.Series, column: str, caller: str) -> np.ndarray:
    try:
        numbers: np.ndarray = pd.to_numeric(values).to_numpy(dtype=float, na_value=np.nan)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{caller} needs numbers in the column {column}, but one is none: {error}.") from None
    return numbers


def _sum_in_spark(table: Any, columns: Columns) -> pd.DataFrame:
    from pyspark.ml.functions import vector_to_array
    from pyspark.sql import functions as F

    kind = table.select(_quoted(columns.probability)).dtypes[0][1]
    probability = F.col(_quoted(columns.probability))
    if kind == "vector":
        probability = vector_to_array(probability)
    if kind == "vector" or kind.startswith("array"):
        probability = F.when(F.size(probability) == 2, probability[1])
    weight = F.col(_quoted(columns.weight)) if columns.weight else F.lit(1.0)
    rows = table.select(
        probability.cast("double").alias("p"),
        F.col(_quoted(columns.label)).cast("double").alias("y"),
        weight.cast("double").alias("w"),
    )
    totals = (F.sum("w").alias("w"), F.min("w").alias("least"), F.count("*").alias("n"))
    sums = rows.groupBy("p", "y").agg(*totals).limit(2 * MAX_DISTINCT + 1).toPandas()
    if len(sums) <= 2 * MAX_DISTINCT:
        return sums
    steps = rows.groupBy(_step(F.col("p")).alias("step"), "y").agg(*totals).limit(_MAX_STEPS).toPandas()
    return steps.assign(p=1.0 / (1.0 + np.exp(-steps["step"].astype(float) / _STEPS_PER_LOG_ODDS))).drop(columns="step")


def _step(p: Any) -> Any:
    """Returns the rounded log-odds of a column of probabilities; null for invalid ones."""
    from pyspark.sql import functions as F

    log_odds = F.log(p) - F.log1p(-p)
    return (
        F.when(p.between(0.0, _TINY), F.lit(-_END))
        .when(p.between(1.0 - _TINY, 1.0), F.lit(_END))
        .when(p.between(0.0, 1.0), F.round(log_odds * _STEPS_PER_LOG_ODDS))
    )


def _quoted(name: str) -> str:
    return "`" + name.replace("`", "``") + "`"
