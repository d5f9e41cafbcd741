"""What every question answers with: rows, curves and notes, none of them rounded."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from math import isnan
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd
    from matplotlib.figure import Figure

    from alsstats.estimate import Estimate

SCHEMA = 1
NOT_COMPUTED = "not_computed"  # the code of a note on a model that there is no answer from


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One number with its limits, and everything that says which number it is.

    A field that does not apply is None. The fields that are not numbers, together with `at`, are
    unique within a result.
    """

    term: str | None = None  # sign, finding or covariate
    category: str | None = None  # its level
    by: str | None = None  # the column of which `group` is a level
    group: str | None = None  # "all", a stratum, a category, a curve
    target: str | None = None  # the target diagnosis
    comparison: str | None = None  # against whom
    model: str | None = None
    handling: str | None = None  # how unread readings were treated
    at: float | None = None  # prevalence, landmark, tau, quantile, period
    statistic: str
    estimate: float | None = None
    conf_low: float | None = None
    conf_high: float | None = None
    std_error: float | None = None  # of the logarithm, where limits are made on that scale
    method: str | None = None
    events: int | None = None  # numerator
    n: int | None = None  # denominator
    left_out: int | None = None
    left_out_by: Mapping[str, int] | None = None
    statistic_value: float | None = None
    df: float | None = None
    p_value: float | None = None
    p_adjusted: float | None = None

    @classmethod
    def of(cls, statistic: str, estimate: Estimate, **where: Any) -> Row:
        """Make a row of an estimate; `where` names the sign, the group and so on."""
        return cls(
            statistic=statistic,
            estimate=estimate.value,
            conf_low=estimate.low,
            conf_high=estimate.high,
            std_error=estimate.std_error,
            method=estimate.method,
            events=estimate.events,
            n=estimate.n,
            **where,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """A line to draw: equally long arrays of numbers under a name and a group."""

    name: str
    group: str | None = None
    x: tuple[float, ...] = ()
    y: tuple[float, ...] = ()
    low: tuple[float, ...] = ()
    high: tuple[float, ...] = ()
    at_risk: tuple[int, ...] = ()
    events: tuple[int, ...] = ()
    censored: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """Something a reader must know to read the numbers rightly: a code for programs, and a text."""

    code: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """The answer to one question.

    `rows` hold the numbers, `notes` what a reader must know, `provenance` what the numbers were
    made from and with; its entry `assumed` lists what was understood without being told.
    `str(result)` is a table for the terminal; `layout` says of which kind: `blocks`, one a sign, a
    `table one`, or a page of `survival`.
    """

    title: str
    level: float
    layout: str = "blocks"
    rows: tuple[Row, ...] = field(default=(), repr=False)
    curves: tuple[Curve, ...] = field(default=(), repr=False)
    notes: tuple[Note, ...] = field(default=(), repr=False)
    provenance: Mapping[str, Any] = field(default_factory=dict, repr=False)

    def records(self) -> list[dict[str, Any]]:
        """Return the rows as flat dictionaries, nan as None: the schema of JSON, CSV and pandas."""
        return [
            {item.name: _null(getattr(row, item.name)) for item in fields(Row)} for row in self.rows
        ]

    def to_pandas(self) -> pd.DataFrame:
        """Return the rows as a data frame, one row each, columns as in `records()`.

        Counts of people stay whole numbers, also beside rows that have none (dtype `Int64`).
        """
        import pandas as pd

        frame = pd.DataFrame(self.records(), columns=[item.name for item in fields(Row)])
        return frame.astype(dict.fromkeys(("events", "n", "left_out"), "Int64"))

    def render(self, format: str = "text") -> str:  # noqa: A002  # the word users know
        """Return the answer in one of the formats `text`, `json`, `csv`, `markdown`."""
        from alsstats.render import render

        return render(self, format)

    def sentence(self) -> str:
        """Return the answer in plain sentences, made from the rows, as a clinician would say it."""
        from alsstats.render.sentences import sentence

        return sentence(self)

    def methods(self) -> str:
        """Return a paragraph on how the numbers were made, with references, for a manuscript."""
        from alsstats.render.methods import methods

        return methods(self)

    def plot(self, name: str | None = None, *, width: float = 174, grey_below: int = 10) -> Figure:
        """Draw the answer, as the figure of that name or as its main one, `width` mm wide.

        Where fewer than `grey_below` people are at risk a survival curve is grey. The result is a
        figure of matplotlib; `alsstats.figures` lists the names and makes files.
        """
        from alsstats.figures import draw

        return draw(self, name, width=width, grey_below=grey_below)

    def __str__(self) -> str:
        return self.render("text")

    def _repr_html_(self) -> str:
        from alsstats.render.html import to_html

        return to_html(self)


def _null(value: Any) -> Any:
    return None if isinstance(value, float) and isnan(value) else value
