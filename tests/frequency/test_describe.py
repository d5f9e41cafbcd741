"""What a table one describes, in which groups, what it compares, and what it refuses."""

from collections.abc import Iterable

import numpy as np
import pandas as pd
import pytest
from scipy import stats

import alsstats as als
from alsstats.errors import AlsstatsError, CodingError, RoleError, UsageError
from sample_data.make_cohort import FILE

Frame = pd.DataFrame
SUMMARY = {"quantile": "median", "mean": "mean", "share": "share"}


@pytest.fixture(scope="module")
def sample() -> als.Cohort:
    return als.read(FILE)


def kinds(result: als.Result) -> dict[str, str]:
    """Return how each variable is summed up, in the order of the rows."""
    return {
        row.term or "": SUMMARY[row.statistic] for row in result.rows if row.statistic in SUMMARY
    }


def text_of(result: als.Result, code: str) -> str:
    return " ".join(note.text for note in result.notes if note.code == code)


def events(result: als.Result, term: str, statistic: str = "share") -> dict[str, int | None]:
    return {
        row.group or "": row.events
        for row in result.rows
        if row.term == term and row.statistic == statistic
    }


@pytest.mark.parametrize(
    "codes",
    [[0, 1, 2] * 20, [0, 1] * 30, [1] * 60, [None] * 60, list(range(60)), ["0.5", "1"] * 30],
)
def test_the_number_of_different_values_never_tells_the_kind(codes: list[object]) -> None:
    frame = Frame({"umn_score": codes, "grade": codes, "hand": codes, "level": codes})
    result = als.describe(als.read(frame), number="grade", category="hand")
    assert kinds(result) == {"umn_score": "median", "grade": "median"} | (
        {"hand": "share"} if any(code is not None for code in codes) else {}
    )
    assert "level; --number" in text_of(result, "not_described")
    with pytest.raises(UsageError, match="'level' is a number or a category is not known") as held:
        als.describe(als.read(frame), columns=["hand", "level"], category="hand")
    assert str(held.value).endswith("add: --number level, or --category level")


def test_the_study_says_the_kind_by_any_name_of_the_column() -> None:
    frame = Frame(
        {"Age_at_onset": [50, 60, 64], "grade": [0, 1, 2], "side": [1, 0, 1], "x": [1, 1, 2]}
    )
    study = {
        "variables": {
            "age at onset": {"summary": "mean"},
            "grade": {"kind": "category"},
            "side": {"kind": "finding"},
            "x": {"summary": "mean"},
        }
    }
    result = als.describe(als.read(frame, study=study))
    assert kinds(result) == {"Age_at_onset": "mean", "grade": "share", "side": "share", "x": "mean"}
    assert [row.category for row in result.rows if row.term == "grade"][:3] == ["0", "1", "2"]
    assert events(result, "side") == {"all": 2}
    turned = als.describe(als.read(frame, study=study), number="grade", category="AGE_at_onset")
    assert kinds(turned) == {
        "Age_at_onset": "share",
        "grade": "median",
        "side": "share",
        "x": "mean",
    }


def test_outcomes_and_the_cause_are_not_described_unless_named(sample: als.Cohort) -> None:
    usual = kinds(als.describe(sample))
    assert not usual.keys() & {"death", "months_from_mri", "other_cause", "patient_id"}
    named = als.describe(sample, columns=["death", "months_from_mri"])
    assert kinds(named) == {"death": "share", "months_from_mri": "median"}
    said = kinds(als.describe(sample, category="other_cause", mean="months_from_mri"))
    assert said == usual | {"other_cause": "share", "months_from_mri": "mean"}
    assert "diagnosis" not in kinds(als.describe(sample, by="Diagnosis"))


def test_a_diagnosis_under_its_other_name_is_a_category() -> None:
    frame = Frame({"dx": ["als", "MMN"], "hand": ["left", "right"]})
    assert kinds(als.describe(als.read(frame))) == {"dx": "share"}
    groups = als.describe(als.read(frame), by="dx", category="hand").rows
    assert {row.group for row in groups} == {"ALS", "MMN", "all"}
    named = als.read(frame, study={"reference": {"column": "hand"}})
    assert kinds(als.describe(named)) == {"dx": "share", "hand": "share"}


def test_two_names_of_one_column_are_described_once(sample: als.Cohort) -> None:
    names = ["sex", "Gender", "motor_band", "swi_motor_cortex", "age at onset", "age_at_onset"]
    rows = als.describe(sample, columns=names).rows
    assert list(dict.fromkeys(row.term for row in rows)) == [
        "sex", "swi_motor_cortex", "age_at_onset",
    ]  # fmt: skip
    assert len(rows) == 3 + 2 + 6


def test_a_sign_made_of_one_column_is_not_taken_for_it() -> None:
    frame = Frame({"flair_cst": [1, 1, 1, 0, None], "t2_cst": [1, 0, 1, 1, 1]})
    study = {"signs": {"not_flair": {"define": "not flair_cst"}}}
    cohort = als.read(frame, study=study)
    result = als.describe(cohort, left_out="not_flair", columns=["flair_cst", "not_flair"])
    assert events(result, "flair_cst") == {"assessed": 3, "left out": 0, "all": 3}
    assert events(result, "not_flair") == {"assessed": 1, "left out": 0, "all": 1}


def test_who_was_left_out_of_a_sign_and_of_a_combined_one(sample: als.Cohort) -> None:
    frame = pd.read_csv(FILE, dtype=str)
    unread = {
        name: ~frame[name].isin(["0", "1"]) for name in ("flair_cst", "swi_motor_cortex", "t1_cst")
    }
    parts = {
        "t1_cst": unread["t1_cst"],
        "flair_swi": unread["flair_cst"] | unread["swi_motor_cortex"],
        "either": unread["t1_cst"] | unread["swi_motor_cortex"],
    }
    cohort = als.read(FILE, define={"either": "t1_cst or swi_motor_cortex"})
    for sign, left in parts.items():
        result = als.describe(cohort, left_out=sign, columns=["t2_cst", "sex", "age_at_onset"])
        shares = {row.group: (row.events, row.n) for row in result.rows if row.category == "female"}
        assert shares == {
            "assessed": ((frame["sex"][~left] == "female").sum(), (~left).sum()),
            "left out": ((frame["sex"][left] == "female").sum(), left.sum()),
            "all": ((frame["sex"] == "female").sum(), len(frame)),
        }
        assert {row.by for row in result.rows} == {sign}
        assert events(result, "t2_cst") == {
            "assessed": (frame["t2_cst"][~left] == "1").sum(),
            "left out": (frame["t2_cst"][left] == "1").sum(),
            "all": (frame["t2_cst"] == "1").sum(),
        }
        [smd] = [row for row in result.rows if row.comparison and row.term == "sex"]
        assert (smd.group, smd.comparison) == ("assessed", "left out")


def test_levels_are_declared_merged_and_chosen_as_in_prevalence(sample: als.Cohort) -> None:
    asked = {
        "order": ["indefinite", "definite", "suspected"],
        "merge": {"indefinite": ["possible", "probable laboratory-supported", "probable"]},
        "among": {"diagnosis": "ALS", "centre": ["A", "B"]},
    }
    result = als.describe(sample, by="el_escorial", columns="flair_cst", **asked)
    shares = {row.group: row for row in result.rows if row.statistic == "share"}
    found = als.prevalence(sample, by="el_escorial", findings="flair_cst", **asked).rows
    expected = {row.group: row for row in found if row.statistic == "prevalence"}
    assert list(shares) == list(expected) == ["indefinite", "definite", "suspected", "all"]
    for group, row in shares.items():
        assert (row.events, row.n) == (expected[group].events, expected[group].n)
    assert (
        result.title
        == "Description of cohort.csv, 178 rows, among diagnosis ALS, among centre A or B"
    )
    assert "78 diagnosis not ALS or centre not A or B" in text_of(result, "left_out")
    [two] = [row for row in result.rows if row.comparison and row.group == "definite"]
    assert two.comparison == "suspected"  # the order is declared, and its last is the reference


def test_people_without_a_level_are_in_no_group(sample: als.Cohort) -> None:
    result = als.describe(sample, by="el_escorial")
    totals = {row.group: row.n for row in result.rows if row.statistic == "missing"}
    assert totals["all"] == sum(n for group, n in totals.items() if group != "all" and n) == 128
    assert text_of(result, "left_out").endswith("none of the numbers: 50 el_escorial missing")
    for row in result.rows:
        if row.statistic in SUMMARY:
            assert (row.n or 0) + (row.left_out or 0) == totals[row.group]
            assert sum((row.left_out_by or {}).values()) == row.left_out


def smd(first: Iterable[float], second: Iterable[float]) -> float:
    one, other = pd.Series(list(first)).dropna(), pd.Series(list(second)).dropna()
    return float((one.mean() - other.mean()) / np.sqrt((one.var() + other.var()) / 2))


def smd_of_shares(first: pd.Series, second: pd.Series) -> float:
    """Yang and Dalton's distance, all categories but the first kept."""
    names = sorted({*first.dropna(), *second.dropna()})[1:]
    p, q = (
        np.array([(held.dropna() == name).mean() for name in names]) for held in (first, second)
    )
    spread = (np.diag(p) - np.outer(p, p) + np.diag(q) - np.outer(q, q)) / 2
    return float(np.sqrt((p - q) @ np.linalg.inv(spread) @ (p - q)))


@pytest.mark.parametrize(
    ("by", "against"), [("centre", "B"), ("sex", None), ("centre", "all-pairs")]
)
def test_differences_from_the_reference(sample: als.Cohort, by: str, against: str | None) -> None:
    frame = pd.read_csv(FILE)
    result = als.describe(
        sample, by=by, against=against, columns=["alsfrs_r", "el_escorial", "t2_cst"]
    )
    rows = [row for row in result.rows if row.statistic == "standardised_mean_difference"]
    pairs = {
        ("centre", "B"): [("A", "B"), ("C", "B")],
        ("sex", None): [("female", "male")],
        ("centre", "all-pairs"): [("A", "B"), ("A", "C"), ("B", "C")],
    }[by, against]
    assert [(row.group, row.comparison) for row in rows] == pairs * 3
    for row in rows:
        one, other = (frame[frame[by] == group][row.term] for group in (row.group, row.comparison))
        assert row.n == one.count() + other.count()
        if row.term == "alsfrs_r":
            assert row.estimate == pytest.approx(smd(one, other), rel=1e-9)
        elif row.term == "el_escorial":
            assert row.estimate == pytest.approx(smd_of_shares(one, other), rel=1e-9)
        else:  # the sign of the finding, of shares: their variances are p (1 - p)
            p, q = one.mean(), other.mean()
            spread = np.sqrt((p * (1 - p) + q * (1 - q)) / 2)
            assert row.estimate == pytest.approx((p - q) / spread, rel=1e-9)


def test_without_a_reference_nothing_is_compared(sample: als.Cohort) -> None:
    result = als.describe(sample, by="centre")
    assert not [row for row in result.rows if row.comparison]
    assert "--against LEVEL" in text_of(result, "no_reference")
    assert not [row for row in als.describe(sample).rows if row.comparison or row.by]


def test_p_values_on_request_alone(sample: als.Cohort) -> None:
    frame = pd.read_csv(FILE)
    asked = {"columns": ["alsfrs_r", "dfs", "centre", "t2_cst"], "mean": "dfs"}
    without = als.describe(sample, by="sex", **asked)
    assert all(row.p_value is None for row in without.rows)
    assert not text_of(without, "p_values")
    result = als.describe(sample, by="sex", p_values=True, **asked)
    assert "Fisher's exact test for findings" in text_of(result, "p_values")
    found = {
        (row.term, row.statistic): row.p_value for row in result.rows if row.p_value is not None
    }
    women, men = (frame[frame["sex"] == name] for name in ("female", "male"))
    tables = {name: pd.crosstab(frame["sex"], frame[name]) for name in ("centre", "t2_cst")}
    ranks = stats.mannwhitneyu(
        women["alsfrs_r"].dropna(), men["alsfrs_r"].dropna(), method="asymptotic"
    )
    welch = stats.ttest_ind(women["dfs"].dropna(), men["dfs"].dropna(), equal_var=False)
    assert found.keys() == {
        ("alsfrs_r", "mann_whitney"), ("dfs", "welch_anova"),
        ("centre", "chi_squared"), ("centre", "fisher_exact"),
        ("t2_cst", "chi_squared"), ("t2_cst", "fisher_exact"),
    }  # fmt: skip
    assert found["alsfrs_r", "mann_whitney"] == pytest.approx(ranks.pvalue, rel=1e-9)
    assert found["dfs", "welch_anova"] == pytest.approx(welch.pvalue, rel=1e-9)
    for name, table in tables.items():
        chi = stats.chi2_contingency(table, correction=False)
        assert found[name, "chi_squared"] == pytest.approx(chi.pvalue, rel=1e-9)
    fisher = stats.fisher_exact(tables["t2_cst"])
    assert found["t2_cst", "fisher_exact"] == pytest.approx(fisher.pvalue, rel=1e-7)
    three = als.describe(sample, by="centre", columns="alsfrs_r", p_values=True)
    [test] = [row for row in three.rows if row.p_value is not None]
    groups = [held["alsfrs_r"].dropna() for _, held in frame.groupby("centre")]
    assert test.statistic == "kruskal_wallis"
    assert test.p_value == pytest.approx(stats.kruskal(*groups).pvalue, rel=1e-9)


@pytest.mark.parametrize(
    ("asked", "kind", "says"),
    [
        ({"by": "sex", "left_out": "t2_cst"}, UsageError, "do: give one of them"),
        ({"category": "sex", "number": "Sex"}, UsageError, "do: name it as one of them"),
        ({"mean": "age_at_onse"}, RoleError, "add: --mean age_at_onset"),
        ({"category": "nonsense"}, RoleError, "no column 'nonsense'"),
        ({"columns": "nonsense"}, RoleError, "no column 'nonsense'"),
        ({"columns": "age_at_onst"}, RoleError, "add: --column age_at_onset"),
        ({"columns": 7}, TypeError, "not iterable"),
        ({"columns": [7]}, UsageError, "a column is named by a text"),
        ({"by": "centr"}, RoleError, "add: --by centre"),
        ({"left_out": "t2cst"}, RoleError, "no column 't2cst'; did you mean 't2_cst'?"),
        ({"by": "centre", "against": "D"}, RoleError, "'centre' has no level 'D'"),
        ({"by": "centre", "order": ["A", "B"]}, CodingError, "--order A,B,C"),
        ({"order": ["A", "B"]}, UsageError, "--order is of one column"),
        ({"against": "ALS"}, UsageError, "add: --by diagnosis"),
        ({"p_values": True}, UsageError, "add: --by diagnosis"),
        ({"number": "sex"}, CodingError, "a column of numbers holds texts"),
        ({"by": "sex", "columns": "centre", "p_values": True, "seed": -1}, UsageError, "seed: -1"),
    ],
)
def test_what_is_refused(
    sample: als.Cohort, asked: dict[str, object], kind: type[Exception], says: str
) -> None:
    with pytest.raises(kind) as held:
        als.describe(sample, **asked)
    assert says in str(held.value)


def test_a_column_with_a_comma_in_its_name_can_be_pasted() -> None:
    frame = Frame({"it's, so": [1, 2]})
    with pytest.raises(AlsstatsError) as held:
        als.describe(als.read(frame))
    assert held.value.fix.startswith("""--number '"it'"'"'s, so"'""")


def test_what_is_no_cohort_is_refused() -> None:
    with pytest.raises(UsageError, match="describe takes a cohort"):
        als.describe(Frame({"sex": ["f"]}))
