"""What speaks against a model, as tables: its checks, and other distributions of time."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING

from alsstats.render.hazards import PERIOD, chi_squared, limits, of_what, plain, with_limits
from alsstats.render.matrix import Matrix
from alsstats.render.numbers import BLANK, number, p_value, rounded

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from alsstats.render.matrix import Cell, Lines
    from alsstats.result import Row

PARAMETRIC = ("time_ratio", "aic")
LEFT_OUT = "leave_one_out"
CHECKS = {
    "proportional_hazards": "proportional hazards",
    LEFT_OUT: "ratio without any one patient",
}
BLANK_CELL: Cell = (("",),)


def check_tables(rows: Sequence[Row]) -> Iterator[Matrix | str]:
    """Yield the checks of the last model, and the times that other distributions give."""
    whole = [row for row in rows if row.by != PERIOD]
    yield from _checks(whole)
    yield from _parametric([row for row in whole if row.statistic in PARAMETRIC])


def _checks(rows: Sequence[Row]) -> Iterator[Matrix | str]:
    """Yield what a model takes for granted, and how well it tells patients apart."""
    held = [row for row in rows if row.statistic in CHECKS]
    shown = [name for name in CHECKS if any(row.statistic == name and _known(row) for row in held)]
    terms = list(dict.fromkeys(row.term for row in held if row.term))
    lines: Lines = []
    for term in terms if shown else ():
        lines += _of_term(term, [row for row in held if row.term == term])
    if "proportional_hazards" in shown and len(terms) > 1:
        lines += [("all together", [_check(row), BLANK_CELL]) for row in held if not row.term]
    if lines:
        places = [place for place, name in enumerate(CHECKS) if name in shown]
        kept = [(name, [cells[place] for place in places]) for name, cells in lines]
        heading = [CHECKS[name] for name in shown]
        yield Matrix(f"Checks of the {held[0].model} model", heading, kept)
    for row in rows:
        if row.statistic == "concordance":
            error = rounded(row.std_error or 0.0, 3)
            yield f"Concordance {number(row.estimate, 'difference')} (SE {error})"
        if row.statistic == "entry_dependence":
            tau = number(row.estimate, "difference")
            yield f"Entry and survival: Kendall's tau {tau}, {p_value(row.p_value)}"


def _known(row: Row) -> bool:
    """Tell whether a check has an answer."""
    value = row.conf_low if row.statistic == LEFT_OUT else row.statistic_value
    return value is not None and not isnan(value)


def _of_term(term: str, rows: Sequence[Row]) -> Lines:
    """Return the line of a term: its test and its ratio's range; of several levels a line each."""
    tests = [_check(row) for row in rows if row.statistic == "proportional_hazards"]
    ranges = [(f"  {row.category}", _check(row)) for row in rows if row.statistic == LEFT_OUT]
    test = tests[0] if tests else BLANK_CELL
    if len(ranges) == 1:
        return [(term, [test, ranges[0][1]])]
    return [(term, [test, BLANK_CELL]), *((name, [BLANK_CELL, cell]) for name, cell in ranges)]


def _check(row: Row) -> Cell:
    if row.statistic == LEFT_OUT:
        return plain(limits(row))
    test = chi_squared(row)
    return plain(test if test == BLANK else f"{test}, {p_value(row.p_value)}")


def _parametric(rows: Sequence[Row]) -> Iterator[Matrix]:
    """Yield time ratios, a column a distribution, with the AIC below."""
    models = list(dict.fromkeys(row.model or "" for row in rows))
    lines: Lines = []
    for name in dict.fromkeys(of_what(row) for row in rows if row.statistic == "time_ratio"):
        held = {row.model: row for row in rows if of_what(row) == name}
        cells = [with_limits(held[model]) if model in held else plain(BLANK) for model in models]
        lines.append((name, cells))
    aic = {row.model: _aic(row.estimate) for row in rows if row.statistic == "aic"}
    if models:
        lines.append(("AIC, less is better", [plain(aic[model]) for model in models]))
        yield Matrix("Time ratios: how many times as long patients live", models, lines)


def _aic(value: float | None) -> str:
    return BLANK if value is None or isnan(value) else rounded(value, 1)
