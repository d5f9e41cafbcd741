"""The result for programs: plain ASCII, full precision, nan as null, infinity as "inf"."""

from __future__ import annotations

from math import isinf, isnan
from typing import TYPE_CHECKING, Any

from alsstats.result import SCHEMA

if TYPE_CHECKING:
    from alsstats.result import Result


def to_json(result: Result) -> str:
    """Return the whole result as JSON."""
    import json

    return json.dumps(document(result), indent=2, allow_nan=False) + "\n"


def document(result: Result) -> Any:
    """Return the whole result as what JSON can say."""
    from dataclasses import asdict

    held = {
        "schema": SCHEMA,
        "title": result.title,
        "level": result.level,
        "rows": result.records(),
        "curves": [asdict(curve) for curve in result.curves],
        "notes": [asdict(note) for note in result.notes],
        "provenance": result.provenance,
    }
    return _plain(held)


def _plain(value: Any) -> Any:
    """Replace what JSON cannot say: nan by null, infinities by their names."""
    if isinstance(value, float):
        return None if isnan(value) else infinity(value)
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list | tuple) else value


def infinity(value: float) -> float | str:
    """Return an infinite number as `inf` or `-inf`, any other as it is."""
    return ("inf" if value > 0 else "-inf") if isinf(value) else value
