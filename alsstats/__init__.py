"""Diagnostic accuracy, prevalence and survival for cohorts examined by MRI for suspected ALS.

>>> import alsstats as als
>>> print(als.calc(tp=28, fp=3, fn=12, tn=13).rows[0].estimate)
0.7
"""

from alsstats import association, diagnostic, intervals
from alsstats.cohort import Cohort, read
from alsstats.counts import Counts, TwoByTwo
from alsstats.diagnostic import accuracy, calc
from alsstats.errors import AlsstatsError, CodingError, FileError, RoleError, UsageError
from alsstats.estimate import Estimate
from alsstats.result import Curve, Note, Result, Row
from alsstats.study import Study
from alsstats.versions import __version__

__all__ = [
    "AlsstatsError",
    "CodingError",
    "Cohort",
    "Counts",
    "Curve",
    "Estimate",
    "FileError",
    "Note",
    "Result",
    "RoleError",
    "Row",
    "Study",
    "TwoByTwo",
    "UsageError",
    "__version__",
    "accuracy",
    "association",
    "calc",
    "diagnostic",
    "intervals",
    "read",
]
