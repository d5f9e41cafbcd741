"""Strata, unread readings, pairs of signs, designs: small cohorts that can be counted by eye."""

import json

import numpy as np
import pandas as pd
import pytest

import alsstats as als
from alsstats.errors import RoleError, UsageError
from sample_data.make_cohort import FILE


def cohort(*people: tuple[object, ...], columns: str = "diagnosis flair_cst motor_band centre"):
    """Return a cohort of these people, repeated by the number that stands first."""
    rows = [person for count, *person in people for _ in range(count)]
    return als.read(pd.DataFrame(rows, columns=columns.split(), dtype=object))


def rows(result: als.Result, **where: object) -> list[als.Row]:
    return [
        row for row in result.rows
        if all(getattr(row, name) == value for name, value in where.items())
    ]  # fmt: skip


UNREAD = cohort(
    (6, "ALS", 1, 1, "A"), (2, "ALS", 1, 0, "A"), (1, "ALS", 1, "not done", "A"),
    (1, "ALS", 0, "not done", "B"), (1, "ALS", 1, "", "B"), (1, "ALS", 0, "", "B"),
    (1, "MMN", 1, 1, "A"), (5, "MMN", 0, 0, "B"), (2, "MMN", 1, "not done", "B"),
    (1, "MMN", 0, "not done", ""),
)  # fmt: skip
# both signs: ALS 6 present, 2 absent; not assessable 1 undecided, 1 absent; missing 1, 1 absent
# MMN 1 present, 5 absent; not assessable 2 undecided, 1 absent


@pytest.mark.parametrize(
    ("policy", "parts", "handling", "sensitivity", "specificity", "left_out"),
    [
        ("exclude", "all", "every part", (6, 8), (5, 6), (5, 2)),
        ("exclude", "any", "every part", (6, 8), (5, 6), (5, 2)),
        ("exclude", "any", "any part", (6, 10), (6, 7), (3, 1)),
        ("positive", "all", "positive", (7, 10), (6, 9), (0, 2)),
        ("negative", "all", "negative", (6, 10), (8, 9), (0, 2)),
        ("worst", "all", "worst", (6, 10), (6, 9), (0, 2)),
        ("best", "all", "best", (7, 10), (8, 9), (0, 2)),
        ("best", "any", "best", (7, 10), (8, 9), (0, 2)),
        ("best", "any", "any part, best", (7, 11), (8, 9), (0, 1)),
        ("exclude", "all", "range low", (6, 10), (6, 9), (0, 2)),
        ("exclude", "all", "range high", (7, 10), (8, 9), (0, 2)),
        ("exclude", "all", "range low, missing too", (6, 12), (6, 9), (0, 0)),
        ("exclude", "all", "range high, missing too", (8, 12), (8, 9), (0, 0)),
    ],
)
def test_unread_readings(
    policy: str,
    parts: str,
    handling: str,
    sensitivity: tuple[int, int],
    specificity: tuple[int, int],
    left_out: tuple[int, int],
) -> None:
    result = als.accuracy(UNREAD, indeterminate=policy, parts=parts, signs=["flair_swi"])
    found = rows(result, handling=handling, group="all")
    by_name = {row.statistic: row for row in found if row.statistic != "assessable"}
    assert (by_name["sensitivity"].events, by_name["sensitivity"].n) == sensitivity
    assert (by_name["specificity"].events, by_name["specificity"].n) == specificity
    if handling == "any part":
        left_out = (3, 1)
    expected = dict(zip(("sign not assessable", "sign missing"), left_out, strict=True))
    assert by_name["sensitivity"].left_out_by == {k: v for k, v in expected.items() if v}


def test_assessable_is_of_those_that_were_tried() -> None:
    [row] = rows(als.accuracy(UNREAD, signs=["flair_swi"]), statistic="assessable")
    assert (row.events, row.n, row.left_out_by) == (14, 19, {"sign missing": 2})
    [flair] = rows(als.accuracy(UNREAD, signs=["flair_cst"]), statistic="assessable")
    assert (flair.events, flair.n, flair.left_out) == (21, 21, 0)


def test_the_range_and_those_decided_are_noted_with_their_counts() -> None:
    notes = {note.code: note.text for note in als.accuracy(UNREAD, signs=["flair_swi"]).notes}
    assert (
        "(5 not assessable): sensitivity 6/10 to 7/10, specificity 6/9 to 8/9"
        in (notes["indeterminate"])
    )
    assert "sensitivity 6/12 to 8/12" in notes["indeterminate"]
    assert "flair_swi (3)" in notes["parts"]
    read = als.accuracy(UNREAD, signs=["flair_cst"])
    assert not {note.code for note in read.notes} & {"indeterminate", "parts"}
    assert {row.handling for row in read.rows if row.term} == {"every part"}


def test_where_nobody_is_decided_there_is_one_table() -> None:
    data = cohort((2, "ALS", 1, 1, "A"), (1, "ALS", 1, "not done", "A"), (2, "MMN", 0, 0, "A"))
    result = als.accuracy(data, parts="any", signs=["flair_swi"])
    handlings = {row.handling for row in result.rows if row.term}
    assert handlings == {"every part", "range low", "range high"}


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"indeterminate": "worse"}, "did you mean 'worst'"),
        ({"parts": "some"}, "--parts does not take 'some'"),
        ({"compare": ["flair_cst"]}, "two different signs"),
        ({"compare": "flair_cst,motor_band"}, "a pair is two names"),
        ({"compare": [("flair_cst", "flair_cst")]}, "two different signs"),
        ({"compare": [("a", "b", "c")]}, "two different signs"),
        ({"compare": [("motor_band", "swi_motor_cortex")]}, "both are swi_motor_cortex"),
        ({"signs": [1]}, "named by a text"),
        ({"strata": 5}, "named by a text"),
        ({"certainty": []}, "not a list with something in it"),
    ],
)
def test_bad_questions(asked: dict[str, object], says: str) -> None:
    with pytest.raises(UsageError, match=says):
        als.accuracy(UNREAD, **asked)


def test_strata_have_rows_of_their_own_and_a_test_of_homogeneity() -> None:
    data = cohort(
        (30, "ALS", 1, 1, "A"), (20, "ALS", 0, 1, "A"), (20, "ALS", 1, 0, "B"),
        (30, "ALS", 0, 0, "B"), (10, "MMN", 0, 0, "A"), (10, "MMN", 0, 0, "B"),
        (3, "MMN", 1, 0, "NA"), (2, "PLS", 1, 0, "A"),
    )  # fmt: skip
    result = als.accuracy(data, strata="centre", signs="flair_cst")
    found = {
        row.group: (row.by, row.events, row.n, row.left_out)
        for row in rows(result, statistic="sensitivity")
    }
    assert found == {
        "all": (None, 50, 100, 2), "A": ("centre", 30, 50, 2), "B": ("centre", 20, 50, 0),
        "missing": ("centre", 0, 0, 0),
    }  # fmt: skip
    [test, other] = rows(result, statistic="homogeneity")
    assert (test.category, test.by, test.group) == ("sensitivity", "centre", "all")
    assert test.statistic_value == pytest.approx(4, rel=1e-14)
    assert (test.df, test.n, test.left_out_by) == (1, 100, {"PLS": 2, "centre missing": 3})
    assert test.p_value == pytest.approx(0.04550026389635842, rel=1e-12)
    assert (other.category, other.p_value) == ("specificity", pytest.approx(np.nan, nan_ok=True))
    assert any(note.code == "homogeneity" for note in result.notes)
    for word in ("centre A", "centre missing", "Homogeneity, sensitivity", "p = 0.046"):
        assert word in str(result)


def test_too_many_strata_are_refused() -> None:
    frame = pd.DataFrame({"diagnosis": ["ALS", "MMN"] * 60, "flair_cst": [1, 0] * 60,
                          "weight": range(120)})  # fmt: skip
    with pytest.raises(RoleError, match="more than 100 strata"):
        als.accuracy(als.read(frame), strata="weight")
    with pytest.raises(RoleError, match="no column 'wieght'; did you mean 'weight'"):
        als.accuracy(als.read(frame), strata="wieght")


def test_two_signs_in_the_same_people() -> None:
    data = cohort(
        (10, "ALS", 1, 1, "A"), (6, "ALS", 1, 0, "A"), (1, "ALS", 0, 1, "A"),
        (3, "ALS", 0, 0, "A"), (4, "ALS", 1, "", "A"),
        (1, "MMN", 1, 1, "A"), (4, "MMN", 1, 0, "A"), (9, "MMN", 0, 0, "A"),
        (2, "healthy", 0, 0, "A"), (1, "PLS", 0, 0, "A"),
    )  # fmt: skip
    result = als.accuracy(data, signs="flair_swi", compare=[("flair_cst", "motor_band")])
    found = rows(result, comparison="mimics", handling="both read")
    shown = [(row.statistic, row.category, row.events, row.n) for row in found]
    assert shown == [
        ("sensitivity", "flair_cst", 16, 20), ("sensitivity", "swi_motor_cortex", 11, 20),
        ("sensitivity_difference", None, None, 20),
        ("specificity", "flair_cst", 9, 14), ("specificity", "swi_motor_cortex", 13, 14),
        ("specificity_difference", None, None, 14),
    ]  # fmt: skip
    sensitivity, specificity = found[2], found[5]
    assert sensitivity.term == "flair_cst - swi_motor_cortex"
    assert (sensitivity.estimate, specificity.estimate) == (0.25, -4 / 14)
    assert sensitivity.p_value == pytest.approx(0.125)  # 2 (1 + 7) / 2^7
    assert specificity.p_value == pytest.approx(0.125)  # 2 / 2^4
    limits = als.association.paired_difference(6, 1, 20)
    assert (sensitivity.conf_low, sensitivity.conf_high) == (limits.low, limits.high)
    reasons = {"healthy": 2, "PLS": 1, "one of the signs unread": 4}
    assert sensitivity.left_out_by == reasons
    assert "p = 0.125" in str(result)
    assert any(note.code == "paired" for note in result.notes)


def test_one_pair_may_stand_by_itself_and_need_not_be_among_the_signs() -> None:
    several = als.accuracy(UNREAD, signs="flair_cst", compare=[("flair_swi", "flair_cst")])
    assert als.accuracy(UNREAD, signs="flair_cst", compare=("flair_swi", "flair_cst")) == several
    [row] = rows(several, statistic="sensitivity_difference")
    assert (row.term, row.n) == ("flair_swi - flair_cst", 8)


def test_a_pair_that_is_asked_for_twice_is_answered_once_and_in_strata_too() -> None:
    once = als.accuracy(UNREAD, signs="flair_cst", compare=[("flair_swi", "motor_band")])
    pairs = [("flair_swi", "motor_band"), ("flair_swi", "swi_motor_cortex")]
    twice = als.accuracy(UNREAD, signs="flair_cst", compare=pairs)
    assert once == twice
    strata = als.accuracy(UNREAD, compare=("flair_swi", "flair_cst"), strata="centre")
    found = rows(strata, statistic="sensitivity_difference")
    assert [(row.by, row.group, row.n) for row in found] == [
        (None, "all", 8), ("centre", "A", 8), ("centre", "B", 0), ("centre", "missing", 0),
    ]  # fmt: skip
    assert any(note.code == "undefined" for note in strata.notes)


def test_a_stratum_called_all_is_not_everyone() -> None:
    data = cohort((3, "ALS", 1, 1, "all"), (2, "ALS", 0, 1, "B"), (2, "MMN", 0, 0, "all"),
                  (1, "MMN", 0, 0, "B"))  # fmt: skip
    text = str(als.accuracy(data, strata="centre", signs="flair_cst"))
    assert "ALS against mimics, centre all (left out: 2 B)" not in text
    assert " ALS against mimics, centre all (left out: nobody)" in text
    assert " ALS against mimics, over centre (left out: nobody)" in text


def test_the_summary_under_a_policy() -> None:
    text = str(als.accuracy(UNREAD, indeterminate="worst"))
    assert "Summary in percent: ALS against mimics" in text
    assert "60.0 6/10" in text


def test_a_case_control_study_has_no_prevalence_of_its_own() -> None:
    frame = pd.read_csv(FILE, dtype=str, keep_default_na=False)
    study = {"reference": {"design": "case-control"}}
    result = als.accuracy(als.read(frame, study=study), signs="flair_cst", prevalence=[0.1])
    plain = als.accuracy(als.read(frame), signs="flair_cst", prevalence=[0.1])
    for name in ("ppv", "npv", "accuracy", "prevalence"):
        own = [row for row in rows(result, statistic=name) if row.method != "bayes"]
        assert {(r.estimate is None or np.isnan(r.estimate), r.at, r.n) for r in own} == {
            (True, None, None)
        }
    assert rows(result, method="bayes") == rows(plain, method="bayes")
    assert rows(result, statistic="sensitivity") == rows(plain, statistic="sensitivity")
    codes = {note.code for note in result.notes}
    assert "case_control" in codes
    assert "prevalence" not in codes
    assert "prev." not in str(result).replace("prev. 10 %", "")


def test_incorporation_is_noted() -> None:
    frame = pd.DataFrame({"diagnosis": ["ALS", "MMN"], "flair_cst": [1, 0]})
    result = als.accuracy(als.read(frame, study={"reference": {"used_mri": True}}))
    assert any(note.code == "incorporation" for note in result.notes)
    assert not any(note.code == "incorporation" for note in als.accuracy(als.read(frame)).notes)


def test_the_sample_cohort_by_the_contract() -> None:
    result = als.accuracy(
        als.read(FILE), strata="centre", certainty=["definite", "probable"], parts="any",
        prevalence=[0.05], compare=[("flair_swi", "flair_cst"), ("flair_swi", "swi_motor_cortex")],
    )  # fmt: skip
    keys = [
        tuple((k, v) for k, v in row.items() if isinstance(v, str) or k == "at")
        for row in result.records()
    ]
    assert len(set(keys)) == len(keys)
    document = json.loads(result.render("json"), parse_constant=pytest.fail)
    infinite = {float("inf"): "inf", float("-inf"): "-inf"}
    assert document["rows"] == [
        {k: infinite.get(v, v) if isinstance(v, float) else v for k, v in row.items()}
        for row in result.records()
    ]
    frame = result.to_pandas().astype(object)
    frame = frame.where(frame.notna(), None)
    assert frame.to_dict("records") == result.records()
    for row in result.rows:
        if row.left_out is not None:
            assert row.left_out == sum((row.left_out_by or {}).values()) or (
                row.statistic == "homogeneity"
            )
    assert max(map(len, str(result).splitlines())) <= 80
