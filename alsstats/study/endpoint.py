"""What the user says of the event that ends a follow-up, and of survival as a question."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from alsstats.errors import UsageError
from alsstats.study.codes import plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from alsstats.study.document import Document

CENSORED = "censored"  # the component of those in whom no event had occurred when last seen


class Endpoint(NamedTuple):
    """The event: its column, the codes of those in whom it occurred, and of those censored.

    `occurred` maps each component to its codes; the one component of an event that is not composite
    has the name of the column.
    """

    column: str
    occurred: Mapping[str, tuple[str, ...]] = {}
    censored: tuple[str, ...] = ()

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of all components."""
        return tuple(code for codes in self.occurred.values() for code in codes)


class SurvivalSaid(NamedTuple):
    """What a study says of survival; an empty entry is left to the usual columns.

    `among` maps columns to the levels of those who are counted, None where the study says nothing.
    """

    time: str = ""
    entry: str = ""
    unit: str = ""
    event: Endpoint | None = None
    group: str = ""
    adjust: tuple[str, ...] = ()
    among: Mapping[str, tuple[str, ...]] | None = None


def survival_of(document: Document) -> SurvivalSaid:
    """Return what the section [survival] says.

    >>> survival_of({"event": {"column": "death", "occurred": ("1",)}}).event
    Endpoint(column='death', occurred={'death': ('1',)}, censored=())
    """
    held = dict(document)
    event = held.pop("event", None)
    return SurvivalSaid(**held, event=_endpoint(event) if event else None)


def _endpoint(event: Document) -> Endpoint:
    column = event.get("column", "")
    if not column:
        raise UsageError(
            "[survival] event names no column",
            fix='event = { column = "death", occurred = ["1"], censored = ["0"] }',
        )
    occurred = event.get("occurred", {})
    components = occurred if isinstance(occurred, dict) else {column: occurred}
    if CENSORED in components:
        raise UsageError(
            f"'{CENSORED}' is no component of an event: it is that none occurred",
            fix="give the component another name",
        )
    endpoint = Endpoint(column, components, event.get("censored", ()))
    codes = [plain(code) for code in (*endpoint.codes, *endpoint.censored)]
    if twice := sorted({code for code in codes if codes.count(code) > 1}):
        raise UsageError(
            f"a code of the event '{column}' is declared twice",
            found=[f"code: {', '.join(twice)}"],
            why="it can only mean one thing",
        )
    return endpoint
