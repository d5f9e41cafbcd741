"""Rebuild one row a patient from the published counts of a single sign.

With one sign and the diagnosis, the counts are the data: nothing is added and nothing is lost.
Run `python sample_data/published/rebuild.py` to write the files again; a test compares them.
"""

import csv
from io import StringIO
from pathlib import Path

FOLDER = Path(__file__).parent

# file: sign, prefix of the identifiers, then diagnosis: (present, absent)
PUBLISHED = {
    # Ann Clin Transl Neurol 2024;11:1280. Motor band sign on SWI: present in 68 of 114 with ALS,
    # absent in 72 of 79 with mimics and in 30 of 31 healthy controls.
    "motor_band_2024.csv": (
        "swi_motor_cortex",
        "MB",
        {"ALS": (68, 46), "mimic": (7, 72), "healthy": (1, 30)},
    ),
    # J Neurol Neurosurg Psychiatry 1997;62:88. T1 hyperintensity of the anterolateral column of
    # the cord: present in 8 of 14 with ALS, in none of 40 controls: 29 with other neurological
    # disease and 11 without.
    "t1_cord_1997.csv": (
        "t1_anterolateral",
        "TC",
        {
            "ALS": (8, 6),
            "other neurological disease": (0, 29),
            "no neurological disease": (0, 11),
        },
    ),
}


def rebuilt(sign: str, prefix: str, counts: dict[str, tuple[int, int]]) -> str:
    """Return the table as CSV: present before absent, diagnosis by diagnosis."""
    readings = [
        (diagnosis, reading)
        for diagnosis, (present, absent) in counts.items()
        for reading in [1] * present + [0] * absent
    ]
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["patient_id", "diagnosis", sign])
    writer.writerows([f"{prefix}{place:03}", *reading] for place, reading in enumerate(readings, 1))
    return out.getvalue()


if __name__ == "__main__":
    for name, study in PUBLISHED.items():
        (FOLDER / name).write_text(rebuilt(*study), encoding="utf-8", newline="\n")
