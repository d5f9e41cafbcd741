"""A cohort of 400 people with 200 signs and 12 diagnoses, the same each time."""

import random

import pandas as pd

SIGNS = [f"sign_{place:03d}" for place in range(200)]
DIAGNOSES = [
    "ALS", "MMN", "MS", "Kennedy disease", "cervical myelopathy", "myasthenia gravis",
    "Lyme disease", "tumour", "stroke", "cord injury", "inclusion-body myositis", "healthy",
]  # fmt: skip
CODES, SHARES = ["1", "0", "not done", ""], [40, 50, 5, 5]


def many_signs(people: int = 400) -> tuple[pd.DataFrame, dict[str, object]]:
    """Return the table, and the study that says what it holds."""
    drawn = random.Random(1)
    columns = {
        "patient_id": [f"p{place}" for place in range(people)],
        "diagnosis": drawn.choices(DIAGNOSES, [40, *[60 / 11] * 11], k=people),
        **{sign: drawn.choices(CODES, SHARES, k=people) for sign in SIGNS},
        "months_from_mri": [f"{drawn.expovariate(1 / 20):.1f}" for _ in range(people)],
        "death": drawn.choices("01", k=people),
    }
    signs = {
        sign: {"label": f"Sign of {sign}", "present": ["1"], "absent": ["0"]} for sign in SIGNS
    }
    study = {"schema": 1, "signs": signs, "survival": {"group": SIGNS[0]}}
    return pd.DataFrame(columns), study
