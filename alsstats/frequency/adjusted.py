"""Adjusted prevalence: each level of a category as if all levels had the same people in them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from alsstats.frequency.by_category import contrasts_of
from alsstats.frequency.standardisation import standardise
from alsstats.result import NOT_COMPUTED, Row
from alsstats.study import NO_LEVEL
from alsstats.tally.handling import Handling
from alsstats.tally.left_out import is_read, not_among, people_of, unread_of
from alsstats.tally.remarks import Remark, remark

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    import numpy.typing as npt

    from alsstats.cohort.crossed import Crossed
    from alsstats.frequency.asked import Asked
    from alsstats.frequency.finding_table import FindingTable
    from alsstats.frequency.standardisation import Standardised

    Rows = Iterator[tuple[Row, Remark | None]]


class Complete(NamedTuple):
    """People of whom level, finding and all covariates are known, one entry a combination.

    `left_out` counts, for each level, the others by reason; `levels` are those that anybody holds.
    """

    levels: tuple[str, ...]
    level: npt.NDArray[np.int64]
    present: npt.NDArray[np.bool_]
    covariates: npt.NDArray[np.float64]
    names: tuple[str, ...]
    n: npt.NDArray[np.int64]
    left_out: dict[str, dict[str, int]]


def adjusted_rows(
    crossed: Crossed,
    table: FindingTable,
    by: str,
    names: tuple[str, ...],
    covariates: tuple[str, ...],
    asked: Asked,
) -> Rows:
    """Standardise the prevalence in every level to the covariates of everybody in the model.

    `names` are the columns that were counted together with the finding.
    """
    seen = None
    for rule in asked.rules:
        held = complete(crossed, (table.finding, names), by, covariates, rule)
        place = {
            "term": table.finding,
            "by": table.by,
            "model": f"adjusted for {', '.join(_name(crossed, name) for name in covariates)}",
            "handling": rule.name,
        }
        if (size := int(held.n.sum())) != seen:
            yield from _standardised(held, table, place, asked)
        seen = size


def _standardised(held: Complete, table: FindingTable, place: dict[str, Any], asked: Asked) -> Rows:
    """Standardise to each reference level that is asked for."""
    pairs = contrasts_of(table, asked)
    references = dict.fromkeys(other for _, other in pairs) or dict.fromkeys(held.levels[-1:])
    for first, reference in enumerate(references):
        found = standardise(
            held.level,
            held.levels,
            held.present,
            held.covariates,
            held.names,
            held.n,
            reference=held.levels.index(reference),
            level=asked.level,
        )
        if not first:
            yield from _levels(found, held, place)
        wanted = {one for one, other in pairs if other == reference}
        yield from _contrasts(found, held, reference, wanted, place)


def _levels(found: Standardised, held: Complete, place: dict[str, Any]) -> Rows:
    problem = f"no adjusted numbers, {found.problem}" if found.problem else ""
    if found.infinite:
        problem += ", where all have the finding or none: --merge levels, or adjust for less"
    doubt = remark("few_events", f"adjusted with {found.note}" if found.note else "", place)
    for level in found.levels:
        reasons = held.left_out[level.name]
        estimate = replace(level.prevalence, events=None, n=level.n)  # not k/n of these
        where = place | {"group": level.name}
        left = {"left_out": sum(reasons.values()), "left_out_by": reasons}
        row = Row.of("prevalence", estimate, **where, **left)
        yield row, remark(NOT_COMPUTED, problem, place) or doubt


def _contrasts(
    found: Standardised, held: Complete, reference: str, wanted: set[str], place: dict[str, Any]
) -> Rows:
    for level in found.levels:
        if level.contrast is None or level.name not in wanted:
            continue
        where = place | {"group": level.name, "comparison": reference}
        pair = (level.contrast.difference, level.contrast.ratio)
        names = ("prevalence_difference", "prevalence_ratio")
        for name, estimate, p_value in zip(
            names, pair, (level.contrast.p_value, None), strict=True
        ):
            row = Row.of(name, estimate, **where)
            yield replace(row, n=int(held.n.sum()), p_value=p_value), None


def complete(
    crossed: Crossed, key: Any, by: str, covariates: tuple[str, ...], rule: Handling
) -> Complete:
    """Take those of whom everything is known; count the others by level and reason."""
    import numpy as np

    table = crossed.table
    value, n = table.value(key, table.findings.signs[key[0]]), table.n(key)
    level, inside, read = (
        crossed.level(key, by),
        crossed.among(key),
        is_read(crossed, key, key[0], rule),
    )
    reasons = {why: inside & rows for why, rows in unread_of(crossed, key, key[0], read).items()}
    known = inside & read
    for name in covariates:
        there = _is_known(crossed, key, name)
        reasons[f"{_name(crossed, name)} missing"] = known & ~there
        known = known & there
    reasons[not_among(crossed)] = ~inside
    names = np.array(level.levels, dtype=object)[level.codes]
    order = [name for name in crossed.levels[by].order if (n[names == name] > 0).any()]
    left_out = {
        name: people_of(n, {why: rows & (names == name) for why, rows in reasons.items()})
        for name in order
    }
    used = known & (names != NO_LEVEL)
    place = {name: position for position, name in enumerate(order)}
    codes = np.array([place.get(name, 0) for name in level.levels])[level.codes]
    columns = [_covariate(crossed, key, name, used) for name in covariates]
    return Complete(
        tuple(order),
        codes[used],
        value[used] == 1,
        np.concatenate([values for _, values in columns], axis=1),
        tuple(name for labels, _ in columns for name in labels),
        n[used],
        left_out,
    )


def _is_known(crossed: Crossed, key: Any, name: str) -> npt.NDArray[np.bool_]:
    import numpy as np

    if name in crossed.roles.numbers:
        return ~np.isnan(crossed.number(key, name))
    held = crossed.level(key, name)
    known: npt.NDArray[np.bool_] = np.array([level != NO_LEVEL for level in held.levels])[
        held.codes
    ]
    return known


def _covariate(
    crossed: Crossed, key: Any, name: str, used: npt.NDArray[np.bool_]
) -> tuple[tuple[str, ...], npt.NDArray[np.float64]]:
    """Return the columns of a covariate: a number, or 0 and 1 for every level but the first.

    Levels that nobody in the model has make no column.
    """
    import numpy as np

    label = _name(crossed, name)
    if name in crossed.roles.numbers:
        return (label,), crossed.number(key, name)[used][:, None]
    held = crossed.level(key, name)
    names = np.array(held.levels, dtype=object)[held.codes[used]]
    others = [level for level in crossed.levels[name].order if (names == level).any()][1:]
    if not others:  # the same in everybody, which the model refuses by name
        return (label,), np.zeros((len(names), 1))
    columns = np.stack([names == level for level in others], axis=1).astype(float)
    return tuple(f"{label} {level}" for level in others), columns


def _name(crossed: Crossed, name: str) -> str:
    roles = crossed.roles
    return (roles.numbers.get(name) or roles.categories[name]).name
