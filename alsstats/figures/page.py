"""The paper that figures are drawn on: sizes in millimetres, one style, marks told apart in grey.

Figures are matplotlib's `Figure` objects, without the state of pyplot.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple
from warnings import catch_warnings, filterwarnings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matplotlib.figure import Figure

ONE_COLUMN, TWO_COLUMNS = 85.0, 174.0  # mm, the widths that journals print
MILLIMETRES = 25.4  # an inch
INK, PALE, RULE = "#1a1a1a", "#6b6b6b", "#b8b8b8"
FADED = "#8f8f8f"  # of lines that few people are behind
MISSING_LETTER = r"Glyph \d+ .* missing from font"
FONTS = ["DejaVu Sans", "Verdana", "Arial", "Helvetica", "sans-serif"]


class Page(NamedTuple):
    """How a figure is printed: its width in mm, and below how many people a curve is greyed."""

    width: float = TWO_COLUMNS
    grey_below: int = 10


class Look(NamedTuple):
    """How one of several groups is drawn, so that it is known without its colour too."""

    colour: str
    line: str | tuple[int, tuple[float, ...]]
    marker: str
    hatch: str


# Okabe and Ito's colours, each darkened until small text in it can be read on white (4.5 : 1).
LOOKS = (
    Look("#0067a0", "solid", "o", ""),
    Look("#b34a00", (0, (5, 2)), "s", "///"),
    Look("#00694d", (0, (1, 1.4)), "D", "..."),
    Look("#8c3d6e", (0, (6, 1.5, 1, 1.5)), "^", "xxx"),
    Look("#1a1a1a", (0, (3, 1.2)), "v", "---"),
    Look("#6a5a00", (0, (8, 2, 1, 2, 1, 2)), "P", "\\\\\\"),
)


def look(place: int) -> Look:
    """Return how the group at that place is drawn; after six the looks begin again."""
    return LOOKS[place % len(LOOKS)]


@contextmanager
def style() -> Iterator[None]:
    """Draw and save within this: text stays text in SVG and PDF, and the same input, same bytes."""
    from matplotlib import rc_context, rcdefaults, rcParams

    own: dict[Any, Any] = {
        "font.family": "sans-serif",
        "font.sans-serif": FONTS,
        "font.size": 7.0,
        "axes.titlesize": 8.0,
        "axes.titleweight": "bold",
        "axes.titlelocation": "left",
        "axes.labelsize": 7.0,
        "axes.edgecolor": INK,
        "axes.labelcolor": INK,
        "axes.linewidth": 0.6,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.unicode_minus": True,
        "text.color": INK,
        "text.parse_math": False,  # a name with two dollar signs is a name
        "xtick.color": INK,
        "ytick.color": INK,
        "xtick.major.width": 0.6,
        "ytick.major.width": 0.6,
        "lines.linewidth": 1.2,
        "hatch.linewidth": 0.5,
        "legend.frameon": False,
        "figure.dpi": 100.0,
        "savefig.dpi": 300.0,
        "svg.fonttype": "none",
        "svg.hashsalt": "alsstats",
        "pdf.fonttype": 42,
    }
    with rc_context(), catch_warnings():
        filterwarnings("ignore", MISSING_LETTER)  # of a PDF or PNG it is an error, where it is made
        rcdefaults()  # whatever a reader's own settings are
        rcParams.update(own)
        yield


def new_figure(page: Page, height: float) -> Figure:
    """Return an empty figure of the page's width and that height, both in mm, without a layout."""
    from matplotlib.figure import Figure

    size = (page.width / MILLIMETRES, height / MILLIMETRES)
    return Figure(figsize=size, facecolor="white")
