"""Diagnostic accuracy, prevalence and survival for cohorts examined by MRI for suspected ALS.

>>> import alsstats as als
>>> als.calc(tp=28, fp=3, fn=12, tn=13).rows[0].estimate
0.7

A name is loaded when it is first used, so that the command line starts fast.
"""

from typing import TYPE_CHECKING, Any

from alsstats.versions import __version__

if TYPE_CHECKING:
    from alsstats import association, diagnostic, figures, frequency, intervals, prognosis
    from alsstats.cohort import Cohort, read
    from alsstats.counts import Counts, TwoByTwo
    from alsstats.diagnostic import accuracy, calc
    from alsstats.drafting import Draft, draft_study
    from alsstats.errors import AlsstatsError, CodingError, FileError, RoleError, UsageError
    from alsstats.estimate import Estimate
    from alsstats.frequency import describe, exclusion, prevalence
    from alsstats.lint import Check, Finding, check, explain
    from alsstats.prognosis import Cox, cox, design_matrix, survival
    from alsstats.report import Report, build_report
    from alsstats.result import Curve, Note, Result, Row
    from alsstats.study import Study

__all__ = [
    "AlsstatsError",
    "Check",
    "CodingError",
    "Cohort",
    "Counts",
    "Cox",
    "Curve",
    "Draft",
    "Estimate",
    "FileError",
    "Finding",
    "Note",
    "Report",
    "Result",
    "RoleError",
    "Row",
    "Study",
    "TwoByTwo",
    "UsageError",
    "__version__",
    "accuracy",
    "association",
    "build_report",
    "calc",
    "check",
    "cox",
    "describe",
    "design_matrix",
    "diagnostic",
    "draft_study",
    "exclusion",
    "explain",
    "figures",
    "frequency",
    "intervals",
    "prevalence",
    "prognosis",
    "read",
    "survival",
]

_HOME = {
    "cohort": {"Cohort", "read"},
    "counts": {"Counts", "TwoByTwo"},
    "diagnostic": {"accuracy", "calc"},
    "drafting": {"Draft", "draft_study"},
    "errors": {"AlsstatsError", "CodingError", "FileError", "RoleError", "UsageError"},
    "estimate": {"Estimate"},
    "frequency": {"describe", "exclusion", "prevalence"},
    "lint": {"Check", "Finding", "check", "explain"},
    "prognosis": {"Cox", "cox", "design_matrix", "survival"},
    "report": {"Report", "build_report"},
    "result": {"Curve", "Note", "Result", "Row"},
    "study": {"Study"},
}


def __getattr__(name: str) -> Any:
    from importlib import import_module

    for module, names in _HOME.items():
        if name in names:
            return getattr(import_module(f"alsstats.{module}"), name)
    if name in __all__:
        return import_module(f"alsstats.{name}")
    raise AttributeError(f"module 'alsstats' has no attribute '{name}'")


def __dir__() -> list[str]:
    return __all__
