"""Hazard ratios for the terminal, models beside each other; and what speaks against them."""

from __future__ import annotations

from math import isnan
from textwrap import wrap
from typing import TYPE_CHECKING, TypeAlias

from alsstats.errors import printable
from alsstats.render.matrix import laid_out
from alsstats.render.numbers import BLANK, number, p_value, rounded, significant
from alsstats.render.survival_words import EVERYONE, label_of_survival

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from alsstats.render.matrix import Cell
    from alsstats.result import Row

    Lines: TypeAlias = "list[tuple[str, list[Cell]]]"

TESTS = ("likelihood_ratio", "wald")
LEFT_OUT = "leave_one_out"
CHECKS = {
    "proportional_hazards": "proportional hazards",
    LEFT_OUT: "ratio without any one patient",
}
PARAMETRIC = ("time_ratio", "aic")
PERIOD = "period"
BLANK_CELL: Cell = (("",),)


def hazards_laid_out(
    rows: Sequence[Row], said: str, width: int, left_out: Mapping[str, int]
) -> Iterator[str]:
    """Yield a table of ratios, a column a model; ratios by period; checks of the last model.

    `said` tells the level of limits and how ties are treated; `left_out` are those who are in no
    curve: only who else is in no model is said.
    """
    whole = [row for row in rows if row.by != PERIOD]
    ratios = [row for row in whole if row.statistic in {"hazard_ratio", *TESTS}]
    yield from _table(ratios, f"Hazard ratios ({said})", width)
    yield from _also_left_out(ratios, left_out, width)
    yield from _periods([row for row in rows if row.by == PERIOD], width)
    yield from _checks(whole, width)
    yield from _parametric([row for row in whole if row.statistic in PARAMETRIC], width)


def _table(rows: Sequence[Row], title: str, width: int) -> Iterator[str]:
    models = list(dict.fromkeys(row.model or "" for row in rows))
    if not models:
        return
    sizes = {model: next(row for row in rows if row.model == model) for model in models}
    heading = [f"{m}\nn = {sizes[m].n}\n{sizes[m].events} events" for m in models]
    lines: Lines = []
    for name in dict.fromkeys(map(_of_what, rows)):
        held = [row for row in rows if _of_what(row) == name]
        lines.append((name, [_text("")] * len(models)))
        for method in dict.fromkeys(map(_by_what, held)):
            cells = {row.model or "": _cell(row) for row in held if _by_what(row) == method}
            lines.append((f"  {method}", [cells.get(model, _text("")) for model in models]))
    yield from ["", title, *laid_out(heading, lines, width)]


def _also_left_out(rows: Sequence[Row], left_out: Mapping[str, int], width: int) -> Iterator[str]:
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
        yield from wrap(
            printable(f"Also left out{where}: {reasons}"), width, subsequent_indent="  "
        )


def _of_what(row: Row) -> str:
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


def _cell(row: Row) -> Cell:
    """Return a ratio with limits and p, or a test."""
    p = p_value(row.p_value)
    if row.statistic in TESTS:
        return ((f"{chi_squared(row)}, {p}",), (f"{chi_squared(row)},", p))
    value, ends = ratio(row.estimate), limits(row)
    if ends == BLANK:
        return _text(value)
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


def _periods(rows: Sequence[Row], width: int) -> Iterator[str]:
    """Yield the ratio of each period, a line each, and the test that it is the same in all."""
    ratios = [row for row in rows if row.statistic == "hazard_ratio"]
    for name in dict.fromkeys(map(_of_what, ratios)):
        held = [row for row in ratios if _of_what(row) == name]
        lines: Lines = [
            (
                row.group or "",
                [_text(f"{row.n}"), _text(f"{row.events}"), _cell(row), _text(row.method or "")],
            )
            for row in held
        ]
        yield from ["", *wrap(printable(f"{name}, {held[0].model}"), width)]
        yield from laid_out(["patients", "events", "hazard ratio", "limits"], lines, width)
    for row in rows:
        if row.group == EVERYONE:
            yield f"{label_of_survival(row)}: {chi_squared(row)}, {p_value(row.p_value)}"


def _parametric(rows: Sequence[Row], width: int) -> Iterator[str]:
    """Yield time ratios, a column a distribution, with the AIC below."""
    models = list(dict.fromkeys(row.model or "" for row in rows))
    lines: Lines = []
    for name in dict.fromkeys(_of_what(row) for row in rows if row.statistic == "time_ratio"):
        held = {row.model: row for row in rows if _of_what(row) == name}
        cells = [_cell(held[model]) if model in held else _text(BLANK) for model in models]
        lines.append((name, cells))
    aic = {row.model: _aic(row.estimate) for row in rows if row.statistic == "aic"}
    if models:
        lines.append(("AIC, less is better", [_text(aic[model]) for model in models]))
        yield from ["", "Time ratios: how many times as long patients live"]
        yield from laid_out(models, lines, width)


def _aic(value: float | None) -> str:
    return BLANK if value is None or isnan(value) else rounded(value, 1)


def _checks(rows: Sequence[Row], width: int) -> Iterator[str]:
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
        yield from ["", f"Checks of the {held[0].model} model"]
        yield from laid_out([CHECKS[name] for name in shown], kept, width)
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
        return _text(limits(row))
    test = chi_squared(row)
    return _text(test if test == BLANK else f"{test}, {p_value(row.p_value)}")


def _text(text: str) -> Cell:
    return ((printable(text),),)
