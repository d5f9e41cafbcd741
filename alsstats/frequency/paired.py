"""The same people twice: a finding at one visit, or in one phase, against another."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from alsstats.association import mcnemar, paired_difference, paired_difference_newcombe
from alsstats.errors import RoleError
from alsstats.estimate import proportion
from alsstats.frequency.contrasts import pairs_of
from alsstats.frequency.overall import test_row
from alsstats.result import Row
from alsstats.study import ALL_PAIRS, MISSING, NOT_ASSESSABLE
from alsstats.tally.handling import Handling
from alsstats.tally.left_out import is_read, not_among
from alsstats.tally.remarks import Remark, remark

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    import numpy.typing as npt

    from alsstats.cohort.crossed import Crossed
    from alsstats.frequency.asked import Asked

    Rows = Iterator[tuple[Row, Remark | None]]

NO_ROW = -1  # the state of a patient at a level without a row
NOT_IN_BOTH = "not in both levels"
MODEL = "paired"


class Followed(NamedTuple):
    """Patients by level: the state of a finding in each, as an array of patients x levels.

    A state is 0 absent, 1 present, 2 not assessable, 3 missing, or `NO_ROW`. `outside` counts
    patients whom the question is not among.
    """

    finding: str
    by: str
    levels: tuple[str, ...]
    states: npt.NDArray[np.int8]
    outside: int
    not_among: str


class Pair(NamedTuple):
    """Patients with one row in both of two levels, by the finding in the first and the second."""

    both: int
    first_only: int
    second_only: int
    neither: int
    left_out: dict[str, int]

    @property
    def n(self) -> int:
        """Patients in whom the finding was assessed in both."""
        return self.both + self.first_only + self.second_only + self.neither


def followed(crossed: Crossed, finding: str, by: str, rule: Handling) -> Followed:
    """Give every patient the state of a finding in each level; refuse two rows in one level."""
    import numpy as np

    key, table = (finding, (by,)), crossed.table
    sign, level = table.findings.signs[finding], crossed.level(key, by)
    order = crossed.levels[by].order
    place = np.array([order.index(name) if name in order else NO_ROW for name in level.levels])
    patient, inside = crossed.patients(key), crossed.among(key)
    used = inside & (place[level.codes] != NO_ROW)
    at = patient[used].astype(np.int64) * len(order) + place[level.codes[used]]
    shape = (int(patient.max()) + 1, len(order))
    rows = np.bincount(at, weights=table.n(key)[used], minlength=shape[0] * shape[1])
    _refuse_two_rows(rows.reshape(shape), order, crossed.roles.categories[by].name)
    unread, value, read = (
        table.unread(key, sign),
        table.value(key, sign),
        is_read(crossed, key, key[0], rule),
    )
    states = np.full(shape[0] * shape[1], NO_ROW, dtype=np.int8)
    states[at] = np.where(read, value, unread)[used]
    people = np.unique(patient)
    outside = len(people) - len(np.unique(patient[inside]))
    held = states.reshape(shape)[np.unique(patient[inside])]
    name = crossed.roles.categories[by].name
    return Followed(finding, name, order, held, outside, not_among(crossed))


def _refuse_two_rows(rows: npt.NDArray[Any], levels: tuple[str, ...], by: str) -> None:
    twice = (rows > 1).sum(axis=0).tolist()
    if any(twice):
        raise RoleError(
            f"patients with several rows in one level of '{by}'",
            found=[
                f"{level}: {people} patients"
                for level, people in zip(levels, twice, strict=True)
                if people
            ],
            why="which of the rows is the patient's cannot be seen, and all would count double",
            fix="keep one row a patient and level, or name levels that tell the rows apart",
        )


def pair_of(held: Followed, one: str, other: str) -> Pair:
    """Count the patients with one row in both levels, by what was found; and who is left out."""
    first, second = (held.states[:, held.levels.index(name)] for name in (one, other))
    both = (first != NO_ROW) & (second != NO_ROW)
    missing = both & ((first == 3) | (second == 3))
    unread = both & ~missing & ((first == 2) | (second == 2))
    read = both & ~missing & ~unread

    def count(a: int, b: int) -> int:
        return int((read & (first == a) & (second == b)).sum())

    reasons = {
        NOT_IN_BOTH: int((~both).sum()),
        NOT_ASSESSABLE: int(unread.sum()),
        MISSING: int(missing.sum()),
        held.not_among: held.outside,
    }
    left_out = {why: people for why, people in reasons.items() if people}
    return Pair(count(1, 1), count(1, 0), count(0, 1), count(0, 0), left_out)


def paired_rows(crossed: Crossed, finding: str, by: str, asked: Asked) -> Rows:
    """Compare a finding in each two levels, in patients with exactly one row in both."""
    seen = None
    for rule in asked.rules:
        held = followed(crossed, finding, by, rule)
        if seen is not None and (held.states == seen).all():
            continue  # nobody is decided by some parts only
        seen = held.states
        against = asked.against or ALL_PAIRS
        for one, other in pairs_of(held.levels, against=against, ordered=True, by=held.by):
            yield from _pair_rows(pair_of(held, one, other), held, (one, other), rule, asked)


def _pair_rows(
    pair: Pair, held: Followed, names: tuple[str, str], rule: Handling, asked: Asked
) -> Rows:
    place: dict[str, Any] = {
        "term": held.finding,
        "by": held.by,
        "group": names[0],
        "comparison": names[1],
        "model": MODEL,
        "handling": rule.name,
        "left_out": sum(pair.left_out.values()),
        "left_out_by": pair.left_out,
    }
    for name, alone in zip(names, (pair.first_only, pair.second_only), strict=True):
        share = proportion(pair.both + alone, pair.n, level=asked.level, interval=asked.interval)
        yield Row.of("prevalence", share, category=name, **place), None
    if asked.paired_limits == "newcombe":
        cells = pair.both, pair.first_only, pair.second_only, pair.neither
        found = paired_difference_newcombe(*cells, level=asked.level)
    else:
        found = paired_difference(pair.first_only, pair.second_only, pair.n, level=asked.level)
    row = replace(Row.of("prevalence_difference", found, **place), n=pair.n)
    yield (
        row,
        remark("undefined", f"paired difference, {found.reason}" if found.reason else "", place),
    )
    tests = mcnemar(pair.first_only, pair.second_only)
    discordant = {"events": pair.first_only + pair.second_only, "n": pair.n}
    for test in (tests.exact, tests.mid_p):
        where = place | discordant
        yield test_row("mcnemar", test if pair.n else replace(test, p_value=float("nan")), where)
