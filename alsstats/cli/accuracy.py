"""`alsstats accuracy`: how well each sign of a cohort tells ALS from its mimics."""

from __future__ import annotations

from typing import Annotated

import typer

from alsstats.cli.options import (
    Certainty,
    File,
    Format,
    Interval,
    LeaveOut,
    Level,
    Output,
    Parts,
    Prevalence,
    Quiet,
    Reference,
    Sign,
    Strata,
    Target,
    Versus,
)
from alsstats.cli.output import deliver
from alsstats.cli.parsing import listed, named_levels, shares
from alsstats.cli.plots import Plot, PlotWidth, plots
from alsstats.cli.progress import progress
from alsstats.cli.reading import How, reading


@reading
def accuracy(
    file: File,
    how: How,
    reference: Reference = None,
    target: Target = None,
    versus: Versus = None,
    leave_out: LeaveOut = None,
    certainty: Certainty = None,
    sign: Sign = None,
    compare: Annotated[
        list[str] | None,
        typer.Option(
            metavar="SIGN,SIGN",
            help="Is the one more sensitive or specific than the other, in the same people? "
            "Repeatable.",
        ),
    ] = None,
    strata: Strata = None,
    parts: Parts = "all",
    indeterminate: Annotated[
        str,
        typer.Option(
            metavar="POLICY",
            help="What a reading counts as that is not assessable: exclude, positive, negative, "
            "worst or best.",
        ),
    ] = "exclude",
    prevalence: Prevalence = None,
    level: Level = 0.95,
    interval: Interval = "wilson",
    format: Format = None,
    output: Output = None,
    plot: Plot = None,
    plot_width: PlotWidth = 174,
    quiet: Quiet = False,
) -> None:
    """Accuracy of every MRI sign in a cohort.

    \b
      alsstats accuracy cohort.csv
      alsstats accuracy cohort.csv --present motor_band=1 --prevalence 0.05,0.1
      alsstats accuracy cohort.csv --sign flair_swi --compare flair_swi,flair_cst
      alsstats accuracy cohort.csv --certainty definite,probable --strata centre
      alsstats accuracy cohort.csv -o accuracy.json -o accuracy.csv

    Each sign is compared between ALS and each comparison group of the file, and all of them.
    The file has one row a patient, a column 'diagnosis' (ALS, mimics by name, healthy), and signs
    by their usual names: flair_cst, swi_motor_cortex, t2_cst ... coded 0/1, no/yes and the like.
    'alsstats check FILE' says how each column is understood.
    """
    from alsstats.cohort import read
    from alsstats.diagnostic import accuracy

    figures = plots(plot, plot_width)
    against = named_levels("--versus", versus)
    pairs = [listed(pair) or [] for pair in compare or []]
    projected = shares(prevalence)
    with (
        progress(f"reading {file.name}"),
        read(file, **how) as cohort,
    ):
        result = accuracy(
            cohort,
            reference=reference,
            target=listed(target),
            versus=against,
            leave_out=listed(leave_out),
            certainty=listed(certainty),
            signs=sign or (),
            compare=pairs,
            strata=strata,
            parts=parts,
            indeterminate=indeterminate,
            prevalence=projected,
            level=level,
            interval=interval,
        )
    deliver(result, format, output, quiet=quiet, source=file, plots=figures)
