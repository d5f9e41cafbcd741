"""A page of survival for the terminal: curves by group, hazard ratios by model, checks."""

from __future__ import annotations

from itertools import zip_longest
from textwrap import wrap
from typing import TYPE_CHECKING

from alsstats.errors import printable
from alsstats.render.hazards import chi_squared, hazard_tables
from alsstats.render.matrix import Matrix, part_laid_out
from alsstats.render.model_checks import check_tables
from alsstats.render.numbers import BLANK, interval, number, p_value
from alsstats.render.survival_words import label_of_survival, scale_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from alsstats.render.matrix import Cell, Lines
    from alsstats.result import Curve, Result, Row

AT_RISK = "at risk, "
OF_GROUPS = (
    "events", "person_time", "median_survival", "survival_at", "restricted_mean",
    "restricted_mean_difference", "restricted_mean_ratio",
)  # fmt: skip
TESTS = ("log_rank", "log_rank_trend")
FOUR_LEVELS = "four-level"


def to_survival(result: Result, width: int) -> Iterator[str]:
    """Lay out a page for every rule for readings that were not made: groups, models, checks."""
    yield from wrap(printable(result.title), width)
    pages = survival_tables(result)
    for rule, parts in pages.items():
        if len(pages) > 1:
            yield from ["", f"Readings: {rule}"]
        for part in parts:
            yield from part_laid_out(part, width)


def survival_tables(result: Result) -> dict[str, list[Matrix | str]]:
    """Return the tables and the paragraphs of each rule for readings that were not made."""
    unit = result.provenance.get("study", {}).get("survival", {}).get("unit") or ""
    pages: dict[str, list[Matrix | str]] = {}
    for rule in dict.fromkeys(row.handling for row in result.rows):
        rows = [row for row in result.rows if row.handling == rule]
        pages[rule or ""] = list(_page(rows, result, unit, f", {rule}" if pages else ""))
    return pages


def _page(rows: Sequence[Row], result: Result, unit: str, suffix: str) -> Iterator[Matrix | str]:
    """Yield everyone, then the groups and the models; then the four levels and theirs.

    `suffix` ends the names of the curves of a rule.
    """
    everyone = [row for row in rows if not row.by and row.model is None]
    left_out = next((row.left_out_by or {} for row in everyone), {})
    if everyone:
        yield from _everyone(everyone, unit)
    four = [row for row in rows if (row.model or "").startswith(FOUR_LEVELS)]
    models = [[row for row in rows if row.model and row not in four], four]
    groupings = dict.fromkeys(row.by for row in rows if row.statistic in OF_GROUPS and row.by)
    said = f"{100 * result.level:.10g} % limits, ties: {_ties(result)}"
    for by, of_models in zip_longest(groupings, models):
        if by:
            yield from _by_group(by, [row for row in rows if row.by == by], unit)
            name = f"{AT_RISK}{by}{suffix}"
            yield from _at_risk([held for held in result.curves if held.name == name], unit)
        yield from hazard_tables(of_models, said, left_out)
        yield from check_tables(of_models)


def _ties(result: Result) -> str:
    """Return how tied deaths were treated: in a cohort, or in a model of columns."""
    asked = result.provenance.get("study", {}).get("survival") or result.provenance.get("model", {})
    return str(asked.get("ties") or "efron")


def _everyone(rows: Sequence[Row], unit: str) -> Iterator[str]:
    """Yield who is in it, how long they were followed, and who was left out."""
    [whole, *more] = [row for row in rows if row.statistic == "events"]
    held = {row.statistic: row for row in rows if row.statistic != "events"}
    components = ", ".join(f"{row.category} {row.events}" for row in more)
    time = number(held["person_time"].estimate, "number")
    parts = [f"{whole.n} patients", f"{whole.events} events{f' ({components})' * bool(more)}"]
    parts.append(f"{time} {f'{unit} ' * bool(unit)}at risk")
    for name in ("median_follow_up", "median_survival"):
        if name in held:
            row = held[name]
            parts.append(f"{label_of_survival(row).lower()} {_with_limits(row)[0][0]}")
    yield "; ".join(parts)
    if whole.left_out:
        reasons = ", ".join(f"{n} {why}" for why, n in (whole.left_out_by or {}).items())
        yield f"  left out: {reasons}"


def _by_group(by: str, rows: Sequence[Row], unit: str) -> Iterator[Matrix | str]:
    """Yield a column a group: counts, medians, survival, means; and the tests over all."""
    held = [row for row in rows if row.statistic in OF_GROUPS]
    groups = list(dict.fromkeys(row.group or "" for row in held))
    patients = {row.group: row.n for row in held if row.statistic == "events"}
    lines: Lines = [("patients", [_text(f"{patients[group]}") for group in groups])]
    for name in dict.fromkeys(map(label_of_survival, held)):
        of_line = {row.group: row for row in held if label_of_survival(row) == name}
        lines.append((name.lower(), [_cell(of_line.get(group)) for group in groups]))
    yield Matrix(f"By {by}{f', in {unit}' * bool(unit)}", groups, lines)
    for row in rows:
        if row.statistic in TESTS:
            yield f"{label_of_survival(row)}: {chi_squared(row)}, {p_value(row.p_value)}"


def _at_risk(curves: Sequence[Curve], unit: str) -> Iterator[Matrix]:
    """Yield the numbers below the curves: those at risk, and how many had the event by then."""
    if not curves:
        return
    heading = [f"{x:g}" for x in curves[0].x]
    lines: Lines = []
    for curve in curves:
        pairs = zip(curve.at_risk, curve.events, strict=True)
        lines.append((curve.group or "", [_counts(*pair) for pair in pairs]))
    yield Matrix(f"At risk (events so far){f', by {unit}' * bool(unit)}", heading, lines)


def _counts(at_risk: int, events: int) -> Cell:
    return ((f"{at_risk} ({events})",), (f"{at_risk}", f"({events})"))


def _cell(row: Row | None) -> Cell:
    if row is None:
        return _text("")
    if row.statistic == "events":
        return _text(str(row.events))
    if row.statistic == "person_time":
        return _text(number(row.estimate, "number"))
    cell = _with_limits(row)
    return cell if row.p_value is None else tuple((*form, p_value(row.p_value)) for form in cell)


def _with_limits(row: Row) -> Cell:
    """Return an estimate with its limits, beside each other or one below the other."""
    scale = "share" if row.statistic == "survival_at" else scale_of(row)
    value = number(row.estimate, scale, row.n)
    if row.statistic == "median_survival" and value == BLANK:
        value = "not reached"
    limits = interval(row.conf_low, row.conf_high, scale, row.n)
    return _text(value) if limits == BLANK else ((f"{value} ({limits})",), (value, f"({limits})"))


def _text(text: str) -> Cell:
    return ((text,),)
