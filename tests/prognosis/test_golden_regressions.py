"""Every line of `survival.csv` that is about a regression."""

from collections.abc import Callable

import numpy as np
import pytest

from alsstats.prognosis.concordance_index import concordance
from alsstats.prognosis.exact_ties import fit_exact
from alsstats.prognosis.fit import CoxFit
from alsstats.prognosis.proportional_hazards import proportional_hazards_test
from alsstats.prognosis.regression import fit_cox
from alsstats.prognosis.robust import robust_covariance
from alsstats.prognosis.times import SurvivalTimes, survival_times
from tests.golden import number, rows
from tests.golden.cox import published_sets
from tests.prognosis.test_by_algebra import TEST1, TEST2, X1, X2

# R prints 12 digits. Its Newton's method stops some 1e-8 standard errors off; score tests at the
# estimate, and robust errors, carry that along.
NEAR = {"rel": 1e-8, "abs": 1e-10}
SETS = published_sets()


class Fitted:
    """A fit, and what is needed to ask more of it."""

    def __init__(
        self, times: SurvivalTimes, x: np.ndarray, names: str, ties: str = "efron"
    ) -> None:
        self.names = tuple(names.split("|"))
        self.times, self.x = times, x
        self.fit: CoxFit = (
            fit_exact(times, x, self.names)
            if ties == "exact"
            else fit_cox(times, x, self.names, ties=ties)
        )

    def column(self, term: str) -> int:
        return self.names.index(term.removesuffix("TRUE"))

    def zph(self, transform: str, field: str, term: str) -> float:
        found = proportional_hazards_test(self.fit, self.times, transform=transform)
        test = found.overall if term == "GLOBAL" else found.terms[self.column(term)]
        return getattr(test, field)


def published(name: str, names: str, ties: str = "efron") -> Fitted:
    return Fitted(SETS[name].times, SETS[name].covariates, names, ties)


def lung_by_sex() -> Fitted:
    data = SETS["lung"]
    times = survival_times(
        data.columns["time"], data.columns["event"], strata=data.covariates[:, 1]
    )
    return Fitted(times, data.covariates[:, [0, 2]], "age|ph.ecog")


KNOWN = SETS["lung"].cluster != ""


def lung_of_known_institutions() -> Fitted:
    data = SETS["lung"]
    times = survival_times(data.columns["time"][KNOWN], data.columns["event"][KNOWN])
    return Fitted(times, data.covariates[KNOWN, :2], "age|sex")


LUNG = "age|sex|ph.ecog"
MODELS = {
    "lung_age_sex_ecog_exact": published("lung", LUNG, "exact"),
    "lung_strata_sex": lung_by_sex(),
    "lung_cluster_inst": lung_of_known_institutions(),
    "veteran": published("veteran", 'trt|karno|age|celltype == "smallcell"'),
    "ovarian": published("ovarian", "age|rx"),
    "leukemia_aml": published("aml", 'x == "Nonmaintained"'),
    "heart_tdc": published("heart", 'age|year|surgery|as.numeric(transplant == "1")'),
}
for ties in ("efron", "breslow"):
    MODELS[f"therneau_test1_{ties}"] = Fitted(TEST1, X1, "x", ties)
    MODELS[f"therneau_test2_entry_{ties}"] = Fitted(TEST2, X2, "x", ties)
    MODELS[f"lung_age_sex_ecog_{ties}"] = published("lung", LUNG, ties)


def concordant(name: str) -> Callable[[Fitted, str], float]:
    def found(held: Fitted, _: str) -> float:
        return getattr(concordance(held.x @ held.fit.coefficients, held.times), name)

    return found


def error(covariance: Callable[[CoxFit], np.ndarray]) -> Callable[[Fitted, str], float]:
    return lambda held, term: np.sqrt(np.diag(covariance(held.fit)))[held.column(term)]


def by_institution(fit: CoxFit) -> np.ndarray:
    return robust_covariance(fit, cluster=SETS["lung"].cluster[KNOWN])


ANSWERS: dict[str, Callable[[Fitted, str], float]] = {
    "coef": lambda held, term: held.fit.coefficients[held.column(term)],
    "se": error(lambda fit: fit.covariance),
    "naive_se": error(lambda fit: fit.covariance),
    "robust_se": error(by_institution),
    "loglik": lambda held, _: held.fit.log_likelihood,
    "loglik_null": lambda held, _: held.fit.null_log_likelihood,
    "score": lambda held, _: held.fit.score,
    "n": lambda held, _: held.fit.n,
    "events": lambda held, _: held.fit.events,
    "concordance": concordant("value"),
    "concordance_se": concordant("std_error"),
    "zph_chisq_km": lambda held, term: held.zph("km", "statistic", term),
    "zph_p_km": lambda held, term: held.zph("km", "p_value", term),
    "zph_chisq_identity": lambda held, term: held.zph("identity", "statistic", term),
}
REGRESSIONS = {row["case"] for row in rows("survival.csv") if row["quantity"] == "coef"}


def test_every_regression_of_the_file_is_here() -> None:
    """The other cases are those of test_golden.py, which stops at a line it does not know."""
    assert MODELS.keys() == REGRESSIONS


def test_every_line_of_r_about_a_regression() -> None:
    lines = [row for row in rows("survival.csv") if row["case"] in REGRESSIONS]
    for row in lines:
        found = ANSWERS[row["quantity"]](MODELS[row["case"]], row["term"])
        assert found == pytest.approx(number(row["value"]), **NEAR), row
    assert len(lines) == len(rows("survival.csv")) - 37
