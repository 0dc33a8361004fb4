"""Rows for pictures, and what has been drawn of them."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

# Six rows whose thresholds can be counted by hand.
SCORED = pd.DataFrame({"label": [0, 0, 1, 0, 1, 1], "probability": [0.1, 0.2, 0.2, 0.4, 0.7, 0.9]})
ABS_1E_12 = 1e-12
ABS_1E_9 = 1e-9


def line(figure: Figure, label: str, axes: int = 0):
    lines = figure.axes[axes].get_lines() + [container.lines[0] for container in figure.axes[axes].containers]
    names = {each.get_label(): each for each in lines}
    for container in figure.axes[axes].containers:
        names[container.get_label()] = container.lines[0]
    matching = [each for name, each in names.items() if label in str(name)]
    assert len(matching) == 1, f"{label} among {list(names)}"
    return matching[0]


def labels(figure: Figure) -> str:
    legend = figure.axes[0].get_legend()
    return "\n".join(text.get_text() for text in legend.get_texts())


def at(drawn, x: float) -> float:
    return float(np.interp(x, drawn.get_xdata(), drawn.get_ydata()))
