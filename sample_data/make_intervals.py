"""Make intervals.csv: 60 synthetic people with ALS and repeat MRI, a row from scan to scan.

None of them exists. Months count from the first MRI; in each row the signs are as the scan at its
start found them. All is drawn at random, but for who has a reading that is not known.
Run `python -m sample_data.make_intervals` to write the file again; a test compares it.
"""

import csv
import math
from io import StringIO
from pathlib import Path
from random import Random
from typing import NamedTuple

FILE = Path(__file__).parent / "intervals.csv"
SEED = 60

COLUMNS = [
    "patient_id", "diagnosis", "start", "stop", "flair_cst", "swi_motor_cortex", "age_at_onset",
    "bulbar_onset", "death",
]  # fmt: skip
PEOPLE = 60
NA = "not assessable"
UNREAD = {5: NA, 21: NA, 38: NA, 50: ""}  # people, from 1: the SWI of their last row
PRESENT_AT_FIRST, APPEARS, FADES = 0.55, 0.15, 0.04  # a sign, at the first and at each later scan
HAZARD, OF_BOTH, OF_TEN_YEARS, OF_BULBAR_ONSET = 0.013, 5.0, 1.25, 1.4  # a month; ratios
SCANS, END = (40, 90), (240, 480)  # tenths of a month: between scans, to the end of the study
AGE, DEVIATION, BULBAR = 62, 10, 0.3

Signs = tuple[bool, bool]  # FLAIR and SWI


class Row(NamedTuple):
    """What was seen from one scan to the next one, in tenths of a month."""

    start: int
    stop: int
    signs: Signs
    died: bool


def next_scan(signs: Signs, draw: Random) -> Signs:
    """Return the signs at the next scan: some appear, a few fade."""
    flair, swi = (
        draw.random() >= FADES if present else draw.random() < APPEARS for present in signs
    )
    return flair, swi


def followed(ratio: float, draw: Random) -> list[Row]:
    """Return the rows of a person whose hazard is `ratio` times that of others."""
    end, start, rows = draw.randint(*END), 0, list[Row]()
    signs = draw.random() < PRESENT_AT_FIRST, draw.random() < PRESENT_AT_FIRST
    while True:
        stop = min(end, start + draw.randint(*SCANS))
        hazard = HAZARD * ratio * (OF_BOTH if all(signs) else 1)
        death = start + math.ceil(10 * draw.expovariate(hazard))
        died = death <= stop
        rows.append(Row(start, death if died else stop, signs, died))
        if died or stop == end:
            return rows
        start, signs = stop, next_scan(signs, draw)


def months(tenths: int) -> str:
    """Return tenths of a month as months, with a digit."""
    return f"{tenths // 10}.{tenths % 10}"


def made(draw: Random) -> str:
    """Return all rows as CSV, person by person, in the order of time."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for place in range(1, PEOPLE + 1):
        age, bulbar = round(draw.gauss(AGE, DEVIATION)), draw.random() < BULBAR
        ratio = OF_TEN_YEARS ** ((age - AGE) / 10) * (OF_BULBAR_ONSET if bulbar else 1)
        rows = followed(ratio, draw)
        for row in rows:
            flair, swi = (str(int(sign)) for sign in row.signs)
            read = flair, UNREAD.get(place, swi) if row is rows[-1] else swi
            ends = months(row.start), months(row.stop)
            writer.writerow([f"I{place:02}", "ALS", *ends, *read, age, int(bulbar), int(row.died)])
    return out.getvalue()


if __name__ == "__main__":
    text = made(Random(SEED))  # noqa: S311 - nothing here is a secret
    FILE.write_text(text, encoding="utf-8", newline="\n")
