"""What is long is shown on demand, so that a page of two hundred signs can be read."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from alsstats.report.parts import Fold, Listing, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from alsstats.report.parts import Part

MOST_LINES = 60  # of a table that is shown at once
MOST_LETTERS = 2500  # of a list
MOST_FOLDS = 30  # below each other


def folded(parts: list[Part]) -> list[Part]:
    """Return the parts with every long one folded; a numbered list, which is cited, stays.

    >>> folded([Listing(["short"])])
    [Listing(items=['short'], numbered=False)]
    >>> folded([Listing(["long"] * 1000)])[0].summary
    'All 1000'
    """
    gathered = groupby(parts, key=lambda part: isinstance(part, Fold))
    return [one for is_fold, held in gathered for one in (_several if is_fold else _each)([*held])]


def _several(folds: list[Part]) -> Iterator[Part]:
    if len(folds) > MOST_FOLDS:
        yield Fold(f"Each of {len(folds)}", folds)
    else:
        yield from folds


def _each(parts: list[Part]) -> Iterator[Part]:
    for part in parts:
        if isinstance(part, Table) and part.size > MOST_LINES:
            yield Fold(f"{part.caption} ({part.size} lines)", [part])
        elif isinstance(part, Listing) and part.size > MOST_LETTERS and not part.numbered:
            yield Fold(f"All {len(part.items)}", [part])
        else:
            yield part
