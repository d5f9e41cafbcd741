"""Rebuild one row a patient from the published percentages of peripheral nerve and muscle MRI.

Staff et al., Muscle Nerve 2015;52:137: 60 people with ALS and 8 with multifocal motor neuropathy
(MMN). Published are the share with an abnormal nerve, with an abnormal muscle, and with either. In
whom both are abnormal, and in how many with MMN muscle was read, is not: README.md, beside this,
says what was taken.
Run `python -m sample_data.rebuild_staff2015` to write the file again; a test compares it.
"""

import csv
from io import StringIO
from pathlib import Path

FILE = Path(__file__).parent / "staff2015.csv"
COLUMNS = ["patient_id", "diagnosis", "nerve_abnormal", "muscle_abnormal", "nerve_or_muscle"]
NA = "not assessable"

# diagnosis: (nerve, muscle, either): people
PEOPLE = {
    "ALS": {("1", "1", "1"): 18, ("1", "0", "1"): 17, ("0", "1", "1"): 16, ("0", "0", "0"): 9},
    "MMN": {
        ("1", "1", "1"): 1,
        ("1", "0", "1"): 2,
        ("1", NA, "1"): 2,
        ("0", "1", "1"): 1,
        ("0", "0", "0"): 2,
    },
}


def rebuilt() -> str:
    """Return the table as CSV, diagnosis by diagnosis."""
    readings = [
        (diagnosis, *codes)
        for diagnosis, counts in PEOPLE.items()
        for codes, people in counts.items()
        for _ in range(people)
    ]
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([f"NM{place:03}", *reading] for place, reading in enumerate(readings, 1))
    return out.getvalue()


if __name__ == "__main__":
    FILE.write_text(rebuilt(), encoding="utf-8", newline="\n")
