"""A rate of progression that is not what it is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alsstats.cohort.decimal import with_points
from alsstats.cohort.numbers import NUMBER, progression_rate, values
from alsstats.study import plain, variable_key

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from alsstats.lint.finding import Finding
    from alsstats.lint.overview import Overview

RATE, SCORE, MONTHS = "dfs", "alsfrs_r", "onset_to_mri_months"
OFF = 0.05  # points a month, besides what rounding the rate to a digit makes


def odd_progression(held: Overview, refused: Collection[str]) -> Iterator[Finding]:
    """Yield rows in which dfs differs from (48 - ALSFRS-R) / months.

    The months are those that the study names, or those from onset to MRI, when the score may not
    have been taken; so this is a warning.
    """
    import numpy as np

    columns = _columns(held)
    if not columns or set(columns) & set(refused):
        return
    [counts], _ = with_points(
        held.cohort.count(columns), held.cohort.source, held.study.layout.decimal
    )
    rate, score, months = (
        values(counts, name, {code: _number(code) for code in counts.columns[name].levels})
        for name in columns
    )
    made = progression_rate(score, months)
    with np.errstate(invalid="ignore"):
        off = np.abs(rate - made) > OFF + 0.02 * np.abs(made)
    if not off.any():
        return
    rows = int(counts.n[off].sum())
    known = int(counts.n[~np.isnan(rate - made)].sum())
    yield held.finding(
        "dfs-differs",
        columns[0],
        f"'{columns[0]}' is not (48 - {columns[1]}) / {columns[2]}",
        rows=rows,
        evidence=(f"{rows} of {known} rows differ by more than {OFF:g} points a month",),
        why="one of the three is wrong, or the score was not taken at that time",
        fix="correct the rows, or name the months to that score in [progression] of the study file",
    )


def _columns(held: Overview) -> tuple[str, ...]:
    """Return the columns of the rate, the score and the months, nothing where one is not there."""
    said = held.study.progression
    wanted = (RATE, variable_key(said.alsfrs_r or SCORE), variable_key(said.months or MONTHS))
    by_key = {variable_key(name): name for name in held.cohort.source.columns}
    found = tuple(by_key[key] for key in wanted if key in by_key)
    return found if len(set(found)) == len(wanted) else ()


def _number(code: str) -> float:
    text = plain(code)
    return float(text) if NUMBER.fullmatch(text) else float("nan")
