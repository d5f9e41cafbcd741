"""One study laid over another: what the later one says wins, and is not contradicted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alsstats.study.built_in import vocabulary
from alsstats.study.codes import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from alsstats.study.document import Document

MEANINGS = ("present", "absent", "not_assessable")
WHOLE = {"versus", "merge", "among", "event", "shows"}  # replaced, not added to


def laid_over(first: Document, other: Document) -> Document:
    """Lay a document over another, key by key.

    A code or a diagnosis to which the later one gives a meaning loses that of the earlier one.

    >>> first = {"signs": {"x": {"present": ("1",), "absent": ("0",)}}}
    >>> laid_over(first, {"signs": {"x": {"present": ("0",)}}})
    {'signs': {'x': {'present': ('0',), 'absent': ()}}}
    """
    held = dict(first)
    for name, said in other.get("signs", {}).items():
        if earlier := held.get("signs", {}).get(name):
            held["signs"] = held["signs"] | {name: _without(earlier, said, MEANINGS, plain)}
    missing = {"missing": other.get("data", {}).get("missing", ())}
    for name, earlier in held.get("signs", {}).items():
        held["signs"] = held["signs"] | {name: _without(earlier, missing, MEANINGS, plain)}
    if "reference" in held and "reference" in other:
        held["reference"] = _reference(held["reference"], other["reference"])
    return _merged(held, other)


def _reference(earlier: Document, later: Document) -> Document:
    """Take diagnoses to which the later document gives a place out of their earlier ones."""
    diagnosis = vocabulary().diagnosis
    groups = later.get("versus", {}).values()
    said = dict(later) | {"versus": tuple(level for levels in groups for level in levels)}
    held = _without(earlier, said, ("target", "leave_out"), diagnosis)
    if "versus" in held:
        taken = {diagnosis(level) for key in ("target", "leave_out") for level in said.get(key, ())}
        held["versus"] = {
            group: tuple(level for level in levels if diagnosis(level) not in taken)
            for group, levels in held["versus"].items()
        }
    return held


def _without(
    earlier: Document,
    later: Mapping[str, Iterable[str]],
    keys: Iterable[str],
    name: Callable[[str], str],
) -> Document:
    """Return what was said before without the codes that are said anew under another key."""
    held = dict(earlier)
    for key in keys:
        taken = {
            name(code) for other, codes in later.items()
            if other != key and other in {*keys, "versus", "missing"} for code in codes
        }  # fmt: skip
        if key in held:
            held[key] = tuple(code for code in held[key] if name(code) not in taken)
    return held


def _merged(first: Document, other: Document) -> Document:
    result = dict(first)
    for key, value in other.items():
        both = isinstance(value, dict) and isinstance(result.get(key), dict)
        result[key] = _merged(result[key], value) if both and key not in WHOLE else value
    return result
