"""The sign that an answer speaks of first: the combined one, where there is any."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alsstats.prognosis.question import COMBINED

if TYPE_CHECKING:
    from collections.abc import Collection

    from alsstats.result import Result


def combined_sign(result: Result, terms: Collection[str | None]) -> str | None:
    """Return, of some signs, `flair_swi`, or else the first that is made of others; or none."""
    if COMBINED in terms:
        return COMBINED
    signs = result.provenance.get("study", {}).get("signs", {})
    return next((term for term in terms if signs.get(term, {}).get("define")), None)
