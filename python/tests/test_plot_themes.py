"""Pictures on light, dark and unknown backgrounds: the contrast of everything that is drawn (WCAG 2)."""

from __future__ import annotations

import io

import matplotlib as mpl
import matplotlib.image
import matplotlib.style
import numpy as np
import pandas as pd
import pytest
from matplotlib.collections import LineCollection
from matplotlib.colors import to_rgb, to_rgba
from matplotlib.lines import Line2D
from matplotlib.text import Text
from pictures import SCORED

from focalspark import plot

FITS = {
    f"fit {i}": pd.DataFrame({"objective": [1.0 + i, 0.5, 0.2], "gradientNorm": [1.0, 0.1, 0.01]}) for i in range(7)
}
TUNED = pd.DataFrame(
    [
        {
            "gamma": g,
            "regParam": r,
            "meanMetric": 0.5 + r - g / 100,
            "standardError": 0.05,
            "chosen": (g, r) == (0, 0.7),
        }
        for g in [0.0, 2.0]
        for r in [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7]
    ]
)
PICTURES = {
    "loss_curves": lambda: plot.loss_curves([0.0, 0.5, 1.0, 2.0, 3.0, 4.0, 5.0]),
    "convergence": lambda: plot.convergence(FITS),
    "reliability": lambda: plot.reliability({f"{i}": SCORED for i in range(7)}),
    "precision_recall": lambda: plot.precision_recall({f"{i}": SCORED for i in range(7)}, threshold=0.3),
    "threshold_costs": lambda: plot.threshold_costs(SCORED, false_positive=1, false_negative=3),
    "gamma_grid": lambda: plot.gamma_grid(TUNED),
}
#: Pages of notebooks: light, GitHub's dark, JupyterLab's dark, black.
DARK_PAGES = ["#0d1117", "#111111", "#1e1e1e", "#000000"]


def luminance(color):
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(color)]
    return float(np.dot([0.2126, 0.7152, 0.0722], linear))


def contrast(color, page):
    darker, lighter = sorted((luminance(color), luminance(page)))
    return (lighter + 0.05) / (darker + 0.05)


def drawn(figure):
    """Colors of texts and of lines, markers and bars, those of the grid apart."""
    texts = {to_rgba(text.get_color()) for text in figure.findobj(Text) if text.get_text() and text.get_visible()}
    grid = {line for axes in figure.axes for line in [*axes.get_xgridlines(), *axes.get_ygridlines()]}
    lines = set()
    for line in figure.findobj(Line2D):
        if line in grid or not line.get_visible() or not len(line.get_xdata()):
            continue
        if line.get_linestyle() != "None":
            lines.add(to_rgba(line.get_color()))
        if line.get_marker() not in ("None", None, ""):
            lines.add(to_rgba(line.get_markeredgecolor()))
    for bars in figure.findobj(LineCollection):
        lines |= {(*color[:3], 1.0) for color in bars.get_edgecolor()}
    for axes in figure.axes:
        lines |= {to_rgba(spine.get_edgecolor()) for spine in axes.spines.values() if spine.get_visible()}
    return texts, lines


def assert_readable(figure, page, text, line):
    texts, lines = drawn(figure)
    assert texts and lines
    assert min(contrast(color, page) for color in texts) >= text
    assert min(contrast(color, page) for color in lines) >= line


@pytest.fixture(params=PICTURES)
def picture(request):
    return PICTURES[request.param]


def saved(figure, **how):
    """What a file of the figure has in its corner, red, green, blue and alpha, and the colors while it is written."""
    png, colors = io.BytesIO(), []

    class Spy(io.BytesIO):
        def write(self, data):
            colors.append(drawn(figure))
            return super().write(data)

    spy = Spy()
    figure.savefig(spy, format="png", dpi=40, **how)
    png = io.BytesIO(spy.getvalue())
    return matplotlib.image.imread(png)[0, 0], colors[0]


def test_readable_on_white(picture):
    # The two lightest hues of Okabe and Ito have 2.2, and differ by dashes and markers too.
    assert_readable(picture(), "white", text=21.0, line=2.2)


def test_readable_in_the_dark_style_of_matplotlib(picture):
    with mpl.style.context("dark_background"):
        assert_readable(picture(), "black", text=15.0, line=4.5)


def test_readable_on_a_dark_face_with_the_text_color_left_alone(picture):
    with mpl.rc_context({"figure.facecolor": "#1e1e1e", "axes.facecolor": "#1e1e1e"}):
        assert_readable(picture(), "#1e1e1e", text=15.0, line=4.5)


@pytest.mark.parametrize(
    "settings", [{"figure.facecolor": "none", "axes.facecolor": "none"}, {"savefig.transparent": True}]
)
def test_readable_anywhere_where_figures_have_no_background(picture, settings):
    with mpl.rc_context(settings):
        figure = picture()
        for page in ["white", *DARK_PAGES]:
            assert_readable(figure, page, text=3.0, line=3.0)
        corner, _ = saved(figure)
        assert corner[3] == 0.0


def test_readable_anywhere_where_one_is_saved_without_background(picture):
    figure = picture()
    figure._repr_png_()  # matplotlib may find a better place for the legend once it knows the layout
    before = drawn(figure), figure._repr_png_()
    corner, (texts, lines) = saved(figure, transparent=True)
    assert corner[3] == 0.0
    for page in ["white", *DARK_PAGES]:
        assert min(contrast(color, page) for color in texts | lines) >= 3.0
    assert (drawn(figure), figure._repr_png_()) == before


def test_a_figure_keeps_the_background_for_which_it_was_drawn(picture):
    figure = picture()
    with mpl.style.context("dark_background"):
        corner, (texts, _) = saved(figure)
    assert list(corner) == [1.0, 1.0, 1.0, 1.0]
    assert texts == {to_rgba("black")}


def test_what_is_outside_the_axes_is_readable_on_the_background_that_is_asked_for():
    figure = plot.loss_curves()
    corner, _ = saved(figure, facecolor="#101010")
    assert max(corner[:3]) < 0.1
    labels = []

    class Spy(io.BytesIO):
        def write(self, data):
            labels.append(figure.axes[0].xaxis.label.get_color())
            return super().write(data)

    figure.savefig(Spy(), format="png", facecolor="#101010")
    assert contrast(labels[0], "#101010") > 15.0
    assert to_rgba(figure.axes[0].xaxis.label.get_color()) == to_rgba("black")


def test_the_text_color_of_the_user_is_kept_where_it_can_be_read():
    with mpl.rc_context({"text.color": "#333366"}):
        figure = plot.loss_curves()
    assert to_rgba(figure.axes[0].title.get_color()) == to_rgba("#333366")
