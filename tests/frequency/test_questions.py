"""Every rule and every refusal of `prevalence`, on the sample files and on cases made by hand."""

import json
from math import isnan
from typing import Any

import pandas as pd
import pytest

import alsstats as als
from alsstats.errors import AlsstatsError, CodingError, RoleError, UsageError
from sample_data import make_cohort, rebuild_staff2015

PHASES = {
    "definite phase": ["definite", "probable"],
    "indefinite phase": ["possible", "probable laboratory-supported"],
}


def rows(result: als.Result, **wanted: Any) -> list[als.Row]:
    return [
        row for row in result.rows
        if all(getattr(row, name) == held for name, held in wanted.items())
    ]  # fmt: skip


def codes(result: als.Result) -> set[str]:
    return {note.code for note in result.notes}


def small(**columns: str) -> als.Cohort:
    """Return a cohort with a code a person in each column, and - for an empty cell."""
    held = {name: [code.replace("-", "") for code in text] for name, text in columns.items()}
    return als.read(pd.DataFrame(held, dtype=str))


def test_the_published_reconstruction() -> None:
    with als.read(rebuild_staff2015.FILE) as cohort:
        result = als.prevalence(cohort, by="diagnosis")
    shares = {(row.term, row.group): (row.events, row.n, row.left_out)
              for row in rows(result, statistic="prevalence")}  # fmt: skip
    assert shares == {
        ("nerve_or_muscle", "ALS"): (51, 60, 0), ("nerve_or_muscle", "MMN"): (6, 8, 0),
        ("nerve_abnormal", "ALS"): (35, 60, 0), ("nerve_abnormal", "MMN"): (5, 8, 0),
        ("muscle_abnormal", "ALS"): (34, 60, 0), ("muscle_abnormal", "MMN"): (2, 6, 2),
        ("nerve_or_muscle", "all"): (57, 68, 0), ("nerve_abnormal", "all"): (40, 68, 0),
        ("muscle_abnormal", "all"): (36, 66, 2),
    }  # fmt: skip
    # R 4.2.2, fisher.test: 0.60656921631925, 1, 0.398934453965
    p_values = {row.term: round(row.p_value or 0, 6) for row in rows(result, method="fisher exact")}
    assert p_values == {
        "nerve_or_muscle": 0.606569, "nerve_abnormal": 1.0, "muscle_abnormal": 0.398934
    }  # fmt: skip
    assert {row.p_adjusted for row in rows(result, method="fisher exact")} == {1.0}
    assert "63 %" in str(result)
    assert "left out: 2 sign not assessable" in str(result)


def test_the_phases_of_the_sample_cohort() -> None:
    with als.read(make_cohort.FILE) as cohort:
        result = als.prevalence(cohort, by="el_escorial", merge=PHASES, findings="t2_cst")
    shares = [(row.group, row.events, row.n) for row in rows(result, statistic="prevalence")]
    assert shares == [("definite phase", 48, 64), ("indefinite phase", 14, 64), ("all", 62, 128)]
    [gap] = rows(result, statistic="prevalence_difference")
    assert (gap.group, gap.comparison) == ("definite phase", "indefinite phase")
    assert gap.estimate == 0.53125
    assert (round(gap.conf_low or 0, 7), round(gap.conf_high or 0, 7)) == (0.3659603, 0.6540642)
    assert [row.method for row in rows(result, statistic="trend")] == [
        "cochran-armitage", "cochran-armitage exact",
    ]  # fmt: skip
    assert {row.left_out for row in result.rows} <= {0, 50}


def test_a_declared_order_stays_and_an_empty_level_is_shown() -> None:
    cohort = small(g="bbaac", t2_cst="10110")
    result = als.prevalence(cohort, by="g", order=["c", "b", "x", "a"])
    shares = rows(result, statistic="prevalence")
    assert [(row.group, row.events, row.n, row.left_out) for row in shares] == [
        ("c", 0, 1, 0), ("b", 1, 2, 0), ("x", 0, 0, 0), ("a", 2, 2, 0), ("all", 3, 5, 0),
    ]  # fmt: skip
    assert result.records()[2]["estimate"] is None
    assert "levels that nobody holds: x (g)" in [note.text for note in result.notes]
    assert {row.comparison for row in rows(result, statistic="fisher_exact", group="c")} == {"a"}
    assert rows(result, group="x") == [shares[2]]
    assert all(row.group != "x" and row.comparison != "x" for row in result.rows[5:])
    last = als.prevalence(cohort, by="g", order=["c", "b", "a", "x"])
    assert {row.comparison for row in last.rows} == {None, "a"}  # the last that anybody holds


@pytest.mark.parametrize(
    "study",
    [
        {"prevalence": {"by": ["g"], "order": ["c", "b", "a"]}},
        {"variables": {"g": {"order": ["c", "b", "a"]}}},
    ],
)
def test_an_order_of_the_study_is_declared(study: dict[str, Any]) -> None:
    frame = pd.DataFrame({"g": list("bbaac"), "t2_cst": list("10110")})
    told = als.prevalence(als.read(frame, study=study), by="g").records()
    assert told == als.prevalence(als.read(frame), by="g", order=["c", "b", "a"]).records()
    if "prevalence" in study:
        assert als.prevalence(als.read(frame, study=study)).records() == told


def test_levels_named_without_a_category_are_those_of_the_usual_one() -> None:
    cohort = als.read(pd.DataFrame({"diagnosis": ["ALS", "ALS", "MMN"], "t2_cst": list("101")}))
    plain = als.prevalence(cohort, by="diagnosis", order=["MMN", "ALS"])
    assert als.prevalence(cohort, order=["MMN", "ALS"]).rows == plain.rows
    assert [row.group for row in plain.rows[:3]] == ["MMN", "ALS", "all"]
    merged = als.prevalence(cohort, merge={"both": ["ALS", "MMN"]})
    assert [row.group for row in merged.rows] == ["both", "all"]


def test_levels_as_found_are_sorted_and_said() -> None:
    frame = pd.DataFrame({
        "stage": ["10", "2", "1", "10"], "t2_cst": list("0101"),
        "el_escorial": ["possible", "definite", "suspected", "probable"],
    })  # fmt: skip
    result = als.prevalence(als.read(frame), by=["stage", "el_escorial"])
    shares = rows(result, statistic="prevalence")
    assert [row.group for row in shares] == [
        "1", "2", "10", "all", "definite", "probable", "possible", "suspected", "all",
    ]  # fmt: skip
    assert "levels of stage as found: 1, 2, 10" in result.provenance["assumed"]
    assert {row.by for row in rows(result, statistic="trend")} == {"el_escorial"}  # a known order
    assert not rows(result, statistic="fisher_exact", comparison="10")
    assert "no_reference" in codes(result)


def test_a_merger_of_some_levels_declares_no_order() -> None:
    result = als.prevalence(small(g="abbccc", t2_cst="101001"), by="g", merge={"m": ["b"]})
    shares = rows(result, statistic="prevalence")
    assert [(row.group, row.n) for row in shares] == [("m", 2), ("a", 1), ("c", 3), ("all", 6)]
    assert {row.statistic for row in result.rows} == {"prevalence", "chi_squared", "fisher_exact"}
    assert "no_reference" in codes(result)


def test_a_single_level_and_a_finding_never_assessed() -> None:
    one = als.prevalence(small(g="aaa", t2_cst="101"), by="g")
    assert [(row.group, row.events, row.n) for row in one.rows] == [("a", 2, 3), ("all", 2, 3)]
    assert "one_level" in codes(one)
    frame = pd.DataFrame({"g": list("aabb"), "t2_cst": ["not done"] * 3 + [""], "t1_cst": "1"})
    never = als.prevalence(als.read(frame), by="g", findings="t2_cst")
    found = never.records()
    assert {row["estimate"] for row in found} == {row["p_value"] for row in found} == {None}
    assert [row["left_out_by"] for row in found[:3]] == [
        {"sign not assessable": 2}, {"sign not assessable": 1, "sign missing": 1},
        {"sign not assessable": 3, "sign missing": 1},
    ]  # fmt: skip
    assert "not_assessed" in codes(never)
    both = small(g="---", flair_cst="100", swi_motor_cortex="10-")  # decided, and without a level
    nobody = als.prevalence(both, by="g", findings="flair_swi", parts="any")
    assert [row.handling for row in nobody.rows] == ["every part"]
    nobody = als.prevalence(small(g="--", t2_cst="10"), by="g")
    assert [(row.group, row.n, row.left_out_by) for row in nobody.rows] == [
        ("all", 0, {"g missing": 2}),
    ]  # fmt: skip


def test_everybody_is_counted_beside_strata_that_some_have_not() -> None:
    """People without a stratum are in no stratum, and in all else."""
    cohort = small(g="aaaabbbbaabb", centre="XXXXXXXX----", t2_cst="110010001100")
    plain = als.prevalence(cohort, by="g")
    strata = als.prevalence(cohort, by="g", strata="centre")
    assert [row for row in strata.rows if row.model is None] == list(plain.rows)
    for row in rows(strata, model="stratified by centre"):
        assert (row.n, row.left_out, row.left_out_by) == (8, 4, {"centre missing": 4})
    [pooled] = rows(strata, statistic="mantel_haenszel")
    assert pooled.estimate == pytest.approx((2 * 3) / (2 * 1), rel=1e-12)  # of one stratum: ad/bc


@pytest.mark.parametrize(("people", "methods"), [(200, 2), (202, 1)])
def test_the_exact_trend_is_of_small_cohorts(people: int, methods: int) -> None:
    half = people // 2
    cohort = small(g="a" * half + "b" * half, t2_cst="10" * half)
    result = als.prevalence(cohort, by="g", order=["a", "b"])
    assert len(rows(result, statistic="trend")) == methods


def test_scores_change_the_trend_and_only_that() -> None:
    cohort = small(g="aaabbbccc", t2_cst="100110110")
    plain = als.prevalence(cohort, by="g", order=list("abc"))
    scored = als.prevalence(cohort, by="g", order=list("abc"), scores=[0, 1, 5])
    assert [row for row in plain.rows if row.statistic != "trend"] == [
        row for row in scored.rows if row.statistic != "trend"
    ]
    assert rows(plain, statistic="trend") != rows(scored, statistic="trend")
    assert "scores" in codes(als.prevalence(cohort, by="g", scores=[0, 1, 5]))


def test_the_sign_of_z_is_that_of_the_order() -> None:
    cohort = small(g="aaabbb", t2_cst="000111")
    up, down = (
        rows(als.prevalence(cohort, by="g", order=list(order)), method="cochran-armitage")[
            0
        ].estimate
        for order in ("ab", "ba")
    )
    assert (up or 0) > 0 > (down or 0)


def test_a_ratio_with_nobody_has_a_second_row_as_counted() -> None:
    result = als.prevalence(small(g="aaabb", t2_cst="11000"), by="g")
    corrected, plain = rows(result, statistic="prevalence_ratio")
    assert (corrected.method, plain.method) == ("log, +0.5", "as counted")
    assert corrected.estimate == pytest.approx((2.5 / 4) / (0.5 / 3), rel=1e-15)
    assert plain.estimate == float("inf")
    assert {"zero", "chi_squared"} <= codes(result)


def test_everything_at_once_by_the_contract() -> None:
    frame = pd.read_csv(make_cohort.FILE, dtype=str, keep_default_na=False)
    result = als.prevalence(
        als.read(frame), by=["el_escorial", "progression", "diagnosis"], against="all-pairs",
        among={"diagnosis": ["ALS", "MMN"]}, strata="centre", adjust=["age_at_onset", "sex"],
        with_=["umn_score", "dfs"], parts="any", p_adjust="bh",
    )  # fmt: skip
    records = result.records()
    keys = [
        tuple((k, v) for k, v in row.items() if isinstance(v, str) or k == "at") for row in records
    ]
    assert len(set(keys)) == len(keys)
    document = json.loads(result.render("json"), parse_constant=pytest.fail)
    assert len(document["rows"]) == len(records)
    assert max(map(len, str(result).splitlines())) <= 80
    assert {row.statistic for row in result.rows} == {
        "prevalence", "prevalence_difference", "prevalence_ratio", "odds_ratio", "fisher_exact",
        "chi_squared", "trend", "mantel_haenszel", "homogeneity", "quantile", "auc",
        "mann_whitney", "rank_biserial", "spearman",
    }  # fmt: skip
    for row in rows(result, statistic="homogeneity"):
        assert row.p_adjusted is None
    assert {row.left_out_by["diagnosis not ALS or MMN"] for row in rows(result, group="all")} == {
        sum(~frame["diagnosis"].isin(["ALS", "MMN"]))
    }


def test_p_values_stay_raw_beside_the_adjusted_ones() -> None:
    frame = pd.read_csv(make_cohort.FILE, dtype=str, keep_default_na=False)
    found = {how: als.prevalence(als.read(frame), p_adjust=how) for how in ("holm", "bh", "none")}
    raw = [[row.p_value for row in result.rows] for result in found.values()]
    assert repr(raw[0]) == repr(raw[1]) == repr(raw[2])  # nan is not equal to itself
    assert {row.p_adjusted for row in found["none"].rows} == {None}
    for holm, bh in zip(found["holm"].rows, found["bh"].rows, strict=True):
        if holm.p_adjusted is not None:
            assert (holm.p_value or 0) <= (bh.p_adjusted or 0)
            assert (bh.p_adjusted or 0) <= holm.p_adjusted * (1 + 1e-15)  # rounding
            assert holm.p_adjusted <= 1


LEVELS = {"g": "aabbc-", "diagnosis": "******", "t2_cst": "101010"}


def cohort() -> als.Cohort:
    held = {name: [code.replace("-", "") for code in text] for name, text in LEVELS.items()}
    return als.read(pd.DataFrame(held | {"diagnosis": ["ALS"] * 3 + ["MMN"] * 3}, dtype=str))


@pytest.mark.parametrize(
    ("asked", "kind", "says", "fix"),
    [
        ({"by": "g", "order": ["b", "a"]}, CodingError, "holds levels that its order does not name",
         "--order b,a,c"),
        ({"by": "diagnosis", "order": ["ALS"]}, CodingError, "its order does not name",
         "--order ALS,MMN"),
        ({"by": "g", "merge": {"m": ["a", "x"]}}, RoleError, "nobody has level 'x'", None),
        ({"by": "diagnosis", "merge": {"m": ["ALS", "MMNN"]}}, RoleError, "did you mean 'MMN'",
         None),
        ({"by": "g", "merge": {"m": ["a"], "k": ["a"]}}, UsageError, "stands twice", None),
        ({"by": "diagnosis", "merge": {"m": ["ALS"], "k": ["amyotrophic lateral sclerosis"]}},
         RoleError, "'ALS' of 'diagnosis' is merged twice", None),
        ({"by": "g", "merge": {"c": ["a"]}}, RoleError, "no level can be called 'c'", None),
        ({"by": "g", "merge": {"all": ["a"]}}, RoleError, "no level can be called 'all'", None),
        ({"by": "g", "merge": {"m": ["a", "a"]}}, UsageError, "stands twice in its merge", None),
        ({"by": "g", "order": ["a", "a", "b"]}, UsageError, "stands twice in its order", None),
        ({"by": "diagnosis", "against": "ALSS"}, RoleError, "did you mean 'ALS'",
         "--against all-pairs"),
        ({"by": "g", "against": "z"}, RoleError, "'g' has no level 'z'", "--against all-pairs"),
        ({"by": "g", "among": {"diagnosis": "ALSS"}}, RoleError, "did you mean 'ALS'",
         "--among diagnosis=ALS"),
        ({"by": "g", "among": {"diagnosiss": "ALS"}}, RoleError, "did you mean 'diagnosis'",
         "--among diagnosis=ALS"),
        ({"by": "g", "among": {"g": "z"}}, RoleError, "'g' has no level 'z'", None),
        ({"by": "diagnossis"}, RoleError, "did you mean", "--by diagnosis"),
        ({"by": "g", "strata": "diagnoses"}, RoleError, "did you mean", "--strata diagnosis"),
        ({"by": "g", "findings": "t2cst"}, RoleError, "did you mean", "--finding t2_cst"),
        ({"by": ["g", "diagnosis"], "order": ["a"]}, UsageError, "--by names 2", None),
        ({"by": "g", "order": list("abc"), "scores": [1, 2]}, UsageError, "2 scores for 3", None),
        ({"by": "g", "p_adjust": "hom"}, UsageError, "did you mean 'holm'", None),
        ({"by": "g", "paired_limits": "tengo"}, UsageError, "did you mean 'tango'", None),
        ({"by": "g", "parts": "none"}, UsageError, "known: all, any", None),
        ({"by": "g", "level": 95}, UsageError, "level", "--level 0.95"),
        ({"by": "g", "interval": "wald"}, UsageError, "interval", None),
        ({"by": "g", "seed": -1}, UsageError, "a seed is a whole number", None),
        ({"by": "g", "seed": True}, UsageError, "a seed is a whole number", None),
        ({"by": ""}, UsageError, "a column is named by a text", None),
        ({"by": "progression"}, RoleError, "no column 'dfs'", None),
        ({"with_": "dfs"}, RoleError, "no column 'dfs'", None),
    ],
)  # fmt: skip
def test_what_is_refused(asked: Any, kind: type[AlsstatsError], says: str, fix: str | None) -> None:
    with pytest.raises(kind) as error:
        als.prevalence(cohort(), **asked)
    assert says in str(error.value)
    assert fix is None or error.value.fix == fix


def test_no_cohort_and_a_long_text_that_is_not_repeated() -> None:
    with pytest.raises(UsageError, match="prevalence takes a cohort"):
        als.prevalence("cohort.csv")  # type: ignore[arg-type]
    secret = "Jane Miller, seen in May 2019"
    frame = pd.DataFrame({"g": ["a", secret], "t2_cst": list("01")})
    for asked in ({"order": ["a"]}, {"merge": {"m": ["a", "x"]}}):
        with pytest.raises(AlsstatsError) as error:
            als.prevalence(als.read(frame), by="g", **asked)
        assert secret not in str(error.value)


def test_a_level_that_others_hold_is_not_refused_among_the_wanted() -> None:
    result = als.prevalence(cohort(), by="g", among={"diagnosis": "ALS"}, order=["a", "b"])
    assert [(row.group, row.n, row.left_out_by) for row in result.rows[:3]] == [
        ("a", 2, {}), ("b", 1, {"diagnosis not ALS": 1}), ("all", 3, {"diagnosis not ALS": 3}),
    ]  # fmt: skip


def test_no_p_where_fewer_than_two_levels_were_assessed() -> None:
    """A p of 1 would look like an answer, and would count among the adjusted ones."""
    frame = pd.DataFrame(
        {
            "diagnosis": ["ALS", "ALS", "MMN", "MS"],
            "flair_cst": [1, 0, "", ""],
            "t2_cst": [1, 0, 1, 0],
        }
    )
    result = als.prevalence(als.read(frame), by="diagnosis")
    tests = {row.term: row for row in rows(result, statistic="fisher_exact")}
    assert (isnan(tests["flair_cst"].p_value), tests["t2_cst"].p_value) == (True, 1.0)
    assert tests["t2_cst"].p_adjusted == 1.0
