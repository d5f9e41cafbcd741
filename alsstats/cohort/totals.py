"""Lines below the last patient: totals, means, remarks."""

from __future__ import annotations

import csv
import re

WORDS = (
    "total|totals|sum|sums|summe|gesamt|insgesamt|gesamtsumme|totaal|totale|totaux|somme|suma|"
    "totalt|mean|means|average|median|mittelwert|moyenne|media|gemiddelde|sd|"
    "standard deviation|standardabweichung"
)
TOTAL = re.compile(
    rf"(?:(?:grand|sub)[ -]?)?(?:{WORDS})\s*(?:\(.*\)|[:=].*|[0-9]+)?", re.IGNORECASE
)
MOST = 20  # lines below a table; more are another table


def is_total(fields: list[str]) -> bool:
    """Tell whether the first value of a record says that it sums others up.

    >>> is_total(["", "Total (n=85)", "12"]), is_total(["p7", "total", ""])
    (True, False)
    """
    first = next((field.strip() for field in fields if field.strip()), "")
    return TOTAL.fullmatch(first) is not None


def totals_at_end(tail: str, delimiter: str) -> int:
    r"""Return how many of the last records sum others up.

    >>> totals_at_end("p85;ALS;1\nTotal;;42\nMean;;0.5\n", ";")
    2
    """
    count = 0
    for line in reversed(tail.splitlines()):
        if line.strip():
            if line.count('"') % 2 or not is_total(_fields(line, delimiter)):
                break
            count += 1
    return count


def is_below(rest: str, delimiter: str, width: int) -> bool:
    """Tell whether the rest of a file is no patients: records of another length, and few.

    One that ends with the file, in no newline, may be a patient cut short, unless it is a total or
    one value.
    """
    lines = [line for line in rest.splitlines() if line.strip()]
    records = [_fields(line, delimiter) for line in lines]
    if (
        not lines
        or len(lines) > MOST
        or any(len(fields) == width and not is_total(fields) for fields in records)
    ):
        return False
    return rest.endswith(("\n", "\r")) or len(records[-1]) == 1 or is_total(records[-1])


def _fields(line: str, delimiter: str) -> list[str]:
    return next(csv.reader([line], delimiter=delimiter), [])
