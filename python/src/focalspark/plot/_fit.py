"""Convergence of fits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from focalspark.plot._style import figure, legend, marker, named, style


def convergence(fits: Any | Mapping[str, Any], *, title: str = "How the fit went") -> Figure:
    """Draws the objective above its last value, and the norm of its gradient, by iteration.

    Parameters
    ----------
    fits : model, summary or DataFrame, or mapping of str to these
        A fitted model with its training summary (or a PipelineModel that ends with one), the summary itself, or a
        pandas DataFrame with the column ``objective`` and optionally ``gradientNorm``, from the start point on.
    title : str, optional
        Title of the picture.

    Returns
    -------
    matplotlib.figure.Figure
        Two axes with logarithmic scales: the objective minus its last value (nats per unit of weight), and the norm of
        the gradient in standardized coefficients. If a summary has only the last norm, the second axes show a point;
        Spark's own summaries have none.

    Raises
    ------
    TypeError
        If a value is not a model with a summary, a summary or a DataFrame.
    ValueError
        If a history is empty, or an objective not finite.
    """
    made, (objectives, norms) = figure(columns=2, width=9.2, height=3.8)
    for index, (name, fit) in enumerate(named(fits, "").items()):
        objective, norm, stopped = _history(fit)
        if len(objective) == 0:
            whose = f" of {name}" if name else ""
            raise ValueError(f"convergence needs the objective at one point at least, but the history{whose} is empty.")
        if not np.isfinite(objective).all():
            first = int(np.argmin(np.isfinite(objective)))
            raise ValueError(
                f"convergence needs finite objectives, but that of iteration {first} is {objective[first]}."
            )
        gap = objective - objective[-1]
        iterations = np.arange(len(objective))
        above = gap > 0.0
        label = f"{name + ': ' if name else ''}{len(objective) - 1} iterations{stopped}"
        objectives.plot(iterations[above], gap[above], label=label, **style(objectives, index))
        norms.plot(iterations[-len(norm) :] if len(norm) else [], norm, label=name or None, **style(norms, index))
        if len(norm):
            last = {**style(norms, index), "linestyle": "none"}
            norms.plot(iterations[-1], norm[-1], marker=marker(index), **last)
    objectives.set(yscale="log", xlabel="iteration", ylabel="objective above its last value", title="Objective")
    norms.set(yscale="log", xlabel="iteration", ylabel="norm of the gradient", title="Gradient")
    norms.sharex(objectives)
    objectives.set_xlim(left=0)
    made.suptitle(title, color=made.outside.ink)
    legend(objectives)
    return made


def _history(fit: Any) -> tuple[np.ndarray, np.ndarray, str]:
    """Returns objectives, known norms of gradients, and a note if the fit did not converge."""
    if isinstance(fit, pd.DataFrame):
        if "objective" not in fit.columns:
            raise ValueError(f"convergence needs the column objective, but the DataFrame has {', '.join(fit.columns)}.")
        norm = fit["gradientNorm"].to_numpy(dtype=float) if "gradientNorm" in fit.columns else np.empty(0)
        return fit["objective"].to_numpy(dtype=float), norm, ""
    stages = getattr(fit, "stages", None)
    fit = stages[-1] if stages else fit
    summary = fit if hasattr(fit, "objectiveHistory") else getattr(fit, "summary", None)
    if summary is None or not hasattr(summary, "objectiveHistory"):
        raise TypeError(
            "convergence takes a fitted model with a summary, a training summary or a pandas DataFrame, but got"
            f" {type(fit).__name__}."
        )
    norm = _known(summary, "gradientNormHistory")
    if norm is None:
        last = _known(summary, "gradientNorm")
        norm = [] if last is None else [last]
    stopped = ", not converged" if _known(summary, "converged") is False else ""
    return np.asarray(summary.objectiveHistory, dtype=float), np.asarray(norm, dtype=float), stopped


def _known(summary: Any, name: str) -> Any:
    """Returns a value of a summary; None if Spark's own summary or a Connect session does not have it."""
    try:
        return getattr(summary, name, None)
    except NotImplementedError:
        return None
