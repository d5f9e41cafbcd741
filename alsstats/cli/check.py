"""`alsstats check`: how each column of a cohort is understood, and what is wrong with it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from alsstats.cli.options import (
    Certainty,
    File,
    LeaveOut,
    Reference,
    Sign,
    Target,
    Versus,
)
from alsstats.cli.output import not_the_data, print_out
from alsstats.cli.parsing import listed, named_levels
from alsstats.cli.progress import progress
from alsstats.cli.reading import How, reading
from alsstats.cli.writing import write_all

FOUND = 1  # the exit code


@reading
def check(
    file: File,
    how: How,
    reference: Reference = None,
    target: Target = None,
    versus: Versus = None,
    leave_out: LeaveOut = None,
    certainty: Certainty = None,
    sign: Sign = None,
    format: Annotated[
        str, typer.Option(metavar="FORMAT", help="How it is printed: text, json or github.")
    ] = "text",
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FILE", help="Write it there, and print nothing."),
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit code 1 for warnings, too.")
    ] = False,
    show_ids: Annotated[
        bool, typer.Option("--show-ids", help="Name the patients of the rows that are named.")
    ] = False,
) -> None:
    """How each column of a cohort is understood, and what is wrong with it or looks so.

    \b
      alsstats check cohort.csv
      alsstats check cohort.csv --present motor_band=1
      alsstats check cohort.csv --format github --strict

    Lists the columns with the part they play, assumed or declared, and their codes with counts.
    Then come notes, warnings, and last the errors: what accuracy, prevalence, exclusion or survival
    would refuse, with a line to add for each. Nothing is computed, and no patient is named. Exit
    code 1 if there is an error; 'alsstats explain NAME' says more of each.
    """
    from alsstats.lint import FORMATS, check
    from alsstats.study import one_of

    one_of("--format", format, tuple(FORMATS))
    if output:
        not_the_data(output, file)
    with progress(f"reading {file.name}"):
        found = check(
            file,
            reference=reference,
            target=listed(target),
            versus=named_levels("--versus", versus),
            leave_out=listed(leave_out),
            certainty=listed(certainty),
            signs=sign or (),
            show_ids=show_ids,
            **how,
        )
    text = FORMATS[format](found, str(file))
    if output:
        write_all({output: text.encode()})
    else:
        print_out(text)
    counted = {"error", "warning"} if strict else {"error"}
    if any(one.severity in counted for one in found.findings):
        raise typer.Exit(FOUND)
