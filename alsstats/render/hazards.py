"""Hazard ratios for the terminal, models beside each other; and what speaks against them."""

from __future__ import annotations

from math import isnan
from textwrap import wrap
from typing import TYPE_CHECKING, TypeAlias

from alsstats.errors import printable
from alsstats.render.matrix import laid_out
from alsstats.render.numbers import BLANK, interval, number, p_value, rounded, significant
from alsstats.render.survival_words import EVERYONE, label_of_survival

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from alsstats.render.matrix import Cell
    from alsstats.result import Row

    Lines: TypeAlias = "list[tuple[str, list[Cell]]]"

TESTS = ("likelihood_ratio", "wald")
CHECKS = {
    "proportional_hazards": "proportional hazards",
    "leave_one_out": "ratio without one patient",
}
PARAMETRIC = ("time_ratio", "aic")
PERIOD = "period"


def hazards_laid_out(rows: Sequence[Row], level: float, width: int) -> Iterator[str]:
    """Yield a table of ratios, a column a model; ratios by period; checks of the last model."""
    whole = [row for row in rows if row.by != PERIOD]
    ratios = [row for row in whole if row.statistic in {"hazard_ratio", *TESTS}]
    yield from _table(ratios, f"Hazard ratios ({100 * level:.10g} % limits)", width)
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


def _of_what(row: Row) -> str:
    """Return what a ratio is of: a term, one of its levels against another; or all of a model."""
    if row.statistic in TESTS:
        return row.term or "whole model"
    if row.comparison is None:
        return " ".join(filter(None, (row.term, row.category)))
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
    value, limits = number(row.estimate, "ratio"), interval(row.conf_low, row.conf_high, "ratio")
    if limits == BLANK:
        return _text(value)
    return ((f"{value} ({limits}), {p}",), (f"{value} ({limits})", p))


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
            (row.group or "", [_text(f"{row.n}"), _text(f"{row.events}"), _cell(row)])
            for row in held
        ]
        yield from ["", *wrap(printable(f"{name}, {held[0].model}"), width)]
        yield from laid_out(["patients", "events", "hazard ratio"], lines, width)
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
    lines: Lines = []
    for name in dict.fromkeys(map(_of_check, held)):
        found = {row.statistic: _check(row) for row in held if _of_check(row) == name}
        lines.append((name, [found.get(one, _text("")) for one in CHECKS]))
    if lines:
        yield from ["", f"Checks of the {held[0].model} model"]
        yield from laid_out(list(CHECKS.values()), lines, width)
    for row in rows:
        if row.statistic == "concordance":
            error = rounded(row.std_error or 0.0, 3)
            yield f"Concordance {number(row.estimate, 'difference')} (SE {error})"
        if row.statistic == "entry_dependence":
            tau = number(row.estimate, "difference")
            yield f"Entry and survival: Kendall's tau {tau}, {p_value(row.p_value)}"


def _of_check(row: Row) -> str:
    """Return the term of a test, or the level that a range is of."""
    if row.statistic == "leave_one_out" and row.category:
        return f"  {row.term}, {row.category}"
    return row.term or "all together"


def _check(row: Row) -> Cell:
    if row.statistic == "leave_one_out":
        return _text(interval(row.conf_low, row.conf_high, "ratio"))
    return ((f"{chi_squared(row)}, {p_value(row.p_value)}",),)


def _text(text: str) -> Cell:
    return ((printable(text),),)
