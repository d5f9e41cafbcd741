"""Residuals, robust variances and predicted curves against R, by the fit's own way with ties.

R keeps 9 digits of them in the golden files; values are compared to 1e-8 of the largest of a kind.
"""

import numpy as np
import pytest

from alsstats.prognosis.baseline import predicted_survival
from alsstats.prognosis.fit import CoxFit
from alsstats.prognosis.regression import fit_cox
from alsstats.prognosis.residuals import (
    deviance_residuals,
    martingale_residuals,
    schoenfeld_residuals,
    score_residuals,
)
from alsstats.prognosis.robust import robust_covariance
from alsstats.prognosis.times import survival_times
from tests.golden import number, rows
from tests.golden.cox import DataSet, published_sets, random_sets
from tests.prognosis.test_by_algebra import TEST1, X1

RANDOM = random_sets()


def fitted(data: DataSet, ties: str) -> CoxFit:
    return fit_cox(data.times, data.covariates, data.names, ties=ties)


def matrix(fit: CoxFit, kind: str) -> np.ndarray:
    if kind == "schoenfeld":
        return schoenfeld_residuals(fit)[1]
    if kind == "score":
        return score_residuals(fit)
    function = {"martingale": martingale_residuals, "deviance": deviance_residuals}[kind]
    return function(fit)[:, None]


def test_residuals_agree_with_r() -> None:
    expected: dict[tuple[str, str, str], list[float]] = {}
    for line in rows("cox_residuals.csv"):
        key = line["case"], line["ties"], line["kind"]
        expected.setdefault(key, []).append(number(line["value"]))
    assert len(expected) == 9 * 2 * 4
    for (case, ties, kind), values in expected.items():
        found = matrix(fitted(RANDOM[case], ties), kind).T.ravel()
        size = np.abs(values).max()
        assert found == pytest.approx(np.array(values), abs=1e-8 * size), (case, ties, kind)


def test_robust_and_clustered_errors_agree_with_r() -> None:
    expected: dict[tuple[str, str], list[dict[str, str]]] = {}
    for line in rows("cox_terms.csv"):
        expected.setdefault((line["case"], line["ties"]), []).append(line)
    for (case, ties), lines in expected.items():
        data = RANDOM[case]
        fit = fitted(data, ties)
        for column, covariance in {
            "robust": robust_covariance(fit),
            "clustered": robust_covariance(fit, cluster=data.cluster),
        }.items():
            errors = [float(line[column]) for line in lines]
            own = np.sqrt(np.diag(fit.covariance)).max()
            # a robust error may be all but 0, by digits that cancel: beside the model's error
            assert np.sqrt(np.diag(covariance)) == pytest.approx(errors, rel=2e-8, abs=1e-9 * own)


def test_predicted_curves_agree_with_r() -> None:
    expected: dict[tuple[str, str, str], list[dict[str, str]]] = {}
    for line in rows("cox_curves.csv"):
        expected.setdefault((line["case"], line["ties"], line["stratum"]), []).append(line)
    for (case, ties, stratum), lines in expected.items():
        data = RANDOM[case]
        codes = np.unique(data.columns["stratum"])
        found = predicted_survival(
            fitted(data, ties),
            data.times,
            data.covariates[1],
            stratum=int(np.searchsorted(codes, float(stratum))),
        )
        for ours, theirs in {
            "time": "time",
            "survival": "survival",
            "cumulative_hazard": "hazard",
            "std_error": "standard_error",
            "low": "low",
            "high": "high",
        }.items():
            values = [number(line[theirs]) for line in lines]
            assert getattr(found, ours) == pytest.approx(values, rel=1e-8, abs=1e-12), (case, ours)


def test_martingale_residuals_of_test1() -> None:
    """Printed by Therneau; his test1 in order of time."""
    breslow = [0.7287136, -0.2712864, -0.4574271, 0.6666667, -0.3333333, -0.3333333]
    efron = [0.7191707, -0.2808293, -0.4383414, 0.7310869, -0.3655434, -0.3655434]
    for ties, values in (("breslow", breslow), ("efron", efron)):
        fit = fit_cox(TEST1, X1, ("x",), ties=ties)
        assert martingale_residuals(fit) == pytest.approx(values, abs=1e-7)


def test_robust_errors_of_aml_and_of_lung_by_institution() -> None:
    aml = published_sets()["aml"]
    for ties, error in (("efron", 0.46450920), ("breslow", 0.45920219)):
        assert robust_covariance(fitted(aml, ties))[0, 0] ** 0.5 == pytest.approx(error, abs=1e-8)
    lung = published_sets()["lung"]
    known = lung.cluster != ""
    times = survival_times(lung.columns["time"][known], lung.columns["event"][known])
    fit = fit_cox(times, lung.covariates[known, :2], ("age", "sex"))
    robust = robust_covariance(fit, cluster=lung.cluster[known])
    found = {
        "coef": fit.coefficients,
        "robust_se": np.sqrt(np.diag(robust)),
        "naive_se": np.sqrt(np.diag(fit.covariance)),
    }
    for line in rows("survival.csv"):
        if line["case"] == "lung_cluster_inst":
            value = found[line["quantity"]][fit.names.index(line["term"])]
            assert value == pytest.approx(number(line["value"]), rel=1e-8)


def test_robust_variance_does_not_depend_on_the_order_of_rows() -> None:
    data = RANDOM["40"]
    order = np.random.default_rng(1).permutation(len(data.cluster))
    columns = {name: data.columns[name][order] for name in ("time", "event", "entry")}
    times = survival_times(columns["time"], columns["event"], entry=columns["entry"])
    again = fit_cox(times, data.covariates[order], data.names)
    found = robust_covariance(again, cluster=data.cluster[order])
    expected = robust_covariance(fitted(data, "efron"), cluster=data.cluster)
    assert found == pytest.approx(expected, rel=1e-10, abs=1e-13)
