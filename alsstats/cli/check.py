"""`alsstats check`: how each column of a cohort is understood."""

from __future__ import annotations

import sys

import typer

from alsstats.cli.options import (
    Absent,
    Certainty,
    Define,
    File,
    Id,
    LeaveOut,
    Missing,
    NotAssessable,
    Present,
    Reference,
    RowsAre,
    Sign,
    StudyFile,
    Target,
    Versus,
)
from alsstats.cli.parsing import how_to_read, listed, named_levels
from alsstats.cli.progress import progress


def check(
    file: File,
    study: StudyFile = None,
    reference: Reference = None,
    target: Target = None,
    versus: Versus = None,
    leave_out: LeaveOut = None,
    certainty: Certainty = None,
    sign: Sign = None,
    define: Define = None,
    present: Present = None,
    absent: Absent = None,
    not_assessable: NotAssessable = None,
    missing: Missing = None,
    id: Id = None,
    rows: RowsAre = None,
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
            **how_to_read(study, id, rows, present, absent, not_assessable, missing, define),
        )
    sys.stdout.write(str(found))
    if found.problems:
        raise typer.Exit(1)
