"""`--plot`: which figures of an answer go to which files."""

from __future__ import annotations

from os.path import realpath
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from alsstats.cli.progress import progress
from alsstats.errors import UsageError

if TYPE_CHECKING:
    from alsstats.result import Result

WIDTHS = (85, 174)  # mm, one column of a journal and two

Plot = Annotated[
    list[str] | None,
    typer.Option(
        metavar="FILE|NAME=FILE",
        help="Draw the answer to this file: .svg, .pdf, or .png at 300 dpi. NAME chooses among its "
        "figures, which a wrong one lists. Repeatable.",
    ),
]
PlotWidth = Annotated[
    int, typer.Option(metavar="85|174", help="Width of figures in mm: one column, or two.")
]
GreyBelow = Annotated[
    int,
    typer.Option(metavar="N", help="Grey a survival curve where fewer than this many are at risk."),
]


class Plots(NamedTuple):
    """The figures that were asked for: a name (None is the main one) and a file each."""

    wanted: tuple[tuple[str | None, Path], ...] = ()
    width: int = WIDTHS[1]
    grey_below: int = 10


def plots(texts: list[str] | None, width: int, grey_below: int = 10) -> Plots:
    """Read `FILE` and `NAME=FILE`, before anything is computed."""
    from alsstats.figures.files import known

    if width not in WIDTHS:
        raise UsageError(f"{width} is not a width of figures", fix="--plot-width 85")
    if grey_below < 0:
        raise UsageError("nobody can be fewer than none", fix="--grey-below 10")
    wanted: list[tuple[str | None, Path]] = []
    for text in texts or []:
        name, separator, path = text.partition("=")
        file = Path(path if separator else name)
        known(file.suffix)
        if any(realpath(file) == realpath(other) for _, other in wanted):
            raise UsageError(
                f"two figures would be written to '{file}'", fix="--plot flow=flow.svg"
            )
        wanted.append((name if separator else None, file))
    return Plots(tuple(wanted), width, grey_below)


def drawn(result: Result, asked: Plots) -> dict[Path, bytes]:
    """Return the files of the figures."""
    if not asked.wanted:
        return {}
    from alsstats.figures import file_of

    with progress("drawing"):
        return {
            path: file_of(result, path.suffix, name, width=asked.width, grey_below=asked.grey_below)
            for name, path in asked.wanted
        }
