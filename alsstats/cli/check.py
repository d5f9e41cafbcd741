"""`alsstats check`: how each column of a cohort is understood."""

from __future__ import annotations

import sys

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
from alsstats.cli.parsing import listed, named_levels
from alsstats.cli.progress import progress
from alsstats.cli.reading import How, reading


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
) -> None:
    """How each column of a cohort is understood.

    \b
      alsstats check cohort.csv
      alsstats check cohort.csv --present motor_band=1

    Lists the columns with the part they play, assumed or declared, and their codes with counts,
    and every problem that 'alsstats accuracy' would stop at, with a line to add for each. Nothing
    is computed. Exit code 1 if there is a problem.
    """
    from alsstats.cohort import check

    with progress(f"reading {file.name}"):
        found = check(
            file,
            reference=reference,
            target=listed(target),
            versus=named_levels("--versus", versus),
            leave_out=listed(leave_out),
            certainty=listed(certainty),
            signs=sign or (),
            **how,
        )
    sys.stdout.write(str(found))
    if found.problems:
        raise typer.Exit(1)
