"""What must be known to read the estimates rightly."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING

from alsstats.diagnostic.labels import LABELS
from alsstats.diagnostic.rows import AS_COUNTED, Asked, Found
from alsstats.result import Note

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

PLACES = 8  # that a note lists


def notes_of_numbers(found: Iterable[Found], asked: Asked) -> Iterator[Note]:
    """Say at which prevalence numbers hold, and what has no value, no limits, or 0.5 added."""
    if asked.case_control:
        yield Note(
            "case_control",
            "the design is case-control: how many have the disease is the investigator's choice, "
            "so PPV, NPV, accuracy and prevalence are not given; --prevalence 0.05,0.1 projects "
            "PPV and NPV",
        )
    else:
        yield Note(
            "prevalence",
            "PPV, NPV and accuracy hold at the prevalence beside their names, which is that of the "
            "people in the table and not of a clinic; --prevalence 0.05,0.1 projects PPV and NPV",
        )
    if asked.prevalence:
        yield Note(
            "projection",
            "a prevalence that was asked for is taken as known: the limits at it are Bayes' rule "
            "applied to those of the likelihood ratio (with its 0.5, where that was added), and "
            "where the estimate is 0 or 100 % so is the limit on that side",
        )
    yield from _notes_of_gaps(found)


def _notes_of_gaps(found: Iterable[Found]) -> Iterator[Note]:
    """Say of what has no value, no limits, or 0.5 added to it, why that is; once a reason."""
    gaps: dict[tuple[str, str], list[Found]] = {}
    for one in found:
        if one.estimate.uncorrected is not None:
            reason = "0.5 was added to every cell, since one of the ratio's own is 0"
            gaps.setdefault(("zero_cell", reason), []).append(one)
        elif one.estimate.reason:
            code = "undefined" if isnan(one.estimate.value) else "no_limits"
            reason = f"{code.replace('_', ' ')}, {one.estimate.reason}"
            gaps.setdefault((code, reason), []).append(one)
    for (code, reason), ones in gaps.items():
        plain = f"; '{AS_COUNTED}' is the ratio without it" if code == "zero_cell" else ""
        yield Note(code, f"{reason}: {_listed(ones)}{plain}")


def _listed(found: Iterable[Found]) -> str:
    """List statistics by the signs that they are of, for each comparison and stratum."""
    labels_of: dict[tuple[str, str], list[str]] = {}
    for one in found:
        place = (one.where.get("term") or "", _against(one))
        label = LABELS[one.statistic].text
        if label not in labels_of.setdefault(place, []):
            labels_of[place].append(label)
    signs_of: dict[tuple[str, str], list[str]] = {}
    for (term, against), labels in labels_of.items():
        signs_of.setdefault((", ".join(labels), against), []).append(term)
    parts = [
        f"{labels} of {', '.join(signs)} against {against}" if against else labels
        for (labels, against), signs in signs_of.items()
    ]
    more = [f"and {len(parts) - PLACES} more places"] if len(parts) > PLACES else []
    return "; ".join([*parts[:PLACES], *more])


def _against(one: Found) -> str:
    where = one.where
    stratum = f", {where['by']} {where['group']}" if where.get("by") else ""
    return f"{where.get('comparison') or ''}{stratum}"
