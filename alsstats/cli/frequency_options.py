"""Flags that the questions of frequency share."""

from __future__ import annotations

from typing import Annotated

import typer

Finding = Annotated[
    list[str] | None,
    typer.Option(
        metavar="NAME",
        help="Only this finding: a known sign, a combined one, or a column of any name. "
        "Repeatable. [default: all known]",
        show_default=False,
    ),
]
Among = Annotated[
    list[str] | None,
    typer.Option(
        metavar="COLUMN=LEVEL,...",
        help="Only among these people, as diagnosis=ALS; the others are left out and counted. "
        "Repeatable.",
    ),
]
Merge = Annotated[
    list[str] | None,
    typer.Option(
        metavar="NAME=LEVEL,...",
        help="Take several levels for one, under this name. Repeatable.",
    ),
]
Order = Annotated[
    str | None,
    typer.Option(
        metavar="LEVEL,...",
        help="All levels, in their order: an empty one is shown, another one refused.",
    ),
]
Against = Annotated[
    str | None,
    typer.Option(
        metavar="LEVEL",
        help="The level that the others are compared with, or all-pairs. [default: the last, where "
        "the order is declared or there are two]",
        show_default=False,
    ),
]
PAdjust = Annotated[
    str,
    typer.Option(
        "--p-adjust",
        metavar="NAME",
        help="How p values of one family are adjusted: holm, bh (Benjamini-Hochberg) or none.",
    ),
]
Category = Annotated[
    list[str] | None, typer.Option(metavar="COLUMN,...", help="Columns that hold names of groups.")
]
Number = Annotated[
    list[str] | None, typer.Option(metavar="COLUMN,...", help="Columns that hold numbers.")
]
Seed = Annotated[
    int, typer.Option(metavar="NUMBER", help="Seed of random tables, where a test needs them.")
]
