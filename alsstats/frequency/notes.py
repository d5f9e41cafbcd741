"""What must be known to read prevalences rightly."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from alsstats.frequency.by_category import contrasts_of
from alsstats.frequency.overall import scores_of
from alsstats.result import Note, Row
from alsstats.study import ALL_PAIRS, EVERYONE
from alsstats.tally.handling import ANY_PART
from alsstats.tally.remarks import listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from alsstats.cohort.crossed import Crossed
    from alsstats.frequency.asked import Asked
    from alsstats.frequency.finding_table import FindingTable

SHARES = {"prevalence", "other_cause", "shown"}


def notes_of_shares(rows: Sequence[Row]) -> Iterator[Note]:
    """Say what a share of nobody, or of everybody, excludes, and where nobody was assessed."""
    shares = [row for row in rows if row.statistic in SHARES and row.model is None]
    zeros = [
        f"{row.term} in {_group(row)}, 0 of {row.n}: up to {_percent(row.conf_high)} %"
        for row in shares
        if row.n and row.events == 0
    ]
    if zeros:
        yield Note("zero", f"none has the finding, but more remains possible: {listed(zeros)}")
    full = [
        f"{row.term} in {_group(row)}, {row.n} of {row.n}: down to {_percent(row.conf_low)} %"
        for row in shares
        if row.n and row.events == row.n
    ]
    if full:
        yield Note("all", f"all have the finding, but less remains possible: {listed(full)}")
    empty = {f"{row.group} ({row.by})" for row in shares if not row.n and not row.left_out}
    if empty:
        yield Note("empty_level", f"levels that nobody holds: {listed(sorted(empty))}")
    unread = [f"{row.term} in {_group(row)}" for row in shares if not row.n and row.left_out]
    if unread:
        yield Note("not_assessed", f"assessed in nobody, so no share: {listed(unread)}")


def notes_of_contrasts(tables: Sequence[FindingTable], asked: Asked) -> Iterator[Note]:
    """Say which level the others are compared with, and where none is chosen."""
    for by, table in {table.by: table for table in tables}.items():
        pairs = contrasts_of(table, asked)
        if len(table.occupied) < 2:
            yield Note("one_level", f"fewer than two levels of {by} hold anybody: no comparison")
        elif not pairs and asked.against:
            yield Note(
                "no_reference", f"nobody holds {asked.against} of {by}: no comparison with it"
            )
        elif not pairs:
            yield Note(
                "no_reference",
                f"{by} has {len(table.occupied)} levels in no declared order: --against LEVEL "
                "compares each with one of them, --against all-pairs all with each other, and "
                "--order gives a trend",
            )
        elif asked.against != ALL_PAIRS and not asked.against:
            yield Note(
                "reference",
                f"levels of {by} are compared with the last, {pairs[0][1]}; --against LEVEL names "
                "another",
            )
        if table.ordered and len(table.occupied) > 1:
            scores = zip(table.levels, scores_of(asked.scores, table), strict=True)
            listing = ", ".join(f"{level} {score:g}" for level, score in scores)
            yield Note("trend", f"trend over {by}, Z above 0 where shares rise with it: {listing}")
        if not table.ordered and asked.scores:
            yield Note("scores", f"scores are not used: the order of {by} was not declared")


def notes_of_pairs(crossed: Crossed, paired: str | None) -> Iterator[Note]:
    """Say where there are no two levels to compare in the same patients."""
    if paired and len(crossed.levels[paired].order) < 2:
        by = crossed.roles.categories[paired].name
        yield Note("one_level", f"{by} has fewer than two levels: no comparison")


def notes_of_parts(tables: Iterable[FindingTable], asked: Asked) -> Iterator[Note]:
    """Say who is decided by some parts only of a combined finding."""
    decided = {table.finding: people for table in tables if (people := table.decided())}
    if not decided:
        return
    listed = ", ".join(f"{finding} ({people})" for finding, people in decided.items())
    what = (
        "the rows 'any part' hold them: people stay whom a part decides, and others with as much "
        "unread leave, which biases the share"
        if ANY_PART in asked.rules
        else "they are left out, as all are in whom a part is unread; --parts any adds them"
    )
    yield Note("parts", f"not every part was read, but those that were decide: {listed}; {what}")


def _group(row: Row) -> str:
    return "everyone" if row.group == EVERYONE else f"{row.group}"


def _percent(share: float | None) -> str:
    """Return a limit in whole percent; what only rounds to 0 or 100 says so."""
    text = Decimal(repr(100 * (share or 0.0)))
    whole = str(text.quantize(Decimal(1), ROUND_HALF_UP))
    if whole == "100" and text < 100:
        return ">99"
    return whole if text >= 1 else str(max(text, Decimal("0.01")).quantize(Decimal("0.01")))
