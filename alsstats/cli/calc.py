"""`alsstats calc`: accuracy from four counts."""

from __future__ import annotations

from typing import Annotated

import typer

from alsstats.cli.options import Format, Interval, Level, Output, Prevalence, Quiet
from alsstats.cli.output import deliver
from alsstats.cli.parsing import shares
from alsstats.cli.plots import Plot, PlotWidth, plots
from alsstats.errors import UsageError, did_you_mean

CELLS = 4
LONGEST = 20  # digits of a count
FLAGS = ("--sens", "--spec", "--prevalence", "--level", "--interval", "--format", "--output")


def calc(
    counts: Annotated[
        list[str] | None,
        typer.Argument(metavar="TP FP FN TN", help="The four counts.", show_default=False),
    ] = None,
    sens: Annotated[
        float | None, typer.Option(metavar="SHARE", help="Sensitivity, where counts are not known.")
    ] = None,
    spec: Annotated[
        float | None, typer.Option(metavar="SHARE", help="Specificity, where counts are not known.")
    ] = None,
    prevalence: Prevalence = None,
    level: Level = 0.95,
    interval: Interval = "wilson",
    format: Format = None,
    output: Output = None,
    plot: Plot = None,
    plot_width: PlotWidth = 174,
    quiet: Quiet = False,
) -> None:
    """Accuracy from the four counts of a 2x2 table.

    \b
      alsstats calc 670 202 74 640
      alsstats calc 28 3 12 13 --prevalence 0.05,0.1
      alsstats calc --sens 0.70 --spec 0.81 --prevalence 0.05,0.1

    TP and FP are people with the sign, with and without the disease; FN and TN those without the
    sign. With --sens and --spec alone there are no limits: nothing says how many people they rest
    on.
    """
    from alsstats.diagnostic import calc

    figures = plots(plot, plot_width)
    tp, fp, fn, tn = _cells(counts or [])
    result = calc(
        tp=tp,
        fp=fp,
        fn=fn,
        tn=tn,
        sens=sens,
        spec=spec,
        prevalence=shares(prevalence),
        level=level,
        interval=interval,
    )
    deliver(result, format, output, quiet=quiet, plots=figures)


def _cells(counts: list[str]) -> list[int] | list[None]:
    """Read the counts; a word with dashes is a flag that does not exist, not a count."""
    for text in counts:
        if text.startswith("-") and not text[1:].isdigit():
            raise UsageError(f"there is no flag {text}{did_you_mean(text, FLAGS)}")
        if not text.removeprefix("-").isdecimal() or len(text) > LONGEST:
            raise UsageError("a count must be a whole number of people", found=[f"given: {text}"])
    if counts and len(counts) != CELLS:
        raise UsageError(
            "calc takes four counts, TP FP FN TN",
            found=[f"given: {' '.join(counts)}"],
            fix="alsstats calc 28 3 12 13",
        )
    return [int(text) for text in counts] if counts else [None] * CELLS
