"""What `check` calls an error, some question refuses; and where it finds none, all answer."""

import random

import pandas as pd
import pytest

import alsstats as als
from sample_data.make_cohort import FILE

CHANGES = {
    "flair_cst": ["7", "", "maybe"],
    "diagnosis": ["gout", "", "MMN "],
    "el_escorial": ["-9", "a level of its own", "definite"],
    "age_at_onset": ["-9", "530", "old", "-3"],
    "alsfrs_r": ["49", "", "99"],
    "months_from_mri": ["-1", "0", "long", ""],
    "death": ["2", "", "alive?"],
    "sex": ["-9", "x", ""],
    "bulbar_onset": ["7", "0"],
    "other_cause": ["none", "tumour", ""],
    "other_cause_found": ["0", "9"],
    "patient_id": ["P002", ""],
}


def questions_refuse(frame: pd.DataFrame) -> list[str]:
    """Ask everything that a report asks, and return what was refused."""
    try:
        cohort = als.read(frame)
    except als.AlsstatsError as error:
        return [error.what]
    asked = {
        "describe": lambda: als.describe(cohort),
        "accuracy": lambda: als.accuracy(cohort, signs=["flair_swi", "flair_cst"]),
        "prevalence": lambda: als.prevalence(cohort, findings=["flair_cst"]),
        "exclusion": lambda: als.exclusion(cohort),
        "survival": lambda: als.survival(cohort, parts="all"),
    }
    refused = []
    for question in asked.values():
        try:
            question()
        except als.AlsstatsError as error:
            refused.append(error.what)
    return refused


@pytest.mark.parametrize("seed", range(6))
def test_check_has_an_error_where_a_question_refuses(seed: int) -> None:
    draw = random.Random(seed)
    frame = pd.read_csv(FILE, dtype=str, keep_default_na=False).head(120)
    changed = [name for name in CHANGES if name in frame.columns and draw.random() < 0.2]
    for name in changed:
        frame.loc[draw.randrange(60), name] = draw.choice(CHANGES[name])
    refused = questions_refuse(frame)
    found = als.check(frame)
    assert bool(found.problems) == bool(refused), (changed, refused, found.problems)


def test_a_code_of_the_event_in_people_who_are_not_asked_about_is_a_warning() -> None:
    frame = pd.read_csv(FILE, dtype=str, keep_default_na=False)
    for diagnosis, severity in (("ALS", "error"), ("MMN", "warning")):
        changed = frame.copy()
        changed.loc[frame.index[frame["diagnosis"] == diagnosis][0], "death"] = "perhaps"
        [found] = [one for one in als.check(changed).findings if one.name == "event-unknown"]
        assert found.severity == severity
