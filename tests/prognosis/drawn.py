"""The data sets that the golden files are about, and how their numbers are compared."""

from typing import NamedTuple

import numpy as np
import pytest

from alsstats.prognosis.risk_table import RiskTable, tabulate
from tests.golden import number, rows

# R and we add and multiply some hundred numbers in another order; R's are printed to 15 digits.
ROUNDING = {"rel": 1e-12, "abs": 1e-13, "nan_ok": True}
AML = {
    "maintained": ([9, 13, 13, 18, 23, 28, 31, 34, 45, 48, 161], [1, 1, 0, 1, 1, 0, 1, 1, 0, 1, 0]),
    "not": ([5, 5, 8, 8, 12, 16, 23, 27, 30, 33, 43, 45], [1, 1, 1, 1, 1, 0, 1, 1, 1, 1, 1, 1]),
}


class Drawn(NamedTuple):
    time: np.ndarray
    event: np.ndarray
    entry: np.ndarray
    group: np.ndarray
    stratum: np.ndarray
    n: np.ndarray

    def where(self, which: np.ndarray) -> "Drawn":
        return Drawn(*(column[which] for column in self))

    def table(self, kind: str = "right", from_time: float | None = None) -> RiskTable:
        entry = self.entry if kind in {"entry", "from"} else None
        event = 1 - self.event if kind == "reversed" else self.event
        return tabulate(self.time, event, entry=entry, frequency=self.n, from_time=from_time)


def floats(text: str) -> np.ndarray:
    return np.array([number(part) for part in text.split()])


def drawn(row: dict[str, str]) -> Drawn:
    reals = [floats(row[name]) for name in ("time", "event", "entry")]
    whole = [floats(row[name]).astype(int) for name in ("group", "stratum", "n")]
    return Drawn(*reals, *whole)


SETS = {row["set"]: drawn(row) for row in rows("curves_data.csv")}


def lung(*, complete: bool) -> dict[str, np.ndarray]:
    """Return R's `lung`: all 228 rows, or the 227 that are complete in what `survival.csv` uses."""
    table = rows("lung.csv")
    columns = {name: np.array([number(row[name]) for row in table]) for name in table[0]}
    kept = np.isfinite(columns["ph_ecog"]) | (not complete)
    return {name: column[kept] for name, column in columns.items()}


def near(expected: object) -> object:
    return pytest.approx(expected, **ROUNDING)


def printed(expected: float) -> object:
    """Return what a number must be near to that R has printed to 12 digits."""
    return pytest.approx(expected, rel=1e-11, abs=1e-12, nan_ok=True)
