"""`alsstats exclusion`: in how many of those scanned MRI found another cause."""

from __future__ import annotations

from typing import Annotated

import typer

from alsstats.cli.options import (
    File,
    Format,
    Interval,
    Level,
    Output,
    Quiet,
    Reference,
)
from alsstats.cli.output import deliver
from alsstats.cli.parsing import listed, named_levels
from alsstats.cli.plots import Plot, PlotWidth, plots
from alsstats.cli.progress import progress
from alsstats.cli.reading import How, reading


@reading
def exclusion(
    file: File,
    how: How,
    reference: Reference = None,
    cause: Annotated[
        str | None,
        typer.Option(
            metavar="COLUMN",
            help="The column of the cause that was found. [default: other_cause]",
            show_default=False,
        ),
    ] = None,
    found: Annotated[
        str | None,
        typer.Option(
            metavar="COLUMN",
            help="The column of whether one was found. [default: other_cause_found]",
            show_default=False,
        ),
    ] = None,
    none: Annotated[
        list[str] | None,
        typer.Option(metavar="CODE,...", help="Codes of the cause that mean that there was none."),
    ] = None,
    shows: Annotated[
        list[str] | None,
        typer.Option(
            metavar="CAUSE=LEVEL,...",
            help="The diagnoses that a cause is the sign of. Repeatable.",
        ),
    ] = None,
    level: Level = 0.95,
    interval: Interval = "wilson",
    format: Format = None,
    output: Output = None,
    plot: Plot = None,
    plot_width: PlotWidth = 174,
    quiet: Quiet = False,
) -> None:
    """Other causes that MRI found, by final diagnosis.

    \b
      alsstats exclusion cohort.csv
      alsstats exclusion cohort.csv --shows "cord compression=cervical myelopathy"

    Of all who were scanned, in how many another cause was found, by cause and by final diagnosis;
    with --shows, of those with such a diagnosis, in how many MRI showed it. An empty cause is
    missing, unless the column of whether one was found says no.
    """
    from alsstats.cohort import read
    from alsstats.frequency import exclusion

    figures = plots(plot, plot_width)
    with (
        progress(f"reading {file.name}"),
        read(file, **how) as cohort,
    ):
        result = exclusion(
            cohort,
            reference=reference,
            cause=cause,
            found=found,
            none=listed(none),
            shows=named_levels("--shows", shows),
            level=level,
            interval=interval,
        )
    deliver(result, format, output, quiet=quiet, source=file, plots=figures)
