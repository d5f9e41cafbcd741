"""Sensitivity and specificity of a result, side by side: which lines there are, and their names."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from alsstats.diagnostic.study_notes import COUNTED_AS
from alsstats.figures.estimates import limits_name, method_name
from alsstats.render.cells import RANGE, USUAL

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alsstats.result import Result, Row

SHARES = ("sensitivity", "specificity")
ANY_PART = "any part"
MOST = 600  # lines in one figure: of more, a PNG would have more points than it can have
VARYING = ("target", "comparison", "handling", "by")


class Accuracy(NamedTuple):
    """What a sign is worth in one comparison, of everyone or of one stratum."""

    sensitivity: Row
    specificity: Row


def accuracies(result: Result) -> list[Accuracy]:
    """Return sensitivity and specificity of every sign, comparison, stratum and handling."""
    held: dict[tuple[str | None, ...], dict[str, Row]] = {}
    for row in result.rows:
        bound = (row.handling or "").startswith(RANGE)
        if row.statistic in SHARES and row.category is None and not bound:
            place = (row.term, row.target, row.comparison, row.handling, row.by, row.group)
            held.setdefault(place, {})[row.statistic] = row
    both = [shares for shares in held.values() if len(shares) == len(SHARES)]  # rows may be chosen
    return [Accuracy(*(shares[name] for name in SHARES)) for shares in both]


def shown_in(result: Result) -> list[Accuracy]:
    """Return the lines of a forest: of very many, those of everyone, or of one comparison alone."""
    held = accuracies(result)
    if len(held) > MOST:
        held = [one for one in held if one.sensitivity.by is None]
    if len(held) > MOST:
        last = held[-1].sensitivity.comparison
        held = [one for one in held if one.sensitivity.comparison == last]
    return held


def name_of_sign(result: Result, term: str | None) -> str:
    """Return the words for a sign, or its name and its definition where it has none."""
    signs = result.provenance.get("study", {}).get("signs", {})
    said = signs.get(term, {})
    label = str(said.get("label") or said.get("define") or "")
    alike = [name for name, held in signs.items() if held.get("label") == label]
    return label if label and len(alike) == 1 else ": ".join(filter(None, (term, label)))


def labels_of(shown: Sequence[Accuracy]) -> list[str]:
    """Name each line of a sign by what is not the same in all lines."""
    rows = [one.sensitivity for one in shown]
    several = {name for name in VARYING if len({getattr(row, name) for row in rows}) > 1}
    return [_label(row, several) for row in rows]


def _label(row: Row, several: set[str]) -> str:
    parts = [row.target or ""] if "target" in several else []
    parts += [row.comparison or ""] if "comparison" in several else []
    words = " against ".join(parts)
    if "by" in several:
        words = f"{row.by} {row.group}" if row.by else words or "everyone"
    named = (words, (row.handling or USUAL) if "handling" in several else "")
    return ", ".join(part for part in named if part)


def heading_of_labels(shown: Sequence[Accuracy]) -> str:
    """Return what stands above the names of comparison groups: `ALS against`."""
    targets, comparisons = (
        {getattr(one.sensitivity, name) for one in shown} for name in ("target", "comparison")
    )
    return f"{min(targets)} against" if len(targets) == 1 and len(comparisons) > 1 else ""


def footnote_of(result: Result, shown: Sequence[Accuracy]) -> str:
    """Say who is compared with whom, how limits are made, and what became of the unread."""
    rows = [row for one in shown for row in one]
    against = dict.fromkeys(f"{row.target} against {row.comparison}" for row in rows if row.target)
    handlings = dict.fromkeys(row.handling for row in rows if row.handling)
    methods = dict.fromkeys(method_name(row) for row in rows if row.conf_low is not None)
    parts = [", ".join(against)] if len(against) == 1 else []
    parts += [f"{limits_name(result)}: {', '.join(methods)}"] if methods else []
    several = len(handlings) > 1
    parts += [f"{name}: {handled(name)}" if several else handled(name) for name in handlings]
    every = len(accuracies(result))
    parts += [f"{len(shown)} of {every} lines are drawn"] if len(shown) < every else []
    return " ".join(f"{part[0].upper()}{part[1:]}." for part in parts)


def handled(handling: str) -> str:
    """Say what became of those in whom a sign, or a part of it, was not read.

    >>> handled("negative")
    'not assessable counts as absent; those in whom the sign or a part is missing are left out'
    """
    policy = handling.removeprefix(ANY_PART).removeprefix(", ")
    parts = [f"not assessable counts as {COUNTED_AS[policy]}"] if policy in COUNTED_AS else []
    if handling.startswith(ANY_PART):
        return "; ".join([*parts, "those whom the parts that were read decide are in"])
    unread = "is missing" if parts else "was not read"
    return "; ".join([*parts, f"those in whom the sign or a part {unread} are left out"])
