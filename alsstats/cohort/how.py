"""How a cohort is to be read: the words of `als.read`, which are the flags of every command."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypedDict

from alsstats.errors import UsageError, did_you_mean

if TYPE_CHECKING:
    from os import PathLike


class How(TypedDict, total=False):
    """What may be said of a table besides its study file; what is None is not said.

    `id` names the column of patients, `rows` is patient, visit or interval. `column_of` maps a
    canonical name to the column that is it under a name of its own. `present`, `absent` and
    `not_assessable` map a column to the code, or codes, that mean so in it; `missing` holds codes
    that mean missing anywhere; `define` maps the name of a combined sign to its definition.
    `date_format` is the format of all dates, or maps a column to that of its own, as DD/MM/YYYY;
    `durations` maps the name of a duration to what it is, as `mri_date to last_seen in months`. The
    others are of files: see `Layout`.
    """

    id: str | None
    rows: str | None
    column_of: Mapping[str, str] | None
    present: Mapping[str, object] | None
    absent: Mapping[str, object] | None
    not_assessable: Mapping[str, object] | None
    missing: object
    define: Mapping[str, str] | None
    date_format: str | Mapping[str, str] | None
    durations: Mapping[str, object] | None
    encoding: str | None
    delimiter: str | None
    decimal: str | None
    skip: int | None
    max_rows: int | None
    sheet: str | None
    dictionary: str | PathLike[str] | None
    pick: str | None


OF_SIGNS = ("present", "absent", "not_assessable", "define")


def document_of(how: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is said in the shape of a study file.

    >>> document_of({"id": "code", "present": {"motor_band": 1}, "rows": None})
    {'data': {'id': 'code'}, 'signs': {'motor_band': {'present': 1}}}
    """
    for name in how:
        if name not in How.__annotations__:
            raise UsageError(f"no argument '{name}'{did_you_mean(name, How.__annotations__)}")
    held = {name: value for name, value in how.items() if value is not None}
    signs = _signs({name: held.pop(name) for name in OF_SIGNS if name in held})
    if "dictionary" in held:
        held["dictionary"] = str(held["dictionary"])
    sections = {"column_of": "columns", "durations": "durations"}
    named: dict[str, Any] = {
        section: held.pop(name) for name, section in sections.items() if name in held
    }
    dates = held.pop("date_format", None)
    if isinstance(dates, Mapping):
        named["variables"] = {name: {"date": form} for name, form in dates.items()}
    elif dates is not None:
        held["date"] = dates
    return {"data": held, "signs": signs} | named


def _signs(said: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Turn meaning -> column -> codes into what a study file says: column -> meaning -> codes."""
    signs: dict[str, dict[str, Any]] = {}
    for meaning, by_column in said.items():
        if not isinstance(by_column, Mapping):
            by = "signs are defined by name" if meaning == "define" else "codes are said by column"
            raise UsageError(by, found=[f"{meaning}: {by_column!r}"], fix="{'NAME': ...}")
        for name, held in by_column.items():
            signs.setdefault(str(name), {})[meaning] = held
    return signs
