"""The rows of one variable in a table one: shares, quartiles or means, and what is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from alsstats.association import (
    chi_squared,
    fisher_freeman_halton,
    kruskal_wallis,
    mann_whitney,
    quantiles,
    smd_continuous,
    smd_shares,
    welch_anova,
)
from alsstats.association.frequencies import mean_and_variance
from alsstats.frequency.described import MEAN
from alsstats.frequency.overall import test_row
from alsstats.result import Row
from alsstats.study import EVERYONE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import numpy as np
    import numpy.typing as npt

    from alsstats.tally.remarks import Remark

    Floats = npt.NDArray[np.float64]
    Rows = Iterator[tuple[Row, Remark | None]]

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)  # quartiles, and what 90 % of people lie between


class Shares(NamedTuple):
    """A category or a finding in every group: people by level, and those left out by reason.

    A finding has the levels present and absent, and is printed by the first.
    """

    name: str
    levels: tuple[str, ...]
    people: Mapping[str, tuple[int, ...]]  # group -> people of each level
    left_out: Mapping[str, Mapping[str, int]]
    finding: bool

    def size(self, group: str) -> int:
        """Return in how many of a group it is known."""
        return sum(self.people[group])


class Numbers(NamedTuple):
    """A number in every group: how many people hold each of its values, and those left out."""

    name: str
    values: Floats
    people: Mapping[str, npt.NDArray[np.int64]]
    left_out: Mapping[str, Mapping[str, int]]
    summary: str

    def size(self, group: str) -> int:
        """Return in how many of a group it is known."""
        return int(self.people[group].sum())


def rows_of_shares(held: Shares, by: str | None) -> Rows:
    """Give the share of every level in every group, of those in whom it is known."""
    levels = held.levels[:1] if held.finding else held.levels
    for group, people in held.people.items():
        n, left = sum(people), _left(held.left_out[group])
        for level, count in zip(levels, people, strict=False):
            yield (
                Row(
                    statistic="share",
                    term=held.name,
                    category=None if held.finding else level,
                    by=by,
                    group=group,
                    estimate=count / n if n else float("nan"),
                    events=count,
                    n=n,
                    **left,
                ),
                None,
            )
        yield _missing(held.name, by, group, n, left), None


def rows_of_numbers(held: Numbers, by: str | None) -> Rows:
    """Give median, quartiles and percentiles, or mean and standard deviation, in every group."""
    from math import sqrt

    for group, people in held.people.items():
        n, left = int(people.sum()), _left(held.left_out[group])
        place: dict[str, Any] = {"term": held.name, "by": by, "group": group, "n": n} | left
        if held.summary == MEAN:
            mean, variance = mean_and_variance(held.values, people.astype(float))
            yield Row(statistic="mean", estimate=mean, **place), None
            deviation = sqrt(variance) if variance == variance else variance  # noqa: PLR0124
            yield Row(statistic="standard_deviation", estimate=deviation, **place), None
        else:
            found = quantiles(held.values, people, QUANTILES)
            for share, value in zip(QUANTILES, found, strict=True):
                yield (
                    Row(statistic="quantile", at=share, estimate=value, method="type 7", **place),
                    None,
                )
        yield _missing(held.name, by, group, n, left), None


def _left(reasons: Mapping[str, int]) -> dict[str, Any]:
    return {"left_out": sum(reasons.values()), "left_out_by": dict(reasons)}


def _missing(name: str, by: str | None, group: str, n: int, left: Mapping[str, Any]) -> Row:
    total = n + left["left_out"]
    return Row(
        statistic="missing",
        term=name,
        by=by,
        group=group,
        estimate=left["left_out"] / total if total else float("nan"),
        events=left["left_out"],
        n=total,
    )


def difference_row(held: Shares | Numbers, by: str | None, group: str, reference: str) -> Row:
    """Give the standardised mean difference of a group to the reference group."""
    return Row(
        statistic="standardised_mean_difference",
        term=held.name,
        by=by,
        group=group,
        comparison=reference,
        estimate=_difference(held, group, reference),
        n=held.size(group) + held.size(reference),
    )


def _difference(held: Shares | Numbers, group: str, reference: str) -> float:
    """Standardise a difference; that of a finding is above 0 where the group has it more often."""
    from math import copysign

    one, other = held.people[group], held.people[reference]
    if isinstance(held, Numbers):
        return smd_continuous(held.values, one, other)
    found = smd_shares(one, other)
    return copysign(found, one[0] * sum(other) - other[0] * sum(one)) if held.finding else found


def tests_of(held: Shares | Numbers, by: str, seed: int) -> Rows:
    """Test whether the groups differ, by the test that goes with the summary."""
    groups = [name for name in held.people if name != EVERYONE and held.size(name)]
    place = {"term": held.name, "by": by, "group": EVERYONE}
    if len(groups) < 2:
        return
    if isinstance(held, Shares):
        table = [held.people[name] for name in groups]
        yield test_row("chi_squared", chi_squared(table), place)
        yield test_row("fisher_exact", fisher_freeman_halton(table, seed=seed).test, place)
        return
    people = [held.people[name] for name in groups]
    if held.summary == MEAN:
        yield test_row("welch_anova", welch_anova(held.values, people), place)
    elif len(groups) == 2:
        yield test_row("mann_whitney", mann_whitney(held.values, *people), place)
    else:
        yield test_row("kruskal_wallis", kruskal_wallis(held.values, people), place)
