"""Study files to begin with: what a person would have written, and nothing that is a guess."""

import gzip
import tomllib
from collections.abc import Callable, Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import alsstats as als
from alsstats.drafting import Draft, draft_study
from alsstats.errors import AlsstatsError, RoleError
from alsstats.study import folded

SAMPLE = Path(__file__).parents[2] / "sample_data"
ALS_OR_MIMIC = {"target": ["ALS"], "versus": {"mimics": ["MMN"]}}
YES_NO = {"present": ["1"], "absent": ["0"]}

# Each file, and the study that a person would write; what is not guessed is told beside.
TEN: dict[str, tuple[str, dict[str, Any], dict[str, Any]]] = {
    "german headers and codes": (
        (
            "Patienten-ID;Enddiagnose;Motor band;FLAIR-CST\n"
            "p1;Amyotrophe Lateralsklerose;ja;vorhanden\np2;ALS;nein;nicht vorhanden\n"
            "p3;multifokale motorische Neuropathie;nein;nicht beurteilbar\n"
            "p4;gesund;k.A.;vorhanden\n"
        ),
        {
            "data": {"id": "Patienten-ID"},
            "reference": {
                "column": "Enddiagnose",
                "target": ["ALS", "Amyotrophe Lateralsklerose"],
                "versus": {"mimics": ["multifokale motorische Neuropathie"], "healthy": ["gesund"]},
            },
            "signs": {
                "Motor band": {"present": ["ja"], "absent": ["nein"]},
                "FLAIR-CST": {
                    "present": ["vorhanden"],
                    "absent": ["nicht vorhanden"],
                    "not_assessable": ["nicht beurteilbar"],
                },
            },
        },
        {},
    ),
    "french headers and codes": (
        (
            "id;diagnostic_final;flair cst;sexe\n1;Sclérose latérale amyotrophique;oui;F\n"
            "2;ALS;non;H\n3;sclérose en plaques;non;F\n4;MMN;oui;H\n"
        ),
        {
            "reference": {
                "column": "diagnostic_final",
                "target": ["ALS", "Sclérose latérale amyotrophique"],
                "versus": {"mimics": ["MMN", "sclérose en plaques"]},
            },
            "signs": {"flair_cst": {"present": ["oui"], "absent": ["non"]}},
        },
        {},
    ),
    "one and two": (
        "patient_id,diagnosis,motor_band,flair_cst\na,ALS,1,0\nb,ALS,2,1\nc,MMN,2,0\nd,MMN,2,0\n",
        {
            "reference": ALS_OR_MIMIC,
            "signs": {"motor_band": {"present": ["1"], "absent": ["2"]}, "flair_cst": YES_NO},
        },
        {"present": {"motor_band": "1"}},
    ),
    "semicolon and decimal comma": (
        "id;diagnosis;flair_cst;age_at_onset\n1;ALS;1,0;50,5\n2;ALS;0,0;61,2\n3;MMN;0,0;47,0\n",
        {
            "data": {"delimiter": "semicolon", "decimal": ","},
            "reference": ALS_OR_MIMIC,
            "signs": {"flair_cst": {"present": ["1,0"], "absent": ["0,0"]}},
        },
        {},
    ),
    "blanks and capitals in names": (
        ' Subject ID , Final Diagnosis ,"SWI  Motor Cortex "\nx,als,Yes\ny,Als, yes\nz,mmn,NO\n',
        {
            "data": {"id": "Subject ID"},
            "reference": {"column": "Final Diagnosis"} | ALS_OR_MIMIC,
            "signs": {"SWI  Motor Cortex": {"present": ["Yes", "yes"], "absent": ["NO"]}},
        },
        {},
    ),
    "mimics by other names": (
        (
            "record_id,dx,snake_eyes\n1,ALS,0\n2,ALS,1\n3,SBMA,1\n4,Kennedy's disease,0\n5,IBM,0\n"
            "6,PLS,1\n7,,0\n8,healthy volunteers,0\n"
        ),
        {
            "reference": {
                "column": "dx",
                "target": "ALS",
                "versus": {"mimics": ["SBMA", "IBM"], "healthy": "healthy volunteers"},
                "leave_out": "PLS",
            },
            "signs": {"snake_eyes": YES_NO},
        },
        {},
    ),
    "grades": (
        "id,diagnosis,muscle_abnormal\n1,ALS,severe\n2,ALS,mild\n3,MMN,none\n4,MMN,mild\n5,ALS,none\n",
        {
            "reference": ALS_OR_MIMIC,
            "signs": {"muscle_abnormal": {"present": ["mild", "severe"], "absent": ["none"]}},
        },
        {"present": {"muscle_abnormal": ["mild", "severe"]}, "absent": {"muscle_abnormal": "none"}},
    ),
    "names as in BIDS": (
        (
            "participant_id\tdiagnosis\tflair_cst\tswi_motor_cortex\tsex\n"
            "sub-01\tALS\t1\t1\tM\nsub-02\tALS\t0\tn/a\tF\nsub-03\tMMN\t0\t0\tM\nsub-04\tMMN\tn/a\t1\tF\n"
        ),
        {
            "data": {"id": "participant_id", "delimiter": "tab"},
            "reference": ALS_OR_MIMIC,
            "signs": {"flair_cst": YES_NO, "swi_motor_cortex": YES_NO},
        },
        {},
    ),
    "names of its own": (
        "Fall,Befund am Ende,Pyramidenbahn\na,ALS,ja\nb,ALS,nein\nc,MMN,nein\nd,MMN,ja\n",
        {
            "columns": {
                "patient_id": "Fall",
                "diagnosis": "Befund am Ende",
                "flair_cst": "Pyramidenbahn",
            },
            "reference": ALS_OR_MIMIC,
            "signs": {"Pyramidenbahn": {"present": "ja", "absent": "nein"}},
        },
        {
            "column_of": {
                "patient_id": "Fall",
                "diagnosis": "Befund am Ende",
                "flair_cst": "Pyramidenbahn",
            }
        },
    ),
    "codes of missing, several rows a patient": (
        "id|diagnosis|t2_cst\n1|ALS|1\n1|ALS|-9\n2|ALS|0\n3|MMN|0\n4|MMN|-9\n",
        {
            "data": {"rows": "visit", "missing": ["-9"], "delimiter": "bar"},
            "reference": ALS_OR_MIMIC,
            "signs": {"t2_cst": YES_NO},
        },
        {"rows": "visit", "missing": "-9"},
    ),
}


def drafted(data: Any, **how: Any) -> tuple[dict[str, Any], Draft]:
    draft = draft_study(data, **how)
    return tomllib.loads(draft.text), draft


def answer(question: Callable[..., als.Result], data: Any, study: dict[str, Any]) -> str:
    """Return the rows of an answer as they are written, or the whole refusal."""
    try:
        return repr(question(als.read(data, study=study)).rows)
    except AlsstatsError as error:
        return str(error)


@pytest.mark.parametrize("name", TEN)
def test_the_draft_is_what_a_person_would_have_written(name: str, tmp_path: Path) -> None:
    text, by_hand, said = TEN[name]
    path = tmp_path / "cohort.csv"
    path.write_text(text, encoding="utf-8")
    study, draft = drafted(path, **said)
    assert draft.to_fill == 0
    for question in (als.accuracy, als.prevalence):
        rows = answer(question, path, by_hand)
        assert answer(question, path, study) == rows
        assert rows.startswith("(Row(") or "rows are visits" in rows


@pytest.mark.parametrize("name", [name for name, (*_, said) in TEN.items() if said])
def test_what_is_not_told_is_left_to_fill_and_refused_as_without(name: str, tmp_path: Path) -> None:
    path = tmp_path / "cohort.csv"
    path.write_text(TEN[name][0], encoding="utf-8")
    study, draft = drafted(path)
    assert draft.to_fill > 0
    assert "to fill: " in draft.text
    refused = answer(als.accuracy, path, study)
    assert refused.startswith("error[")
    assert refused == answer(als.accuracy, path, {})


@pytest.mark.parametrize("question", [als.accuracy, als.prevalence, als.survival, als.exclusion])
def test_every_question_of_the_sample_is_answered_alike(question: Any) -> None:
    study, draft = drafted(SAMPLE / "cohort.csv")
    assert draft.to_fill == 0
    held = als.read(SAMPLE / "cohort.csv", study=study)
    alone = als.read(SAMPLE / "cohort.csv", study={})
    assert repr(question(held).rows) == repr(question(alone).rows)
    assert question(held).notes == question(alone).notes


def test_each_part_has_its_evidence() -> None:
    lines = draft_study(SAMPLE / "cohort.csv").text.splitlines()
    for line in (
        'id = "patient_id"  # column 1: 178 patients in 178 rows',
        'target = ["ALS"]  # ALS (128 rows)',
        "[signs.swi_motor_cortex]  # column 14",
        'not_assessable = ["not assessable"]  # not assessable (9 rows)',
        '# nested = ["definite", "probable", "probable laboratory-supported", "possible"]',
        'define = "flair_cst and swi_motor_cortex"',
        'time = "months_from_mri"  # column 23',
        (
            'event = { column = "death", occurred = ["1"], censored = ["0"] }  '
            "# column 24: 1 (94 rows), 0 (34)"
        ),
        'cause = "other_cause"  # column 22',
    ):
        assert line in lines


def test_a_line_to_fill_has_the_codes_and_the_question() -> None:
    frame = pd.DataFrame({"diagnosis": ["ALS", "MMN"] * 4, "motor_band": ["1", "2"] * 4})
    frame["t2_cst"] = ["0", "1", "2", "3"] * 2
    lines = draft_study(frame).text.splitlines()
    assert '# present = ["1"]  # to fill: 1 (4 rows), 2 (4): which code means present?' in lines
    at = lines.index("# to fill: 2 (2 rows), 3 (2): put each where it belongs, and take the # away")
    assert lines[at + 1 : at + 4] == [
        '# present = ["1"]',
        '# absent = ["0"]',
        "# not_assessable = []",
    ]


def test_codes_that_may_be_one_patients_are_not_echoed() -> None:
    secret = ["Miller", "born 1950-02-03 in a small town", "AM"]
    frame = pd.DataFrame({"diagnosis": ["ALS", "MMN", "ALS"], "flair_cst": secret})
    text = draft_study(frame.assign(other_cause=secret, death=secret)).text
    assert not [word for word in secret if word in text]
    assert "3 rare or long codes ('alsstats check' lists them)" in text


def test_the_layout_that_was_found_is_written_down(tmp_path: Path) -> None:
    text = "id;diagnosis;flair_cst;höhe\n1;ALS;1;1,5\n2;MMN;0;2,5\n3;ALS;1,0;3\n"
    path = tmp_path / "cohort.csv.gz"
    path.write_bytes(gzip.compress(text.encode("cp1252")))
    study, _ = drafted(path)
    assert study["data"] == {
        "encoding": "cp1252",
        "delimiter": "semicolon",
        "decimal": ",",
        "id": "id",
        "rows": "patient",
    }
    assert answer(als.accuracy, path, study) == answer(als.accuracy, path, {})


def test_names_that_are_nearly_known_are_proposed_and_hold_nothing() -> None:
    frame = pd.DataFrame(
        {"Diagnosiss": ["ALS", "MMN"], "flair_cts": ["1", "0"], "age_at_onsett": ["1", "2"]}
    )
    study, draft = drafted(frame)
    assert study["columns"] == {}
    for line in ('diagnosis = "Diagnosiss"', 'flair_cst = "flair_cts"', 'age_at_onset = "age_at'):
        assert f"# {line}" in draft.text
    assert draft.to_fill == 5  # a sign, the diagnosis, and each of the three


def test_two_columns_of_one_name_are_asked_about() -> None:
    frame = pd.DataFrame({"diagnosis": ["ALS", "MMN"], "dx": ["ALS", "MMN"]})
    frame = frame.assign(flair_cst=["1", "0"], cst_flair=["0", "1"])
    study, draft = drafted(frame)
    assert "2 columns may be it: diagnosis, dx" in draft.text
    assert "2 columns may be it: flair_cst, cst_flair; keep one of them" in draft.text
    assert answer(als.accuracy, frame, study) == answer(als.accuracy, frame, {})


def test_a_column_that_is_nobodys_sign_yet_is_asked_for() -> None:
    with pytest.raises(RoleError, match="no column of a known sign"):
        als.accuracy(als.read(pd.DataFrame({"diagnosis": ["ALS", "MMN"]})))
    assert "which columns hold signs?" in draft_study(pd.DataFrame({"diagnosis": ["ALS"]})).text


def test_what_is_said_is_written_down() -> None:
    frame = pd.DataFrame({"diagnosis": ["ALS", "MMN"], "flair_cst": ["1", "2"], "y": ["+", "-"]})
    said = {
        "present": {"flair_cst": "1", "y": "+"},
        "absent": {"y": "-"},
        "not_assessable": {"flair_cst": "7"},
        "define": {"either": "flair_cst or y"},
        "missing": "99",
        "durations": {"delay": "a to b in days"},
    }
    frame = frame.assign(a="2020-01-01", b="2020-02-01")
    study, _ = drafted(frame, **said)
    assert study["signs"]["flair_cst"] == {
        "present": ["1"],
        "absent": ["2"],
        "not_assessable": ["7"],
    }
    assert study["signs"]["either"] == {"define": "flair_cst or y"}
    assert study["durations"]["delay"] == {"from": "a", "to": "b", "unit": "days"}
    alone = repr(als.accuracy(als.read(frame, **said)).rows)
    assert answer(als.accuracy, frame, study) == alone


# ---- A longer version of a file ----------------------------------------------------------------

CODES = ["0", "1", "2", "yes", "no", "ja", "nein", "not done", "", "NA", "-9", "1.0", "unclear"]
DIAGNOSES = ["ALS", "als", "MMN", "healthy", "PLS", "", "foo", "1", "2", "SBMA"]
ROW = st.fixed_dictionaries(
    {
        "id": st.sampled_from(["a", "b", "c", "d", "e", "f", "g", ""]),
        "dx": st.sampled_from(DIAGNOSES),
        "el_escorial": st.sampled_from(["definite", "possible", "", "strange"]),
        "flair_cst": st.sampled_from(CODES),
        "motor band": st.sampled_from(CODES),
        "flair_swi": st.sampled_from(CODES),
        "death": st.sampled_from(CODES),
        "months_from_mri": st.sampled_from(["1", "2,5", "7.5", ""]),
        "other_cause": st.sampled_from(["", "none", "tumour", "nil"]),
        "age_at_onset": st.sampled_from(["50", "60", "x"]),
        "my own": st.sampled_from(["1", "2", "3"]),
    }
)
FEW = st.lists(ROW, min_size=1, max_size=6)


def claims(held: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield each thing that a study says: of what, and what. Each code has one meaning."""
    if isinstance(held, dict):
        for key, one in held.items():
            yield from claims(one, (*path, key))
    elif path[-1] == "order":
        for pair in combinations(held, 2):
            yield (*path, *sorted(pair)), pair[0]
    elif isinstance(held, list):
        section = path[:1] if path[0] == "reference" else path[:-1]
        yield from (((*section, folded(code)), path[-1]) for code in held)
    else:
        yield path, str(held)


@settings(max_examples=25)
@given(FEW, FEW)
def test_a_longer_version_flips_nothing(rows: list[dict[str, str]], more: Any) -> None:
    first, _ = drafted(pd.DataFrame(rows))
    second, draft = drafted(pd.DataFrame(rows + more))
    later = dict(claims(second))
    assert len(later) == len(set(claims(second)))
    for of, means in claims(first):
        assert later.get(of, means) == means, of
        assert of in later or draft.to_fill or "order" in of


@settings(max_examples=25)
@given(FEW)
def test_a_draft_changes_no_answer(rows: list[dict[str, str]]) -> None:
    frame = pd.DataFrame(rows)
    study, _ = drafted(frame)
    for question in (als.accuracy, als.survival):
        assert answer(question, frame, study) == answer(question, frame, {})


def test_columns_of_other_names_are_proposed_by_their_codes() -> None:
    frame = pd.DataFrame(
        {
            "dx": ["x", "y", "z"] * 2,
            "final": ["ALS", "MMN", "stroke"] * 2,
            "bright tract": ["yes", "no", "no"] * 2,
            "ward": ["a", "b", "b"] * 2,
        }
    ).rename(columns={"dx": "code"})
    text = als.draft_study(frame).text
    assert '# column = "final"  # to fill: column 2: is it the reference diagnosis?' in text
    assert (
        '# these hold present and absent:\n# "bright tract": column 3: no (4 rows), yes (2)' in text
    )
    assert "ward" not in text


def test_the_time_from_the_mri_is_proposed_where_its_days_are_there() -> None:
    days = {"mri_date": ["2020-01-31"], "last_seen_date": ["2021-01-31"]}
    text = als.draft_study(pd.DataFrame({"diagnosis": ["ALS"], **days})).text
    proposal = 'months_from_mri = { from = "mri_date", to = "last_seen_date", unit = "months" }'
    assert f"[durations]\n# {proposal}  # for survival" in text
    assert "months_from_mri" not in als.draft_study(pd.DataFrame({"diagnosis": ["ALS"]})).text
