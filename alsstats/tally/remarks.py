"""What makes a number doubtful or undefined: told once, with all the places that it holds for."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from alsstats.result import Note, Row

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

PLACES = 8  # that a note lists


class Remark(NamedTuple):
    """Something to know of one number: a code for programs, what it is, and where."""

    code: str
    reason: str
    place: str


def remark(code: str, reason: str, place: Mapping[str, object]) -> Remark | None:
    """Return a remark on the number of a row, if there is a reason for one."""
    against = f", {place['group']} against {place['comparison']}" if place.get("comparison") else ""
    by = f" by {place['by']}" if place.get("by") and not against else ""
    return Remark(code, reason, f"{place['term']}{by}{against}") if reason else None


def notes_of_remarks(found: Iterable[tuple[Row, Remark | None]]) -> Iterator[Note]:
    """Say every reason once, with the places that it holds for."""
    places: dict[tuple[str, str], list[str]] = {}
    for _, held in found:
        if held is not None:
            places.setdefault((held.code, held.reason), []).append(held.place)
    for (code, reason), where in places.items():
        yield Note(code, f"{reason}: {listed(list(dict.fromkeys(where)))}")


def listed(parts: Sequence[str]) -> str:
    """List the first few places, and how many more there are."""
    more = [f"and {len(parts) - PLACES} more"] if len(parts) > PLACES else []
    return "; ".join([*parts[:PLACES], *more])
