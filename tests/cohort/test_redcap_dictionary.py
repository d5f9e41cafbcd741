"""The data dictionary: words for codes, the order of levels, and the files that are none."""

from typing import TYPE_CHECKING, Any

import pytest

import alsstats as als
from alsstats.cohort.redcap_dictionary import Field, choices_of, read_dictionary
from alsstats.errors import CodingError, FileError
from tests.cohort.conftest import Write
from tests.cohort.redcap_project import TITLES, Line, dictionary, written

if TYPE_CHECKING:
    from pathlib import Path

PROJECT = [
    Line("study_no", "mri", "text", "Study number"),
    Line("diagnosis", "mri", "dropdown", "Diagnosis", "1, ALS | -2, <i>healthy</i>"),
    Line("flair_cst", "mri", "yesno", "FLAIR"),
    Line("t2_cst", "mri", "truefalse", "T2"),
    Line("sex", "mri", "radio", "Sex", "2, male | 1, female | UNK, Unknown"),
    Line("site", "mri", "radio", "Site", "1, North, or near | 2, South | 3, South"),
    Line("alsfrs_r", "mri", "text", "ALSFRS-R", validation="number_1dp_comma_decimal"),
    Line("intro", "mri", "descriptive", "Read this"),
]
HEADER = "study_no,diagnosis,flair_cst,t2_cst,sex,site,alsfrs_r,mri_complete\n"
ROWS = 'p,1,1,1,2,1,"40,5",2\nq,-2,0,0,1,3,-1,0\nr,-2, 0 ,1,UNK,9,38.5,\n'


def read(write: Write, rows: str = ROWS, lines: list[Line] = PROJECT, **how: Any) -> als.Cohort:
    path = write(dictionary(lines), "dictionary.csv")
    return als.read(write(HEADER + rows, "export.csv"), dictionary=str(path), **how)


def codes(cohort: als.Cohort, column: str) -> dict[str, int]:
    return cohort.count((column,))[0].of_level(column)


def test_cells_hold_words_and_the_labels_say_which_code_each_was(write: Write) -> None:
    cohort = read(write)
    assert codes(cohort, "diagnosis") == {"ALS": 1, "healthy": 2}
    assert codes(cohort, "flair_cst") == {"No": 2, "Yes": 1}
    assert codes(cohort, "t2_cst") == {"False": 1, "True": 2}
    assert codes(cohort, "sex") == {"Unknown": 1, "female": 1, "male": 1}
    assert codes(cohort, "mri_complete") == {"": 1, "Complete": 1, "Incomplete": 1}
    assert codes(cohort, "alsfrs_r") == {"-1": 1, "38.5": 1, "40.5": 1}
    assert cohort.source.labels["diagnosis"] == {"1": "ALS", "-2": "healthy"}  # type: ignore[union-attr]
    assert "site" not in cohort.source.labels  # type: ignore[union-attr]


def test_codes_are_kept_where_a_label_is_not_one_codes_own(write: Write) -> None:
    cohort = read(write)
    assert codes(cohort, "site") == {"1": 1, "3": 1, "9": 1}
    assert "codes kept, as a label is empty, stands twice or is a code: site" in cohort.assumed


@pytest.mark.parametrize(
    "choices",
    ["1, a | 2, a", "1, a | 2,", "1, 2 | 2, 1", "1, a | 1, b", "1, <b>a</b> | 2, a"],
)
def test_labels_that_may_be_mistaken_are_not_words(choices: str) -> None:
    assert Field("x", "mri", "radio", choices=choices_of(choices)).words == {}


def test_a_label_may_hold_anything_but_a_bar() -> None:
    choices = choices_of("1, Yes, left | A-2, <span style='color:red'>&lt; 5</span> years|3")
    assert choices == {"1": "Yes, left", "A-2": "< 5 years", "3": "3"}


def test_choices_are_listed_as_the_dictionary_has_them_and_are_no_order(write: Write) -> None:
    rows = (
        ROWS.replace("-2, 0 ,1,UNK", "-2, 0 ,1,7").replace("1,3,-1", "1,1,-1")
        + "s,-2,0,0,UNK,1,1,1\nt,1,1,0,1,1,1,1\n"
    )
    records = als.prevalence(read(write, rows), findings="t2_cst", by="sex").records()
    shares = [row for row in records if row["statistic"] == "prevalence"]
    assert [row["group"] for row in shares] == ["male", "female", "Unknown", "7", "all"]
    assert not any("trend" in row["statistic"] for row in records)
    assert not any(row["comparison"] for row in records if "difference" in row["statistic"])
    order = {"variables": {"sex": {"order": ["UNK", "1", "2"]}}}
    records = als.prevalence(
        read(write, ROWS.replace("1,3,-1", "1,1,-1"), study=order), findings="t2_cst", by="sex"
    ).records()
    shares = [row for row in records if row["statistic"] == "prevalence"]
    assert [row["group"] for row in shares] == ["Unknown", "female", "male", "all"]
    assert any("trend" in row["statistic"] for row in records)


def test_the_patient_is_that_of_the_dictionary_and_an_order_that_of_the_study(write: Write) -> None:
    cohort = read(write)
    assert cohort.patient == "study_no"
    study = {"variables": {"sex": {"order": ["Unknown", "female", "male"]}}}
    assert read(write, study=study).study.variables["sex"].order == ("Unknown", "female", "male")
    assert read(write, id="site").patient == "site"


def test_a_code_that_is_no_choice_is_not_known(write: Write) -> None:
    cohort = read(write, "p,1,1,1,2,1,4,2\nq,-2,7,0,1,3,1,0\nr,-2,0,1,1,1,38.5,\n")
    with pytest.raises(CodingError, match="'flair_cst' holds codes that are not known: 7 in 1 of"):
        als.accuracy(cohort, signs=["flair_cst"])
    study = {"data": {"missing": ["7"]}}
    cohort = read(write, "p,1,1,1,2,1,4,2\nq,-2,7,0,1,3,1,0\nr,-2,0,1,1,1,38.5,\n", study=study)
    rows = als.accuracy(cohort, signs=["flair_cst"]).records()
    [specificity] = [row for row in rows if row["statistic"] == "specificity"]
    assert (specificity["events"], specificity["n"]) == (1, 1)


def test_codes_that_are_declared_are_those_of_the_dictionary(write: Write) -> None:
    lines = [
        *PROJECT[:2],
        Line("flair_cst", "mri", "radio", "FLAIR", "1, seen | 2, clear"),
        *PROJECT[3:],
    ]
    rows = "p,1,1,1,2,1,4,2\nq,-2,2,0,1,3,1,0\nr,-2,1,1,1,1,38.5,\n"
    for present, absent in (("1", "2"), ("seen", "clear")):
        cohort = read(
            write, rows, lines, present={"flair_cst": present}, absent={"flair_cst": absent}
        )
        held = als.accuracy(cohort, signs=["flair_cst"]).records()
        shares = {row["statistic"]: (row["events"], row["n"]) for row in held}
        assert shares["sensitivity"] == (1, 1)
        assert shares["specificity"] == (1, 2)


@pytest.mark.parametrize(
    "header",
    [
        "Study number,Diagnosis,FLAIR,Complete?\n",
        "Study number,Diagnosis,FLAIR (choice=Yes),Complete?\n",
    ],
)
def test_a_header_of_labels_is_refused(write: Write, header: str) -> None:
    path = write(dictionary(PROJECT), "dictionary.csv")
    with pytest.raises(FileError, match="is an export of labels: its header has labels") as caught:
        als.read(write(header + "p,ALS,Yes,Complete\n"), dictionary=str(path))
    assert "raw data" in caught.value.fix


@pytest.mark.parametrize("row", ["q,healthy,0,0,1,1,1,0\n", "q,-2,0,0,1,1,1,Complete\n"])
def test_words_among_codes_are_refused(write: Write, row: str) -> None:
    with pytest.raises(FileError, match="is an export of labels, or of labels and codes") as caught:
        read(write, ROWS + row)
    assert "(1 rows)" in caught.value.found[0]


def test_an_export_of_another_project_is_refused(write: Write) -> None:
    path = write(dictionary(PROJECT), "dictionary.csv")
    with pytest.raises(FileError, match="is not of the project of dictionary"):
        als.read(write("record_id,diagnosis,flair_cst\n1,ALS,1\n"), dictionary=str(path))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (HEADER + ROWS, "is not a REDCap data dictionary"),
        (written([TITLES]), "is not of one project"),
        (dictionary([*PROJECT, PROJECT[1]]), "is not of one project"),
    ],
)
def test_a_file_that_is_no_dictionary_is_refused(write: Write, text: str, message: str) -> None:
    path = write(text, "dictionary.csv")
    with pytest.raises(FileError, match=message):
        als.read(write(HEADER + ROWS), dictionary=str(path))


def test_a_dictionary_that_is_not_there_is_named(write: Write) -> None:
    with pytest.raises(FileError, match="there is no data dictionary 'nothing"):
        als.read(write(HEADER + ROWS), dictionary="nothing.csv")


def test_the_columns_of_the_programming_interface_are_known(write: Write) -> None:
    header = (
        "field_name,form_name,field_type,field_label,select_choices_or_calculations,"
        "text_validation_type_or_show_slider_number,branching_logic,field_annotation\n"
    )
    path: Path = write(f'{header}id,mri,text,,,,,\nfound,mri,radio,,"1, A | 2, B",,,@HIDDEN\n')
    held = read_dictionary(path)
    assert held.record == "id"
    assert held.fields["found"].choices == {"1": "A", "2": "B"}
    assert held.fields["found"].annotation == "@HIDDEN"
