"""Numbers to be right about: each file with the script or the source that made it."""

import csv
from math import nan
from pathlib import Path

FOLDER = Path(__file__).parent


def rows(name: str) -> list[dict[str, str]]:
    """Return every line of a golden file; none is ever left out."""
    with (FOLDER / name).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def number(text: str) -> float:
    """Return a number as R writes it."""
    return nan if text in {"NA", "NaN"} else float(text)
