"""Concordance and its standard error against R, and pair by pair."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alsstats.errors import UsageError
from alsstats.prognosis.comparable_pairs import count_pairs
from alsstats.prognosis.concordance_index import Concordance, concordance
from alsstats.prognosis.regression import fit_cox
from alsstats.prognosis.times import survival_times
from tests.golden import rows
from tests.golden.cox import random_sets
from tests.prognosis.test_by_algebra import TEST2, X2
from tests.prognosis.test_properties_of_cox import Drawn, cohorts

RANDOM = random_sets()


def test_300_random_data_sets_agree_with_r() -> None:
    """R keeps 10 digits; both count pairs, so that only the risk's digits could matter."""
    lines = rows("assumptions_concordance.csv")
    assert len(lines) == 300 * 2
    for line in lines:
        data = RANDOM[line["case"]]
        fit = fit_cox(data.times, data.covariates, data.names, ties=line["ties"])
        risk = data.covariates @ fit.coefficients
        found = concordance(risk, data.times)
        by_cluster = concordance(risk, data.times, cluster=data.cluster)
        for ours, theirs in (
            (found.value, "value"),
            (found.std_error, "std_error"),
            (by_cluster.std_error, "clustered"),
            (found.concordant, "concordant"),
            (found.discordant, "discordant"),
            (found.tied_risk, "tied"),
        ):
            assert ours == pytest.approx(float(line[theirs]), rel=1e-9, abs=1e-10), line
        assert by_cluster.value == found.value


def test_printed_value_with_entry() -> None:
    """Therneau's test2 by Efron: 0.526 (0.129)."""
    found = concordance(-X2[:, 0], TEST2)
    assert (found.value, found.std_error) == pytest.approx((0.526, 0.129), abs=5e-4)


def columns_of(data: Drawn) -> dict[str, np.ndarray]:
    return {name: column for name, column in data.items() if name != "x"}


def risk_of(data: Drawn, kind: str) -> np.ndarray:
    """Return risks with ties, without, and all the same."""
    return {"ties": np.round(data["x"][:, 0]), "none": data["x"][:, 0], "one": 0 * data["time"]}[
        kind
    ]


def by_pairs(data: Drawn, risk: np.ndarray) -> np.ndarray:
    """Count, for one patient of each row, pairs that are concordant, discordant and tied."""
    counts = np.zeros((3, len(risk)))
    for i in np.flatnonzero(data["event"]):
        for j in range(len(risk)):
            lives_on = data["time"][j] > data["time"][i] or (
                data["time"][j] == data["time"][i] and not data["event"][j]
            )
            at_risk = data["strata"][j] == data["strata"][i] and data["entry"][j] < data["time"][i]
            if lives_on and at_risk:
                kind = 0 if risk[i] > risk[j] else 1 if risk[i] < risk[j] else 2
                counts[kind, i] += data["frequency"][j]
                counts[kind, j] += data["frequency"][i]
    return counts


@given(cohorts(), st.sampled_from(["ties", "none", "one"]))
@settings(max_examples=60)
def test_pairs_are_those_of_the_definition(data: Drawn, kind: str) -> None:
    risk = risk_of(data, kind)
    rank = np.unique(risk, return_inverse=True)[1]
    pairs = count_pairs(rank, survival_times(**columns_of(data)))
    assert np.array(pairs[:3]).tolist() == by_pairs(data, risk).tolist()
    together = sum(
        n * (n - 1) / 2
        for s in np.unique(data["strata"])
        for t in np.unique(data["time"])
        for n in [
            data["frequency"][data["event"] & (data["strata"] == s) & (data["time"] == t)].sum()
        ]
    )
    assert pairs.at_once == together


def near(found: Concordance) -> object:
    """Sums of the same numbers in another order."""
    return pytest.approx(found[:5], rel=1e-12, abs=1e-14, nan_ok=True)


@given(cohorts(), st.sampled_from(["ties", "none"]), st.randoms())
def test_counts_order_and_splits_do_not_matter(data: Drawn, kind: str, random) -> None:
    risk = risk_of(data, kind)
    expected = concordance(risk, survival_times(**columns_of(data)))
    index = np.repeat(np.arange(len(risk)), data["frequency"].astype(int))
    order = np.array(random.sample(index.tolist(), len(index)))
    moved = data.rows(order)
    moved["frequency"] = np.ones(len(order))
    patient = np.arange(len(order))
    assert concordance(risk[order], survival_times(**columns_of(moved)))[:5] == near(expected)
    begin = np.where(np.isfinite(moved["entry"]), moved["entry"], 0.0)
    cut = (begin + moved["time"]) / 2
    split = cut > begin
    early, late = moved.rows(split), Drawn(moved)
    early["time"], early["event"] = cut[split], np.zeros(split.sum(), dtype=bool)
    late["entry"] = np.where(split, cut, moved["entry"])
    both = {name: np.concatenate([early[name], late[name]]) for name in columns_of(moved)}
    risks = np.concatenate([risk[order][split], risk[order]])
    whose = np.concatenate([patient[split], patient])
    assert concordance(risks, survival_times(**both), cluster=whose)[:5] == near(expected)


@given(cohorts())
def test_an_entry_before_every_time_is_no_entry(data: Drawn) -> None:
    early = {**columns_of(data), "entry": np.zeros(len(data["time"]))}
    late = {**columns_of(data), "entry": None}
    if (data["time"] > 0).all():
        one, other = (concordance(data["x"][:, 0], survival_times(**c)) for c in (early, late))
        assert one[:5] == near(other)


def test_a_risk_that_orders_all_and_its_reverse() -> None:
    times = survival_times([1, 2, 3, 4], [1, 1, 1, 0])
    assert concordance([4, 3, 2, 1], times)[:2] == (1.0, 0.0)
    assert concordance([1, 2, 3, 4], times)[:2] == (0.0, 0.0)
    assert concordance([5, 5, 5, 5], times)[:2] == (0.5, 0.0)


def test_risks_that_differ_by_rounding_are_tied() -> None:
    times = survival_times([1, 2, 3], [1, 1, 1])
    assert concordance([0.3, 0.1 + 0.2, 0.1], times).tied_risk == 1
    assert concordance([0.3, 0.3 + 1e-9, 0.1], times).tied_risk == 0
    assert concordance([0.0, 0.0, 0.0], times).tied_risk == 3


def test_many_rows_are_counted_without_comparing_each_two() -> None:
    """A closed form: risk falls with time but for the halves, which are swapped."""
    n = 100_000
    risk = np.concatenate([np.arange(n // 2), np.arange(n // 2, n)[::-1]])
    found = concordance(risk, survival_times(np.arange(1.0, n + 1), np.ones(n)))
    half = n // 2 * (n // 2 - 1) // 2
    assert (found.concordant, found.discordant) == (half, half + (n // 2) ** 2)


def test_without_a_comparable_pair_there_is_no_concordance() -> None:
    for died in ([0, 0], [1, 1]):
        found = concordance([1, 2], survival_times([1, 1], died))
        assert np.isnan([found.value, found.std_error]).all()
        assert found.problem == "of no two patients is it known who died first"


def test_risks_that_cannot_be_used() -> None:
    times = survival_times([1, 2], [1, 0])
    with pytest.raises(UsageError, match="one value a row"):
        concordance([1, 2, 3], times)
    with pytest.raises(UsageError, match="known number"):
        concordance([np.inf, 2], times)
    with pytest.raises(UsageError, match="cluster"):
        concordance([1, 2], times, cluster=["a"])
