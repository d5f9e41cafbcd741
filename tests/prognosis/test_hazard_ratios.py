"""The rows of a fitted model: which there are, what stands in them, and against R."""

from math import exp, inf, isnan, log, nan

import numpy as np
import pytest

from alsstats.intervals import normal_quantile
from alsstats.prognosis.coding import Category
from alsstats.prognosis.cox_notes import notes_of_fit
from alsstats.prognosis.design import Design, design_of
from alsstats.prognosis.exact_ties import fit_exact
from alsstats.prognosis.firth import fit_firth
from alsstats.prognosis.fit import CoxFit
from alsstats.prognosis.hazard_ratios import hazard_ratio_rows
from alsstats.prognosis.regression import fit_cox
from alsstats.prognosis.robust import robust_covariance
from alsstats.prognosis.terms import parse_terms
from alsstats.prognosis.times import survival_times
from alsstats.result import Row
from tests.golden.design import LUNG, golden

SIGN = Category(np.array([1, 1, 1, 0, 0, 0]), ("absent", "present"), "absent")
TEST1 = survival_times([1, 1, 6, 6, 8, 9], [1, 0, 1, 1, 0, 1])
CERTAIN = LUNG["ph_ecog"] < 3
ECOG = Category(LUNG["ph_ecog"][CERTAIN].astype(int), ("0", "1", "2"), "1")
COVARIATES = {"age": LUNG["age"][CERTAIN], "ecog": ECOG, "sex": LUNG["sex"][CERTAIN]}
TIMES = survival_times(LUNG["time"][CERTAIN], LUNG["event"][CERTAIN])


def rows_of(fit: CoxFit, design: Design, **asked: object) -> list[Row]:
    return list(hazard_ratio_rows(fit, design, level=0.95, model="adjusted", **asked))


def lung(text: str, fitted=fit_cox) -> tuple[CoxFit, Design]:
    design = design_of(COVARIATES, parse_terms(text))
    return fitted(TIMES, design.matrix, design.names), design


def small(fitted) -> tuple[CoxFit, Design]:
    design = design_of({"sign": SIGN}, parse_terms("sign"))
    return fitted(TEST1, design.matrix, design.names), design


def test_hazard_ratios_are_those_of_r() -> None:
    fit, design = lung("age, ecog")
    wald = [row for row in rows_of(fit, design) if row.method == "wald"]
    assert [(row.term, row.category, row.comparison) for row in wald] == [
        ("age", None, None),
        ("ecog", "0", "1"),
        ("ecog", "2", "1"),
    ]
    b, errors = (list(golden("category", name).values()) for name in ("coef", "se"))
    z = normal_quantile(0.95)
    for row, value, error in zip(wald, b, errors, strict=True):
        assert row.statistic == "hazard_ratio"
        assert row.estimate == pytest.approx(exp(value), rel=1e-8)
        assert row.conf_low == pytest.approx(exp(value - z * error), rel=1e-8)
        assert row.conf_high == pytest.approx(exp(value + z * error), rel=1e-8)
        assert row.std_error == pytest.approx(error, rel=1e-8)
        assert row.statistic_value == pytest.approx((value / error) ** 2, rel=1e-7)
        assert (row.group, row.model, row.df) == ("all", "adjusted", 1)
        assert (row.n, row.events) == (225, int(LUNG["event"][CERTAIN].sum()))
        assert isinstance(row.n, int)
        assert isinstance(row.events, int)


def test_profile_limits_have_a_row_of_their_own() -> None:
    """Of Therneau's test1; `test_separation` has the same limits, and their witness."""
    fit, design = small(fit_firth)
    wald, profile, _ = rows_of(fit, design)
    assert [wald.method, profile.method] == ["firth, wald", "firth, profile likelihood"]
    assert log(profile.estimate) == pytest.approx(1.5121004551923, abs=1e-12)
    assert log(profile.conf_low) == pytest.approx(-0.6539466, abs=1e-6)
    assert log(profile.conf_high) == pytest.approx(3.9840050, abs=1e-6)
    assert profile.p_value == pytest.approx(0.1660176030, abs=1e-9)
    assert profile.std_error == wald.std_error == pytest.approx(1.2529187662, abs=1e-8)


def test_a_model_without_profile_has_walds_rows_alone() -> None:
    fit, design = lung("age, ecog")
    methods = [row.method for row in rows_of(fit, design, profile=False)]
    assert methods == ["wald"] * 3 + ["likelihood ratio"] * 2


def test_the_tests_of_terms_and_of_the_model_follow() -> None:
    fit, design = lung("spline(age, 3), sex * ecog")
    tests = [row for row in rows_of(fit, design) if row.statistic == "likelihood_ratio"]
    assert [(row.term, row.category, row.df) for row in tests] == [
        ("spline(age, 3)", "overall", 2),
        ("spline(age, 3)", "non-linear", 1),
        ("sex", "overall", 3),
        ("ecog", "overall", 4),
        ("sex * ecog", "interaction", 2),
        (None, "model", 7),
    ]
    assert all(row.estimate is None and row.method == "likelihood ratio" for row in tests)
    ratio = 2 * (fit.log_likelihood - fit.null_log_likelihood)
    assert tests[-1].statistic_value == pytest.approx(ratio, rel=1e-12)


def test_a_spline_has_no_hazard_ratio() -> None:
    fit, design = lung("spline(age, 4), sex")
    ratios = [row for row in rows_of(fit, design) if row.statistic == "hazard_ratio"]
    assert {row.term for row in ratios} == {"sex"}


def test_a_clustered_covariance_makes_all_of_it_walds() -> None:
    fit, design = lung("age, ecog")
    robust = robust_covariance(fit, cluster=LUNG["inst"][CERTAIN])
    rows = rows_of(fit, design, covariance=robust, robust_by="centre")
    assert {row.method for row in rows} == {"wald, clustered by centre"}
    assert [row.std_error for row in rows[:3]] == pytest.approx(
        list(golden("clustered", "se").values()), rel=1e-8
    )
    assert [(row.statistic, row.category) for row in rows[3:]] == [
        ("wald", "overall"),
        ("wald", "model"),
    ]
    assert rows[-1].statistic_value == pytest.approx(golden("clustered", "wald")["model"], rel=1e-8)
    assert {row.method for row in rows_of(fit, design, covariance=robust)} == {"wald, robust"}


def test_exact_ties_have_profile_limits_too() -> None:
    """Freireich's 6-MP: printed 1.6282439516."""
    treated = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
    alive = {3, 5, 7, 8, 11, 12, 13, 16, 17, 18, 19, 20}
    placebo = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]
    times = survival_times(treated + placebo, [i not in alive for i in range(21)] + [True] * 21)
    design = design_of({"placebo": np.repeat([0.0, 1.0], 21)}, parse_terms("placebo"))
    fit = fit_exact(times, design.matrix, design.names)
    wald, profile, test = rows_of(fit, design)
    assert log(wald.estimate) == pytest.approx(1.6282439516, abs=1e-9)
    assert profile.conf_low < wald.estimate < profile.conf_high
    assert profile.p_value == pytest.approx(test.p_value, rel=1e-9)


@pytest.mark.parametrize(("turned", "estimate"), [(1, inf), (-1, 0.0)])
def test_an_infinite_estimate_has_one_row(turned: int, estimate: float) -> None:
    """Two patients: the likelihood is 1/(1 + exp(-b)), half at 0 and 1 at infinity.

    Its loss is z^2 where 1 + exp(-b) = exp(z^2/2).
    """
    design = design_of({"x": turned * np.array([1.0, 0.0])}, parse_terms("x"))
    fit = fit_cox(survival_times([1, 2], [1, 0]), design.matrix, design.names)
    for asked in ({}, {"profile": False}, {"covariance": np.full((1, 1), nan)}):
        row, _ = rows_of(fit, design, **asked)
        limit = -log(np.expm1(normal_quantile(0.95) ** 2 / 2))
        assert (row.estimate, row.method) == (estimate, "profile likelihood")
        assert isnan(row.std_error)
        finite, infinite = (row.conf_low, row.conf_high)[::turned]
        assert log(finite) == pytest.approx(turned * limit, abs=1e-7)
        assert infinite == estimate
        assert row.statistic_value == pytest.approx(2 * log(2), abs=1e-9)


def test_beside_an_infinite_estimate_others_have_walds_rows() -> None:
    x = np.array([1, 1, 0, 0, 0, 0, 0, 0], dtype=float)
    y = np.array([0, 1, 0, 1, 1, 0, 0, 1], dtype=float)
    design = design_of({"x": x, "y": y}, parse_terms("x, y"))
    fit = fit_cox(survival_times(np.arange(1, 9), [1, 1, 0, 1, 0, 1, 1, 0]), design.matrix, "xy")
    assert fit.infinite == ("x",)
    methods = [(row.term, row.method) for row in rows_of(fit, design)]
    assert methods[:3] == [("x", "profile likelihood"), ("y", "wald"), ("y", "profile likelihood")]


def test_an_estimate_that_may_be_0_or_infinite_is_neither() -> None:
    """Nobody without x dies: y of those without x, and with it x * y, may be anything.

    Among those with x, y + x * y together is log 2.
    """
    x, y = np.array([0.0, 0, 1, 1, 1]), np.array([0.0, 1, 0, 1, 1])
    design = design_of({"x": x, "y": y}, parse_terms("x * y"))
    fit = fit_cox(survival_times([9, 9, 2, 1, 3], [0, 0, 1, 1, 1]), design.matrix, design.names)
    assert fit.infinite == ("x", "y", "x * y")
    assert fit.coefficients.tolist() == pytest.approx([inf, nan, nan], nan_ok=True)
    _, y_row, both = (row for row in rows_of(fit, design) if row.statistic == "hazard_ratio")
    for row in (y_row, both):
        assert isnan(row.estimate)
        assert (row.conf_low, row.conf_high, row.method) == (0.0, inf, "profile likelihood")
        assert row.p_value == pytest.approx(1.0)


def test_a_problem_leaves_no_rows_but_a_note() -> None:
    design = design_of({"sign": SIGN}, parse_terms("sign"))
    times = survival_times(np.arange(6), np.zeros(6))
    fit = fit_cox(times, design.matrix, design.names)
    assert rows_of(fit, design) == []
    (note,) = notes_of_fit(fit, design, times)
    assert (note.code, note.text) == (
        "not_computed",
        "Cox's model was not computed: nobody died",
    )


def test_further_fields_are_in_every_row_and_may_replace_counts() -> None:
    fit, design = lung("age, ecog")
    rows = rows_of(fit, design, by="phase", n=7, handling="every part")
    assert {(row.by, row.n, row.handling) for row in rows} == {("phase", 7, "every part")}


def test_rows_are_told_apart_by_what_is_not_a_number() -> None:
    fit, design = lung("spline(age, 4), sex * ecog")
    rows = rows_of(fit, design)
    keys = {(row.term, row.category, row.statistic, row.method) for row in rows}
    assert len(keys) == len(rows)


def test_a_hazard_ratio_beyond_all_numbers_is_infinite_and_no_crash() -> None:
    design = design_of({"x": np.array([1, 0, 1, 0, 0, 1]) * 1e-4}, parse_terms("x"))
    fit = fit_cox(TEST1, design.matrix, design.names)
    (row, *_) = rows_of(fit, design, profile=False)
    assert (row.conf_low, row.conf_high) == (0.0, inf)


def test_notes_say_what_the_numbers_stand_for() -> None:
    four = ECOG._replace(levels=("0", "1", "2", "3"))
    covariates = COVARIATES | {"ecog": four}
    design = design_of(covariates, parse_terms("spline(age, 3), sex * ecog"))
    fit = fit_cox(TIMES, design.matrix, design.names)
    notes = {note.code: note.text for note in notes_of_fit(fit, design, TIMES, clusters=7)}
    assert notes.keys() == {"few_clusters", "empty_level", "knots", "interaction"}
    assert "7 clusters: with fewer" in notes["few_clusters"]
    assert notes["empty_level"].endswith("ecog = 3, sex * ecog = 3")
    assert notes["knots"].startswith("spline(age, 3): knots at 50, 63, ")
    assert "the rows of sex and of ecog hold where the other is 0" in notes["interaction"]
    separated, design = small(fit_exact)
    first, second = notes_of_fit(separated, design, TEST1, clusters=30)
    assert (first.code, second.code) == ("separation", "not_computed")
    assert "sign = present (2 events in 3, and 2 in 3 others)" in first.text


def test_an_infinite_estimate_of_a_number_has_no_deaths_by_level() -> None:
    times = survival_times([1, 2, 3], [1, 1, 0])
    design = design_of({"age": np.array([70.0, 60.0, 50.0])}, parse_terms("age"))
    fit = fit_cox(times, design.matrix, design.names)
    (note,) = notes_of_fit(fit, design, times)
    assert "no finite estimate of age; the" in note.text
