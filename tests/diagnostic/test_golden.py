"""Accuracy of 2x2 tables: every line of R's file, published values, each statistic once."""

from math import exp, isnan, log, sqrt
from statistics import NormalDist

import pytest

from alsstats.counts import TwoByTwo
from alsstats.diagnostic import STATISTICS, npv_at, ppv_at, predictive_values
from tests.golden import number, rows

R_DIGITS = 1e-9  # accuracy.csv holds twelve digits
BY_NAME = {statistic.name: statistic for statistic in STATISTICS}


def table_of(row: dict[str, str]) -> TwoByTwo:
    return TwoByTwo(*(int(row[cell]) for cell in ("tp", "fp", "fn", "tn")))


@pytest.mark.parametrize(
    "row", rows("accuracy.csv"), ids=lambda r: f"{r['case']}-{r['statistic']}-{r['method']}"
)
def test_equal_to_r(row: dict[str, str]) -> None:
    options = {"interval": row["method"]} if row["method"] != "log" else {}
    found = BY_NAME[row["statistic"]].compute(table_of(row), **options)
    expected = [number(row[name]) for name in ("value", "low", "high")]
    assert [found.value, found.low, found.high] == pytest.approx(expected, rel=R_DIGITS)


@pytest.mark.parametrize("row", rows("statistics.csv"), ids=lambda r: r["statistic"])
def test_each_statistic_has_a_line_with_its_source(row: dict[str, str]) -> None:
    found = BY_NAME[row["statistic"]].compute(table_of(row))
    expected = [number(row[name]) for name in ("value", "low", "high")]
    assert [found.value, found.low, found.high] == pytest.approx(expected, abs=5e-8)
    assert row["source"]


def test_the_file_and_the_tuple_list_the_same_statistics() -> None:
    assert {row["statistic"] for row in rows("statistics.csv")} == set(BY_NAME)


def test_scott_2008_sensitivity_is_not_ppv() -> None:
    """A public class prints the PPV, 0.768, under the name sensitivity."""
    table = TwoByTwo(670, 202, 74, 640)
    assert BY_NAME["sensitivity"].compute(table).value == pytest.approx(0.900537634409, abs=1e-12)
    assert BY_NAME["ppv"].compute(table).value == pytest.approx(0.768348623853, abs=1e-12)


@pytest.mark.parametrize(
    ("counts", "prevalence", "ppv", "npv"),
    [
        (  # Mercaldo 2007, Table IX, by the formula
            (240, 87, 178, 288),
            0.03,
            (0.0710994, 0.0588710, 0.0856367),
            (0.9831404, 0.9809488, 0.9850837),
        ),
        ((240, 87, 178, 288), 0.5, (0.7122169, 0.6691552, 0.7517531), None),
    ],
)
def test_predictive_values_of_mercaldo(
    counts: tuple[int, ...],
    prevalence: float,
    ppv: tuple[float, ...],
    npv: tuple[float, ...] | None,
) -> None:
    table = TwoByTwo(*counts)
    found = ppv_at(table, prevalence)
    assert (found.value, found.low, found.high) == pytest.approx(ppv, abs=5e-8)
    if npv:
        found = npv_at(table, prevalence)
        assert (found.value, found.low, found.high) == pytest.approx(npv, abs=5e-8)


@pytest.mark.parametrize(
    ("prevalence", "expected"), [(0.05, (26.5, 16.8, 39.2)), (0.20, (63.2, 49.0, 75.3))]
)
def test_predictive_values_in_percent(prevalence: float, expected: tuple[float, ...]) -> None:
    """PMC7500131 prints 39.1 and 63.1, from rounded inputs."""
    found = ppv_at(TwoByTwo(tp=28, fp=10, fn=1, tn=61), prevalence)
    shown = [100 * value for value in (found.value, found.low, found.high)]
    assert shown == pytest.approx(expected, abs=0.05)


def test_limits_are_those_of_the_logit_by_mercaldo() -> None:
    """The variance of logit PPV is that of log LR+ for a known prevalence, to the last digits."""
    table, prevalence, z = TwoByTwo(31, 9, 12, 60), 0.07, NormalDist().inv_cdf(0.975)
    se, fpr = 31 / 43, 9 / 69
    width = z * sqrt((1 - se) / (se * 43) + (1 - fpr) / (fpr * 69))
    logit = log(prevalence * se / ((1 - prevalence) * fpr))
    found = ppv_at(table, prevalence)
    ends = [1 / (1 + exp(-(logit + side * width))) for side in (-1, 1)]
    assert [found.low, found.high] == pytest.approx(ends, rel=1e-13)


def test_at_the_sign_s_own_figures() -> None:
    """70 and 81 %: PPV is 29.0 % at a prevalence of 10 %, 7.0 % at 2 %."""
    assert predictive_values(0.70, 0.81, 0.10).ppv == pytest.approx(0.290, abs=5e-4)
    assert predictive_values(0.70, 0.81, 0.02).ppv == pytest.approx(0.070, abs=5e-4)


def test_npv_is_not_the_odds_divided_by_the_likelihood_ratio() -> None:
    """One program divides by LR- where it should multiply: 0.4139 for a true 0.9577."""
    table, prevalence = TwoByTwo(tp=80, fp=20, fn=20, tn=80), 0.15
    true = 0.8 * 0.85 / (0.8 * 0.85 + 0.2 * 0.15)
    assert true == pytest.approx(0.9577, abs=5e-5)
    assert npv_at(table, prevalence).value == pytest.approx(true, rel=1e-12)


def test_projection_where_the_estimate_is_0_or_1() -> None:
    never_false = ppv_at(TwoByTwo(8, 0, 6, 40), 0.1)
    assert (never_false.value, never_false.high) == (1, 1)
    assert 0 < never_false.low < 1
    never_true = ppv_at(TwoByTwo(0, 5, 6, 40), 0.1)
    assert (never_true.value, never_true.low) == (0, 0)
    assert 0 < never_true.high < 1
    assert isnan(ppv_at(TwoByTwo(0, 0, 6, 40), 0.1).value)
    assert isnan(npv_at(TwoByTwo(6, 40, 0, 0), 0.1).value)


def test_the_smallest_table_of_70_81_90_73() -> None:
    """28/3/12/13 is the smallest; the next totals that round to all four are 71, 74, 75, 89."""

    def fits(tp: int, fp: int, fn: int, tn: int) -> bool:
        shares = (tp, tp + fn), (tn, tn + fp), (tp, tp + fp), (tp + tn, tp + fp + fn + tn)
        wanted = (70, 81, 90, 73)
        return all(
            (200 * k + n) // (2 * n) == percent
            for (k, n), percent in zip(shares, wanted, strict=True)
        )

    totals: set[int] = set()
    for ill in range(1, 80):
        for well in range(1, 40):
            for tp in range(int(0.695 * ill), int(0.705 * ill) + 2):
                for tn in range(int(0.805 * well), int(0.815 * well) + 2):
                    if tp <= ill and tn <= well and tp and fits(tp, well - tn, ill - tp, tn):
                        totals.add(ill + well)
    assert sorted(totals)[:5] == [56, 71, 74, 75, 89]
