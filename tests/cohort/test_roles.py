"""Columns, diagnoses and patients: found by name, said aloud, or refused."""

import pandas as pd
import pytest

import alsstats as als
from alsstats.errors import CodingError, RoleError, UsageError

GOOD = {
    "patient_id": ["a", "b", "c"],
    "diagnosis": ["ALS", "MMN", "healthy"],
    "flair_cst": [1, 0, 0],
}


def table(**columns: object) -> pd.DataFrame:
    return pd.DataFrame({**GOOD, **columns})


def ask(data: pd.DataFrame, **said: object) -> als.Result:
    return als.accuracy(als.read(data, **said))


def assumed(data: pd.DataFrame) -> str:
    return "\n".join(als.accuracy(als.read(data)).provenance["assumed"])


def test_a_misspelt_reference_suggests_the_right_one() -> None:
    with pytest.raises(RoleError, match="'diagnosis'") as caught:
        ask(table().rename(columns={"diagnosis": "diagnossis"}))
    assert "is it 'diagnossis'?" in str(caught.value)


def test_a_misspelt_sign_is_asked_about() -> None:
    with pytest.raises(RoleError, match="no column of a known sign"):
        ask(table().rename(columns={"flair_cst": "flare_cts"}))
    for name, sign in (("swi_motor_cortx", "swi_motor_cortex"), ("Motor bnad", "motor_band")):
        result = als.accuracy(als.read(table(**{name: [0, 0, 0]})))
        [note] = [note for note in result.notes if note.code == "unused_column"]
        assert f"'{name}' is not counted; if it is the sign {sign}" in note.text


def test_a_misspelt_flag_suggests_the_column() -> None:
    with pytest.raises(RoleError, match="did you mean 'flair_cst'") as caught:
        ask(table(), present={"flair_cts": ["1"]})
    assert "flair_cst=CODE" in str(caught.value)


def test_aliases_are_said_and_two_of_them_refused() -> None:
    data = table(motor_band=[0, 1, 0])
    assert "column 'motor_band' is read as swi_motor_cortex" in assumed(data)
    with pytest.raises(RoleError, match="2 columns for 'swi_motor_cortex'"):
        ask(data.assign(swi_motor_cortex=[0, 1, 0]))
    with pytest.raises(RoleError, match="2 columns for 'diagnosis'"):
        ask(table(Diagnosis=GOOD["diagnosis"]))


def test_a_column_is_declared_by_its_name_in_any_case_or_by_its_sign() -> None:
    data = table(**{" Motor Band ": [2, 1, 1]})
    for name in (" Motor Band ", "motor_band", "swi_motor_cortex"):
        rows = als.accuracy(als.read(data, present={name: 2})).rows
        signs = [row for row in rows if row.statistic == "sensitivity"]
        assert next(row.events for row in signs if row.term == "swi_motor_cortex") == 1
    both = ask(data, present={"motor_band": 2}, absent={"swi_motor_cortex": 1})  # one sign
    assert next(row.events for row in both.rows if row.statistic == "sensitivity") == 1
    with pytest.raises(UsageError, match="declared under two names"):
        als.read(data, present={"motor_band": 2, "swi_motor_cortex": 2})
    with pytest.raises(RoleError, match="declared under two names"):
        ask(table(**{"my sign": [2, 1, 1]}), present={"my sign": 2, "MY SIGN": 1})


@pytest.mark.parametrize("declared", [{}, {"present": {"motor_band": 1}}])
def test_the_names_of_a_file_without_a_header_are_not_echoed(declared: dict[str, object]) -> None:
    with pytest.raises(RoleError) as caught:
        ask(pd.DataFrame([["x", 1]], columns=["Anna Example", "ALS"]), **declared)
    assert "Example" not in str(caught.value)


def test_the_flag_to_correct_is_the_one_that_was_given() -> None:
    data = table().rename(columns={"flair_cst": "my sign"})
    with pytest.raises(RoleError) as caught:
        ask(data, absent={"my sgn": 0})
    assert str(caught.value).endswith("add: --absent 'my sign=CODE'")


def test_names_match_in_any_case_and_with_blanks() -> None:
    data = table().rename(columns={"diagnosis": "Diagnosis", "flair_cst": "FLAIR CST"})
    assert "column 'FLAIR CST' is read as flair_cst" in assumed(data)


def test_a_misspelt_sign_is_not_taken_for_the_diagnosis() -> None:
    with pytest.raises(RoleError, match="did you mean 'flair_cst'") as caught:
        als.accuracy(als.read(table()), signs="flair_cts")
    assert "is it" not in str(caught.value)


def test_a_name_with_blanks_can_be_pasted() -> None:
    with pytest.raises(RoleError) as caught:
        als.accuracy(als.read(table(**{"my centre": [1, 1, 2]})), strata="my center")
    assert str(caught.value).endswith("add: --strata 'my centre'")


def test_other_columns_are_found_by_their_other_names() -> None:
    data = table(site=["A", "A", "B"])
    by_alias = als.accuracy(als.read(data), strata="centre")
    assert by_alias.records() == als.accuracy(als.read(data), strata="site").records()
    assert {row.by for row in by_alias.rows} == {None, "site"}


def test_names_of_one_s_own_are_listed() -> None:
    with pytest.raises(RoleError, match="columns: Gruppe, Zeichen"):
        ask(pd.DataFrame({"Gruppe": ["ALS"], "Zeichen": [1]}))


def test_patients_are_unique() -> None:
    with pytest.raises(RoleError) as caught:
        als.read(table(patient_id=["secret", "b", " secret "]))
    assert "rows (the first below the header is 1): 1, 3" in str(caught.value)
    assert "secret" not in str(caught.value)
    with pytest.raises(RoleError, match="without an identifier"):
        als.read(table(patient_id=["a", None, "c"]))
    with pytest.raises(RoleError, match="without an identifier"):
        als.read(table(patient_id=["a", " ", "c"]))
    with pytest.raises(RoleError, match="without an identifier"):
        als.read(table(patient_id=pd.Categorical(["a", "NA", "c"])))
    with pytest.raises(RoleError, match="more than one row"):
        als.read(table(patient_id=pd.Categorical(["a", "\u00a0a\t", "c"])))
    with pytest.raises(RoleError, match="more than one row"):
        als.read(table(patient_id=pd.Series([1, "1", "2"], dtype=object)))
    with pytest.raises(RoleError, match="more than one row"):
        als.read(table(patient_id=[1, 2, 1]))
    assert "each row is taken as one patient" in assumed(table().drop(columns="patient_id"))


def test_diagnoses_that_are_neither_are_left_out_and_counted() -> None:
    data = pd.DataFrame(
        {
            "diagnosis": ["ALS", "als", "MMN", "PLS", "PMA", "suspected", None, "Healthy", "MMN"],
            "flair_cst": [1, 0, 0, 1, 1, 1, 1, 0, None],
        },
        dtype=object,
    )
    rows = {row.comparison: row for row in als.accuracy(als.read(data)).rows if row.term}
    others = {"PLS": 1, "PMA": 1, "suspected": 1, "diagnosis missing": 1}
    assert rows["mimics"].left_out_by == others | {"healthy": 1, "sign missing": 1}
    assert rows["healthy"].left_out_by == others | {"mimics": 2}
    assert rows["all others"].left_out_by == others | {"sign missing": 1}
    assert {row.target for row in rows.values()} == {"ALS"}


def test_an_unknown_diagnosis_stops_the_run() -> None:
    with pytest.raises(CodingError) as caught:
        als.accuracy(als.read(table(diagnosis=["ALS", "Kenedy disease", "gout"])))
    message = str(caught.value)
    assert "Kenedy disease (1 rows), gout (1); 2 of 3 rows" in message
    assert "did you mean 'Kennedy disease'" in message


def test_one_group_has_no_union_and_nobody_to_compare_with_is_an_error() -> None:
    one = als.accuracy(als.read(table(diagnosis=["ALS", "MMN", "MS"])))
    assert {row.comparison for row in one.rows if row.term} == {"mimics"}
    with pytest.raises(RoleError, match="nobody is compared with ALS"):
        als.accuracy(als.read(table(diagnosis=["ALS", "ALS", "PLS"])))
    with pytest.raises(RoleError, match="nobody has ALS"):
        als.accuracy(als.read(table(diagnosis=["MMN", "healthy", "MS"])))


def test_a_combined_sign_is_read_where_every_part_is() -> None:
    data = pd.DataFrame(
        {
            "diagnosis": ["ALS"] * 9 + ["MMN"],
            "flair_cst": ["1", "1", "1", "0", "0", "0", "", "", "not done", "0"],
            "swi_motor_cortex": ["1", "0", "", "1", "0", "", "1", "", "not done", "0"],
        }
    )
    [row] = [
        row for row in als.accuracy(als.read(data)).rows
        if (row.term, row.statistic, row.handling) == ("flair_swi", "sensitivity", "every part")
    ]  # fmt: skip
    assert (row.events, row.n) == (1, 4)  # never absent because one part is, while one is unread
    assert row.left_out_by == {"sign not assessable": 1, "sign missing": 4}
    assert row.handling == "every part"


def test_a_stated_combination_that_its_parts_contradict_stops_the_run() -> None:
    data = table(swi_motor_cortex=[1, 1, 0], flair_swi=[0, 0, 0])
    with pytest.raises(CodingError, match="not what its parts say") as caught:
        als.accuracy(als.read(data))
    assert "1 of 3 rows" in str(caught.value)
    unread_part_decides = table(swi_motor_cortex=["", "", ""], flair_swi=[1, 1, 0])
    with pytest.raises(CodingError, match="not what its parts say"):
        als.accuracy(als.read(unread_part_decides))


def test_a_stated_combination_is_not_used_where_a_part_is_unread() -> None:
    result = als.accuracy(als.read(table(swi_motor_cortex=["", "0", "0"], flair_swi=[1, 0, 0])))
    [row] = [
        row for row in result.rows
        if (row.term, row.statistic, row.comparison) == ("flair_swi", "sensitivity", "all others")
    ]  # fmt: skip
    assert (row.events, row.n, row.left_out_by) == (0, 0, {"sign missing": 1})
    assert any(note.code == "stated_sign" and "1 rows" in note.text for note in result.notes)


def test_a_stated_combination_without_its_parts_is_a_sign_like_any_other() -> None:
    result = als.accuracy(als.read(table(flair_swi=[1, 0, 0])))
    assert {row.term for row in result.rows} == {"flair_cst", "flair_swi", None}


@pytest.mark.parametrize("data", [3, None, [1, 2], {"diagnosis": ["ALS"]}])
def test_what_is_not_a_table_is_refused(data: object) -> None:
    with pytest.raises(UsageError, match="pandas frame"):
        als.read(data)


def test_frames_need_names_that_are_texts_and_unique() -> None:
    with pytest.raises(RoleError, match="need names"):
        als.read(pd.DataFrame([[1, 2]]))
    with pytest.raises(RoleError, match="more than once"):
        als.read(pd.DataFrame([["ALS", 1, 0]], columns=["diagnosis", "flair_cst", "flair_cst"]))


def test_a_question_needs_a_cohort() -> None:
    with pytest.raises(UsageError, match="takes a cohort"):
        als.accuracy(table())


def test_the_diagnosis_cannot_be_declared_a_sign() -> None:
    with pytest.raises(RoleError, match="not a sign"):
        ask(table(), present={"diagnosis": ["ALS"]})


@pytest.mark.parametrize("said", ["flag", "study"])
def test_what_came_after_the_examination_is_no_sign(said: str) -> None:
    """Nor is somebody scanned because it is known whether they died."""
    data = table(death=[0, 0, 0], fate=["seen", "seen", "seen"], flair_cst=[1, 0, ""])
    study = {
        "schema": 1,
        "signs": {"fate": {"present": ["gone"], "absent": ["seen"]}},
        "survival": {"event": {"column": "fate", "occurred": ["gone"], "censored": ["seen"]}},
    }
    read = {"study": study} if said == "study" else {"absent": {"death": ["0"]}}
    result = ask(data, **read)
    assert {row.term for row in result.rows} == {"flair_cst", None}
    everyone = next(row for row in result.rows if row.term is None)
    assert (everyone.events, everyone.n) == (2, 3)
    with als.read(data, **read) as cohort:
        chosen = als.accuracy(cohort, signs=["death" if said == "flag" else "fate"])
    assert {row.term for row in chosen.rows} == {"death" if said == "flag" else "fate", None}
