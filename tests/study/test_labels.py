"""Codes of a column whose cells hold words: declared by code or by word, in every place."""

from typing import Any

import pytest

from alsstats.errors import UsageError
from alsstats.study import Study

LABELS = {
    "Motor Band": {"1": "yes", "2": "no", "9": "not done"},
    "dx": {"1": "ALS", "2": "MMN", "3": "stroke", "9": "unclear"},
    "sex": {"1": "male", "2": "female"},
    "status": {"1": "dead", "2": "alive", "3": "tracheostomy"},
    "el_escorial": {"1": "definite", "2": "probable"},
    "other_cause": {"1": "tumour", "0": "none found"},
}


def study(**document: Any) -> Study:
    return Study.of(document).with_labels(LABELS)


def test_every_code_becomes_its_word() -> None:
    held = study(
        signs={"motor_band": {"present": [1.0], "absent": "no", "not_assessable": [9]}},
        reference={
            "target": 1,
            "versus": {"mimics": [2, "stroke"]},
            "leave_out": "9",
            "certainty": {"nested": ["1", "2"]},
        },
        variables={"Gender": {"order": ["2", "male"]}},
        survival={
            "event": {"column": "status", "occurred": {"death": 1, "tube": [3]}, "censored": 2},
            "among": {"dx": [1]},
        },
        exclusion={"none": 0, "shows": {"1": "2"}},
    )
    sign = held.signs["swi_motor_cortex"]
    assert (sign.present, sign.absent, sign.not_assessable) == (("yes",), ("no",), ("not done",))
    reference = held.reference
    assert (reference.target, reference.leave_out) == (("ALS",), ("unclear",))
    assert reference.versus == {"mimics": ("MMN", "stroke")}
    assert reference.nested == ("definite", "probable")
    assert held.variables["sex"].order == ("female", "male")
    event = held.survival.event
    assert event is not None
    assert event.occurred == {"death": ("dead",), "tube": ("tracheostomy",)}
    assert (event.censored, held.survival.among) == (("alive",), {"dx": ("ALS",)})
    assert (held.exclusion.none, held.exclusion.shows) == (("none found",), {"tumour": ("MMN",)})


def test_what_is_said_later_wins_in_either_spelling() -> None:
    held = study(signs={"motor_band": {"present": "1", "absent": "2"}})
    turned = held.with_({"signs": {"motor_band": {"present": "2"}}})
    assert turned.signs["swi_motor_cortex"].present == ("no",)
    assert turned.signs["swi_motor_cortex"].absent == ()
    merged = held.with_({"prevalence": {"by": "sex", "merge": {"all": [1, 2]}}})
    assert merged.variables["sex"].merge == {"all": ("male", "female")}


def test_the_column_may_be_named_by_the_study() -> None:
    said = {"columns": {"flair_cst": "FLAIR"}, "signs": {"FLAIR": {"present": 1}}}
    held = Study.of(said).with_labels({"flair_cst": {"1": "seen"}})
    assert held.signs["flair_cst"].present == ("seen",)
    said = {"reference": {"column": "Group", "target": "1"}}
    held = Study.of(said).with_labels({"Group": {"1": "ALS"}})
    assert held.reference.target == ("ALS",)


def test_words_are_not_translated_again() -> None:
    labels = {"x": {"1": "2", "2": "0,5"}}
    held = Study.of({"signs": {"x": {"present": "0,5"}}}).with_labels(labels)
    assert held.with_points().signs["x"].present == ("0.5",)
    assert held.over({"signs": {"x": {"absent": "2"}}}).signs["x"].absent == ("2",)


def test_a_code_that_is_the_word_of_another_is_refused() -> None:
    with pytest.raises(UsageError, match="'2' is a code of 'x', and the word of another code"):
        Study.of({"signs": {"x": {"present": "2"}}}).with_labels({"x": {"1": "2", "2": "3"}})
    same = {"x": {"1": "1", "2": "two"}}
    held = Study.of({"signs": {"x": {"present": "1"}}}).with_labels(same)
    assert held.signs["x"].present == ("1",)


def test_codes_of_missing_are_those_of_every_column() -> None:
    held = study(data={"missing": [9]})
    assert held.is_missing("not done")
    assert held.is_missing("unclear")
    assert held.is_missing("9")
    assert not held.is_missing("no")
    with pytest.raises(UsageError, match="its word 'no' is also that of 2 in 'swi_motor_cortex'"):
        Study.of({"data": {"missing": "0"}}).with_labels(LABELS | {"y": {"0": "No"}})


def test_two_columns_that_have_one_name_are_left_alone() -> None:
    labels = {"sex": {"1": "male"}, "Gender": {"1": "female"}}
    held = Study.of({"variables": {"sex": {"order": [1]}}}).with_labels(labels)
    assert held.variables["sex"].order == ("1",)
