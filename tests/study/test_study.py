"""What a study file may say, what flags laid over it do, and what is refused."""

from pathlib import Path
from typing import Any

import pytest

from alsstats.errors import UsageError
from alsstats.study import Endpoint, Study

FULL = """
schema = 1
[data]
id = "patient_id"
rows = "patient"
missing = ["", "NA", "-999"]
[reference]
column = "diagnosis"
target = ["ALS"]
versus = { mimics = ["MMN", "MS", "cervical myelopathy"], healthy = ["healthy"] }
leave_out = ["gout"]
certainty = { column = "el_escorial", nested = ["definite", "probable"] }
design = "case-control"
used_mri = true
[signs.flair_cst]
label = "FLAIR"
present = ["1", "yes"]
absent = [0, "no"]
not_assessable = "9"
[signs.motor_band]
present = 1.0
[signs.flair_swi]
define = "flair_cst and swi_motor_cortex"
[prevalence]
by = "el_escorial"
order = ["definite", "probable", "probable laboratory-supported", "possible"]
merge = { "definite phase" = ["definite", "probable"] }
[survival]
among = { diagnosis = ["ALS"] }
time = "months_from_mri"
unit = "months"
event = { column = "death", occurred = ["1"], censored = ["0"] }
group = "flair_swi"
adjust = ["age_at_onset", "bulbar_onset"]
"""


def test_a_study_file(tmp_path: Path) -> None:
    path = tmp_path / "cohort.toml"
    path.write_text(FULL)
    study = Study.from_file(path)
    assert (study.name, study.id, study.rows) == ("cohort.toml", "patient_id", "patient")
    assert study.missing == ("", "NA", "-999")
    assert study.reference.target == ("ALS",)
    assert study.reference.versus["mimics"] == ("MMN", "MS", "cervical myelopathy")
    assert study.reference.nested == ("definite", "probable")
    assert (study.reference.design, study.reference.used_mri) == ("case-control", True)
    assert study.signs["flair_cst"].absent == ("0", "no")
    assert study.signs["flair_cst"].not_assessable == ("9",)
    assert study.signs["swi_motor_cortex"].present == ("1.0",)  # by its canonical name
    assert study.signs["flair_swi"].define == "flair_cst and swi_motor_cortex"
    assert study.survival.event == Endpoint("death", {"death": ("1",)}, ("0",))
    assert study.survival.adjust == ("age_at_onset", "bulbar_onset")


def test_what_is_laid_over_wins_key_by_key_and_groups_as_a_whole() -> None:
    study = Study.of(
        {"reference": {"target": "ALS", "versus": {"a": "MMN", "b": "MS"}, "design": "cohort"}},
        {"reference": {"versus": {"c": ["stroke"]}}},
        {"signs": {"flair_cst": {"present": 1, "absent": 0}}},
        {"signs": {"FLAIR CST": {"present": ["2"]}}},
        {"data": {"missing": ["9"]}},
        {"data": {"missing": ["8"]}},
    )
    assert study.reference.versus == {"c": ("stroke",)}
    assert study.reference.target == ("ALS",)
    assert study.signs["flair_cst"].present == ("2",)
    assert study.signs["flair_cst"].absent == ("0",)
    assert study.missing == ("8",)


@pytest.mark.parametrize(
    ("document", "says"),
    [
        ({"refrence": {}}, "no key 'refrence'; did you mean 'reference'"),
        ({"reference": {"tarjet": "ALS"}}, "reference has no key 'tarjet'; did you mean 'target'"),
        ({"signs": {"flair_cst": {"presnt": "1"}}}, "flair_cst has no key 'presnt'; did you mean"),
        ({"data": {"rows": "patients"}}, "did you mean 'patient'"),
        ({"schema": 2}, "schema: not 1"),
        ({"schema": True}, "schema: not 1"),
        ({"reference": {"design": "case control"}}, "did you mean 'case-control'"),
        ({"reference": {"used_mri": "yes"}}, "not true or false"),
        ({"reference": {"used_mri": 1}}, "not true or false"),
        ({"reference": {"versus": ["MMN"]}}, "not a table of keys and values"),
        ({"reference": {"target": {"a": 1}}}, "not a code, or a list of codes"),
        ({"signs": {"flair_cst": "1"}}, "not a table"),
        ({"data": {"id": ""}}, "not a text"),
        ({"data": {"id": 3}}, "not a text"),
        ({"data": {"missing": None}}, "not a code"),
        ({"reference": {"versus": {"all others": ["MMN"]}}}, "can be called 'all others'"),
        ({"reference": {"versus": {"sign missing": ["MMN"]}}}, "can be called 'sign missing'"),
        ({"reference": {"versus": {" ": ["MMN"]}}}, "can be called ''"),
        ({"reference": {"target": ["ALS", ""]}}, "can be called ''"),
        ({"reference": {"leave_out": "diagnosis missing"}}, "can be called 'diagnosis missing'"),
        ({"reference": {"versus": {"All Others ": ["MMN"]}}}, "can be called 'All Others'"),
        ({"reference": {"versus": {"Mimics": "MMN", "mimics": "MS"}}}, "are called 'mimics'"),
        ({"reference": {"versus": {"mimics": ["MMN", "NA"]}}}, "can be called 'NA'"),
        ({"reference": {"target": []}}, "not a list with something in it"),
        ({"reference": {"target": [["ALS"]]}}, "not a list of texts or numbers"),
        ({"reference": {"certainty": {"nested": ["definite", ""]}}}, "can be called ''"),
        (
            {"reference": {"certainty": {"nested": ["probable", "definite"]}}},
            "--certainty definite,probable",
        ),
        ({"reference": {"versus": {"a": ["amyotrophic lateral sclerosis"]}}}, "both the target"),
        ({"reference": {"target": "MMN", "leave_out": "mmn"}}, "both the target and left out"),
        ({"reference": {"versus": {"a": "MS"}, "leave_out": "MS"}}, "both compared and left out"),
        ({"signs": {"flair_cst": {"present": 1, "absent": "1.0"}}}, "declared twice"),
        ({"signs": {"flair_cst": {"present": ["", 1]}}}, "empty code"),
        (
            {"signs": {"flair_cst": {"absent": "-999"}}, "data": {"missing": [-999]}},
            "declared twice",
        ),
        (
            {"signs": {"motor_band": {"present": 1}, "swi_motor_cortex": {"present": 2}}},
            "under two names",
        ),
    ],
)
def test_what_is_refused(document: dict[str, Any], says: str) -> None:
    with pytest.raises(UsageError, match="(?s)" + says.replace("(", r"\(")):
        Study.of(document)


@pytest.mark.parametrize("text", ["[data", "a = 1 1", "\x00"])
def test_what_is_not_toml(tmp_path: Path, text: str) -> None:
    path = tmp_path / "study.toml"
    path.write_text(text)
    with pytest.raises(UsageError, match=r"study\.toml is not TOML"):
        Study.from_file(path)
    path.write_bytes(b"label = '\xff'")
    with pytest.raises(UsageError, match=r"study\.toml is not TOML"):
        Study.from_file(path)
    with pytest.raises(UsageError, match="cannot read the study file"):
        Study.from_file(tmp_path / "no.toml")


def test_what_is_laid_over_is_not_contradicted_by_what_it_lies_on() -> None:
    first = {
        "reference": {
            "versus": {"a": ["MMN", "MS"], "b": ["stroke"]},
            "leave_out": ["gout", "PLS"],
        },
        "signs": {"flair_cst": {"present": 1, "absent": [0, 2], "label": "FLAIR"}},
    }
    study = Study.of(first, {"signs": {"flair_cst": {"present": "0.0"}}})
    assert study.signs["flair_cst"].present == ("0.0",)
    assert study.signs["flair_cst"].absent == ("2",)
    assert study.signs["flair_cst"].label == "FLAIR"
    study = Study.of(first, {"data": {"missing": [2]}})
    assert study.signs["flair_cst"][1:3] == (("1",), ("0",))
    study = Study.of(first, {"reference": {"target": ["multiple sclerosis", "gout"]}})
    assert study.reference.versus == {"a": ("MMN",), "b": ("stroke",)}
    assert study.reference.leave_out == ("PLS",)
    study = Study.of(first, {"reference": {"versus": {"c": ["PLS"]}}})
    assert study.reference.leave_out == ("gout",)
    study = Study.of(first, {"reference": {"leave_out": ["MMN"]}})
    assert study.reference.versus == {"a": ("MS",), "b": ("stroke",)}


def test_a_file_with_a_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "study.toml"
    path.write_bytes(b"\xef\xbb\xbf[data]\r\nid = 'code'\r\n")
    assert Study.from_file(path).id == "code"


def test_numbers_of_numpy_are_codes() -> None:
    import numpy as np

    study = Study.of({"signs": {"x": {"present": np.int64(1), "absent": [np.float64(0)]}}})
    assert study.signs["x"][1:3] == (("1",), ("0.0",))


def test_more_said_of_a_study_leaves_it_as_it_was() -> None:
    study = Study.of({"reference": {"target": "ALS"}}, name="a.toml")
    more = study.with_({"reference": {"target": "PLS"}})
    assert (study.reference.target, more.reference.target) == (("ALS",), ("PLS",))
    assert more.name == "a.toml"
