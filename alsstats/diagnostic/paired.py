"""Two signs in the same people: whether one is more sensitive, or more specific."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from alsstats.diagnostic.rows import Asked, Found
from alsstats.diagnostic.sign import group_fields
from alsstats.estimate import Estimate, proportion
from alsstats.tally.people import EVERYONE, in_order

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import numpy as np
    import numpy.typing as npt

    from alsstats.counts import Codes
    from alsstats.diagnostic.tables import Comparison

METHOD = "tango, mcnemar exact"
HANDLING = "both read"
UNREAD = "one of the signs unread"


class Paired(NamedTuple):
    """People of one diagnosis in whom both signs were read, and how many were not."""

    both: int = 0
    first_only: int = 0
    second_only: int = 0
    neither: int = 0
    unread: int = 0

    @property
    def read(self) -> int:
        """Those in whom both signs were read."""
        return self.both + self.first_only + self.second_only + self.neither

    @property
    def total(self) -> int:
        """Everyone with the diagnosis."""
        return sum(self)

    def plus(self, other: Paired) -> Paired:
        """Return both groups of people together."""
        return Paired(*(one + more for one, more in zip(self, other, strict=True)))


class Pair(NamedTuple):
    """Two signs by name, and by diagnosis the people in whom they were read, in one group."""

    first: str
    second: str
    group: Mapping[str, Any]
    people: Mapping[str, Paired]

    def of(self, diagnoses: frozenset[str]) -> Paired:
        """Return the people of several diagnoses together."""
        total = Paired()
        for name in sorted(diagnoses & self.people.keys()):
            total = total.plus(self.people[name])
        return total

    def left_out(self, comparison: Comparison) -> dict[str, int]:
        """Count everyone who is not compared, or in whom a sign was not read, by reason."""
        reasons: dict[str, int] = {}
        for name, people in sorted(self.people.items()):
            inside = name in comparison.ill or name in comparison.others
            reason = UNREAD if inside else comparison.group_of.get(name, name)
            left = people.unread if inside else people.total
            reasons[reason] = reasons.get(reason, 0) + left
        return {reason: people for reason, people in reasons.items() if people}


def pairs(
    names: tuple[str, str],
    diagnosis: Codes,
    readings: tuple[npt.NDArray[np.int8], npt.NDArray[np.int8]],
    n: npt.NDArray[np.int64],
    stratum: Codes | None = None,
    by: str | None = None,
) -> list[Pair]:
    """Add up combinations of codes: of everyone, and of each stratum of the column `by`.

    A reading is 1 present, 0 absent, and more where the sign was not read.

    >>> import numpy as np
    >>> from alsstats.counts import Codes
    >>> codes = Codes(("ALS",), np.zeros(3, dtype=np.int32))
    >>> readings = np.array([1, 0, 1]), np.array([1, 1, 2])
    >>> pairs(("a", "b"), codes, readings, np.array([5, 3, 2]))[0].people
    {'ALS': Paired(both=5, first_only=0, second_only=3, neither=0, unread=2)}
    """
    import numpy as np

    held = [Pair(*names, group_fields(EVERYONE, by), _people(diagnosis, readings, n))]
    if stratum is None:
        return held
    for name in in_order(stratum.levels):
        named = np.array([level == name for level in stratum.levels])
        inside = np.where(named[stratum.codes], n, 0)
        held.append(Pair(*names, group_fields(name, by), _people(diagnosis, readings, inside)))
    return held


def _people(
    diagnosis: Codes,
    readings: tuple[npt.NDArray[np.int8], npt.NDArray[np.int8]],
    n: npt.NDArray[np.int64],
) -> dict[str, Paired]:
    import numpy as np

    first, second = readings
    states = np.where((first > 1) | (second > 1), 4, 3 - (2 * first + second)).astype(np.int64)
    place = diagnosis.codes.astype(np.int64) * len(Paired._fields) + states
    size = len(diagnosis.levels) * len(Paired._fields)
    total = np.bincount(place, weights=n, minlength=size).astype(np.int64)
    people: dict[str, Paired] = {}
    for name, row in zip(diagnosis.levels, total.reshape(-1, 5).tolist(), strict=True):
        people[name] = people.get(name, Paired()).plus(Paired(*row))
    return people


def pair_found(pair: Pair, comparison: Comparison, asked: Asked) -> Iterator[Found]:
    """Sensitivity and specificity of both signs in those in whom both were read, and differences.

    The difference is that of the first sign less that of the second; Tango's score limits, p by
    McNemar's exact test.
    """
    ill, others = pair.of(comparison.ill), pair.of(comparison.others)
    reasons = pair.left_out(comparison)
    place = dict(pair.group) | {
        "term": f"{pair.first} - {pair.second}",
        "target": comparison.target,
        "comparison": comparison.name,
        "handling": HANDLING,
        "left_out": sum(reasons.values()),
        "left_out_by": reasons,
    }
    options: dict[str, Any] = {"level": asked.level, "interval": asked.interval}
    for name, people, sides in (
        ("sensitivity", ill, (ill.first_only, ill.second_only, ill.both)),
        ("specificity", others, (others.second_only, others.first_only, others.neither)),
    ):
        first_only, second_only, both = sides
        for sign, right in ((pair.first, first_only), (pair.second, second_only)):
            share = proportion(right + both, people.read, **options)
            yield Found(name, None, share, place | {"category": sign})
        difference, p_value = _difference(first_only, second_only, people.read, asked.level)
        yield Found(f"{name}_difference", None, difference, place | {"p_value": p_value})


def _difference(
    first_only: int, second_only: int, n: int, level: float
) -> tuple[Estimate, float | None]:
    from dataclasses import replace

    from alsstats.association import mcnemar, paired_difference

    estimate = paired_difference(first_only, second_only, n, level=level)
    p_value = mcnemar(first_only, second_only).exact.p_value if n else None
    return replace(estimate, method=METHOD), p_value
