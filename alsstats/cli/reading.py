"""The flags of every command that reads a cohort: how its file is laid out, what its codes mean."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from functools import wraps
from inspect import Parameter, signature
from pathlib import Path
from typing import Annotated, Any, TypeAlias

import typer

from alsstats.cli.parsing import codes, date_formats, definitions, listed, one_each
from alsstats.errors import UsageError

How: TypeAlias = Mapping[str, Any]  # what those flags say, in the words of `als.read`

Text: TypeAlias = str | None
Texts: TypeAlias = list[str] | None


def _option(help: str, metavar: str, *names: str) -> Any:
    return typer.Option(*names, help=help, metavar=metavar, show_default=False)


FLAGS: Mapping[str, Any] = {
    "study": Annotated[
        Path | None,
        _option(
            "What columns and codes mean, in TOML. [default: NAME.toml or alsstats.toml beside the "
            "data, if there is one]",
            "FILE",
        ),
    ],
    "define": Annotated[
        Texts,
        _option(
            "A combined sign: names with and, or, not, (), at_least(2, a, b, c). Repeatable.",
            "NAME = EXPRESSION",
        ),
    ],
    "column_of": Annotated[
        Texts,
        _option(
            "The column that is a known sign or another known one, under a name of its own: "
            "age_at_onset='Alter bei Beginn'. Repeatable.",
            "NAME=COLUMN",
        ),
    ],
    "present": Annotated[
        Texts, _option("Codes that mean present, in a column. Repeatable.", "COLUMN=CODE,...")
    ],
    "absent": Annotated[Texts, _option("Codes that mean absent.", "COLUMN=CODE,...")],
    "not_assessable": Annotated[
        Texts, _option("Codes that mean not assessable.", "COLUMN=CODE,...")
    ],
    "missing": Annotated[Texts, _option("Codes that mean missing, in any column.", "CODE,...")],
    "date_format": Annotated[
        Texts,
        _option(
            "How dates are written, all or a column's: DD/MM/YYYY, MM/DD/YYYY ... Repeatable.",
            "[COLUMN=]FORMAT",
        ),
    ],
    "durations": Annotated[
        Texts,
        _option(
            "A column of numbers made of two of dates, in days, weeks, months or years. "
            "Repeatable.",
            "NAME = DATE to DATE in UNIT",
            "--duration",
        ),
    ],
    "id": Annotated[Text, _option("The column of patients. [default: patient_id]", "COLUMN")],
    "rows": Annotated[
        Text, _option("What a row is: patient, visit or interval. [default: patient]", "KIND")
    ],
    "pick": Annotated[
        Text,
        _option(
            "Of a patient's rows in a REDCap export, take each form whole: from the first or the "
            "last row that has it, or from an event, by its name.",
            "first|last|EVENT",
        ),
    ],
    "dictionary": Annotated[
        Path | None,
        _option("The data dictionary of a REDCap export: labels, forms, checkboxes.", "FILE"),
    ],
    "sheet": Annotated[Text, _option("The sheet of a workbook.", "NAME")],
    "skip": Annotated[int | None, _option("Lines above the header. [default: 0]", "LINES")],
    "max_rows": Annotated[
        int | None, _option("Read so many rows: what is below is no patient.", "ROWS")
    ],
    "encoding": Annotated[Text, _option("How letters are written: utf-8, cp1252 ...", "NAME")],
    "delimiter": Annotated[
        Text, _option("What is between values: comma, semicolon, tab or bar.", "NAME")
    ],
    "decimal": Annotated[Text, _option("The decimal mark of all numbers, ',' or '.'.", "MARK")],
}


def reading(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command these flags below its own; it gets what they say as its argument `how`."""
    shape = signature(command, eval_str=True)
    own = [held for name, held in shape.parameters.items() if name != "how"]
    flags = [
        Parameter(name, Parameter.POSITIONAL_OR_KEYWORD, default=None, annotation=kind)
        for name, kind in FLAGS.items()
    ]

    @wraps(command)
    def run(**given: Any) -> None:
        said = {name: given.pop(name) for name in FLAGS}
        _refuse_over(said["dictionary"], given.get("output"))
        command(how=_in_words_of_read(said), **given)

    run.__signature__ = shape.replace(parameters=[*own, *flags])  # type: ignore[attr-defined]
    run.__annotations__ = {held.name: held.annotation for held in (*own, *flags)}
    return run


def _refuse_over(dictionary: Path | None, outputs: Path | list[Path] | None) -> None:
    """Refuse to write an answer over the dictionary."""
    for path in outputs if isinstance(outputs, list) else [outputs]:
        if dictionary and path and os.path.realpath(path) == os.path.realpath(dictionary):
            raise UsageError(
                f"'{path}' is the dictionary", why="the answer would be written over it"
            )


def _in_words_of_read(said: dict[str, Any]) -> How:
    columns = one_each("--column-of", said["column_of"], "NAME=COLUMN")
    by_column = {
        name: codes(f"--{name.replace('_', '-')}", said[name])
        for name in ("present", "absent", "not_assessable")
    }
    return (
        said
        | by_column
        | {"column_of": columns or None}
        | {"missing": listed(said["missing"]), "define": definitions(said["define"])}
        | {"date_format": date_formats(said["date_format"])}
        | {"durations": definitions(said["durations"], "--duration") or None}
    )
