"""Colors for light, dark and unknown backgrounds."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import matplotlib as mpl
from matplotlib.colors import to_hex, to_rgba

# WCAG 2 requires this contrast for text, and 3 for lines.
_READABLE = 4.5


@dataclass(frozen=True)
class Theme:
    """Colors of a picture.

    ``ink`` is the color of text, axes and rings; ``grid`` (with opacity ``grid_alpha``) and ``reference`` are the
    colors of lines behind the series. The ``series`` colors differ for all common kinds of color blindness.
    """

    ink: str
    grid: str
    reference: str
    series: tuple[str, ...]
    grid_alpha: float = 1.0

    @property
    def is_for_any_background(self) -> bool:
        """Whether the background is unknown, so that boxes must not be drawn."""
        return self == UNKNOWN


# Okabe and Ito, without the yellow, which is too faint on white.
LIGHT = Theme(
    ink="#000000",
    grid="#E3E3E3",
    reference="#6E6E6E",
    series=("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00", "#000000"),
)
# The same hues with a contrast of at least 5 to 1 on dark gray.
DARK = Theme(
    ink="#FFFFFF",
    grid="#4A4A4A",
    reference="#A8A8A8",
    series=("#4C9BE8", "#F28E4B", "#33C79B", "#E0A0C8", "#8FD3FF", "#F2C14E", "#FFFFFF"),
)
# Contrast of at least 3 to 1 on both white and dark gray.
UNKNOWN = Theme(
    ink="#808080",
    grid="#808080",
    reference="#7A7A7A",
    series=("#0072B2", "#D55E00", "#009E73", "#C273A0", "#3A94CC", "#B07A00", "#808080"),
    grid_alpha=0.35,
)


def theme_of(face: Any, behind: Any = "none") -> Theme:
    """Returns the theme for a background color over another color."""
    red, green, blue, alpha = to_rgba(face)
    under = to_rgba(behind)
    covered = alpha + (1.0 - alpha) * under[3]
    if covered < 0.5:
        return UNKNOWN
    mixed = [
        (alpha * above + (1.0 - alpha) * under[3] * below) / covered for above, below in zip((red, green, blue), under)
    ]
    theme = LIGHT if _contrast(mixed, to_rgba("black")) > _contrast(mixed, to_rgba("white")) else DARK
    text = mpl.rcParams["text.color"]
    if _contrast(mixed, to_rgba(text)) >= _READABLE:
        return replace(theme, ink=to_hex(text))
    return theme


def _contrast(one: Any, other: Any) -> float:
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: Any) -> float:
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in color[:3])
    return 0.2126 * float(red) + 0.7152 * float(green) + 0.0722 * float(blue)
