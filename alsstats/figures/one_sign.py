"""The sign that a figure of one sign shows, and its numbers: a combined sign where there is any."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from alsstats.counts import TwoByTwo
from alsstats.figures.accuracy_rows import Accuracy, accuracies, name_of_sign
from alsstats.render.main_sign import combined_sign

if TYPE_CHECKING:
    from collections.abc import Mapping

    from alsstats.result import Result, Row

PROJECTED = {"bayes", "no counts"}  # methods of what holds at a prevalence that was asked for
AS_COUNTED = "as counted"  # the method of a ratio beside one that 0.5 was added for


class MainSign(NamedTuple):
    """One sign against the last comparison group, the unread treated as was asked first.

    `own` are its statistics, `plain` the ratios without the 0.5 that was added in `own`, and
    `projected` PPV and NPV at other prevalences.
    """

    name: str
    is_combined: bool
    accuracy: Accuracy
    own: Mapping[str, Row]
    plain: Mapping[str, Row]
    projected: tuple[Row, ...]

    @property
    def against(self) -> str:
        """Who is compared with whom; nothing where no one says."""
        row = self.accuracy.sensitivity
        return f"{row.target} against {row.comparison}" if row.target else ""

    @property
    def table(self) -> TwoByTwo | None:
        """The four counts, where there are any."""
        return table_of(self.accuracy)


def table_of(accuracy: Accuracy) -> TwoByTwo | None:
    """Return the four counts that sensitivity and specificity are made of."""
    ill, others = accuracy
    if ill.events is None or ill.n is None or others.events is None or others.n is None:
        return None
    return TwoByTwo(
        tp=ill.events, fp=others.n - others.events, fn=ill.n - ill.events, tn=others.events
    )


def main_sign(result: Result) -> MainSign:
    """Return the sign to look at first, of a result that has sensitivity and specificity."""
    held = [one for one in accuracies(result) if one.sensitivity.by is None]
    signs = result.provenance.get("study", {}).get("signs", {})
    terms = dict.fromkeys(one.sensitivity.term for one in held)
    combined = [term for term in terms if signs.get(term, {}).get("define")]
    term = combined_sign(result, terms) or next(iter(terms))
    first = held[0].sensitivity.handling
    mine = [
        one for one in held if (one.sensitivity.term, one.sensitivity.handling) == (term, first)
    ]
    accuracy = mine[-1]
    rows = [row for row in result.rows if _place(row) == _place(accuracy.sensitivity)]
    projected = [row for row in rows if row.method in PROJECTED and row.at is not None]
    usual = [row for row in rows if row not in projected and row.method != AS_COUNTED]
    return MainSign(
        name_of_sign(result, term) or "the sign",
        term in combined,
        accuracy,
        {row.statistic: row for row in usual},
        {row.statistic: row for row in rows if row.method == AS_COUNTED},
        tuple(projected),
    )


def _place(row: Row) -> tuple[str | None, ...]:
    return row.term, row.target, row.comparison, row.handling, row.by, row.group, row.category
