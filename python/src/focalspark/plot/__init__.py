"""Pictures of fits, probabilities and tuning, as matplotlib figures.

Every function accepts a fitted model, its summary, or a pandas or Spark DataFrame, and returns a
:class:`matplotlib.figure.Figure`. Show it as the last value of a notebook cell, save it with
``figure.savefig("name.png")``, or change it through ``figure.axes``. pyplot and its global state are not used.

Spark aggregates Spark DataFrames; the driver receives at most 200,001 rows for any number of input rows.

This module needs matplotlib and pandas: ``pip install matplotlib pandas``.
"""

from __future__ import annotations

try:
    import matplotlib  # noqa: F401
    import pandas  # noqa: F401
except ImportError as error:
    raise ImportError(
        f"focalspark.plot needs matplotlib and pandas, but {error.name} is missing: pip install matplotlib pandas"
    ) from error

from focalspark.plot._calibration import reliability, reliability_before_after
from focalspark.plot._fit import convergence
from focalspark.plot._loss import loss_curves
from focalspark.plot._thresholds import precision_recall, threshold_costs
from focalspark.plot._tuning import gamma_grid

__all__ = [
    "convergence",
    "gamma_grid",
    "loss_curves",
    "precision_recall",
    "reliability",
    "reliability_before_after",
    "threshold_costs",
]
