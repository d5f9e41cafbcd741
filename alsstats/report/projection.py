"""PPV and NPV at any prevalence: the numbers behind the slider, and the table that is always there.

The slider applies Bayes' rule to the likelihood ratios of the rows, as `diagnostic.projection`.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from math import isnan, nan
from typing import TYPE_CHECKING, Any

from alsstats.render.cells import percent_of, sign_label
from alsstats.render.json import infinity
from alsstats.render.main_sign import combined_sign
from alsstats.report.accuracy import blocks_of
from alsstats.report.parts import Body, Fold, Slider, Table
from alsstats.report.questions import PROJECTED
from alsstats.report.tables import with_limits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from alsstats.report.accuracy import Block
    from alsstats.report.parts import Part
    from alsstats.result import Result

SHOWN = {"ppv": "PPV", "npv": "NPV"}


def without_usual(result: Result) -> Result:
    """Leave away PPV and NPV at prevalences that nobody asked for: the page's table has them."""
    rows = [row for row in result.rows if row.method != "bayes" or row.at not in PROJECTED]
    return replace(result, rows=tuple(rows))


def main_sign(result: Result, blocks: list[Block]) -> str:
    """Return the sign that is shown first."""
    signs = list(dict.fromkeys(block.sign for block in blocks))
    return combined_sign(result, signs) or signs[0]


def slider_of(result: Result) -> Slider:
    """Return the likelihood ratios of every sign in every comparison, at full precision."""
    blocks = blocks_of(result)
    return Slider(
        {
            "sign": main_sign(result, blocks),
            "against": blocks[-1].against,
            "words": {block.sign: sign_label(result, block.sign) for block in blocks},
            "blocks": [_numbers(block) for block in blocks],
        }
    )


def _numbers(block: Block) -> dict[str, Any]:
    sensitivity, specificity = block.row("sensitivity"), block.row("specificity")
    return {
        "sign": block.sign,
        "against": block.against,
        "target": block.target,
        "sensitivity": _plain(sensitivity.estimate if sensitivity else None),
        "specificity": _plain(specificity.estimate if specificity else None),
        "positive": _ratio(block, "lr_positive"),
        "negative": _ratio(block, "lr_negative"),
    }


def _ratio(block: Block, statistic: str) -> dict[str, Any]:
    """Return a ratio as counted, with its limits, for which 0.5 may have been added."""
    first, *counted = [row for row in block.shown if row.statistic == statistic]
    value = counted[0].estimate if counted else first.estimate
    return {"value": _plain(value), "low": _plain(first.conf_low), "high": _plain(first.conf_high)}


def _plain(value: float | None) -> float | str | None:
    return None if value is None or isnan(value) else infinity(value)


def projection_tables(result: Result) -> list[Part]:
    """Return the table of the sign that is shown first, and those of the others on demand."""
    blocks = blocks_of(result)
    by_sign = {sign: list(held) for sign, held in groupby(blocks, key=lambda block: block.sign)}
    first = by_sign.pop(main_sign(result, blocks))
    folded: list[Part] = [_table(held, "") for held in by_sign.values()]
    shown: list[Part] = [_table(first, "predictive-values")]
    return shown + ([Fold("The same for every other sign", folded)] if folded else [])


def _table(blocks: list[Block], key: str) -> Table:
    """Return a line a prevalence, the table's own the last, below the name of each comparison."""
    caption = f"PPV and NPV of {blocks[0].sign} by prevalence, with limits"
    bodies = [Body(block.against, list(_lines(block))) for block in blocks]
    return Table(caption, ["Prevalence", *SHOWN.values()], bodies, key)


def _lines(block: Block) -> Iterator[tuple[str, list[str]]]:
    projected = [row for row in block.rows if row.method == "bayes"]
    for at in dict.fromkeys(row.at for row in projected if row.at is not None):
        held = {row.statistic: row for row in projected if row.at == at}
        yield percent_of(at), [with_limits(held.get(name)) for name in SHOWN]
    own = [block.row(name) for name in SHOWN]
    at = next((row.at for row in own if row and row.at is not None), nan)
    if not isnan(at):
        yield f"{percent_of(at)}, as among these people", [with_limits(row) for row in own]
