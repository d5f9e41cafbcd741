"""Slow, average and rapid: cut from the rate, or from what it is made of."""

from typing import Any

import pandas as pd
import pytest

import alsstats as als
from alsstats.errors import CodingError, RoleError, UsageError
from sample_data.make_cohort import FILE

MADE_OF = {"progression": {"alsfrs_r": "alsfrs_r", "months": "onset_to_mri_months"}}
SPEEDS = ["slow", "average", "rapid"]
PRESENT = {"t2_cst": ["1"]}  # nobody is without it in these


def speed(rate: float, low: float = 0.5, high: float = 1.0) -> str:
    return "slow" if rate < low else "rapid" if rate > high else "average"


def shares(result: als.Result) -> dict[str | None, tuple[int | None, ...]]:
    held = [row for row in result.rows if row.statistic == "prevalence" and row.model is None]
    return {row.group: (row.events, row.n, row.left_out) for row in held}


def recount(frame: pd.DataFrame, rate: pd.Series) -> dict[str | None, tuple[int, ...]]:
    """Count a sign by speed; those without a rate are in none."""
    speeds = rate.map(speed, na_action="ignore").fillna("")
    read = frame["t2_cst"].isin(["0", "1"])
    found = {}
    for name, held in [(name, speeds == name) for name in SPEEDS] + [("all", speeds != "")]:
        everyone = len(frame) if name == "all" else int(held.sum())
        n = int((held & read).sum())
        found[name] = (int((held & frame["t2_cst"].eq("1")).sum()), n, everyone - n)
    return found


def test_the_sample_cohort() -> None:
    frame = pd.read_csv(FILE, dtype=str, keep_default_na=False)
    asked: dict[str, Any] = {"by": "progression", "findings": "t2_cst"}
    plain = als.prevalence(als.read(frame), **asked)
    assert shares(plain) == recount(frame, pd.to_numeric(frame["dfs"]))
    assert [row.group for row in plain.rows[:4]] == [*SPEEDS, "all"]
    assert {row.statistic for row in plain.rows} >= {"trend", "fisher_exact"}  # of declared order
    assert {row.comparison for row in plain.rows} == {None, "rapid"}
    made = als.prevalence(als.read(frame, study=MADE_OF), **asked)
    months, score = (pd.to_numeric(frame[name]) for name in ("onset_to_mri_months", "alsfrs_r"))
    assert shares(made) == recount(frame, (48 - score) / months.where(months > 0))
    said = "dfs is (48 - alsfrs_r) / onset_to_mri_months; progression is dfs, slow below 0.5"
    assert any(said in text for text in made.provenance["assumed"])


def test_the_ends_of_the_classes() -> None:
    frame = pd.DataFrame({"dfs": ["0", "0.49", "0.5", "1", "1.01", "9", ""], "t2_cst": "1"})
    found = als.prevalence(als.read(frame, present=PRESENT), by="progression")
    assert shares(found) == {
        "slow": (2, 2, 0), "average": (2, 2, 0), "rapid": (2, 2, 0), "all": (6, 6, 1),
    }  # fmt: skip
    assert [row.left_out_by for row in found.rows[:4]] == [{}, {}, {}, {"progression missing": 1}]
    study = {"progression": {"cut": [0.49, 0.99]}}
    cut = als.prevalence(als.read(frame, study=study, present=PRESENT), by="progression")
    assert shares(cut) == {
        "slow": (1, 1, 0), "average": (2, 2, 0), "rapid": (3, 3, 0), "all": (6, 6, 1),
    }  # fmt: skip


def test_no_months_are_no_rate_and_a_rate_on_a_cut_point_is_average() -> None:
    """(48 - 41) / 14 is 0.5, and (48 - 45) / 3 is 1; 48 at onset is 0/0."""
    frame = pd.DataFrame({
        "alsfrs_r": ["41", "45", "48", "48", "40", "", "47"],
        "onset_to_mri_months": ["14", "3", "0", "12", "0", "5", ""], "t2_cst": "1",
    })  # fmt: skip
    found = als.prevalence(als.read(frame, study=MADE_OF, present=PRESENT), by="progression")
    assert shares(found) == {
        "slow": (1, 1, 0), "average": (2, 2, 0), "rapid": (0, 0, 0), "all": (3, 3, 4),
    }  # fmt: skip
    assert "levels that nobody holds: rapid (progression)" in [note.text for note in found.notes]


def test_its_levels_can_be_merged_and_turned_round() -> None:
    frame = pd.DataFrame({"dfs": ["0", "0.6", "2", "0.2", ""], "t2_cst": "1"})
    cohort = als.read(frame, present=PRESENT)
    merged = als.prevalence(cohort, by="progression", merge={"faster": ["average", "rapid"]})
    assert shares(merged) == {"slow": (2, 2, 0), "faster": (2, 2, 0), "all": (4, 4, 1)}
    turned = als.prevalence(cohort, by="progression", order=["rapid", "average", "slow"])
    assert list(shares(turned)) == ["rapid", "average", "slow", "all"]
    with pytest.raises(CodingError, match="levels that its order does not name"):
        als.prevalence(cohort, by="progression", order=["rapid", "slow"])
    with pytest.raises(RoleError, match="nobody has level 'fast'"):
        als.prevalence(cohort, by="progression", merge={"x": ["fast", "slow"]})


@pytest.mark.parametrize(
    ("score", "months"), [("32.1", "31.8"), ("32.1", "15.9"), ("32.3", "15.7")]
)
def test_rounding_of_the_computer_moves_nobody_over_a_cut_point(score: str, months: str) -> None:
    """In decimals these are 0.5 and 1; in binary, a last digit below or above."""
    frame = pd.DataFrame({"alsfrs_r": [score], "onset_to_mri_months": [months], "t2_cst": ["1"]})
    found = als.prevalence(als.read(frame, study=MADE_OF, present=PRESENT), by="progression")
    assert shares(found)["average"] == (1, 1, 0)


def test_scores_that_are_none_and_half_a_rate() -> None:
    frame = pd.DataFrame(
        {"alsfrs_r": ["49", "40"], "onset_to_mri_months": "9", "t2_cst": ["0", "1"]}
    )
    with pytest.raises(CodingError, match="outside 0 to 48"):
        als.prevalence(als.read(frame, study=MADE_OF), by="progression")
    half = {"progression": {"alsfrs_r": "alsfrs_r"}}
    with pytest.raises(UsageError, match="one column of two"):
        als.prevalence(als.read(frame, study=half), by="progression")
    for cut in ([1.0, 0.5], [0.5]):
        with pytest.raises(UsageError):
            als.prevalence(als.read(frame, study={"progression": {"cut": cut}}), by="progression")
