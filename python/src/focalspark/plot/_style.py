"""Style of all pictures."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any, TypeVar, cast

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.colors import to_rgb, to_rgba
from matplotlib.container import ErrorbarContainer
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.text import Text

from focalspark.plot._theme import UNKNOWN, Theme, theme_of

T = TypeVar("T")

# They also differ in black and white.
LINES = ("-", "--", "-.", (0, (5, 1, 1, 1, 1, 1)), (0, (8, 2)), ":", (0, (3, 1)))
MARKERS = ("o", "s", "^", "D", "v", "P", "X")


class ThemedFigure(Figure):
    """A figure with colors that are readable on its background, which notebooks display automatically.

    Notebooks do not display figures that pyplot did not create.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        face = "none" if mpl.rcParams["savefig.transparent"] else self.get_facecolor()
        #: Themes outside and inside the axes.
        self.outside = theme_of(face)
        self.inside = theme_of(mpl.rcParams["axes.facecolor"] if self.outside != UNKNOWN else "none", face)

    def _repr_png_(self) -> bytes:
        png = io.BytesIO()
        # Without the software version, the same picture always has the same bytes.
        self.savefig(png, format="png", dpi=100, metadata={"Software": None})
        return png.getvalue()

    def savefig(self, fname: Any, *, transparent: bool | None = None, **kwargs: Any) -> None:
        """Saves the picture as matplotlib does. Without a background, it uses colors for any background.

        Parameters
        ----------
        fname : str, path or file
            Destination.
        transparent : bool, optional
            Whether figure and axes have no background; by default ``rcParams["savefig.transparent"]``.
        kwargs
            As for :meth:`matplotlib.figure.Figure.savefig`.
        """
        if transparent is None:
            transparent = bool(mpl.rcParams["savefig.transparent"])
        themes = self.outside, self.inside
        if transparent:
            self._paint(UNKNOWN, UNKNOWN)
        else:
            # rcParams may have changed; the text must match the figure's own background.
            face = kwargs.setdefault("facecolor", "auto")
            self._paint(self.outside if isinstance(face, str) and face == "auto" else theme_of(face), self.inside)
        try:
            super().savefig(fname, transparent=transparent, **kwargs)
        finally:
            self._paint(*themes)

    def _paint(self, outside: Theme, inside: Theme) -> None:
        """Replaces the colors of the current themes with those of other themes."""
        if (outside, inside) == (self.outside, self.inside):
            return
        for axes in self.axes:
            frame = axes.get_legend()
            for text in frame.get_texts() if frame else []:
                _change(text, "color", self.inside.ink, inside.ink)
            if frame:
                frame.set_frame_on(not inside.is_for_any_background)
            for line in axes.findobj(Line2D):
                self._paint_line(line, inside)
            for bars in axes.findobj(LineCollection):
                self._paint_bars(bars, inside)
            paint_axes(axes, outside, inside)
        for text in self.findobj(Text):
            _change(text, "color", self.outside.ink, outside.ink)
        self.outside, self.inside = outside, inside

    def _paint_line(self, line: Any, inside: Theme) -> None:
        _change(line, "markeredgecolor", self.inside.ink, inside.ink)
        for name in ("color", "markeredgecolor", "markerfacecolor"):
            for old, new in zip((*self.inside.series, self.inside.reference), (*inside.series, inside.reference)):
                if _change(line, name, old, new):
                    break

    def _paint_bars(self, bars: Any, inside: Theme) -> None:
        """Recolors error bars, which may be translucent."""
        for red, green, blue, alpha in bars.get_edgecolor()[:1]:
            for old, new in zip(self.inside.series, inside.series):
                if to_rgb(old) == (red, green, blue):
                    bars.set_edgecolor((new, alpha))
                    break


def _change(artist: Any, name: str, old: str, new: str) -> bool:
    """Changes a color of an artist if it is the old one, and keeps its transparency."""
    red, green, blue, alpha = to_rgba(getattr(artist, f"get_{name}")())
    changes = alpha > 0.0 and to_rgb(old) == (red, green, blue)
    if changes:
        artist.set(**{name: new if alpha == 1.0 else (new, alpha)})
    return changes


def paint_axes(axes: Axes, outside: Theme, inside: Theme) -> None:
    """Sets the colors of ticks, labels, frame and grid, which matplotlib also applies to new ticks."""
    axes.tick_params(which="both", colors=outside.ink, grid_color=inside.grid, grid_alpha=inside.grid_alpha)
    axes.spines[:].set_color(outside.ink)
    for text in (axes.xaxis.label, axes.yaxis.label, axes.title):
        text.set_color(outside.ink)


def figure(columns: int = 1, width: float = 6.8, height: float = 4.2) -> tuple[ThemedFigure, list[Axes]]:
    """Creates an empty figure with a row of axes."""
    made = ThemedFigure(figsize=(width, height), layout="constrained")
    axes = [made.add_subplot(1, columns, column + 1) for column in range(columns)]
    for each in axes:
        each.spines[["top", "right"]].set_visible(False)
        each.grid(visible=True, color=made.inside.grid, linewidth=0.7)
        each.set_axisbelow(True)
        paint_axes(each, made.outside, made.inside)
    return made, axes


def theme(axes: Axes) -> Theme:
    """Returns the theme inside the axes."""
    return cast(ThemedFigure, axes.figure).inside


def style(axes: Axes, index: int) -> dict[str, Any]:
    """Returns color and line style of the series with this index."""
    colors = theme(axes).series
    return {"color": colors[index % len(colors)], "linestyle": LINES[index % len(LINES)]}


def reference(axes: Axes) -> dict[str, Any]:
    """Returns the style of a reference line."""
    return {"color": theme(axes).reference, "linewidth": 1, "linestyle": ":"}


def marker(index: int) -> str:
    """Returns the marker of the series with this index."""
    return MARKERS[index % len(MARKERS)]


def named(items: T | Mapping[str, T], name: str) -> dict[str, T]:
    """Returns series by name. A single series gets the given name."""
    if isinstance(items, Mapping):
        if not items:
            raise ValueError("Nothing to draw: the mapping of names to series is empty.")
        return {str(key): value for key, value in items.items()}
    return {name: items}


def legend(axes: Axes, **where: Any) -> None:
    """Adds a legend, unless there is only one series without a name."""
    handles, labels = axes.get_legend_handles_labels()
    if handles:
        # matplotlib puts series with error bars last
        order = sorted(range(len(handles)), key=lambda i: not isinstance(handles[i], ErrorbarContainer))
        axes.legend(
            [handles[i] for i in order],
            [labels[i] for i in order],
            frameon=not theme(axes).is_for_any_background,
            framealpha=0.9,
            edgecolor="none",
            labelcolor=theme(axes).ink,
            fontsize="small",
            **where,
        )
