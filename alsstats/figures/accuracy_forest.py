"""Forest of sensitivity and specificity: two panels that share their lines, a line a comparison."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alsstats.figures.accuracy_lines import TALL, sheet_of
from alsstats.figures.accuracy_rows import (
    SHARES,
    accuracies,
    footnote_of,
    heading_of_labels,
    labels_of,
    name_of_sign,
    shown_in,
)
from alsstats.figures.estimates import is_known
from alsstats.figures.page import PALE, RULE, new_figure
from alsstats.figures.placing import Place, placed_axes, write
from alsstats.render.cells import counts, estimate, limits

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from alsstats.figures.accuracy_lines import Line, Sheet
    from alsstats.figures.page import Page
    from alsstats.result import Result, Row

NOT_ASSESSED = "not assessed"
CAP = 0.8  # mm from a line to the end of its cap
FINE = 26.0  # mm of a panel that has room for five numbers at its axis


def is_in(result: Result) -> bool:
    """Tell whether the result has sensitivity and specificity."""
    return bool(accuracies(result))


def drawn(result: Result, page: Page) -> Figure:
    """Draw sensitivity at the left and specificity at the right, with counts as text."""
    sheet = sheet_of(result, page)
    figure = new_figure(page, sheet.height)
    for left, name in zip(sheet.lefts, SHARES, strict=True):
        axes = placed_axes(figure, Place(left, sheet.top, sheet.across, sheet.body))
        _scaled(axes, sheet, name)
        for line in sheet.lines:
            _marked(axes, getattr(line.one, name), line)
    for one in sheet.words:
        write(figure, **one._asdict())
    return figure


def _scaled(axes: Axes, sheet: Sheet, name: str) -> None:
    ticks = range(0, 101, 25 if sheet.across >= FINE else 50)
    tall = len(sheet.lines) > TALL
    axes.set(xlim=(0, 100), ylim=(sheet.body, 0), yticks=[], xlabel=f"{name.capitalize()}, %")
    axes.set_xticks(ticks)
    axes.spines["left"].set_visible(False)
    axes.tick_params(top=tall, labeltop=tall)
    upper = [line.middle - line.height / 2 for line in sheet.lines]
    lower = [line.middle + line.height / 2 for line in sheet.lines]
    for tick in ticks:
        axes.vlines([tick] * len(upper), upper, lower, colors=RULE, linewidth=0.4)


def _marked(axes: Axes, row: Row, line: Line) -> None:
    """Draw the estimate and its limits, or say that there is none."""
    y, colour = line.middle, line.look.colour
    if not is_known(row):
        axes.text(50, y, NOT_ASSESSED, ha="center", va="center_baseline", color=PALE)
        return
    if row.conf_low is not None and row.conf_high is not None:
        ends = (100 * row.conf_low, 100 * row.conf_high)
        axes.plot(ends, (y, y), color=colour, linewidth=1.0, clip_on=False)
        caps = [end for end in ends for _ in range(3)], [y - CAP, y + CAP, float("nan")] * 2
        axes.plot(*caps, color=colour, linewidth=0.8, clip_on=False)
    (mark,) = axes.plot(100 * (row.estimate or 0.0), y, line.look.marker, color=colour)
    mark.set(markersize=3.6, clip_on=False, zorder=3)
    if row.by:
        mark.set_markerfacecolor("white")


def described(result: Result) -> str:
    """Say sensitivity and specificity of every line."""
    shown, last = shown_in(result), ""
    heading = heading_of_labels(shown)
    said = ["Forest of sensitivity and specificity, from 0 to 100 %.", footnote_of(result, shown)]
    said += [f"{heading}:"] if heading else []
    for one, label in zip(shown, labels_of(shown), strict=True):
        name = name_of_sign(result, one.sensitivity.term)
        parts = [name] if name != last else []
        last = name
        numbers = ", ".join(f"{row.statistic} {_numbers(row)}" for row in one)
        said.append(": ".join([*parts, *([label] if label else []), f"{numbers}."]))
    return " ".join(filter(None, said))


def _numbers(row: Row) -> str:
    if not is_known(row):
        return f"{NOT_ASSESSED} ({counts(row)})"
    held = [text for text in (limits(row), counts(row)) if text not in {"", "-"}]
    return f"{estimate(row)} ({', '.join(held)})" if held else estimate(row)
