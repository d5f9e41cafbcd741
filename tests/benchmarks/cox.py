"""How long does Cox's model take, as a ratio to each package that fits it?

All fit the same cohort in turn, and only those are compared whose log hazard ratios are ours within
1e-6. Slow packages are asked once a size, and with --all at sizes that take them minutes, too:
python -m tests.benchmarks.cox --all
"""

import sys
import time
import warnings
from itertools import product
from math import log10
from statistics import median

import numpy as np

from alsstats.prognosis.regression import fit_cox
from alsstats.prognosis.times import survival_times
from tests.benchmarks.peers import (
    SIZES,
    Cohort,
    Peer,
    by_r,
    compare,
    drawn,
    held,
    installed,
    print_head,
    print_line,
)
from tests.benchmarks.scale import run

PATIENTS = 10_000_000
COUNTS = 1000


def by_alsstats(cohort: Cohort) -> np.ndarray:
    names = tuple(f"x{place}" for place in range(cohort.covariates.shape[1]))
    times = survival_times(cohort.time, cohort.event)
    return fit_cox(times, cohort.covariates, names).coefficients


def by_survival(cohort: Cohort) -> np.ndarray:
    from survival import regression

    fit = regression.coxph_fit(cohort.time, cohort.event.astype(np.int32), cohort.covariates)
    return np.array(fit.coefficients)


def by_lifelines(cohort: Cohort) -> np.ndarray:
    import pandas as pd
    from lifelines import CoxPHFitter

    frame = pd.DataFrame(cohort.covariates).assign(time=cohort.time, event=cohort.event)
    with warnings.catch_warnings(action="ignore"):
        return CoxPHFitter().fit(frame, "time", "event").params_.to_numpy()


def by_scikit_survival(cohort: Cohort) -> np.ndarray:
    from sksurv.linear_model import CoxPHSurvivalAnalysis
    from sksurv.util import Surv

    model = CoxPHSurvivalAnalysis(ties="efron")
    return model.fit(cohort.covariates, Surv.from_arrays(cohort.event, cohort.time)).coef_


def by_statsmodels(cohort: Cohort) -> np.ndarray:
    from statsmodels.duration.hazard_regression import PHReg

    model = PHReg(cohort.time, cohort.covariates, cohort.event.astype(int), ties="efron")
    return model.fit(disp=0).params


OURS = Peer("alsstats", by_alsstats)
PEERS = (
    Peer("survival", by_survival),
    Peer("lifelines", by_lifelines, once_above=0),
    Peer("scikit-survival", by_scikit_survival, once_above=0, never_above=10**4),
    Peer("statsmodels", by_statsmodels, once_above=0, never_above=10**4),
    Peer("R", by_r("cox"), once_above=0),
)


def against_peers(*, everything: bool) -> dict[tuple[int, int, bool], tuple[float, dict]]:
    """Print and return our seconds and the ratios, by rows, covariates and whether in months."""
    peers = installed(PEERS)
    found = {}
    print_head("Cox's model", peers)
    for rows, covariates, tied in product(SIZES, (4, 20), (False, True)):
        asked = [p for p in peers if everything or _in_time(p, rows, covariates, tied=tied)]
        cohort = drawn(rows, covariates, tied=tied)
        took, ratios = found[rows, covariates, tied] = compare(OURS, asked, cohort)
        print_line(cohort, tied=tied, took=took, ratios=ratios, peers=peers)
    return found


def _in_time(peer: Peer, rows: int, covariates: int, *, tied: bool) -> bool:
    """Tell whether a package is asked without --all: the slow ones not at a million rows, ..."""
    if rows < 10**6 or peer.package == "survival":
        return rows <= peer.never_above
    wanted = peer.package in {"lifelines", "R"}
    return wanted and covariates == 4 and not tied  # ... but for this, which has a target


def targets(found: dict[tuple[int, int, bool], tuple[float, dict]]) -> None:
    """Print the figures that have a target."""
    print("targets:")
    for rows, package, most in (
        (10**6, "survival", 0.35),
        (10**6, "lifelines", 0.02),
        (10**5, "survival", 0.7),
    ):
        ratio = found[rows, 4, False][1].get(package)
        if ratio is not None:
            held(f"{rows} x 4 untied, ratio to {package}", ratio, most)
    for tied in (False, True):
        exponent = log10(found[10**6, 4, tied][0] / found[10**4, 4, tied][0]) / 2
        kind = "in months" if tied else "untied"
        held(f"growth from 1e4 to 1e6 rows x 4, {kind}: rows to the power", exponent, 1.1)
    small = drawn(200, 4, tied=False)
    held("200 x 4, milliseconds", 1000 * _typical(lambda: by_alsstats(small)), 3)


def _typical(ask) -> float:
    """Return the median seconds of ten rounds, after one that fills the caches."""
    took = []
    for _ in range(11):
        begin = time.perf_counter()
        ask()
        took.append(time.perf_counter() - begin)
    return median(took[1:])


def memory() -> None:
    """Print the most memory of a process that fits a million rows.

    It comes first: a process begins with the most that the one which starts it has held.
    """
    command = [sys.executable, "-m", "tests.benchmarks.cox", "--fit"]
    held("memory of a process, 1e6 x 4, MiB", run(command).memory / 2**20, 600)


def frequencies() -> None:
    """Print what counts of ten million patients take, and how near to the rows they come."""
    rng = np.random.default_rng(1)
    day, event, pattern = (
        column.ravel() for column in np.meshgrid(np.arange(COUNTS // 8), [0, 1], np.arange(4))
    )
    x = np.column_stack([pattern % 2, pattern // 2]).astype(float)
    n = rng.multinomial(PATIENTS, np.full(COUNTS, 1 / COUNTS))
    names = ("a", "b")

    def by_counts():
        return fit_cox(survival_times(day + 1, event, frequency=n), x, names)

    counts, each = by_counts(), np.repeat(np.arange(COUNTS), n)
    rows = fit_cox(survival_times(day[each] + 1, event[each]), x[each], names)
    apart = np.abs(counts.coefficients - rows.coefficients) / np.sqrt(np.diag(counts.covariance))
    held(f"{PATIENTS} patients as {COUNTS} counts, milliseconds", 1000 * _typical(by_counts), 50)
    held("the same as rows: standard errors apart", float(apart.max()), 1e-10)


def main() -> None:
    """Measure; or fit a million rows and end."""
    if "--fit" in sys.argv:
        by_alsstats(drawn(10**6, 4, tied=False))
        return
    memory()
    frequencies()
    targets(against_peers(everything="--all" in sys.argv))


if __name__ == "__main__":
    main()
