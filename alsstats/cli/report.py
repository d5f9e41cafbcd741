"""`alsstats report`: every answer of a cohort on one page that opens anywhere, offline."""

from __future__ import annotations

import sys
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from alsstats.cli.options import (
    File,
    Level,
    Prevalence,
    Quiet,
)
from alsstats.cli.output import (
    NO_MODEL,
    command,
    is_incomplete,
    not_the_data,
    print_out,
)
from alsstats.cli.parsing import shares
from alsstats.cli.plots import PlotWidth, plots
from alsstats.cli.progress import progress
from alsstats.cli.reading import How, reading
from alsstats.cli.writing import make_folder, write_all
from alsstats.errors import UsageError, printable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from alsstats.report import Report

FIGURE_FILES = (".svg", ".pdf", ".png")


@reading
def report(
    file: File,
    how: How,
    without: Annotated[
        list[str] | None,
        typer.Option(
            metavar="SECTION",
            help="Leave out: describe, prevalence, exclusion, accuracy or survival. Repeatable.",
        ),
    ] = None,
    prevalence: Prevalence = None,
    level: Level = 0.95,
    output: Annotated[
        list[Path] | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Write the page to this .html, or every number to this .json. Repeatable. "
            "[default: the page, on standard output]",
            show_default=False,
        ),
    ] = None,
    figures: Annotated[
        Path | None,
        typer.Option(
            metavar="FOLDER", help="Also write each figure there, as .svg, .pdf and .png."
        ),
    ] = None,
    plot_width: PlotWidth = 174,
    quiet: Quiet = False,
) -> None:
    """One offline page: every answer of a cohort, with its figures.

    \b
      alsstats report cohort.csv -o report.html -o results.json
      alsstats report cohort.csv --study study.toml -o report.html --figures figures
      alsstats report cohort.csv --without survival --prevalence 0.05,0.1 -o report.html

    The page loads nothing from anywhere and holds no date: the same data give the same bytes. What
    is asked, and of whom, is said in the study file. A section that cannot be computed says why in
    its place, the rest stands, and the exit code is 5.
    """
    from alsstats.cohort import read
    from alsstats.report import build_report

    plots(None, plot_width)  # refuses another width
    written = {path: _made_by(path, file) for path in output or []}
    with (
        progress(f"reporting {file.name}"),
        read(file, **how) as cohort,
    ):
        built = build_report(
            cohort,
            without=without or (),
            prevalence=shares(prevalence),
            level=level,
            command=command(),
        )
        files = {path: made(built).encode() for path, made in written.items()}
        files |= _drawn(built, figures, plot_width) if figures else {}
        printed = "" if written else built.html()
    if figures:
        make_folder(figures)
    _deliver(built, files, printed, quiet=quiet)


def _made_by(path: Path, source: Path) -> Callable[[Report], str]:
    """Return what makes the file: the page, or every number."""
    from alsstats.report import Report

    not_the_data(path, source)
    made = {".html": Report.html, ".json": Report.json}.get(path.suffix.lower())
    if made is None:
        raise UsageError(
            f"no report is made as '{path.name}'",
            found=["extensions: .html, .json"],
            fix="-o report.html",
        )
    return made


def _drawn(built: Report, folder: Path, width: int) -> dict[Path, bytes]:
    """Return the files of every figure of every answer."""
    from alsstats.figures import file_of

    files: dict[Path, bytes] = {}
    for (name, (result, kind)), extension in product(built.figures().items(), FIGURE_FILES):
        path = folder / f"{name}{extension}"
        try:
            files[path] = file_of(result, extension, kind, width=width)
        except UsageError as error:
            print(f"note: {path.name}: {error.what}", file=sys.stderr)
    return files


def _deliver(built: Report, files: Mapping[Path, bytes], printed: str, *, quiet: bool) -> None:
    """Write and print; then tell what failed, last, and leave with 5 if anything did."""
    write_all(files)
    held = [text for result in built.results.values() for text in result.provenance["assumed"]]
    for text in () if quiet else dict.fromkeys(held):
        print(f"assumed: {printable(text)}", file=sys.stderr)
    for path in files:
        if path.suffix in {".html", ".json"}:
            print(f"wrote {path}", file=sys.stderr)
    print_out(printed)
    for error in built.failures.values():
        print(error, file=sys.stderr)
    if built.failures or any(map(is_incomplete, built.results.values())):
        raise typer.Exit(NO_MODEL)
