"""Tests of terms and curves of splines: against R, by other ways, and in hard cases.

R's estimates are good to 1e-8 of max(|b|, SE); likelihood ratios are differences of log likelihoods
of about 700, of which 15 digits are kept: 1e-9 is what remains of them.
"""

from math import inf, isnan, log

import numpy as np
import pytest
from scipy.optimize import minimize

from alsstats.errors import EstimateError, UsageError
from alsstats.prognosis.coding import Category
from alsstats.prognosis.design import Design, design_of
from alsstats.prognosis.exact_ties import fit_exact
from alsstats.prognosis.firth import evaluate_penalised, fit_firth
from alsstats.prognosis.fit import CoxFit
from alsstats.prognosis.profile import profile_likelihood
from alsstats.prognosis.regression import fit_cox
from alsstats.prognosis.robust import robust_covariance
from alsstats.prognosis.spline_curve import relative_hazard
from alsstats.prognosis.term_tests import hypotheses, likelihood_ratio_of, wald_test_of
from alsstats.prognosis.terms import parse_terms
from alsstats.prognosis.times import SurvivalTimes, survival_times
from tests.golden.design import LUNG, golden

CERTAIN = LUNG["ph_ecog"] < 3
FEMALE = LUNG["sex"] - 1


def lung(text: str, rows: np.ndarray = CERTAIN) -> tuple[CoxFit, Design]:
    ecog = Category(LUNG["ph_ecog"][rows].astype(int), ("0", "1", "2", "3"), "1")
    sex = Category(FEMALE[rows].astype(int), ("male", "female"), "male")
    covariates = {"age": LUNG["age"][rows], "female": FEMALE[rows], "ecog": ecog, "sex": sex}
    design = design_of(covariates, parse_terms(text))
    times = survival_times(LUNG["time"][rows], LUNG["event"][rows])
    return fit_cox(times, design.matrix, design.names), design


def statistics_of(fit: CoxFit, design: Design) -> dict[tuple[str, str], float]:
    return {
        (asked.term, asked.kind): likelihood_ratio_of(fit, asked.columns).statistic
        for asked in hypotheses(design)
    }


def check_estimates(fit: CoxFit, case: str) -> None:
    errors = np.array(list(golden(case, "se").values()))
    b = np.array(list(golden(case, "coef").values()))
    assert np.sqrt(np.diag(fit.covariance)).tolist() == pytest.approx(errors.tolist(), rel=1e-8)
    assert (np.abs(fit.coefficients - b) < 1e-8 * np.maximum(np.abs(b), errors)).all()


@pytest.mark.parametrize("count", [3, 4, 5])
def test_a_spline_agrees_with_r(count: int) -> None:
    case = f"spline_{count}"
    fit, design = lung(f"female, spline(age, {count})", CERTAIN | ~CERTAIN)
    check_estimates(fit, case)
    term = f"spline(age, {count})"
    assert statistics_of(fit, design) == pytest.approx(
        {
            (term, "overall"): golden(case, "lr_overall")[""],
            (term, "non-linear"): golden(case, "lr_linear")[""],
        },
        abs=1e-9,
    )


@pytest.mark.parametrize("count", [3, 4, 5])
def test_the_curve_of_a_spline_agrees_with_rms(count: int) -> None:
    case = f"spline_{count}"
    fit, design = lung(f"female, spline(age, {count})", CERTAIN | ~CERTAIN)
    expected = golden(case, "curve")
    curve = relative_hazard(fit, design, "age", at=[float(age) for age in expected])
    assert curve.reference == np.median(LUNG["age"])
    assert curve.log_hazard_ratio.tolist() == pytest.approx(list(expected.values()), abs=1e-8)
    for limits, quantity in ((curve.low, "curve_low"), (curve.high, "curve_high")):
        assert limits.tolist() == pytest.approx(list(golden(case, quantity).values()), abs=1e-8)


CASES = {
    "category": ("age, ecog", {("ecog", "overall"): "ecog"}),
    "number_by_category": (
        "age * ecog",
        {
            ("age", "overall"): "age",
            ("ecog", "overall"): "ecog",
            ("age * ecog", "interaction"): "interaction",
        },
    ),
    "category_by_category": (
        "sex * ecog",
        {("ecog", "overall"): "ecog", ("sex * ecog", "interaction"): "interaction"},
    ),
    "number_by_number": ("age * female", {("age * female", "interaction"): "interaction"}),
}


@pytest.mark.parametrize("case", CASES)
def test_categories_and_interactions_agree_with_r(case: str) -> None:
    text, names = CASES[case]
    fit, design = lung(text)
    check_estimates(fit, case)
    found = statistics_of(fit, design)
    expected = {asked: golden(case, "lr")[name] for asked, name in names.items()}
    assert {asked: found[asked] for asked in expected} == pytest.approx(expected, abs=1e-9)
    if case == "category":
        everything = likelihood_ratio_of(fit, np.ones(len(design.columns), dtype=bool))
        assert everything.statistic == pytest.approx(golden(case, "lr")["model"], abs=1e-9)
        assert everything.df == 3


def test_a_covariate_matters_through_its_interactions_too() -> None:
    _, design = lung("sex * ecog, age")
    asked = {(one.term, one.kind): one.columns.tolist() for one in hypotheses(design)}
    assert asked == {
        ("sex", "overall"): [True, False, False, True, True, False],
        ("ecog", "overall"): [False, True, True, True, True, False],
        ("sex * ecog", "interaction"): [False, False, False, True, True, False],
    }


def test_clustered_wald_tests_agree_with_r() -> None:
    fit, design = lung("age, ecog")
    robust = robust_covariance(fit, cluster=LUNG["inst"][CERTAIN])
    expected = golden("clustered", "wald")
    (asked,) = hypotheses(design)
    test = wald_test_of(fit, asked.columns, robust)
    assert test.statistic == pytest.approx(expected["ecog"], rel=1e-8)
    assert test.df == 2
    everything = wald_test_of(fit, np.ones(3, dtype=bool), robust)
    assert everything.statistic == pytest.approx(expected["model"], rel=1e-8)


@pytest.mark.parametrize("reference", ["0", "2"])
def test_the_reference_changes_no_test_of_all_levels_together(reference: str) -> None:
    fit, design = lung("age * ecog")
    other = Category(LUNG["ph_ecog"][CERTAIN].astype(int), ("0", "1", "2"), reference)
    covariates = {"age": LUNG["age"][CERTAIN], "ecog": other}
    again = design_of(covariates, parse_terms("age * ecog"))
    refitted = fit_cox(
        survival_times(LUNG["time"][CERTAIN], LUNG["event"][CERTAIN]), again.matrix, again.names
    )
    assert statistics_of(refitted, again) == pytest.approx(statistics_of(fit, design), abs=1e-9)
    turned = refitted.coefficients[again.names.index("ecog = 1")]
    one = fit.coefficients[design.names.index(f"ecog = {reference}")]
    assert turned == pytest.approx(-one, rel=1e-9)


def test_one_cluster_for_each_two_coefficients_has_no_test() -> None:
    fit, _ = lung("age, ecog")
    two = robust_covariance(fit, cluster=LUNG["inst"][CERTAIN] > 10)
    assert isnan(wald_test_of(fit, np.ones(3, dtype=bool), two).p_value)


@pytest.mark.parametrize("fitted", [fit_cox, fit_firth, fit_exact])
def test_one_coefficient_has_the_test_of_its_profile(fitted) -> None:
    rng = np.random.default_rng(7)
    times = survival_times(rng.integers(1, 9, 30), rng.integers(0, 2, 30))
    fit = fitted(times, rng.normal(size=(30, 3)), ("a", "b", "c"))
    profile = profile_likelihood(fit)
    for j in range(3):
        test = likelihood_ratio_of(fit, np.arange(3) == j)
        assert test.statistic == pytest.approx(profile.statistic[j], abs=1e-12)
        assert test.p_value == pytest.approx(profile.p_value[j], rel=1e-9)


def test_firths_test_keeps_the_whole_penalty() -> None:
    """The penalised likelihood with two of three held at 0, by a search that knows no score."""
    rng = np.random.default_rng(8)
    times = survival_times(rng.exponential(9, 25), rng.integers(0, 2, 25))
    fit = fit_firth(times, rng.normal(size=(25, 3)), ("a", "b", "c"))

    def lost(b: np.ndarray) -> float:
        return -evaluate_penalised(fit.model, np.array([0.0, b[0], 0.0])).log_likelihood

    least = minimize(lost, [0.0], method="Nelder-Mead", options={"xatol": 1e-9, "fatol": 1e-13})
    test = likelihood_ratio_of(fit, np.array([True, False, True]))
    assert test.statistic == pytest.approx(2 * (fit.log_likelihood + least.fun), abs=1e-10)


def test_separation_leaves_the_likelihood_ratio() -> None:
    """R's infcox: the log likelihood rises from -6.8669 to -1.7918 (log 1/6)."""
    fustat, x1 = [1, 0, 1, 0, 1] + [0] * 7, np.tile([0.0, 1.0], 6)
    matrix = np.column_stack([x1, np.repeat([0.0, 1.0], 6)])
    fit = fit_cox(survival_times(np.arange(1, 13), fustat), matrix, ("x1", "x2"))
    assert fit.infinite == ("x1", "x2")
    test = likelihood_ratio_of(fit, np.ones(2, dtype=bool))
    # deaths at 1, 3, 5 among 12, 10, 8 at risk; then among the 6, 5, 4 without either
    assert test.statistic == pytest.approx(2 * log(12 * 10 * 8 / 6), abs=1e-9)


def crowded(seed: int) -> tuple[CoxFit, Design, SurvivalTimes]:
    """Return a fit of few patients with many coefficients; half of them have infinite estimates."""
    rng = np.random.default_rng(seed)
    n = int(rng.integers(10, 40))
    times = survival_times(rng.integers(1, 12, n), rng.integers(0, 2, n))
    covariates = {
        "age": rng.integers(40, 80, n).astype(float),
        "sign": rng.integers(0, 2, n).astype(float),
        "centre": Category(rng.integers(0, 3, n), ("A", "B", "C"), "A"),
    }
    design = design_of(covariates, parse_terms("spline(age, 3), sign * centre"))
    return fit_cox(times, design.matrix, design.names), design, times


@pytest.mark.once
def test_coefficients_held_at_zero_are_a_fit_without_their_columns() -> None:
    """Far out, where separation leads, rounding of the likelihood once led farther up.

    Where the likelihood still rises it is followed to 1e-4 of a chi-squared; where it rises out of
    reach, as in a few, neither is known.
    """
    tested = infinite = unknown = 0
    for seed in [*range(60), 109, 135, 168, 198]:
        try:
            fit, design, times = crowded(seed)
        except EstimateError:  # a level or a knot too few
            continue
        for j in range(len(fit.coefficients)):
            names = tuple(name for name in design.names if name != design.names[j])
            without = fit_cox(times, np.delete(design.matrix, j, axis=1), names)
            test = likelihood_ratio_of(fit, np.arange(len(design.names)) == j)
            expected = 2 * (fit.log_likelihood - without.log_likelihood)
            assert test.statistic == pytest.approx(expected, abs=1e-4, nan_ok=True), (seed, j)
            tested += 1
            unknown += isnan(expected)
            infinite += bool(fit.infinite)
    assert tested > 300
    assert infinite > 100
    assert unknown < 20


def test_exact_ties_have_profile_limits_by_algebra() -> None:
    """Therneau's test1: the likelihood is (r/(3r + 3))^2, r the hazard ratio, highest at infinity.

    Its loss is 4 log((r + 1)/r) = z^2 at the lower limit r = 1/(exp(z^2/4) - 1), and 4 log 2 at 1.
    """
    from alsstats.intervals import normal_quantile

    times = survival_times([1, 1, 6, 6, 8, 9], [1, 0, 1, 1, 0, 1])
    fit = fit_exact(times, [[1], [1], [1], [0], [0], [0]], ("x",))
    profile = profile_likelihood(fit, level=0.95)
    z = normal_quantile(0.95)
    assert profile.low[0] == pytest.approx(-log(np.expm1(z**2 / 4)), abs=1e-7)
    assert profile.high[0] == inf
    assert profile.statistic[0] == pytest.approx(4 * log(2), abs=1e-9)


def test_a_fit_with_a_problem_has_no_test_and_says_why() -> None:
    fit = fit_cox(survival_times([1, 2], [0, 0]), [[1], [0]], ("x",))
    test = likelihood_ratio_of(fit, np.array([True]))
    assert isnan(test.p_value)
    assert test.note == "nobody died"


def test_the_curve_runs_over_those_analysed_and_is_zero_at_the_reference() -> None:
    fit, design = lung("female, spline(age, 4)")
    curve = relative_hazard(fit, design, "age", reference=60.0)
    assert (curve.x[0], curve.x[-1], len(curve.x)) == (39.0, 82.0, 101)
    at = relative_hazard(fit, design, "age", at=[60.0], reference=60.0)
    assert [float(part[0]) for part in at[1:4]] == [0.0, 0.0, 0.0]
    wider = relative_hazard(fit, design, "age", reference=60.0, covariance=4 * fit.covariance)
    assert wider.log_hazard_ratio - wider.low == pytest.approx(
        2 * (curve.log_hazard_ratio - curve.low), rel=1e-12
    )


def test_the_curve_is_the_difference_of_two_patients() -> None:
    """Scaling and shifting the covariate changes nothing."""
    fit, design = lung("spline(age, 5)")
    curve = relative_hazard(fit, design, "age", at=[50.0, 70.0])
    months = {"age": 12 * LUNG["age"][CERTAIN] - 300}
    moved = design_of(months, parse_terms("spline(age, 5)"))
    times = survival_times(LUNG["time"][CERTAIN], LUNG["event"][CERTAIN])
    other = relative_hazard(
        fit_cox(times, moved.matrix, moved.names), moved, "age", at=[300.0, 540.0]
    )
    assert other.log_hazard_ratio.tolist() == pytest.approx(curve.log_hazard_ratio.tolist())
    assert other.high.tolist() == pytest.approx(curve.high.tolist())


def test_a_curve_that_is_not_there_is_refused() -> None:
    fit, design = lung("female, spline(age, 4)")
    with pytest.raises(UsageError, match="no spline of 'female'"):
        relative_hazard(fit, design, "female")
    dead = fit_cox(survival_times([1, 2, 3], [0, 0, 0]), design.matrix[:3], design.names)
    with pytest.raises(EstimateError, match="no estimate"):
        relative_hazard(dead, design, "age")
