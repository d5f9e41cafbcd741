"""`alsstats accuracy`: how well each sign of a cohort tells ALS from its mimics."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from alsstats.cli.options import (
    Codes,
    Format,
    Interval,
    Level,
    Output,
    Prevalence,
    Quiet,
    codes,
    listed_codes,
    shares,
)
from alsstats.cli.output import deliver
from alsstats.cli.progress import progress


def accuracy(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", readable=False, help="A UTF-8 CSV or TSV file.")
    ],
    present: Annotated[list[str] | None, Codes("Codes that mean present, in a column.")] = None,
    absent: Annotated[list[str] | None, Codes("Codes that mean absent.")] = None,
    not_assessable: Annotated[list[str] | None, Codes("Codes that mean not assessable.")] = None,
    missing: Annotated[
        str | None, typer.Option(metavar="CODE,...", help="Codes that mean missing, in any column.")
    ] = None,
    prevalence: Prevalence = None,
    level: Level = 0.95,
    interval: Interval = "wilson",
    format: Format = None,
    output: Output = None,
    quiet: Quiet = False,
) -> None:
    """Accuracy of every MRI sign in a cohort.

    \b
      alsstats accuracy cohort.csv
      alsstats accuracy cohort.csv --present motor_band=1 --prevalence 0.05,0.1
      alsstats accuracy cohort.csv -o accuracy.json -o accuracy.csv

    Each sign is compared between ALS and each comparison group of the file, and all of them.
    The file has one row a patient, a column 'diagnosis' (ALS, mimics by name, healthy), and signs
    by their usual names: flair_cst, swi_motor_cortex, t2_cst ... coded 0/1, no/yes and the like.
    """
    from alsstats.cohort import read
    from alsstats.diagnostic import accuracy

    projected = shares(prevalence)
    declared = {
        "present": codes("--present", present),
        "absent": codes("--absent", absent),
        "not_assessable": codes("--not-assessable", not_assessable),
    }
    unread = listed_codes(missing) if missing else ()
    with progress(f"reading {file.name}"), read(file, **declared, missing=unread) as cohort:
        result = accuracy(cohort, prevalence=projected, level=level, interval=interval)
    deliver(result, format, output, quiet=quiet, source=file)
