"""`alsstats describe`: what the people of every group are like, a table one."""

from __future__ import annotations

from typing import Annotated

import typer

from alsstats.cli.frequency_options import (
    Against,
    Among,
    Category,
    Merge,
    Number,
    Order,
    Seed,
)
from alsstats.cli.options import (
    File,
    Format,
    Output,
    Quiet,
)
from alsstats.cli.output import deliver
from alsstats.cli.parsing import listed, named_levels
from alsstats.cli.plots import Plot, PlotWidth, plots
from alsstats.cli.progress import progress
from alsstats.cli.reading import How, reading


@reading
def describe(
    file: File,
    how: How,
    by: Annotated[
        str | None,
        typer.Option(
            metavar="COLUMN",
            help="The groups: the levels of this column, or those with and without this sign. "
            "[default: everyone alone]",
            show_default=False,
        ),
    ] = None,
    column: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME",
            help="Describe this column or sign alone. Repeatable. [default: all whose kind is "
            "known]",
            show_default=False,
        ),
    ] = None,
    category: Category = None,
    number: Number = None,
    mean: Annotated[
        list[str] | None,
        typer.Option(
            metavar="COLUMN,...",
            help="Numbers to give as mean and standard deviation, not as median and quartiles.",
        ),
    ] = None,
    left_out: Annotated[
        str | None,
        typer.Option(
            metavar="SIGN",
            help="The groups: those in whom this sign was assessed, and those left out.",
        ),
    ] = None,
    order: Order = None,
    merge: Merge = None,
    among: Among = None,
    against: Against = None,
    p_values: Annotated[
        bool, typer.Option("--p-values", help="Test whether the groups differ.", show_default=False)
    ] = False,
    seed: Seed = 1,
    format: Format = None,
    output: Output = None,
    plot: Plot = None,
    plot_width: PlotWidth = 174,
    quiet: Quiet = False,
) -> None:
    """What the people of every group are like: a table one.

    \b
      alsstats describe cohort.csv --by diagnosis
      alsstats describe cohort.csv --by diagnosis --against ALS --mean age_at_onset
      alsstats describe cohort.csv --by flair_swi
      alsstats describe cohort.csv --left-out flair_swi

    A finding or a category as people and percent, a number as median and quartiles, missing values
    in every group, and standardised mean differences from the group named with --against. What a
    column is comes from the study file, from --category and --number, or from its usual name;
    never from how many different values it holds.
    """
    from alsstats.cohort import read
    from alsstats.frequency import describe

    figures = plots(plot, plot_width)
    with (
        progress(f"reading {file.name}"),
        read(file, **how) as cohort,
    ):
        result = describe(
            cohort,
            by=by,
            columns=column,
            category=listed(category),
            number=listed(number),
            mean=listed(mean),
            left_out=left_out,
            order=listed(order),
            merge=named_levels("--merge", merge),
            among=named_levels("--among", among),
            against=against,
            p_values=p_values,
            seed=seed,
        )
    deliver(result, format, output, quiet=quiet, source=file, plots=figures)
