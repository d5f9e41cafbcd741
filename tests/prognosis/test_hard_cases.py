"""Small, odd and huge data: an answer that is right, or a reason by name."""

from fractions import Fraction
from math import exp, log

import numpy as np
import pytest

from alsstats.errors import UsageError
from alsstats.prognosis.hazards import cox_model
from alsstats.prognosis.influence import leave_one_out
from alsstats.prognosis.likelihood import evaluate
from alsstats.prognosis.profile import profile_likelihood
from alsstats.prognosis.regression import fit_cox
from alsstats.prognosis.risk_sets import find_risk_sets
from alsstats.prognosis.significance import likelihood_ratio_test, score_test
from alsstats.prognosis.tied_deaths import shares, tied_sums
from alsstats.prognosis.times import survival_times

RNG = np.random.default_rng(20261123)


def test_13_people_with_no_event_in_one_group() -> None:
    time = np.arange(1, 14)
    group = np.array([0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1.0])
    event = (group == 0) & (time % 2 == 1)
    fit = fit_cox(survival_times(time, event), group[:, None], ("sign",))
    assert fit.infinite == ("sign",)
    assert fit.coefficients[0] == -np.inf
    assert likelihood_ratio_test(fit).p_value < 0.5
    found = profile_likelihood(fit)
    assert found.low[0] == -np.inf
    assert np.isfinite(found.high[0])


def test_no_event_one_event_and_all_times_tied() -> None:
    x = np.array([[1.0], [0], [1], [0]])
    assert fit_cox(survival_times([1, 2, 3, 4], [0] * 4), x, ("x",)).problem == "nobody died"
    assert fit_cox(survival_times([1, 2, 3, 4], [1, 0, 0, 0]), x, ("x",)).infinite == ("x",)
    last = fit_cox(survival_times([1, 2, 3, 4], [0, 0, 0, 1]), x, ("x",))
    assert last.problem == "x: the same for all at risk when somebody dies"
    tied = fit_cox(survival_times([2] * 4, [1, 1, 1, 0]), x, ("x",), ties="breslow")
    r = 2.0  # 2/3 of the deaths have x, as r/(r + 1) of the weight
    assert tied.coefficients[0] == pytest.approx(log(r), abs=1e-10)


def test_columns_that_cannot_be_estimated_are_named() -> None:
    times = survival_times(np.arange(1, 31), RNG.random(30) < 0.6)
    a = RNG.normal(size=30)
    x = np.column_stack([a, np.full(30, 7.1), 3 * a - 2, RNG.normal(size=30)])
    fit = fit_cox(times, x, ("a", "one", "b", "c"))
    assert fit.problem == "one: the same for all at risk when somebody dies"
    fit = fit_cox(times, x[:, [0, 2, 3]], ("a", "b", "c"))
    assert fit.problem == "a, b: determine one another among those at risk when somebody dies"
    assert score_test(fit).note == fit.problem
    with pytest.raises(UsageError, match="must be known") as error:
        fit_cox(times, np.where(x > 1, np.nan, x), ("a", "one", "b", "c"))
    assert error.value.found[0].startswith("a: ")


def exact_value(time: list[int], entry: list[int], eta: list[float]) -> Fraction:
    """The product of the shares of those who die, all of whom do, in rational numbers."""
    weights = [Fraction(exp(e)) for e in eta]
    product = Fraction(1)
    for t, w in zip(time, weights, strict=True):
        risk = [v for v, u, s in zip(weights, time, entry, strict=True) if s < t <= u]
        product *= w / sum(risk)
    return product


@pytest.mark.parametrize("width", [30.0, 36.0, 60.0, 90.0])
def test_a_huge_weight_that_enters_late_leaves_the_digits_of_those_before(width: float) -> None:
    n = 60
    time, entry = list(range(1, n + 1)), [0] * n
    z = RNG.uniform(0, 0.3, n)
    z[40:50] = 1.0
    entry[40:50] = [35] * 10
    eta = (z * width - width).tolist()
    sets = find_risk_sets(survival_times(time, [1] * n, entry=entry))
    model = cox_model(sets, (z - 1)[sets.order][None], "efron")
    found = evaluate(model, np.array([width]))
    product = exact_value(time, entry, eta)
    expected = log(product.numerator) - log(product.denominator)
    assert found.log_likelihood == pytest.approx(expected, rel=1e-13)
    score, information = moments(time, entry, z, eta)
    assert found.score[0] == pytest.approx(score, abs=1e-9)
    assert found.information[0, 0] == pytest.approx(information, rel=1e-9)


def moments(
    time: list[int], entry: list[int], z: np.ndarray, eta: list[float]
) -> tuple[float, float]:
    score = information = Fraction(0)
    exact = [(Fraction(exp(e)), Fraction(float(x))) for e, x in zip(eta, z - 1, strict=True)]
    for t, (_, own) in zip(time, exact, strict=True):
        risk = [v for v, u, s in zip(exact, time, entry, strict=True) if s < t <= u]
        total = sum(w for w, _ in risk)
        mean = sum(w * x for w, x in risk) / total
        score += own - mean
        information += sum(w * x * x for w, x in risk) / total - mean**2
    return float(score), float(information)


@pytest.mark.parametrize("size", [30, 90])
@pytest.mark.parametrize("seed", range(5))
def test_a_huge_estimate_with_late_entries_is_where_the_exact_score_is_0(
    seed: int, size: int
) -> None:
    """The hazard ratio over the range of the covariate is e^30 or e^90; the frail enter late."""
    rng = np.random.default_rng(seed)
    n = 80
    z = np.round(rng.uniform(size=n), 3)
    order = np.argsort(np.argsort(rng.exponential(size=n) * np.exp(-size * z)))
    time = (order + 1).tolist()
    entry = [t - 3 if t > 3 and x > 0.5 else 0 for t, x in zip(time, z, strict=True)]
    fit = fit_cox(survival_times(time, [1] * n, entry=entry), z[:, None], ("z",))
    b = float(fit.coefficients[0])
    assert size / 2 < b < size * 2
    score, information = moments(time, entry, z, (z * b - b).tolist())
    assert abs(score) < 1e-8 * information**0.5
    assert fit.covariance[0, 0] == pytest.approx(1 / information, rel=1e-8)


@pytest.mark.parametrize("deaths", [2, 33, 40, 64, 65, 1000, 123_457])
@pytest.mark.parametrize("survivors", [0.0, 1e-3, 1.0, 100.0])
def test_sums_over_many_tied_deaths_are_those_of_every_single_one(
    deaths: int, survivors: float
) -> None:
    from math import fsum

    found = tied_sums(np.array([survivors]), np.ones(1), shares(np.array([float(deaths)])))
    c = np.arange(deaths) / deaths
    d = survivors + (deaths - np.arange(deaths)) / deaths
    terms = np.log(d), 1 / d, c / d, 1 / d**2, c / d**2, c * c / d**2
    for value, each in zip(found, terms, strict=True):
        assert value[0] == pytest.approx(fsum(each), rel=2e-15 * 8)


def test_counts_of_many_patients_are_the_same_cohort_as_rows() -> None:
    n = 400
    columns = {
        "time": RNG.integers(1, 9, n).astype(float),
        "event": RNG.random(n) < 0.5,
        "frequency": RNG.integers(1, 300, n).astype(float),
    }
    x = RNG.integers(0, 3, (n, 3)).astype(float)
    counts = fit_cox(survival_times(**columns), x, ("a", "b", "c"))
    index = np.repeat(np.arange(n), columns["frequency"].astype(int))
    rows = survival_times(columns["time"][index], columns["event"][index])
    apart = counts.coefficients - fit_cox(rows, x[index], ("a", "b", "c")).coefficients
    assert (np.abs(apart) < 1e-10 * np.sqrt(np.diag(counts.covariance))).all()


def test_many_strata_and_blocks_of_rows() -> None:
    """More rows than are worked on at a time; pairs matched on a stratum have a closed form."""
    n = 20_000
    strata = np.repeat(np.arange(n // 2), 2)
    x = np.tile([0.0, 1.0], n // 2)
    time = np.where(RNG.random(n) < 0.5, 1.0, 2.0) + np.tile([0.0, 0.25], n // 2)
    fit = fit_cox(survival_times(time, np.ones(n), strata=strata), x[:, None], ("x",))
    first = time.reshape(-1, 2)
    sooner = int((first[:, 1] < first[:, 0]).sum())
    assert fit.coefficients[0] == pytest.approx(log(sooner / (n // 2 - sooner)), abs=1e-10)
    assert fit.covariance[0, 0] == pytest.approx(1 / sooner + 1 / (n // 2 - sooner), rel=1e-10)


def test_without_the_one_patient_who_tells_two_signs_apart_there_is_no_estimate() -> None:
    """Two signs that differ in one patient only: left out, they determine one another."""
    one = np.tile([0.0, 1.0, 1.0, 0.0], 5)
    other = one.copy()
    other[7] = 1.0 - other[7]
    times = survival_times(np.arange(1, 21), np.ones(20))
    fit = fit_cox(times, np.column_stack([one, other]), ("one", "other"))
    found = leave_one_out(fit, times)
    assert not fit.problem
    assert found.unknown == 1
    assert np.isfinite([found.low, found.high]).all()
