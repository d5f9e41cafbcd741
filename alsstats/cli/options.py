"""Flags that several commands share: one flag means one thing everywhere."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

File = Annotated[
    Path,
    typer.Argument(
        metavar="FILE",
        readable=False,
        help="CSV or other delimited text (also .gz, .zst), Parquet, Excel; - is standard input.",
    ),
]
Reference = Annotated[
    str | None,
    typer.Option(
        metavar="COLUMN",
        help="The column of the reference diagnosis. [default: diagnosis]",
        show_default=False,
    ),
]
Target = Annotated[
    list[str] | None,
    typer.Option(
        metavar="LEVEL,...",
        help="The diagnosis that is the disease. [default: ALS]",
        show_default=False,
    ),
]
Versus = Annotated[
    list[str] | None,
    typer.Option(
        metavar="NAME=LEVEL,...",
        help="A comparison group and its diagnoses; replaces all usual ones. Repeatable.",
    ),
]
LeaveOut = Annotated[
    list[str] | None,
    typer.Option(metavar="LEVEL,...", help="Diagnoses that are neither the disease nor compared."),
]
Certainty = Annotated[
    list[str] | None,
    typer.Option(
        metavar="LEVEL,...",
        help="Categories of certainty (column el_escorial), the most certain first: one "
        "analysis of the first, one of the first two, and so on.",
    ),
]
Sign = Annotated[
    list[str] | None,
    typer.Option(
        metavar="NAME",
        help="Only this sign: known, combined, or a column of any name. Repeatable. "
        "[default: all known]",
        show_default=False,
    ),
]
Parts = Annotated[
    str,
    typer.Option(
        metavar="all|any",
        help="Read a combined sign where every part was read (all), or add those whom the read "
        "parts decide (any).",
    ),
]
Strata = Annotated[
    str | None,
    typer.Option(metavar="COLUMN", help="Also in each group of this column, as the centre."),
]
Prevalence = Annotated[
    list[str] | None,
    typer.Option(metavar="P,P,...", help="Project PPV and NPV to these prevalences, as 0.05,0.1."),
]
Level = Annotated[float, typer.Option(metavar="LEVEL", help="Confidence level.")]
Interval = Annotated[
    str,
    typer.Option(
        metavar="NAME",
        help="Limits of shares: wilson, clopper-pearson, mid-p, blaker, jeffreys or agresti-coull.",
    ),
]
Format = Annotated[
    str | None,
    typer.Option(
        "--format",
        metavar="NAME",
        help="text, json, csv or markdown, on standard output. [default: text, unless --output]",
        show_default=False,
    ),
]
Output = Annotated[
    list[Path] | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        help="Write to this file, format by extension: .txt .json .csv .md. Repeatable.",
    ),
]
Quiet = Annotated[
    bool, typer.Option("--quiet", "-q", help="Do not say what was assumed.", show_default=False)
]
