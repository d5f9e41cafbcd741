"""A fitted Cox model that answers by name: estimates, residuals, survival, and its rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from alsstats.errors import UsageError
from alsstats.prognosis.baseline import PredictedSurvival, predicted_survival
from alsstats.prognosis.checks import check_rows
from alsstats.prognosis.cox_notes import notes_of_fit
from alsstats.prognosis.design import Design
from alsstats.prognosis.fit import CoxFit
from alsstats.prognosis.hazard_ratios import hazard_ratio_rows
from alsstats.prognosis.patient_row import row_of
from alsstats.prognosis.residuals import (
    deviance_residuals,
    martingale_residuals,
    schoenfeld_residuals,
    score_residuals,
)
from alsstats.prognosis.times import SurvivalTimes
from alsstats.result import Result
from alsstats.tally.remarks import notes_of_remarks
from alsstats.versions import versions_in_use

if TYPE_CHECKING:
    from collections.abc import Mapping

    from alsstats.prognosis.times import Floats, Integers

Kind = Literal["martingale", "deviance", "score", "schoenfeld", "dfbeta"]


class Residuals(NamedTuple):
    """Residuals of the `rows` of the data: `matrix` has a row for each, a column for each name."""

    names: tuple[str, ...]
    rows: Integers
    matrix: Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Cox:
    """A fitted Cox model; or the `problem` for which it has no estimates.

    `fit`, `design` and `times` are what it was made from; `covariance` is the clustered one where
    clusters were given, and `strata` are the strata in the order of their numbers.
    """

    fit: CoxFit
    design: Design
    times: SurvivalTimes
    covariance: Floats
    ties: str = "efron"
    clusters: int | None = None
    strata: tuple[Any, ...] = ()

    @property
    def coefficients(self) -> dict[str, float]:
        """Log hazard ratios by the names of the columns; none where there is a problem."""
        return self._by_name(self.fit.coefficients)

    @property
    def std_errors(self) -> dict[str, float]:
        """Standard errors of the log hazard ratios, by the covariance of the model's answer."""
        import numpy as np

        return self._by_name(np.sqrt(np.diag(self.covariance)))

    @property
    def model_covariance(self) -> Floats:
        """The covariance that takes the model's word for it, also where clusters were given."""
        return self.fit.covariance

    @property
    def log_likelihood(self) -> float:
        """The log partial likelihood, or Firth's penalised one."""
        return self.fit.log_likelihood

    @property
    def null_log_likelihood(self) -> float:
        """The log likelihood where no covariate matters."""
        return self.fit.null_log_likelihood

    @property
    def n(self) -> float:
        """How many patients (or intervals of patients) the rows stand for."""
        return _whole(self.fit.n)

    @property
    def events(self) -> float:
        """How many of them died."""
        return _whole(self.fit.events)

    @property
    def problem(self) -> str:
        """Why there are no estimates, or not all of them; empty where there are."""
        return self.fit.problem

    @property
    def infinite(self) -> tuple[str, ...]:
        """The columns that have no finite estimate, since there is separation."""
        return self.fit.infinite

    def summary(self, level: float = 0.95) -> Result:
        """Return hazard ratios with limits, tests of terms and of the model, and notes."""
        robust = None if self.clusters is None else self.covariance
        model = "univariable" if len(self.design.terms) == 1 else "adjusted"
        rows = hazard_ratio_rows(
            self.fit,
            self.design,
            level=level,
            model=model,
            covariance=robust,
            robust_by="cluster",
        )
        checks = list(check_rows(self.fit, self.design, self.times, model=model))
        made = {"ties": self.ties, "clusters": self.clusters, "strata": len(self.strata) or None}
        return Result(
            title=f"Cox's model: {self.n} rows, {self.events} deaths",
            level=level,
            layout="survival",
            rows=(*rows, *(row for row, _ in checks)),
            notes=(
                *notes_of_fit(self.fit, self.design, self.times, self.clusters),
                *notes_of_remarks(checks),
            ),
            provenance={"versions": versions_in_use(), "model": made},
        )

    def residuals(self, kind: Kind = "martingale") -> Residuals:
        """Return residuals of every row; Schoenfeld's of those who died, by stratum and time.

        `martingale` and `deviance` have one column; `score`, `dfbeta` (how far the estimate moves
        without the row, nearly) and `schoenfeld` have one for each coefficient.
        """
        import numpy as np

        everyone = np.arange(self.fit.rows)
        if kind == "martingale":
            return Residuals((kind,), everyone, martingale_residuals(self.fit)[:, None])
        if kind == "deviance":
            return Residuals((kind,), everyone, deviance_residuals(self.fit)[:, None])
        if kind == "schoenfeld":
            return Residuals(self.fit.names, *schoenfeld_residuals(self.fit))
        if kind not in {"score", "dfbeta"}:
            known = "known: martingale, deviance, score, schoenfeld, dfbeta"
            raise UsageError(
                f"there are no residuals '{kind}'", found=[known], fix="name one of these"
            )
        scores = score_residuals(self.fit)
        matrix = scores if kind == "score" else scores @ self.fit.covariance
        return Residuals(self.fit.names, everyone, matrix)

    def baseline(self, stratum: Any = None, *, level: float = 0.95) -> PredictedSurvival:
        """Return the survival of a patient with 0, or the reference level, of every covariate."""
        import numpy as np

        return self._predicted(np.zeros(len(self.fit.names)), stratum, level)

    def predict(
        self, covariates: Mapping[str, float | str], stratum: Any = None, *, level: float = 0.95
    ) -> PredictedSurvival:
        """Return the survival of a patient with these covariates, by name, with log-log limits.

        The limits take the model's word for the covariance, also where clusters were given.
        """
        return self._predicted(row_of(self.design, covariates), stratum, level)

    def _predicted(self, row: Floats, stratum: Any, level: float) -> PredictedSurvival:
        number = 0
        if self.strata or stratum is not None:
            if stratum not in self.strata:
                found = [f"{len(self.strata)} strata", f"given: {type(stratum).__name__}"]
                raise UsageError("the stratum must be one of the model's", found=found)
            number = self.strata.index(stratum)
        return predicted_survival(self.fit, self.times, row, stratum=number, level=level)

    def _by_name(self, values: Floats) -> dict[str, float]:
        return dict(zip(self.fit.names, values.tolist(), strict=True)) if len(values) else {}

    def __repr__(self) -> str:
        shown = ", ".join(f"{name}: {b:.4g}" for name, b in self.coefficients.items())
        return f"<Cox: {self.n} rows, {self.events} deaths; {shown or self.problem}>"


def _whole(count: float) -> float:
    return int(count) if count.is_integer() else count
