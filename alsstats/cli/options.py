"""Flags that several commands share: one flag means one thing everywhere."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from alsstats.errors import UsageError

Prevalence = Annotated[
    str | None,
    typer.Option(metavar="P,P,...", help="Project PPV and NPV to these prevalences, as 0.05,0.1."),
]
Level = Annotated[float, typer.Option(metavar="LEVEL", help="Confidence level.")]
Interval = Annotated[
    str,
    typer.Option(
        metavar="NAME",
        help="Limits of shares: wilson, clopper-pearson, jeffreys or agresti-coull.",
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


def Codes(help: str) -> object:  # noqa: N802
    """Make a flag that maps columns to codes."""
    return typer.Option(metavar="COLUMN=CODE,...", help=help)


def shares(text: str | None) -> list[float]:
    """Read `0.05,0.1` as numbers.

    >>> shares("0.05,0.1")
    [0.05, 0.1]
    """
    try:
        return [] if text is None else [float(part) for part in text.split(",")]
    except ValueError:
        raise UsageError(
            "--prevalence takes numbers between 0 and 1",
            found=[f"given: {text}"],
            fix="--prevalence 0.05,0.1",
        ) from None


def listed_codes(text: str) -> list[str]:
    """Read `1,2` as codes; one that holds a comma stands in double quotes.

    >>> listed_codes('1,"yes, left"')
    ['1', 'yes, left']
    """
    import csv

    try:
        return next(csv.reader([text], skipinitialspace=True, strict=True))
    except csv.Error:
        raise UsageError(
            "a code with a comma or a quote stands in double quotes",
            found=[f"given: {text}"],
            fix="""--present 'COLUMN=1,"yes, left"'""",
        ) from None


def codes(flag: str, given: list[str] | None) -> dict[str, list[str]]:
    """Read repeated `COLUMN=CODE,CODE` as a mapping.

    >>> codes("--present", ["motor_band=1", "snake_eyes=1,2"])
    {'motor_band': ['1'], 'snake_eyes': ['1', '2']}
    """
    declared: dict[str, list[str]] = {}
    for item in given or []:
        column, equals, listed = item.partition("=")
        if not (column and equals and listed):
            raise UsageError(
                f"{flag} takes a column, an equals sign and codes",
                found=[f"given: {item}"],
                fix=f"{flag} COLUMN=CODE",
            )
        declared.setdefault(column.strip(), []).extend(listed_codes(listed))
    return declared
