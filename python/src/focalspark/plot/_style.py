"""What all pictures have in common."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any, TypeVar

from matplotlib.axes import Axes
from matplotlib.container import ErrorbarContainer
from matplotlib.figure import Figure

T = TypeVar("T")

# Okabe and Ito, without the yellow that is too faint on white: apart for all common kinds of colour blindness.
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00", "#000000")
# Told apart in black and white, too.
LINES = ("-", "--", "-.", (0, (5, 1, 1, 1, 1, 1)), (0, (8, 2)), ":", (0, (3, 1)))
MARKERS = ("o", "s", "^", "D", "v", "P", "X")
GREY = "#6E6E6E"


class NotebookFigure(Figure):
    """A figure that notebooks show by themselves, since no pyplot has told them how to show figures."""

    def _repr_png_(self) -> bytes:
        png = io.BytesIO()
        # Without a version of the software, the same picture has the same bytes.
        self.savefig(png, format="png", dpi=100, metadata={"Software": None})
        return png.getvalue()


def figure(columns: int = 1, width: float = 6.8, height: float = 4.2) -> tuple[Figure, list[Axes]]:
    """An empty figure with a row of axes."""
    made = NotebookFigure(figsize=(width, height), layout="constrained")
    axes = [made.add_subplot(1, columns, column + 1) for column in range(columns)]
    for each in axes:
        each.spines[["top", "right"]].set_visible(False)
        each.grid(visible=True, color="#E3E3E3", linewidth=0.7)
        each.set_axisbelow(True)
    return made, axes


def style(index: int) -> dict[str, Any]:
    """Colour and line of the series with this index."""
    return {"color": COLOURS[index % len(COLOURS)], "linestyle": LINES[index % len(LINES)]}


def marker(index: int) -> str:
    """Marker of the series with this index."""
    return MARKERS[index % len(MARKERS)]


def named(items: T | Mapping[str, T], name: str) -> dict[str, T]:
    """Series by their names; one without a name gets the one given."""
    if isinstance(items, Mapping):
        if not items:
            raise ValueError("Nothing to draw: the mapping of names to series is empty.")
        return {str(key): value for key, value in items.items()}
    return {name: items}


def legend(axes: Axes, **where: Any) -> None:
    """A legend, unless there is only one series without a name."""
    handles, labels = axes.get_legend_handles_labels()
    if handles:
        # matplotlib puts series with error bars last
        order = sorted(range(len(handles)), key=lambda i: not isinstance(handles[i], ErrorbarContainer))
        axes.legend(
            [handles[i] for i in order],
            [labels[i] for i in order],
            frameon=True,
            framealpha=0.9,
            edgecolor="none",
            fontsize="small",
            **where,
        )
