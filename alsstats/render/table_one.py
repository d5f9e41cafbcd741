"""A table one for the terminal: variables as rows, groups as columns."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING, TypeAlias

from alsstats.errors import printable
from alsstats.render.cells import EVERYONE
from alsstats.render.matrix import Matrix, laid_out
from alsstats.render.numbers import BLANK, number, p_value, percent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from alsstats.render.matrix import Cell
    from alsstats.result import Result, Row

Pair: TypeAlias = "tuple[str | None, str | None]"  # a group, and its reference
Held: TypeAlias = "dict[tuple[str, str | None, float | None, str | None], Row]"
LEGEND = (
    "people (percent of those in whom it is known; of all, where it is not), or median (quartiles) "
    "unless it says mean (SD)"
)
SMD = "standardised_mean_difference"
NOT_ASSESSABLE = "not assessable"


def to_table_one(result: Result, width: int) -> Iterator[str]:
    """Lay out a table one: a line a variable or level, a column a group, then differences and p."""
    table = table_one_of(result)
    yield from wrap(printable(result.title), width)
    yield from wrap(printable(table.title), width)
    yield from ["", *laid_out(table.heading, table.lines, width)]


def table_one_of(result: Result) -> Matrix:
    """Return a table one as a table."""
    groups = list(
        dict.fromkeys(row.group or "" for row in result.rows if row.statistic == "missing")
    )
    others = list(
        dict.fromkeys((row.group, row.comparison) for row in result.rows if row.statistic == SMD)
    )
    tested = any(row.p_value is not None for row in result.rows)
    by = next((row.by for row in result.rows), None)
    sizes = {
        group: next(r.n for r in result.rows if r.statistic == "missing" and r.group == group)
        for group in groups
    }
    names = ["everyone" if name == EVERYONE else name for name in groups]
    heading = [f"{name}\nn = {sizes[group]}" for name, group in zip(names, groups, strict=True)]
    several = len({reference for _, reference in others}) > 1
    heading += [
        f"SMD {name} against {reference}" if several else f"SMD {name}"
        for name, reference in others
    ]
    heading += ["p"] if tested else []
    lines = [
        line
        for term in dict.fromkeys(row.term for row in result.rows)
        for line in _variable(
            [row for row in result.rows if row.term == term], groups, others, tested=tested
        )
    ]
    return Matrix(f"{f'By {by}' if by else 'Everyone'}; {LEGEND}", heading, lines)


def _variable(
    rows: list[Row], groups: list[str], others: list[Pair], *, tested: bool
) -> Iterator[tuple[str, list[Cell]]]:
    """Yield the lines of one variable: its name and differences, its levels, what is missing."""
    held = {
        (row.statistic, row.category, row.at, row.group): row for row in rows if row.n is not None
    }
    smd = {
        (row.group, row.comparison): _text(number(row.estimate, "difference"))
        for row in rows
        if row.statistic == SMD
    }
    tests = [row for row in rows if row.p_value is not None]
    p = (
        [_text(p_value(tests[-1].p_value).removeprefix("p = ").removeprefix("p ").replace(" ", ""))]
        if tests
        else []
    )
    end = [smd.get(pair, _text("")) for pair in others] + (p or [_text("")] * tested)
    blank = [_text("")] * len(end)
    levels = list(dict.fromkeys(row.category for row in rows if row.statistic == "share"))
    name = rows[0].term or ""
    if levels == [None]:
        yield name, [_share(held["share", None, None, g]) for g in groups] + end
    elif levels:
        yield name, [_text("")] * len(groups) + end
        for level in levels:
            yield f"  {level}", [_share(held["share", level, None, g]) for g in groups] + blank
    elif rows[0].statistic == "mean":
        yield f"{name}, mean (SD)", [_mean(held, g) for g in groups] + end
    elif rows[0].statistic == "quantile":
        yield name, [_median(held, g) for g in groups] + end
    else:  # a category that is known of nobody has no levels
        yield name, [_text(BLANK)] * len(groups) + end
    missing = [held["missing", None, None, g] for g in groups]
    if any(row.events for row in missing):
        yield f"  {_reasons(rows)}", [_share(row) for row in missing] + blank


def _reasons(rows: list[Row]) -> str:
    """Say why a variable is not known: missing, not assessable, or either."""
    held = {why for row in rows for why in row.left_out_by or {}}
    unread = {why for why in held if why.endswith(NOT_ASSESSABLE)}
    return " or ".join(
        [NOT_ASSESSABLE] * bool(unread) + ["missing"] * (not unread or held != unread)
    )


def _text(text: str) -> Cell:
    return ((text,),)


def _share(row: Row) -> Cell:
    if not row.n or row.estimate is None:
        return _text(BLANK)
    share = percent(row.estimate, 0)
    return ((f"{row.events} ({share})",), (f"{row.events}", f"({share})"))


def _mean(held: Held, group: str) -> Cell:
    if not held["mean", None, None, group].n:
        return _text(BLANK)
    mean, deviation = (
        number(held[name, None, None, group].estimate, "number")
        for name in ("mean", "standard_deviation")
    )
    return ((f"{mean} ({deviation})",), (mean, f"({deviation})"))


def _median(held: Held, group: str) -> Cell:
    if not held["quantile", None, 0.5, group].n:
        return _text(BLANK)
    low, middle, high = (
        number(held["quantile", None, at, group].estimate, "number") for at in (0.25, 0.5, 0.75)
    )
    return (
        (f"{middle} ({low} to {high})",),
        (middle, f"({low} to {high})"),
        (middle, f"({low}", f"to {high})"),
    )
