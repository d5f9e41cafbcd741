"""Graded and continuous variables against R: every line of the golden files is compared."""

from itertools import count
from math import isinf, isnan, nan, sqrt

import pytest

from alsstats.association import (
    auc,
    kruskal_wallis,
    mann_whitney,
    quantiles,
    smd_continuous,
    smd_shares,
    spearman,
    welch_anova,
)
from alsstats.association.superiority import _hanley_low
from alsstats.intervals import normal_quantile
from tests.golden import number, rows

ROUNDING = 1e-11  # R adds over rows and we over values: some thousand roundings, and cancellation
SEARCHED = 1e-9  # of roots: R's by Newton's method on a quartic, which is flat near 0 and 1


def near(expected: float, rel: float = ROUNDING) -> object:
    return pytest.approx(expected, rel=rel, abs=1e-14, nan_ok=True)


def tail(expected: float) -> object:
    """Return what a p must be near to: by its own size, however small it is."""
    return pytest.approx(expected, rel=ROUNDING, abs=1e-300, nan_ok=True)


def floats(text: str) -> list[float]:
    return [float(part) for part in text.split()]


def people(text: str) -> list[int]:
    return [int(part) for part in text.split()]


def two_groups(row: dict[str, str]) -> tuple[list[float], list[int], list[int]]:
    return floats(row["values"]), people(row["present"]), people(row["absent"])


TWO_GROUPS = [pytest.param(row, id=str(i)) for i, row in enumerate(rows("two_groups.csv"))]


@pytest.mark.parametrize("row", TWO_GROUPS)
def test_auc_and_delong(row: dict[str, str]) -> None:
    found = auc(*two_groups(row), level=number(row["level"]))
    assert found.value == near(number(row["auc"]))
    variance = number(row["variance"])  # 0, or of a group of one person not a number
    if variance > 0:
        low, high = number(row["delong_low"]), number(row["delong_high"])
        assert (found.method, found.reason) == ("delong, logit", "")
        spread = found.std_error * found.value * (1 - found.value)
        assert spread == pytest.approx(sqrt(variance), rel=1e-9)  # by 1 - A, 5e-7 in one case
    else:
        low, high = number(row["hanley_low"]), number(row["hanley_high"])
        assert found.method == "hanley-newcombe"
        assert "Hanley's limits after Newcombe" in found.reason
    assert (found.low, found.high) == (near(low, SEARCHED), near(high, SEARCHED))


@pytest.mark.parametrize("row", TWO_GROUPS)
def test_hanley_after_newcombe(row: dict[str, str]) -> None:
    _, present, absent = two_groups(row)
    m, n, share = sum(present), sum(absent), number(row["auc"])
    z = normal_quantile(number(row["level"]))
    assert _hanley_low(share, m, n, z) == near(number(row["hanley_low"]), SEARCHED)
    assert 1 - _hanley_low(1 - share, m, n, z) == near(number(row["hanley_high"]), SEARCHED)


@pytest.mark.parametrize("row", TWO_GROUPS)
def test_mann_whitney(row: dict[str, str]) -> None:
    found = mann_whitney(*two_groups(row))
    exact, normal = number(row["p_exact"]), number(row["p_normal"])
    assert found.statistic == number(row["u"])
    assert found.p_value == tail(normal if isnan(exact) else exact)
    if isnan(normal):
        assert found.note == "all values are the same"
    elif isnan(exact):
        assert found.method == "mann-whitney, normal"
    else:
        assert found.method == "mann-whitney exact"


@pytest.mark.parametrize("row", TWO_GROUPS)
def test_standardised_difference_of_means(row: dict[str, str]) -> None:
    values, first, second = two_groups(row)
    expected = number(row["smd"])
    if isinf(expected):  # both variances are 0: undefined here
        expected = nan
    elif len(set(values)) == 1 and min(sum(first), sum(second)) > 1:
        assert isnan(expected)  # 0/0 in R; nobody differs from anybody, so here it is 0
        expected = 0.0
    assert smd_continuous(values, first, second) == near(expected)


@pytest.mark.parametrize("row", rows("spearman.csv"), ids=count())
def test_spearman(row: dict[str, str]) -> None:
    found = spearman(
        floats(row["x"]), floats(row["y"]), people(row["n"]), level=number(row["level"])
    )
    rho, n = number(row["rho"]), sum(people(row["n"]))
    assert found.estimate.value == near(rho)
    expected = [number(row[name]) for name in ("low", "high", "p")]
    if abs(rho) > 1 - 1e-14:  # R has limits of 1 and a p of 0
        assert abs(found.estimate.value) == 1
        expected = [nan] * 3
    elif n < 4:
        expected[:2] = [nan, nan]
    limits = [found.estimate.low, found.estimate.high]
    assert limits == [near(value) for value in expected[:2]]
    assert found.test.p_value == tail(expected[2])


@pytest.mark.parametrize("row", rows("groups.csv"), ids=count())
def test_several_groups(row: dict[str, str]) -> None:
    values, groups = floats(row["values"]), [people(text) for text in row["groups"].split("|")]
    ranks, means = kruskal_wallis(values, groups), welch_anova(values, groups)
    for found, name in ((ranks, "h"), (means, "f")):
        statistic, df, p = (number(row[name + end]) for end in ("", "_df", "_p"))
        if isnan(statistic):
            df = nan  # R still gives the degrees of freedom of the first test
        assert (found.statistic, found.df) == (near(statistic), near(df))
        assert found.p_value == tail(p)
        assert bool(found.note) == isnan(found.p_value)


@pytest.mark.parametrize("row", rows("quantiles.csv"), ids=count())
def test_quantiles(row: dict[str, str]) -> None:
    found = quantiles(floats(row["values"]), people(row["n"]), floats(row["shares"]))
    assert list(found) == [near(value) for value in floats(row["quantiles"])]


@pytest.mark.parametrize("row", rows("smd_shares.csv"), ids=count())
def test_standardised_difference_of_shares(row: dict[str, str]) -> None:
    assert smd_shares(people(row["first"]), people(row["second"])) == near(number(row["smd"]))
