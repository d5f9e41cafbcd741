"""`alsstats prevalence`: how often each finding is present, by category."""

from __future__ import annotations

from typing import Annotated

import typer

from alsstats.cli.frequency_options import (
    Against,
    Among,
    Category,
    Finding,
    Merge,
    Number,
    Order,
    PAdjust,
    Seed,
)
from alsstats.cli.options import (
    File,
    Format,
    Interval,
    Level,
    Output,
    Parts,
    Quiet,
)
from alsstats.cli.output import deliver
from alsstats.cli.parsing import listed, named_levels, numbers
from alsstats.cli.plots import Plot, PlotWidth, plots
from alsstats.cli.progress import progress
from alsstats.cli.reading import How, reading


@reading
def prevalence(
    file: File,
    how: How,
    by: Annotated[
        list[str] | None,
        typer.Option(
            metavar="COLUMN",
            help="The category, or 'progression' (slow, average, rapid). Repeatable. "
            "[default: diagnosis, unless --with or --paired is given]",
            show_default=False,
        ),
    ] = None,
    finding: Finding = None,
    order: Order = None,
    merge: Merge = None,
    among: Among = None,
    against: Against = None,
    scores: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NUMBER,...",
            help="Scores of ordered levels, for the trend. [default: 0,1,2 ...]",
            show_default=False,
        ),
    ] = None,
    strata: Annotated[
        str | None,
        typer.Option(
            metavar="COLUMN", help="Pool odds ratios over the groups of this column, as the centre."
        ),
    ] = None,
    adjust: Annotated[
        list[str] | None,
        typer.Option(
            metavar="COLUMN,...",
            help="Standardise the prevalences to these, as age_at_onset,sex.",
        ),
    ] = None,
    category: Category = None,
    number: Number = None,
    graded: Annotated[
        list[str] | None,
        typer.Option(
            "--with",
            metavar="COLUMN,...",
            help="Does a finding go with these numbers, as alsfrs_r,umn_score,dfs?",
        ),
    ] = None,
    paired: Annotated[
        str | None,
        typer.Option(
            metavar="COLUMN",
            help="Compare the levels of this column, as the visit, in the same patients; needs "
            "--rows visit.",
        ),
    ] = None,
    paired_limits: Annotated[
        str, typer.Option(metavar="NAME", help="Limits of a paired difference: tango or newcombe.")
    ] = "tango",
    parts: Parts = "all",
    p_adjust: PAdjust = "holm",
    seed: Seed = 1,
    level: Level = 0.95,
    interval: Interval = "wilson",
    format: Format = None,
    output: Output = None,
    plot: Plot = None,
    plot_width: PlotWidth = 174,
    quiet: Quiet = False,
) -> None:
    """Prevalence of every finding, by category.

    \b
      alsstats prevalence cohort.csv --by diagnosis
      alsstats prevalence cohort.csv --by el_escorial --merge "early=possible,suspected"
      alsstats prevalence cohort.csv --by progression --among diagnosis=ALS
      alsstats prevalence cohort.csv --among diagnosis=ALS --with alsfrs_r,umn_score
      alsstats prevalence visits.csv --rows visit --paired visit

    Each finding in each level: how many have it of those in whom it was assessed. Levels are
    compared with one of them (--against), and tested for any difference, and for a trend where
    their order is declared.
    """
    from alsstats.cohort import read
    from alsstats.frequency import prevalence

    figures = plots(plot, plot_width)
    with (
        progress(f"reading {file.name}"),
        read(file, **how) as cohort,
    ):
        result = prevalence(
            cohort,
            by=by,
            findings=finding,
            order=listed(order),
            merge=named_levels("--merge", merge),
            among=named_levels("--among", among),
            against=against,
            scores=numbers("--scores", scores),
            strata=strata,
            adjust=listed(adjust),
            category=listed(category),
            number=listed(number),
            with_=listed(graded),
            paired=paired,
            paired_limits=paired_limits,
            parts=parts,
            p_adjust=p_adjust,
            seed=seed,
            level=level,
            interval=interval,
        )
    deliver(result, format, output, quiet=quiet, source=file, plots=figures)
