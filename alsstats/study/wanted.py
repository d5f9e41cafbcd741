"""What a question of frequency or of survival asks of a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from alsstats.study.endpoint import Endpoint

TOGETHER = "together"  # the key of the counts of a follow-up, with all signs and columns at once


class Wanted(NamedTuple):
    """What a question of frequency or of survival asks of a table.

    `signs` are those wanted: all if none is named, and none at all where it is None. `categories`
    and `numbers` map the name of a column to the flag that it was given with. `groupings` names the
    columns that are counted with every sign, `alone` those that are counted without one; `among`
    maps columns to the levels of those who are counted. `patients` says whether rows are told
    apart by patient; `split` counts the first sign beside everything;
    `sign_flag` is how a sign was named. `endpoint` is the event of a follow-up; `together` names
    the columns that are counted with it and with all signs at once, `unnamed`
    those of them whose levels only tell people apart.
    """

    signs: tuple[str, ...] | None = ()
    categories: Mapping[str, str] = {}
    numbers: Mapping[str, str] = {}
    groupings: tuple[tuple[str, ...], ...] = ()
    alone: tuple[tuple[str, ...], ...] = ()
    among: Mapping[str, tuple[str, ...]] = {}
    patients: bool = False
    split: bool = False
    sign_flag: str = "--finding"
    endpoint: Endpoint | None = None
    together: tuple[str, ...] = ()
    unnamed: tuple[str, ...] = ()
