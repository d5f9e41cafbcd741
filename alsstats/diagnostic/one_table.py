"""The accuracy of one table: from its four counts, or from a known sensitivity and specificity."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from alsstats.counts import TwoByTwo
from alsstats.diagnostic.notes import notes_of_numbers
from alsstats.diagnostic.projection import likelihood_ratios, predictive_values, share
from alsstats.diagnostic.rows import Asked, findings
from alsstats.errors import UsageError
from alsstats.result import Result, Row
from alsstats.versions import versions_in_use

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping


def calc(
    *,
    tp: int | None = None,
    fp: int | None = None,
    fn: int | None = None,
    tn: int | None = None,
    sens: float | None = None,
    spec: float | None = None,
    prevalence: Iterable[float] | float = (),
    level: float = 0.95,
    interval: str = "wilson",
) -> Result:
    """Accuracy from the four counts of a table, or from a known sensitivity and specificity.

    With counts: every statistic with its limits, and PPV and NPV projected to each `prevalence`.
    With `sens` and `spec` alone: likelihood ratios and predictive values, without limits, since
    nothing says how many people they rest on. Raises `UsageError` for counts that are negative, not
    whole, or all zero.

    >>> answer = calc(tp=670, fp=202, fn=74, tn=640)
    >>> answer.rows[0].statistic, answer.rows[0].estimate
    ('sensitivity', 0.9005376344086021)
    """
    asked = Asked.of(level, interval, prevalence)
    counts, shares = {"tp": tp, "fp": fp, "fn": fn, "tn": tn}, {"sens": sens, "spec": spec}
    if None not in counts.values() and set(shares.values()) == {None}:
        return _of_counts(TwoByTwo(**counts), asked)  # type: ignore[arg-type]  # None is excluded
    if sens is not None and spec is not None and set(counts.values()) == {None}:
        return _of_shares(share(sens, "sens"), share(spec, "spec"), asked)
    raise UsageError(
        "calc takes the four counts TP FP FN TN, or sensitivity and specificity",
        found=[f"given: {', '.join(_given(counts | shares)) or 'nothing'}"],
        fix="alsstats calc 28 3 12 13, or alsstats calc --sens 0.70 --spec 0.81",
    )


def _given(values: Mapping[str, Any]) -> Iterator[str]:
    return (f"{name} = {value}" for name, value in values.items() if value is not None)


def _of_counts(table: TwoByTwo, asked: Asked) -> Result:
    if not table.total:
        raise UsageError(
            "nobody is in the table", found=["all four counts are 0"], why="0/0 has no value"
        )
    found = list(findings(table, asked))
    return Result(
        title=f"Accuracy of TP {table.tp}, FP {table.fp}, FN {table.fn}, TN {table.tn}",
        level=asked.level,
        rows=tuple(row for one in found for row in one.rows()),
        notes=tuple(notes_of_numbers(found, asked)),
        provenance={"versions": versions_in_use()},
    )


def _of_shares(sens: float, spec: float, asked: Asked) -> Result:
    ratios = likelihood_ratios(sens, spec)
    rows = [
        Row(statistic="sensitivity", estimate=sens, method="as given"),
        Row(statistic="specificity", estimate=spec, method="as given"),
        Row(statistic="lr_positive", estimate=ratios.positive, method="no counts"),
        Row(statistic="lr_negative", estimate=ratios.negative, method="no counts"),
    ]
    for at in asked.prevalence:
        values = predictive_values(sens, spec, at)
        rows.append(Row(statistic="ppv", at=at, estimate=values.ppv, method="no counts"))
        rows.append(Row(statistic="npv", at=at, estimate=values.npv, method="no counts"))
    return Result(
        title=f"Predictive values at sensitivity {sens:g} and specificity {spec:g}",
        level=asked.level,
        rows=tuple(rows),
        provenance={"versions": versions_in_use()},
    )
