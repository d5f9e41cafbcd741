"""Hazard ratios as tables: a column a model, then a line a period of follow-up."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING

from alsstats.errors import printable
from alsstats.render.matrix import Matrix
from alsstats.render.numbers import BLANK, number, p_value, rounded, significant
from alsstats.render.survival_words import EVERYONE, label_of_survival

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from alsstats.render.matrix import Cell, Lines
    from alsstats.result import Row

TESTS = ("likelihood_ratio", "wald")
PERIOD = "period"


def hazard_tables(
    rows: Sequence[Row], said: str, left_out: Mapping[str, int]
) -> Iterator[Matrix | str]:
    """Yield a table of ratios, a column a model, and the ratios by period.

    `said` tells the level of limits and how ties are treated; `left_out` are those who are in no
    curve: only who else is in no model is said.
    """
    whole = [row for row in rows if row.by != PERIOD]
    ratios = [row for row in whole if row.statistic in {"hazard_ratio", *TESTS}]
    yield from _table(ratios, f"Hazard ratios ({said})")
    yield from _also_left_out(ratios, left_out)
    yield from _periods([row for row in rows if row.by == PERIOD])


def _table(rows: Sequence[Row], title: str) -> Iterator[Matrix]:
    models = list(dict.fromkeys(row.model or "" for row in rows))
    if not models:
        return
    sizes = {model: next(row for row in rows if row.model == model) for model in models}
    heading = [f"{m}\nn = {sizes[m].n}\n{sizes[m].events} events" for m in models]
    lines: Lines = []
    for name in dict.fromkeys(map(of_what, rows)):
        held = [row for row in rows if of_what(row) == name]
        lines.append((name, [plain("")] * len(models)))
        for method in dict.fromkeys(map(_by_what, held)):
            cells = {row.model or "": with_limits(row) for row in held if _by_what(row) == method}
            lines.append((f"  {method}", [cells.get(model, plain("")) for model in models]))
    yield Matrix(title, heading, lines)


def _also_left_out(rows: Sequence[Row], left_out: Mapping[str, int]) -> Iterator[str]:
    """Say who is in a model's curves and not in the model, by the reason."""
    said: dict[str, dict[str, None]] = {}
    for row in rows:
        held = (row.left_out_by or {}).items()
        reasons = ", ".join(f"{n} {why}" for why, n in held if left_out.get(why) != n)
        if reasons:
            said.setdefault(reasons, {})[row.model or ""] = None
    everywhere = len(dict.fromkeys(row.model for row in rows))
    for reasons, models in said.items():
        where = f" of {'; '.join(models)}" if len(models) < everywhere else ""
        yield f"Also left out{where}: {reasons}"


def of_what(row: Row) -> str:
    """Return what a ratio is of: a term, one of its levels against another; or all of a model."""
    if row.statistic in TESTS:
        return row.term or "whole model"
    if row.term and " * " in row.term:
        return f"{row.term}, {row.category or 'per unit'}: ratio of ratios"
    if row.comparison is None:
        return f"{row.term}, per unit"
    return f"{row.term}, {row.category} against {row.comparison}"


def _by_what(row: Row) -> str:
    """Return the method; of a test of one term also which of its parts is tested."""
    if row.statistic not in TESTS or not row.term:
        return row.method or ""
    return f"{row.category}, {row.method}"


def with_limits(row: Row) -> Cell:
    """Return a ratio with limits and p, or a test."""
    p = p_value(row.p_value)
    if row.statistic in TESTS:
        return ((f"{chi_squared(row)}, {p}",), (f"{chi_squared(row)},", p))
    value, ends = ratio(row.estimate), limits(row)
    if ends == BLANK:
        return plain(value)
    return ((f"{value} ({ends}), {p}",), (f"{value} ({ends})", p))


def ratio(value: float | None) -> str:
    """Return a ratio; one near 1, as of a year of age, with three decimals."""
    return _as_near(value, value)


def limits(row: Row) -> str:
    """Return the limits of a ratio, with as many decimals as it has."""
    ends = f"{_as_near(row.conf_low, row.estimate)} to {_as_near(row.conf_high, row.estimate)}"
    return BLANK if ends == f"{BLANK} to {BLANK}" else ends


def _as_near(value: float | None, estimate: float | None) -> str:
    """Return a number of a ratio, with three decimals where the ratio itself is near 1."""
    near = estimate is not None and 0.9 <= estimate < 1.1
    known = value is not None and not isnan(value)
    return rounded(value or 0.0, 3) if near and known else number(value, "ratio")


def chi_squared(row: Row) -> str:
    """Return the statistic of a test with its degrees of freedom."""
    if row.statistic_value is None or isnan(row.statistic_value):
        return BLANK
    return f"chi2 {significant(row.statistic_value)}, df {row.df:g}"


def _periods(rows: Sequence[Row]) -> Iterator[Matrix | str]:
    """Yield the ratio of each period, a line each, and the test that it is the same in all."""
    ratios = [row for row in rows if row.statistic == "hazard_ratio"]
    for name in dict.fromkeys(map(of_what, ratios)):
        held = [row for row in ratios if of_what(row) == name]
        lines: Lines = [
            (
                row.group or "",
                [
                    plain(f"{row.n}"),
                    plain(f"{row.events}"),
                    with_limits(row),
                    plain(row.method or ""),
                ],
            )
            for row in held
        ]
        heading = ["patients", "events", "hazard ratio", "limits"]
        yield Matrix(f"{name}, {held[0].model}", heading, lines)
    for row in rows:
        if row.group == EVERYONE:
            yield f"{label_of_survival(row)}: {chi_squared(row)}, {p_value(row.p_value)}"


def plain(text: str) -> Cell:
    """Return a cell of one text."""
    return ((printable(text),),)
