"""Tests of counts against R, every line of every golden file; `association.R` made them."""

from math import inf, isnan

import pytest

from alsstats.association import (
    chi_squared,
    difference,
    fisher_exact,
    mantel_haenszel,
    mcnemar,
    paired_difference,
    ratio,
    trend,
    trend_exact,
)
from alsstats.counts import TwoByTwo
from alsstats.errors import UsageError
from tests.golden import number, rows

# Both sides are correct to about 1e-13; a chi-squared of 0 is 1e-31 in R, hence the absolute part.
CLOSE = {"rel": 1e-10, "abs": 1e-13, "nan_ok": True}
# R's own p of Fisher's test carries the error of its density: seen up to 3e-14 against mpmath.
SAME = pytest.approx
# R searches for Tango's limits where b - c - n d cancels: off by 1.4e-13 of a limit next to 0.
SEARCHED = 1e-12


def ints(text: str) -> list[int]:
    return [int(part) for part in text.split("-")]


@pytest.mark.parametrize("row", rows("fisher.csv"), ids=lambda r: "-".join(list(r.values())[:4]))
def test_fisher(row: dict[str, str]) -> None:
    a, b, c, d = (int(row[name]) for name in "abcd")
    found = fisher_exact(a, b, c, d)
    assert found.p_value == SAME(number(row["p"]), rel=1e-10, abs=1e-300)
    expected = [number(row[name]) for name in ("odds_ratio_exact", "low_exact", "high_exact")]
    if not ((a + b) and (c + d) and (a + c) and (b + d)):
        assert expected == [0, 0, inf]  # R prints 0 (0 to infinity) where nothing is known
        expected = [float("nan")] * 3  # here: undefined
    estimate = found.odds_ratio
    assert [estimate.value, estimate.low, estimate.high] == SAME(expected, rel=1e-9, nan_ok=True)


@pytest.mark.parametrize("row", rows("chi_squared.csv"), ids=lambda r: r["table"])
def test_chi_squared(row: dict[str, str]) -> None:
    found = chi_squared([ints(line) for line in row["table"].split("/")])
    expected = [number(row[name]) for name in ("statistic", "df", "p")]
    if isnan(expected[0]):
        assert found.note
        expected[1] = float("nan")
    assert [found.statistic, found.df, found.p_value] == SAME(expected, **CLOSE)


@pytest.mark.parametrize("row", rows("mcnemar.csv"), ids=lambda r: f"{r['b']}-{r['c']}")
def test_mcnemar(row: dict[str, str]) -> None:
    found = mcnemar(int(row["b"]), int(row["c"]))
    assert found.exact.p_value == SAME(number(row["exact"]), rel=1e-10)
    assert found.mid_p.p_value == SAME(number(row["mid_p"]), rel=1e-10)
    assert found.chi_squared.statistic == SAME(number(row["statistic"]), **CLOSE)
    assert found.chi_squared.p_value == SAME(number(row["p_chi"]), **CLOSE)


@pytest.mark.parametrize("row", rows("mantel_haenszel.csv"), ids=lambda r: r["strata"])
def test_mantel_haenszel(row: dict[str, str]) -> None:
    tables = [TwoByTwo(*ints(stratum)) for stratum in row["strata"].split("/")]
    found = mantel_haenszel(tables)
    names = ("odds_ratio", "low", "high")
    expected = [number(row[name]) for name in names]
    estimate = found.odds_ratio
    assert [estimate.value, estimate.low, estimate.high] == SAME(expected, **CLOSE)
    assert found.association.statistic == SAME(number(row["statistic"]), **CLOSE)
    assert found.association.p_value == SAME(number(row["p"]), **CLOSE)
    degrees = number(row["df"])
    if isnan(degrees) or degrees == 0:  # one whole stratum agrees with itself: no test
        assert isnan(found.breslow_day.statistic)
        assert isnan(found.tarone.p_value)
        return
    assert found.breslow_day.statistic == SAME(number(row["breslow_day"]), rel=1e-9, abs=1e-12)
    assert found.tarone.statistic == SAME(number(row["tarone"]), rel=1e-9, abs=1e-12)
    assert found.tarone.df == degrees
    assert found.tarone.p_value == SAME(number(row["p_tarone"]), rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("row", rows("trend.csv"), ids=lambda r: f"{r['events']}of{r['n']}")
def test_trend(row: dict[str, str]) -> None:
    events, n = ints(row["events"]), ints(row["n"])
    scores = [float(score) for score in row["scores"].split("-")]
    found = trend(events, n, scores)
    assert found.test.statistic == SAME(number(row["statistic"]), **CLOSE)
    assert found.test.p_value == SAME(number(row["p"]), **CLOSE)
    if row["p_exact"] == "NA":  # too large to enumerate, here as in R
        with pytest.raises(UsageError, match="too long"):
            trend_exact(events, n, scores)
    else:
        assert trend_exact(events, n, scores).p_value == SAME(number(row["p_exact"]), rel=1e-9)


@pytest.mark.parametrize(
    "row", rows("difference_ratio.csv"), ids=lambda r: "-".join(list(r.values())[:4])
)
def test_difference_and_ratio(row: dict[str, str]) -> None:
    counts = [int(row[name]) for name in ("e1", "n1", "e2", "n2")]
    found = difference(*counts)
    expected = [number(row[name]) for name in ("difference", "low", "high")]
    assert [found.value, found.low, found.high] == SAME(expected, **CLOSE)
    quotient = ratio(*counts)
    expected = [number(row[name]) for name in ("ratio", "ratio_low", "ratio_high")]
    if 0 in (counts[0], counts[2]):
        assert all(map(isnan, expected))  # R's formula has no answer; the zero rule is tested apart
        assert isnan(quotient.value) or quotient.uncorrected is not None
        return
    if counts[0] == counts[1] and counts[2] == counts[3]:
        expected[1:] = [float("nan")] * 2  # a width of 0 is no interval
    assert [quotient.value, quotient.low, quotient.high] == SAME(expected, **CLOSE)


@pytest.mark.parametrize(
    "row", rows("paired_difference.csv"), ids=lambda r: "-".join(list(r.values())[:4])
)
def test_paired_difference(row: dict[str, str]) -> None:
    b, c, n = (int(row[name]) for name in "bcn")
    found = paired_difference(b, c, n, level=number(row["level"]))
    expected = [number(row[name]) for name in ("difference", "low", "high")]
    assert [found.value, found.low, found.high] == SAME(expected, rel=SEARCHED)


def test_fisher_refuses_what_it_cannot_enumerate() -> None:
    with pytest.raises(UsageError, match="chi_squared"):
        fisher_exact(10**9, 10**9, 10**9, 10**9)


@pytest.mark.once
def test_exact_trend_refuses_what_would_take_too_long() -> None:
    with pytest.raises(UsageError, match="too long"):
        trend_exact([5000] * 6, [10_000] * 6, [0, 1, 2.5, 3.7, 4.1, 5.9])
