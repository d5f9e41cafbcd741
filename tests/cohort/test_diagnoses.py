"""Who has the disease, who is compared, who is left out: as declared, or as the vocabulary says."""

import shlex

import pandas as pd
import pytest

import alsstats as als
from alsstats.errors import CodingError, RoleError

PEOPLE = {"ALS": 4, "amyotrophic lateral sclerosis": 1, "PLS": 2, "MMN": 3, "stroke": 2}
PEOPLE |= {"healthy": 2, "": 1}
DATA = pd.DataFrame(
    {
        "diagnosis": [name for name, people in PEOPLE.items() for _ in range(people)],
        "flair_cst": [1, 1, 1, 0, 1, 1, 0, 1, 0, 0, 0, 0, 0, 0, 1],
        "el_escorial": ["definite", "Definite", "probable", "possible", ""] + [""] * 10,
    }
)


Shares = dict[tuple[str, str], tuple[int, int, int]]


def shares(data: pd.DataFrame = DATA, **asked: object) -> Shares:
    """Return sensitivity's and specificity's denominators and those left out, by comparison."""
    rows = als.accuracy(als.read(data), **asked).rows
    held: dict[tuple[str, str], dict[str, als.Row]] = {}
    for row in (row for row in rows if row.term):
        held.setdefault((row.target, row.comparison), {})[row.statistic] = row
    return {
        place: (found["sensitivity"].n, found["specificity"].n, found["sensitivity"].left_out)
        for place, found in held.items()
    }


def test_by_the_vocabulary() -> None:
    assert shares() == {
        ("ALS", "mimics"): (5, 5, 5),
        ("ALS", "healthy"): (5, 2, 8),
        ("ALS", "all others"): (5, 7, 3),
    }


def test_versus_replaces_all_groups_and_the_union_counts_each_person_once() -> None:
    one = shares(versus={"mimics": ["mmn", "Stroke"]})
    assert one == {("ALS", "mimics"): (5, 5, 5)}
    overlapping = shares(versus={"nerve": ["MMN"], "any": ["MMN", "stroke", "PLS"]})
    assert overlapping == {
        ("ALS", "nerve"): (5, 3, 7),
        ("ALS", "any"): (5, 7, 3),
        ("ALS", "all others"): (5, 7, 3),
    }
    rows = als.accuracy(als.read(DATA), versus={"nerve": ["MMN"]}).rows
    assert rows[1].left_out_by == {"PLS": 2, "diagnosis missing": 1, "healthy": 2, "stroke": 2}


def test_leave_out_takes_a_diagnosis_from_its_group() -> None:
    assert shares(leave_out="stroke")["ALS", "all others"] == (5, 5, 5)
    with pytest.raises(RoleError, match="nobody is compared"):
        shares(leave_out=["MMN", "stroke", "healthy"])


def test_several_targets_and_another_column() -> None:
    assert ("ALS + PLS", "healthy") in shares(target=["ALS", "PLS"])
    assert shares(target=["ALS", "PLS"])["ALS + PLS", "healthy"] == (7, 2, 6)
    gold = DATA.assign(gold_coast=["yes"] * 7 + ["no"] * 8)
    asked = {"reference": "gold_coast", "target": "yes", "versus": {"not ALS": "no"}}
    assert shares(gold, **asked) == {("yes", "not ALS"): (7, 8, 0)}
    coded = DATA.assign(gold_coast=[1.0] * 7 + [2.0] * 8)
    asked = {"reference": "gold_coast", "target": "1", "versus": {"not ALS": 2}}
    assert shares(coded, **asked) == {("1", "not ALS"): (7, 8, 0)}
    with pytest.raises(RoleError, match="no column 'gold_cost'; did you mean 'gold_coast'"):
        shares(gold, reference="gold_cost")


def test_a_diagnosis_that_is_not_known_stops_the_run_until_it_is_declared() -> None:
    data = DATA.replace({"diagnosis": {"stroke": "gout, acute", "MMN": "CIDP"}})
    with pytest.raises(CodingError) as caught:
        shares(data)
    assert "CIDP (3 rows), gout, acute (2); 5 of 15 rows" in str(caught.value)
    assert shares(data, versus={"mimics": ["CIDP", "gout, acute"]})["ALS", "mimics"] == (5, 5, 5)
    data = DATA.replace({"diagnosis": {"stroke": "gout", "MMN": "CIDP"}})
    with pytest.raises(CodingError) as caught:
        shares(data)
    compared, left_out = caught.value.fix.split(", if they are compared, or ")
    assert "add: " not in str(caught.value)  # it is not one line to paste
    assert shlex.split(left_out) == ["--leave-out", "CIDP,gout"]
    assert shares(data, leave_out=["CIDP", "gout"]) == {("ALS", "healthy"): (5, 2, 8)}
    flags = shlex.split(compared.removeprefix("either "))
    assert flags == ["--versus", "mimics=CIDP,gout", "--versus", "healthy=healthy"]


def test_the_flags_that_compare_keep_those_who_were_compared() -> None:
    data = DATA.replace({"diagnosis": {"stroke": "gout"}})
    with pytest.raises(CodingError) as caught:
        shares(data)
    compared = shlex.split(caught.value.fix.partition(", if")[0])[1:]
    assert compared == ["--versus", "mimics=MMN,gout", "--versus", "healthy=healthy"]
    with pytest.raises(CodingError) as caught:
        shares(data, versus={"rest of them": ["MMN", "healthy"]})
    compared = shlex.split(caught.value.fix.partition(", if")[0])[1:]
    assert compared == ["--versus", "mimics=gout", "--versus", "rest of them=MMN,healthy"]


def test_nothing_is_offered_for_a_reference_of_numbers_or_where_a_side_is_wanting() -> None:
    coded = DATA.assign(group=["1"] * 5 + ["2"] * 5 + ["3"] * 5)
    for asked in ({}, {"target": "1"}, {"target": "1", "versus": {"mimics": "2"}}):
        with pytest.raises(CodingError) as caught:
            shares(coded, reference="group", **asked)
        assert "add: " not in str(caught.value)
    gout = DATA.assign(diagnosis=["ALS"] * 5 + ["gout"] * 10)
    with pytest.raises(CodingError) as caught:
        shares(gout)
    assert "add: " not in str(caught.value)


def test_a_declared_diagnosis_that_is_nearly_spelt_as_one_that_is_there_is_refused() -> None:
    with pytest.raises(RoleError, match="no diagnosis 'strokes'; did you mean 'stroke'"):
        shares(versus={"mimics": ["MMN", "strokes"]})
    with pytest.raises(RoleError, match="nobody has LAS"):
        shares(target="LAS")


def test_a_declared_diagnosis_that_nobody_has_is_noted() -> None:
    result = als.accuracy(als.read(DATA), versus={"mimics": ["MMN", "gout"], "rare": ["kuru"]})
    assert {row.comparison for row in result.rows if row.term} == {"mimics"}
    [note] = [note for note in result.notes if note.code == "absent_diagnosis"]
    assert note.text == "declared, and nobody has it: gout, kuru"


def test_certainty_is_nested_and_lower_certainty_is_left_out() -> None:
    found = shares(certainty=["definite", "probable"])
    assert found["ALS: definite", "healthy"] == (2, 2, 11)
    assert found["ALS: definite + probable", "healthy"] == (3, 2, 10)
    assert len(found) == 6
    result = als.accuracy(als.read(DATA), certainty=["definite", "probable"])
    assert result.rows[1].left_out_by == {
        "ALS (certainty missing)": 1, "ALS (possible)": 1, "ALS (probable)": 1, "PLS": 2,
        "diagnosis missing": 1, "healthy": 2,
    }  # fmt: skip
    assert any(note.code == "certainty" for note in result.notes)


def test_certainty_by_the_study_and_by_another_column() -> None:
    data = DATA.rename(columns={"el_escorial": "awaji"}).replace({"awaji": {"possible": "maybe"}})
    said = {"certainty": {"column": "awaji", "nested": ["definite", "probable", "maybe"]}}
    rows = als.accuracy(als.read(data, study={"reference": said})).rows
    assert [row.target for row in rows if row.statistic == "youden"][::3] == [
        "ALS: definite", "ALS: definite + probable", "ALS: definite + probable + maybe",
    ]  # fmt: skip
    cohort = als.read(data, study={"reference": said})
    flagged = als.accuracy(cohort, certainty=["maybe", "definite", "probable"]).rows
    assert flagged[1].target == "ALS: maybe"
    with pytest.raises(RoleError, match="no column 'el_escorial'"):
        shares(data, certainty=["definite"])


def test_a_certainty_that_is_not_known_stops_the_run() -> None:
    for slip in ("probble", "PROBABLE ALS?", "Definit"):
        data = DATA.replace({"el_escorial": {"probable": slip}})
        with pytest.raises(CodingError) as caught:
            shares(data, certainty=["definite", "probable"])
        assert f"{slip} (1 rows)" in str(caught.value)
        assert "add: " not in str(caught.value)
    own = DATA.replace({"el_escorial": {"Definite": "sure", "definite": "sure",
                                        "probable": "likely"}})  # fmt: skip
    result = als.accuracy(als.read(own), certainty=["sure"])
    assert (result.rows[1].target, result.rows[1].n) == ("ALS: sure", 2)
    assert result.rows[1].left_out_by["ALS (likely)"] == 1
    assert any("likely (1 rows)" in text for text in result.provenance["assumed"])
    with pytest.raises(CodingError, match="is a diagnosis, and a category of ALS"):
        shares(DATA.replace({"diagnosis": {"stroke": "ALS (definite)"}}), certainty=["definite"],
               leave_out="ALS (definite)")  # fmt: skip
    with pytest.raises(RoleError, match="nobody has certainty 'definit'; did you mean 'definite'"):
        shares(certainty=["definit"])
    other = DATA.assign(el_escorial=["definite"] * 5 + ["not ALS"] * 10)  # of others, not looked at
    assert shares(other, certainty=["definite"])["ALS: definite", "healthy"] == (5, 2, 8)


def test_the_reference_may_be_what_the_diagnosis_is_not() -> None:
    with pytest.raises(RoleError, match="nobody has ALS") as caught:
        shares(DATA.replace({"diagnosis": {"ALS": "PMA", "amyotrophic lateral sclerosis": "PMA"}}))
    assert str(caught.value).endswith("add: --target LEVEL")
