"""A table one by a sign, single or combined: who is in its groups, and R's quantiles in them."""

import pandas as pd
import pytest

import alsstats as als
from sample_data.make_cohort import FILE

# R 4: quantile(x, c(.05, .25, .5, .75, .95), type = 7) of those in whom both signs were read, with
# both signs and without. Printed by R with 12 digits, of which it takes no more than 5.
OF_R = {
    ("age_at_onset", "present"): (93, 45.6, 58.0, 62.0, 69.0, 77.0),
    ("age_at_onset", "absent"): (58, 36.7, 51.0, 62.0, 69.75, 76.45),
    ("dfs", "present"): (87, 0.196, 0.48, 0.72, 1.17, 1.755),
    ("dfs", "absent"): (53, 0.1, 0.19, 0.26, 0.48, 0.89),
}


@pytest.fixture(scope="module")
def sample() -> als.Cohort:
    return als.read(FILE)


@pytest.fixture(scope="module")
def by_sign(sample: als.Cohort) -> als.Result:
    return als.describe(sample, by="flair_swi", columns=["age_at_onset", "dfs", "sex"])


def test_the_percentiles_are_those_of_r(by_sign: als.Result) -> None:
    for (term, group), (n, *values) in OF_R.items():
        rows = [
            row
            for row in by_sign.rows
            if (row.statistic, row.term, row.group) == ("quantile", term, group)
        ]
        assert [row.at for row in rows] == [0.05, 0.25, 0.5, 0.75, 0.95]
        assert [row.estimate for row in rows] == pytest.approx(values, abs=1e-9)
        assert {row.n for row in rows} == {n}


def test_the_groups_are_those_with_and_without_a_combined_sign(by_sign: als.Result) -> None:
    frame = pd.read_csv(FILE, dtype=str)
    parts = frame[["flair_cst", "swi_motor_cortex"]]
    read = parts.isin(["0", "1"]).all(axis=1)
    both = (parts == "1").all(axis=1)
    female = frame["sex"] == "female"
    shares = {row.group: (row.events, row.n) for row in by_sign.rows if row.category == "female"}
    assert shares == {
        "present": ((female & both).sum(), both.sum()),
        "absent": ((female & read & ~both).sum(), (read & ~both).sum()),
        "all": ((female & read).sum(), read.sum()),
    }
    assert {row.by for row in by_sign.rows} == {"flair_swi"}
    [left_out] = [note.text for note in by_sign.notes if note.code == "left_out"]
    assert left_out.endswith(f": {(~read).sum()} flair_swi not assessable")


def test_without_is_what_with_is_compared_with(by_sign: als.Result) -> None:
    pairs = {(row.group, row.comparison) for row in by_sign.rows if row.comparison}
    assert pairs == {("present", "absent")}


def test_a_single_sign_by_its_other_name_is_not_described_beside_itself() -> None:
    frame = pd.DataFrame({"motor_band": ["yes", "no", None], "sex": ["f", "m", "f"]})
    rows = als.describe(als.read(frame), by="motor band").rows
    shares = [row for row in rows if row.statistic == "share"]
    assert {row.term for row in shares} == {"sex"}
    assert {row.group: row.n for row in shares} == {"present": 1, "absent": 1, "all": 2}


def test_among_some_and_in_no_group(sample: als.Cohort) -> None:
    result = als.describe(sample, by="flair_swi", columns="sex", among={"diagnosis": "ALS"})
    [left_out] = [note.text for note in result.notes if note.code == "left_out"]
    assert "6 flair_swi not assessable, 50 diagnosis not ALS" in left_out


@pytest.mark.parametrize("said", [{"category": "flair_cst"}, {"order": ["1", "0"]}])
def test_codes_that_are_said_to_be_levels_stay_levels(
    sample: als.Cohort, said: dict[str, object]
) -> None:
    rows = als.describe(sample, by="flair_cst", columns="sex", **said).rows
    assert {row.group for row in rows} == {"0", "1", "all"}


def test_a_defined_sign_can_be_the_grouping() -> None:
    cohort = als.read(FILE, define={"either": "t1_cst or t2_cst"})
    rows = als.describe(cohort, by="either", columns="centre", category="centre").rows
    assert list(dict.fromkeys(row.group for row in rows))[:3] == ["present", "absent", "all"]
