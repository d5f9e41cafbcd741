"""The shape of a study file: which keys there are, and what each may hold."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from numbers import Real
from typing import Any, TypeAlias

from alsstats.errors import UsageError, did_you_mean
from alsstats.study.date_format import declared_format
from alsstats.study.durations import declared_duration
from alsstats.study.layout import DECIMALS, DELIMITERS

Document: TypeAlias = dict[str, Any]
Reader: TypeAlias = Callable[[Any, str], Any]

ROWS = ("patient", "visit", "interval")
DESIGNS = ("cohort", "case-control")
KINDS = ("category", "number", "finding", "date")
SUMMARIES = ("median", "mean")


def checked(document: Mapping[str, Any], where: str) -> Document:
    """Return a study document with every code as text; refuse keys and values that are not known.

    `where` names the document in errors: the name of its file.

    >>> checked({"reference": {"target": "ALS"}}, "study")
    {'reference': {'target': ('ALS',)}}
    """
    held: Document = _section(SECTIONS)(document, where)
    return held


def _section(readers: Mapping[str, Reader]) -> Reader:
    def read(value: Any, where: str) -> Document:
        held = _mapping(value, where)
        for key in held:
            if key not in readers:
                raise UsageError(
                    f"{where} has no key '{key}'{did_you_mean(key, readers)}",
                    found=[f"known: {', '.join(readers)}"],
                    why="a key that is not known would be passed over without a word",
                )
        return {key: readers[key](one, f"{where}, {key}") for key, one in held.items()}

    return read


def _each(reader: Reader) -> Reader:
    def read(value: Any, where: str) -> Document:
        return {key: reader(one, f"{where}, {key}") for key, one in _mapping(value, where).items()}

    return read


def _mapping(value: Any, where: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise _refused(where, "a table of keys and values", value)
    return {str(key): one for key, one in value.items()}


def texts(value: Any, where: str) -> tuple[str, ...]:
    """Return one code, or several, as texts."""
    if isinstance(value, str | Real):
        return (str(value),)
    if not isinstance(value, Iterable) or isinstance(value, Mapping | bytes):
        raise _refused(where, "a code, or a list of codes", value)
    several = tuple(value)
    for one in several:
        if not isinstance(one, str | Real):
            raise _refused(where, "a list of texts or numbers", one)
    return tuple(map(str, several))


def _some(value: Any, where: str) -> tuple[str, ...]:
    held = texts(value, where)
    if not held:
        raise _refused(where, "a list with something in it", value)
    return held


def _text(value: Any, where: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise _refused(where, "a text", value)
    return value


def _one_of(*known: object) -> Reader:
    def read(value: Any, where: str) -> Any:
        if type(value) not in {type(one) for one in known} or value not in known:
            hint = did_you_mean(value, map(str, known)) if isinstance(value, str) else ""
            raise _refused(where, " or ".join(map(str, known)) + hint, value)
        return value

    return read


def _yes_or_no(value: Any, where: str) -> bool:
    if not isinstance(value, bool):
        raise _refused(where, "true or false", value)
    return value


def _whole(least: int) -> Reader:
    def read(value: Any, where: str) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or value < least:
            raise _refused(where, f"a whole number from {least}", value)
        return value

    return read


def _two_numbers(value: Any, where: str) -> tuple[float, float]:
    several = tuple(value) if isinstance(value, Iterable) and not isinstance(value, str) else ()
    numbers = [one for one in several if isinstance(one, int | float) and one is not True]
    if len(several) != 2 or len(numbers) != 2 or not numbers[0] < numbers[1]:
        raise _refused(where, "two numbers, the smaller one first", value)
    return float(numbers[0]), float(numbers[1])


def _refused(where: str, wanted: str, value: Any) -> UsageError:
    return UsageError(f"{where}: not {wanted}", found=[f"it is: {str(value)[:60]}"])


def _texts_or_each(value: Any, where: str) -> Any:
    """Read codes, or a table of the codes of each component."""
    return _each(_some)(value, where) if isinstance(value, Mapping) else texts(value, where)


# Sections of the questions to come are read, so that one study file serves all of them.
SECTIONS: Mapping[str, Reader] = {
    "schema": _one_of(1),
    "data": _section(
        {
            "id": _text,
            "rows": _one_of(*ROWS),
            "missing": texts,
            "date": declared_format,
            "encoding": _text,
            "delimiter": _one_of(*DELIMITERS),
            "decimal": _one_of(*DECIMALS),
            "skip": _whole(0),
            "max_rows": _whole(1),
            "sheet": _text,
            "dictionary": _text,
            "pick": _text,
        }
    ),
    "columns": _each(_text),
    "reference": _section(
        {
            "column": _text,
            "target": _some,
            "versus": _each(_some),
            "leave_out": texts,
            "certainty": _section({"column": _text, "nested": _some}),
            "design": _one_of(*DESIGNS),
            "used_mri": _yes_or_no,
        }
    ),
    "signs": _each(
        _section(
            {
                "label": _text,
                "present": texts,
                "absent": texts,
                "not_assessable": texts,
                "define": _text,
            }
        )
    ),
    "variables": _each(
        _section(
            {
                "label": _text,
                "kind": _one_of(*KINDS),
                "summary": _one_of(*SUMMARIES),
                "order": texts,
                "listed": texts,
                "merge": _each(_some),
                "date": declared_format,
            }
        )
    ),
    "durations": _each(declared_duration),
    "prevalence": _section({"by": _some, "order": texts, "merge": _each(_some)}),
    "progression": _section({"alsfrs_r": _text, "months": _text, "cut": _two_numbers}),
    "exclusion": _section({"cause": _text, "found": _text, "none": texts, "shows": _each(_some)}),
    "describe": _section({"by": _text, "columns": _some}),
    "survival": _section(
        {
            "among": _each(_some),
            "time": _text,
            "entry": _text,
            "unit": _text,
            "event": _section({"column": _text, "occurred": _texts_or_each, "censored": texts}),
            "group": _text,
            "adjust": _some,
        }
    ),
}
