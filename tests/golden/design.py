"""The data behind the reference values of design matrices, and those values."""

import numpy as np

from tests.golden import number, rows


def _lung() -> dict[str, np.ndarray]:
    lines = [line for line in rows("lung.csv") if "NA" not in line.values()]
    return {name: np.array([float(line[name]) for line in lines]) for name in lines[0]}


LUNG = _lung()


def golden(case: str, quantity: str) -> dict[str, float]:
    """Return the values of R by term."""
    return {
        line["term"]: number(line["value"])
        for line in rows("design.csv")
        if (line["case"], line["quantity"]) == (case, quantity)
    }
