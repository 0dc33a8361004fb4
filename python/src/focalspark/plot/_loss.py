"""Curves of the focal loss."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.figure import Figure
from pyspark.ml.param import TypeConverters

from focalspark.param._values import Checked
from focalspark.plot._style import figure, legend, style


def loss_curves(gammas: Sequence[float] = (0.0, 0.5, 1.0, 2.0, 5.0)) -> Figure:
    """Draws the focal loss of a row, and the size of its derivative, for several gammas.

    The left axes show the focal loss ``(1 - p)^gamma (-log p)`` by the model's probability p of the true class. The
    right axes show the absolute derivative in the margin, relative to that of log loss.

    Parameters
    ----------
    gammas : sequence of float, optional
        Focusing parameters, each finite and >= 0; 0 is log loss. By default 0, 0.5, 1, 2 and 5.

    Returns
    -------
    matplotlib.figure.Figure
        Two axes, each with one line per gamma; losses in nats.

    Raises
    ------
    ValueError
        If a gamma is negative or not finite, or the sequence is empty.

    References
    ----------
    Lin et al. 2017, arXiv:1708.02002, equation 4.
    """
    if isinstance(gammas, (list, tuple, np.ndarray)) and len(gammas) == 0:
        raise ValueError("gammas must hold at least one number, but it is empty.")
    gammas = Checked("gammas", TypeConverters.toListFloat)(gammas)
    for gamma in gammas:
        if not (np.isfinite(gamma) and gamma >= 0.0):
            raise ValueError(f"gammas must be finite and >= 0, but one of them is {gamma}.")
    made, (losses, pulls) = figure(columns=2, width=9.2, height=3.8)
    p = np.linspace(0.005, 0.995, 397)
    for index, gamma in enumerate(gammas):
        label = f"gamma = {gamma:g}" + (" (log loss)" if gamma == 0 else "")
        losses.plot(p, _loss(p, gamma), label=label, **style(losses, index))
        pulls.plot(p, _pull(p, gamma), label=label, **style(pulls, index))
    losses.set(xlabel="probability given to the true class", ylabel="loss (nats)", title="What a row costs")
    losses.set(xlim=(0, 1), ylim=(0, 4))
    pulls.set(xlabel="probability given to the true class", ylabel="pull relative to log loss")
    pulls.set(title="How hard it pulls on the model", xlim=(0, 1), ylim=(0, None))
    legend(losses)
    return made


def _loss(p: np.ndarray, gamma: float) -> np.ndarray:
    losses: np.ndarray = (1.0 - p) ** gamma * -np.log(p)
    return losses


def _pull(p: np.ndarray, gamma: float) -> np.ndarray:
    """Returns the derivative in the margin, q^gamma (q + gamma p s) with q = 1 - p and s = -log p, divided by q."""
    q = 1.0 - p
    pulls: np.ndarray = q**gamma * (q - gamma * p * np.log(p)) / q
    return pulls
