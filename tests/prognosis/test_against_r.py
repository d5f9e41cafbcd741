"""Cox's model against R's coxph, asked to converge: 300 random data sets, and the published ones.

R's estimates carry their own error: at 1e-13 of the log likelihood Newton's method is 1e-7 standard
errors from the maximum before its last step, and far nearer after it. 1e-8 of the larger of
coefficient and standard error is what the numbers of `coxph` are good for.
"""

import numpy as np
import pytest

from alsstats.prognosis.regression import fit_cox
from tests.golden import number, rows
from tests.golden.cox import published_sets, random_sets
from tests.prognosis.test_by_algebra import TEST1, TEST2, X1, X2

TOLERANCE = 1e-8
RANDOM = random_sets()
PUBLISHED = published_sets()


def test_there_are_enough_data_sets_of_every_kind() -> None:
    assert len(RANDOM) >= 300
    assert {len(data.names) for data in RANDOM.values()} == set(range(1, 13))
    for name in ("entry", "stratum", "frequency"):
        assert sum(len(set(data.columns[name])) > 1 for data in RANDOM.values()) >= 80


def test_random_data_sets_agree_with_r(capsys: pytest.CaptureFixture[str]) -> None:
    expected: dict[tuple[str, str], list[dict[str, str]]] = {}
    for line in rows("cox_terms.csv"):
        expected.setdefault((line["case"], line["ties"]), []).append(line)
    worst = 0.0
    for model in rows("cox_models.csv"):
        data, ties = RANDOM[model["case"]], model["ties"]
        terms = expected.pop((model["case"], ties))
        fit = fit_cox(data.times, data.covariates, data.names, ties=ties)
        assert fit.problem == ""
        b = np.array([float(line["coefficient"]) for line in terms])
        errors = np.array([float(line["standard_error"]) for line in terms])
        found = np.sqrt(np.diag(fit.covariance))
        size = np.maximum(np.abs(b), errors)
        worst = max(worst, *np.abs(fit.coefficients - b) / size, *np.abs(found - errors) / errors)
        # 12 digits are kept of these
        assert fit.log_likelihood == pytest.approx(float(model["log_likelihood"]), rel=1e-11)
        assert fit.null_log_likelihood == pytest.approx(float(model["null"]), rel=1e-11)
        assert fit.score == pytest.approx(float(model["score"]), rel=1e-10)
    with capsys.disabled():
        print(f"\nlargest deviation from R: {worst:.1e} of max(|b|, SE)")
    assert worst < TOLERANCE
    assert not expected


CASES = {
    "lung_age_sex_ecog_efron": ("lung", ("age", "sex", "ph.ecog"), "efron"),
    "lung_age_sex_ecog_breslow": ("lung", ("age", "sex", "ph.ecog"), "breslow"),
    "veteran": ("veteran", ("trt", "karno", "age", 'celltype == "smallcell"TRUE'), "efron"),
    "ovarian": ("ovarian", ("age", "rx"), "efron"),
    "leukemia_aml": ("aml", ('x == "Nonmaintained"TRUE',), "efron"),
    "heart_tdc": ("heart", ("age", "year", "surgery", 'as.numeric(transplant == "1")'), "efron"),
}


def golden(case: str, quantity: str) -> dict[str, float]:
    return {
        line["term"]: number(line["value"])
        for line in rows("survival.csv")
        if (line["case"], line["quantity"]) == (case, quantity)
    }


SMALL = {"therneau_test1": (TEST1, X1), "therneau_test2_entry": (TEST2, X2)}


@pytest.mark.parametrize("ties", ["efron", "breslow"])
@pytest.mark.parametrize("name", SMALL)
def test_small_data_sets_agree_with_r(name: str, ties: str) -> None:
    times, x = SMALL[name]
    check(f"{name}_{ties}", fit_cox(times, x, ("x",), ties=ties))


def test_every_fit_of_r_is_tested() -> None:
    elsewhere = {"lung_age_sex_ecog_exact", "lung_cluster_inst", "lung_strata_sex"}
    small = {f"{name}_{ties}" for name in SMALL for ties in ("efron", "breslow")}
    fits = {line["case"] for line in rows("survival.csv") if line["quantity"] == "coef"}
    assert fits == CASES.keys() | elsewhere | small


@pytest.mark.parametrize("case", CASES)
def test_published_data_sets_agree_with_r(case: str) -> None:
    name, names, ties = CASES[case]
    data = PUBLISHED[name]
    check(case, fit_cox(data.times, data.covariates, names, ties=ties))


def test_lung_by_strata_of_sex_agrees_with_r() -> None:
    from alsstats.prognosis.times import survival_times

    data = PUBLISHED["lung"]
    sex = data.covariates[:, 1]
    times = survival_times(data.columns["time"], data.columns["event"], strata=sex)
    check("lung_strata_sex", fit_cox(times, data.covariates[:, [0, 2]], ("age", "ph.ecog")))


def check(case: str, fit) -> None:
    errors = golden(case, "se")
    found = dict(zip(fit.names, np.sqrt(np.diag(fit.covariance)), strict=True))
    assert found == pytest.approx(errors, rel=TOLERANCE)
    for term, b in zip(fit.names, fit.coefficients, strict=True):
        expected = golden(case, "coef")[term]
        assert abs(b - expected) < TOLERANCE * max(abs(expected), errors[term])
    for quantity, value in {
        "loglik": fit.log_likelihood,
        "loglik_null": fit.null_log_likelihood,
        "score": fit.score,
        "n": fit.n,
        "events": fit.events,
    }.items():
        assert value == pytest.approx(golden(case, quantity)[""], rel=1e-9), quantity
