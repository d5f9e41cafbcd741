"""What must hold of Cox's model whatever the data are.

Estimates are compared in standard errors: two ways through the same numbers end within 1e-10.
"""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from alsstats.prognosis.firth import evaluate_penalised, fit_firth
from alsstats.prognosis.fit import CoxFit
from alsstats.prognosis.hazards import cox_model
from alsstats.prognosis.likelihood import evaluate
from alsstats.prognosis.regression import fit_cox
from alsstats.prognosis.residuals import martingale_residuals, score_residuals
from alsstats.prognosis.risk_sets import find_risk_sets
from alsstats.prognosis.times import survival_times

NEAR = 1e-10  # standard errors, of a coefficient
COVARIANCE_NEAR = 1e-8  # relative: an inverse loses digits that the coefficients keep
NAMES = ("a", "b")


class Drawn(dict[str, np.ndarray]):
    """Columns of one data set, times given by name and covariates under `x`."""

    def fit(self, ties: str = "efron", **other: np.ndarray | None) -> CoxFit:
        columns = {**self, **other}
        x = columns.pop("x")
        return fit_cox(survival_times(**columns), x, NAMES, ties=ties)

    def rows(self, index: np.ndarray) -> "Drawn":
        return Drawn({name: column[index] for name, column in self.items()})


@st.composite
def cohorts(draw: st.DrawFn) -> Drawn:
    rng = np.random.default_rng(draw(st.integers(0, 10**6)))
    n, ticks = draw(st.integers(12, 60)), draw(st.sampled_from([4, 12, 1000]))
    x = np.column_stack([rng.normal(size=n), rng.random(n) < 0.5]).astype(float)
    time = np.ceil(rng.exponential(size=n) * np.exp(-0.5 * x[:, 0]) * ticks / 2)
    entry = np.where(rng.random(n) < 0.4, np.floor(time * rng.random(n)), -np.inf)
    return Drawn(
        time=time,
        event=rng.random(n) < 0.7,
        entry=np.where(entry < time, entry, -np.inf),
        strata=rng.integers(0, draw(st.integers(1, 3)), n),
        frequency=rng.integers(1, 5, n).astype(float),
        x=x,
    )


def gap(one: CoxFit, other: CoxFit, scale: float = 1.0) -> float:
    """Return how far two fits are apart, 1 being the most that is allowed.

    `scale` is how many of the other's units make one of the first's. Draws without a fit are
    dropped, so that Hypothesis complains if there are many.
    """
    assert (one.problem, one.infinite) == (other.problem, other.infinite)
    assume(not one.problem)
    error = np.sqrt(np.diag(one.covariance)).max()
    moved = np.abs(one.coefficients - other.coefficients * scale).max() / (NEAR * error)
    allowed = np.maximum(COVARIANCE_NEAR * np.abs(one.covariance), 1e-12)
    return max(moved, (np.abs(one.covariance - other.covariance * scale**2) / allowed).max())


@given(cohorts(), st.sampled_from(["efron", "breslow"]))
def test_replicated_rows_are_frequencies(data: Drawn, ties: str) -> None:
    index = np.repeat(np.arange(len(data["time"])), data["frequency"].astype(int))
    one, other = data.fit(ties), data.rows(index).fit(ties, frequency=None)
    assert gap(one, other) <= 1
    assert one.events == other.events
    assert one.n == other.n


@given(cohorts(), st.floats(0.05, 0.95))
def test_splitting_a_row_in_time_changes_nothing(data: Drawn, share: float) -> None:
    begin = np.where(np.isfinite(data["entry"]), data["entry"], 0.0)
    cut = begin + share * (data["time"] - begin)
    split = (cut > begin) & (cut < data["time"] * (1 - 1e-6))
    early, late = data.rows(split), Drawn(data)
    early["time"], early["event"] = cut[split], np.zeros(split.sum(), dtype=bool)
    late["entry"] = np.where(split, cut, data["entry"])
    both = Drawn({name: np.concatenate([early[name], late[name]]) for name in data})
    assert gap(data.fit(), both.fit()) <= 1


@given(cohorts())
def test_entry_before_every_time_is_no_entry(data: Drawn) -> None:
    assert gap(data.fit(entry=np.zeros(len(data["time"]))), data.fit(entry=None)) <= 1


@given(cohorts(), st.sampled_from([1e-6, 0.01, 30.0, 1e5]), st.floats(-1000, 1000))
def test_units_and_origins_of_covariates_do_not_matter(
    data: Drawn, scale: float, shift: float
) -> None:
    assert gap(data.fit(), data.fit(x=data["x"] * scale + shift * scale), scale) <= 1


@given(cohorts(), st.randoms())
def test_the_order_of_rows_and_the_names_of_strata_do_not_matter(data: Drawn, random) -> None:
    order = np.array(random.sample(range(len(data["time"])), len(data["time"])))
    moved = data.rows(order)
    moved["strata"] = np.array(["z", "m", "a"])[moved["strata"]]
    assert gap(data.fit(), moved.fit()) <= 1


@given(cohorts())
def test_near_ties_are_ties(data: Drawn) -> None:
    days = np.round(data["time"] * 7)
    rounded = days / 30.4375 * (1 + 1e-13 * np.arange(len(days)))
    entry = np.where(np.isfinite(data["entry"]), np.round(data["entry"] * 7), -np.inf)
    near = data.fit(time=rounded, entry=entry / 30.4375)
    assert gap(data.fit(time=days, entry=entry), near) <= 1


@given(cohorts())
def test_residuals_add_up_to_0(data: Drawn) -> None:
    fit = data.fit()
    assume(not fit.problem)
    n = data["frequency"]
    assert n @ martingale_residuals(fit) == pytest.approx(0, abs=1e-9)
    assert n @ score_residuals(fit) == pytest.approx(0, abs=1e-7)


def by_hand(data: Drawn, b: np.ndarray, ties: str) -> tuple[float, np.ndarray, np.ndarray]:
    """The definition: a sum over deaths of sums over everyone at risk."""
    x, n, value = data["x"], data["frequency"], 0.0
    score, information = np.zeros(2), np.zeros((2, 2))
    weights = n * np.exp(x @ b)
    for s in np.unique(data["strata"]):
        died = data["event"] & (data["strata"] == s)
        for t in np.unique(data["time"][died]):
            risk = (data["strata"] == s) & (data["time"] >= t) & (data["entry"] < t)
            dying = died & (data["time"] == t)
            count = int(n[dying].sum())
            value += n[dying] @ (x[dying] @ b)
            score = score + n[dying] @ x[dying]
            for own in range(count):
                share = own / count if ties == "efron" else 0.0
                w = weights * (risk - share * dying)
                mean = w @ x / w.sum()
                value -= np.log(w.sum())
                score = score - mean
                information += (x.T * w) @ x / w.sum() - np.outer(mean, mean)
    return value, score, information


@given(cohorts(), st.sampled_from(["efron", "breslow"]), st.floats(-2, 2), st.floats(-2, 2))
@settings(max_examples=50)
def test_the_likelihood_is_its_definition(data: Drawn, ties: str, a: float, b: float) -> None:
    assume(data["event"].any())
    columns = {name: column for name, column in data.items() if name != "x"}
    sets = find_risk_sets(survival_times(**columns))
    model = cox_model(sets, np.ascontiguousarray(data["x"][sets.order].T), ties)
    at = np.array([a, b])
    found, expected = evaluate(model, at), by_hand(data, at, ties)
    deaths = data["frequency"][data["event"]].sum()
    assert found.log_likelihood == pytest.approx(expected[0], rel=1e-12, abs=1e-10)
    assert found.score == pytest.approx(expected[1], abs=1e-11 * deaths)
    assert found.information == pytest.approx(expected[2], abs=1e-11 * deaths)


@given(cohorts(), st.sampled_from(["efron", "breslow"]), st.floats(-1, 1), st.floats(-1, 1))
@settings(max_examples=50)
def test_the_penalised_score_is_the_slope_of_its_likelihood(
    data: Drawn, ties: str, a: float, b: float
) -> None:
    """Strata, entries, ties and frequencies included; central differences have about 9 digits."""
    columns = {name: column for name, column in data.items() if name != "x"}
    assume(data["event"].sum() > 3)
    sets = find_risk_sets(survival_times(**columns))
    model = cox_model(sets, np.ascontiguousarray(data["x"][sets.order].T), ties)
    at, h = np.array([a, b]), 1e-4
    value, _, information = by_hand(data, at, ties)
    assume(np.linalg.cond(information) < 1e4)
    found = evaluate_penalised(model, at)
    size = np.linalg.slogdet(information)[1]
    assert found.log_likelihood == pytest.approx(value + size / 2, rel=1e-11, abs=1e-9)
    for j, step in enumerate(np.eye(2) * h):
        sides = [by_hand(data, at + sign * step, ties) for sign in (1, -1)]
        up, down = (side[0] + np.linalg.slogdet(side[2])[1] / 2 for side in sides)
        assert found.score[j] == pytest.approx((up - down) / (2 * h), abs=1e-5, rel=1e-6)


@given(cohorts())
@settings(max_examples=20)
def test_firth_of_counts_is_firth_of_rows(data: Drawn) -> None:
    index = np.repeat(np.arange(len(data["time"])), data["frequency"].astype(int))
    columns = {name: column for name, column in data.items() if name != "x"}
    one = fit_firth(survival_times(**columns), data["x"], NAMES)
    columns = {name: column[index] for name, column in columns.items() if name != "frequency"}
    assert gap(one, fit_firth(survival_times(**columns), data["x"][index], NAMES)) <= 1
