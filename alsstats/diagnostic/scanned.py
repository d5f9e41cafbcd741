"""How many people were enrolled, and how many of them were scanned."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from alsstats.result import Row

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from alsstats.cohort import Interpretation
    from alsstats.cohort.interpretation import Enrolled
    from alsstats.diagnostic.tables import Comparison


def scanned_rows(meaning: Interpretation, against: Sequence[Comparison]) -> Iterator[Row]:
    """Count the scanned of everyone enrolled, then of those compared, for each comparison.

    Enrolled is who has a row. Scanned is in whom a sign that is asked for or known was recorded as
    present, absent or not assessable: the scan itself is in no column. Whoever was not scanned is
    among those in whom each sign is missing.
    """
    enrolled = meaning.enrolled()
    yield _row(enrolled.values(), left_out=0, left_out_by={})
    for comparison in against:
        compared = (comparison.ill | comparison.others) & enrolled.keys()
        reasons = comparison.outside({name: held.people for name, held in enrolled.items()})
        yield _row(
            [enrolled[name] for name in compared],
            target=comparison.target,
            comparison=comparison.name,
            left_out=sum(reasons.values()),
            left_out_by=reasons,
        )


def _row(held: Collection[Enrolled], **where: Any) -> Row:
    scanned, people = sum(one.scanned for one in held), sum(one.people for one in held)
    return Row(
        statistic="scanned",
        group="all",
        estimate=scanned / people,
        method="counted",
        events=scanned,
        n=people,
        **where,
    )
