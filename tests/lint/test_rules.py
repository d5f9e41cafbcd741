"""Each rule finds what it is for, in a file and in a frame alike, and nothing where all is well."""

from pathlib import Path

import pandas as pd
import pytest

import alsstats as als
from alsstats.lint.explanations import every_explanation
from sample_data.make_cohort import FILE
from tests.lint.conftest import Write

SOUND = (
    "patient_id,diagnosis,flair_cst,swi_motor_cortex,sex,age_at_onset,alsfrs_r,onset_to_mri_months,"
    "dfs,months_from_mri,death\n"
    + "".join(
        f"p{i},{'ALS' if i % 2 else 'MMN'},{i // 2 % 2},{i // 3 % 2},{'mf'[i % 2]},{40 + i},"
        f"{20 + i % 28},{10 + i},{(28 - i % 28) / (10 + i):.2f},{5 + i},{i // 5 % 2}\n"
        for i in range(60)
    )
)


def names(found: als.Check) -> list[str]:
    return [one.name for one in found.findings]


def one(found: als.Check, name: str) -> als.Finding:
    [held] = [held for held in found.findings if held.name == name]
    return held


def changed(row: int, column: str, value: str) -> str:
    """Return the sound file with one cell changed; the first row below the header is 1."""
    table = [line.split(",") for line in SOUND.splitlines()]
    table[row][table[0].index(column)] = value
    return "\n".join(",".join(line) for line in table) + "\n"


def test_nothing_is_found_where_all_is_well(write: Write) -> None:
    found = als.check(write(SOUND))
    assert found.findings == ()
    assert str(found).endswith("\nno errors, no warnings, no notes\n")


@pytest.mark.parametrize(
    ("column", "value", "name", "severity"),
    [
        ("flair_cst", "7", "code-unknown", "error"),
        ("diagnosis", "gout", "diagnosis-unknown", "error"),
        ("patient_id", "p5", "duplicate-patient", "error"),
        ("patient_id", "", "patient-unnamed", "error"),
        ("sex", "-9", "level-unknown", "error"),
        ("sex", "F", "spelling-variant", "warning"),
        ("sex", "f\N{NO-BREAK SPACE}`", "spelling-variant", "warning"),
        ("sex", "f@m", "several-values", "warning"),
        ("age_at_onset", "530", "value-range", "warning"),
        ("age_at_onset", "-3", "value-range", "error"),
        ("age_at_onset", "-99", "missing-code", "error"),
        ("age_at_onset", "999", "missing-code", "warning"),
        ("age_at_onset", "about 50", "number-unreadable", "error"),
        ("age_at_onset", "49.99999999988767", "number-nearly-whole", "warning"),
        ("alsfrs_r", "49", "value-range", "error"),
        ("dfs", "9.9", "dfs-differs", "warning"),
        ("months_from_mri", "-2", "value-range", "error"),
        ("months_from_mri", "0", "not-at-risk", "warning"),
        ("death", "perhaps", "event-unknown", "error"),
    ],
)
def test_a_changed_cell_is_found_in_its_row(
    column: str, value: str, name: str, severity: str, write: Write
) -> None:
    path = write(changed(4 if column != "months_from_mri" else 6, column, value))
    for data in (path, pd.read_csv(path, dtype=str, keep_default_na=False)):
        held = next(h for h in als.check(data).findings if h.name == name)
        assert (held.severity, held.column) == (severity, column)
        assert held.place == SOUND.splitlines()[0].split(",").index(column) + 1
        if held.first_rows and name != "duplicate-patient":
            assert held.first_rows == (6 if column == "months_from_mri" else 4,)
            assert held.rows == 1
        assert held.why
        assert held.fix


def test_a_decimal_comma_is_understood_before_numbers_are_looked_at(write: Write) -> None:
    points = changed(4, "age_at_onset", "530.5").replace(",", ";").replace(".", ",")
    held = one(als.check(write(points)), "value-range")
    assert "530.5 (1 rows)" in held.evidence[0]


def test_rows_that_were_entered_twice_are_found_but_not_people_who_are_alike(write: Write) -> None:
    lines = SOUND.splitlines()
    twice = "\n".join([*lines, "p99" + lines[3].removeprefix("p2")]) + "\n"
    path = write(twice)
    for data in (path, pd.read_csv(path, dtype=str)):
        held = one(als.check(data), "duplicate-row")
        assert (held.rows, held.first_rows) == (1, (3, 61))
    alike = "diagnosis,flair_cst,age_at_onset\n" + "ALS,1,50\nMMN,0,40\n" * 10
    assert "duplicate-row" not in names(als.check(write(alike)))


def test_an_event_without_a_time_and_a_late_entry_are_found(write: Write) -> None:
    lost = one(als.check(write(changed(6, "months_from_mri", ""))), "event-without-time")
    assert (lost.rows, lost.column) == (1, "months_from_mri")
    late = "diagnosis,flair_cst,swi_motor_cortex,months_from_onset,onset_to_mri_months,death\n"
    late += "ALS,1,1,20,10,1\nALS,0,1,12,14,0\nALS,1,0,30,10,0\nMMN,0,0,9,1,0\n"
    held = one(als.check(write(late)), "not-at-risk")
    assert held.severity == "error"
    assert "1 of 3 patients" in held.evidence[0]


def test_a_number_that_separates_the_dead_is_found_ahead_of_the_model() -> None:
    frame = pd.DataFrame(
        {
            "diagnosis": ["ALS"] * 8 + ["MMN"] * 2,
            "arm": list("ababababab"),
            "flair_cst": [1, 0] * 5,
            "age_at_onset": [80, 79, 78, 77, 50, 51, 52, 53, 60, 61],
            "months_from_mri": [1, 2, 3, 4, 9, 9, 9, 9, 9, 9],
            "death": [1, 1, 1, 1, 0, 0, 0, 0, 0, 0],
        }
    )
    study = {"survival": {"group": "arm", "adjust": ["age_at_onset"]}}
    found = als.check(frame, study=study)
    assert one(found, "separation").column == "age_at_onset"
    answer = als.survival(als.read(frame, study=study), group="arm", adjust=["age_at_onset"])
    assert any(
        "infinite" in note.text or "separat" in note.text for note in answer.notes
    )  # the model says so, too
    frame["age_at_onset"] = [80, 52, 78, 77, 50, 51, 79, 53, 60, 61]
    assert "separation" not in names(als.check(frame, study=study))


def test_the_columns_of_survival_and_exclusion_are_said() -> None:
    roles = {report.name: report.role for report in als.check(FILE).columns}
    assert roles["months_from_mri"] == "time of survival"
    assert roles["death"] == "event of survival"
    assert roles["age_at_onset"] == "a number, described"
    assert roles["motor_cortex_atrophy"].startswith("sign motor_cortex_atrophy")


def test_visits_and_intervals_are_no_errors() -> None:
    folder = Path(FILE).parent
    for name, says in (("visits.csv", "rows are visits"), ("intervals.csv", "rows are intervals")):
        found = als.check(folder / name)
        assert found.problems == ()
        assert any(says in text for text in found.also)


def test_a_duration_is_looked_at_as_a_number_or_else_its_dates_are(write: Write) -> None:
    text = "diagnosis,flair_cst,swi_motor_cortex,mri_date,last_seen_date,death\n"
    text += "ALS,1,1,2020-01-01,2021-01-01,1\nALS,0,1,2020-01-01,{},0\nMMN,0,0,,,0\n"
    study = {"durations": {"months_from_mri": "mri_date to last_seen_date in months"}}
    turned = als.check(write(text.format("2019-01-01")), study=study)
    assert [held.name for held in turned.problems] == ["date-order"]
    assert "2019" not in str(turned)
    long = one(als.check(write(text.format("2090-01-01")), study=study), "value-range")
    assert (long.column, long.place) == ("months_from_mri", None)
    assert "beyond 0 to 660 months" in long.what


def test_parquet_with_types_is_looked_at_like_text(write: Write, tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    path = write(changed(4, "age_at_onset", "530"))
    frame = pd.read_csv(path)
    frame.to_parquet(tmp_path / "cohort.parquet")
    found = als.check(tmp_path / "cohort.parquet")
    assert one(found, "value-range").first_rows == (4,)
    assert names(found) == names(als.check(path))


def test_five_thousand_columns_are_looked_at(write: Write) -> None:
    wide = [f"c{place}" for place in range(5000)]
    lines = [",".join(["diagnosis", "flair_cst", *wide])]
    lines += [",".join([who, sign, *["x"] * 5000]) for who, sign in (("ALS", "1"), ("MMN", "0"))]
    found = als.check(write("\n".join(lines) + "\n"))
    held = one(found, "constant-column")
    assert held.what == "5000 columns are the same in every row"
    assert len(found.columns) == 5002


def test_no_name_of_a_finding_is_without_a_text(write: Write) -> None:
    odd = changed(4, "age_at_onset", "530").replace("p7", "p8").replace("sex", "Sx")
    assert set(names(als.check(write(odd)))) <= every_explanation().keys()


def test_a_code_of_missing_is_not_called_implausible_as_well(write: Write) -> None:
    found = als.check(write(changed(4, "age_at_onset", "999")))
    assert names(found) == ["missing-code"]


def test_signs_with_an_empty_cell_share_a_note() -> None:
    held = one(als.check(FILE), "empty-cell")
    assert held.what == "4 signs make a table with an empty cell"
    assert held.evidence[2] == "snake_eyes: present in 5 of 120 with ALS, in 0 of 19 healthy"


def test_columns_that_are_the_same_share_a_note(write: Write) -> None:
    wide = [f"{line},{'a,b' if place else 'one,two'}" for place, line in enumerate(SOUND.split())]
    held = one(als.check(write("\n".join(wide) + "\n")), "constant-column")
    assert (held.what, held.evidence) == ("2 columns are the same in every row", ("one, two",))


def test_a_category_in_another_case_is_the_same_category(write: Write) -> None:
    lines = SOUND.split()
    told = ["el_escorial", "Definite", *["definite"] * (len(lines) - 2)]
    text = "\n".join(f"{line},{word}" for line, word in zip(lines, told, strict=True))
    assert "spelling-variant" not in names(als.check(write(text + "\n")))


def test_a_sign_that_is_wanting_is_asked_for_by_a_flag_of_check(write: Write) -> None:
    found = als.check(write("who,result\nALS,1\nMMN,0\n"))
    fixes = {held.what: held.fix for held in found.problems}
    assert fixes == {
        "no column 'diagnosis': the reference diagnosis": "--reference COLUMN",
        "no column of a known sign": "--sign COLUMN",
    }
    assert "columns: " not in str(found)


def test_what_is_said_of_a_finding_fits_the_page_and_its_last_line_is_whole(write: Write) -> None:
    page = str(als.check(write("who,result\nALS,1\nMMN,0\n"))).splitlines()
    assert max(map(len, page)) <= 80
    assert page[-1] == "  add: --reference COLUMN"
