"""What a question of survival takes for granted, and what it refuses, with the flag to add."""

import json
from typing import Any

import pandas as pd
import pytest

import alsstats as als
from alsstats.errors import AlsstatsError, RoleError, UsageError
from sample_data.make_cohort import FILE

PEOPLE = {
    "diagnosis": ["ALS", "ALS", "ALS", "MMN", "ALS", "ALS", "ALS", "ALS"],
    "flair_cst": [1, 1, 0, 1, 0, 1, 0, 1],
    "swi_motor_cortex": [1, 0, 1, 1, 0, 1, 1, 1],
    "snake_eyes": [1, 1, 1, 0, 0, 0, 1, 0],
    "months_from_mri": [1, 4, 6, 7, 8, 9, 11, 13],
    "onset_to_mri_months": [3, 5, 7, 9, 2, 4, 6, 8],
    "months_from_onset": [4, 9, 13, 16, 10, 13, 17, 21],
    "age_at_onset": [44, 56, 65, 71, 52, 61, 49, 58],
    "arm": ["a", "b", "b", "a", "b", "a", "b", "b"],
    "bulbar_onset": ["yes", "no", "no", "yes", "no", "yes", "no", "yes"],
    "death": [1, 0, 1, 1, 1, 1, 0, 1],
    "relapse": [0, 1, 0, 1, 0, 1, 0, 1],
}


def ask(drop: tuple[str, ...] = (), study: Any = None, **asked: Any) -> als.Result:
    columns = {name: held for name, held in PEOPLE.items() if name not in drop}
    return als.survival(als.read(pd.DataFrame(columns), study=study), **asked)


def refused(drop: tuple[str, ...] = (), study: Any = None, **asked: Any) -> AlsstatsError:
    with pytest.raises(AlsstatsError) as caught:
        ask(drop, study, **asked)
    return caught.value


def time_of(result: als.Result) -> tuple[Any, Any]:
    held = result.provenance["study"]["survival"]
    return held["time"], held["entry"]


def codes(result: als.Result) -> set[str]:
    return {note.code for note in result.notes}


def first(result: als.Result) -> als.Row:
    return next(row for row in result.rows if row.statistic == "events")


def test_time_is_counted_from_the_mri_else_from_the_onset_with_entry_at_the_mri() -> None:
    from_mri = ask()
    assert time_of(from_mri) == ("months_from_mri", None)
    assert "time counts from the MRI (months_from_mri)" in from_mri.provenance["assumed"]
    from_onset = ask(drop=("months_from_mri",))
    assert time_of(from_onset) == ("months_from_onset", "onset_to_mri_months")
    assert any("at risk from their MRI on" in said for said in from_onset.provenance["assumed"])
    assert "immortal_time" not in codes(from_mri) | codes(from_onset)
    error = refused(drop=("months_from_mri", "onset_to_mri_months"))
    assert (error.exit_code, "--time" in error.fix, "--entry" in error.fix) == (4, True, True)


@pytest.mark.parametrize(
    ("name", "flag"),
    [("Death", "--event"), ("Months from MRI", "--time"), ("MONTHS_FROM_MRI", "--time")],
)
def test_two_columns_of_one_name_are_not_chosen_between(name: str, flag: str) -> None:
    known = name.casefold().replace(" ", "_")
    other = {name: [0, 1, 0, 1, 0, 1, 0, 1] if flag == "--event" else range(20, 28)}
    for frame in (PEOPLE | other, other | PEOPLE):
        with pytest.raises(RoleError) as stopped:
            als.survival(als.read(pd.DataFrame(frame)))
        assert f"2 columns have the name '{known}'" in str(stopped.value)
        assert flag in str(stopped.value)
        asked = {flag.removeprefix("--"): known}
        answer = als.survival(als.read(pd.DataFrame(frame)), **asked)
        assert repr(answer.rows) == repr(ask().rows)  # nan is not equal to itself


def test_both_origins_have_the_same_time_at_risk() -> None:
    times = [
        next(row.estimate for row in ask(drop=drop).rows if row.statistic == "person_time")
        for drop in ((), ("months_from_mri",))
    ]
    assert times == [52.0, 52.0]


def test_immortal_time_is_said() -> None:
    assert "immortal_time" in codes(ask(time="months_from_onset"))
    assert "immortal_time" in codes(
        ask(drop=("months_from_mri",), entry="", time="months_from_onset")
    )
    entered = ask(time="months_from_onset", entry="onset_to_mri_months")
    assert "immortal_time" not in codes(entered)


def test_a_sign_adjusted_for_its_own_parts_is_said_to_be_another_ratio() -> None:
    """Both against not both is 6.56 in the sample cohort, and 5.13 where both parts are held."""
    with als.read(FILE) as cohort:
        alone = als.survival(cohort, adjust="age_at_onset, bulbar_onset")
        held = als.survival(cohort, adjust="flair_cst, swi_motor_cortex")
    assert "adjusted_for_parts" not in codes(alone)
    note = next(note for note in held.notes if note.code == "adjusted_for_parts")
    assert "flair_cst, swi_motor_cortex" in note.text


@pytest.mark.parametrize("asked", [{"group": "progression"}, {"adjust": "progression"}])
def test_progression_and_delay_say_the_same_thing_twice(asked: dict[str, Any]) -> None:
    frame = pd.DataFrame(PEOPLE).assign(dfs=[0.2, 0.4, 0.6, 0.8, 1.2, 1.4, 0.9, 0.3])
    from_onset = {"time": "months_from_onset", "entry": "onset_to_mri_months"}
    assert "rate_and_delay" in codes(als.survival(als.read(frame), **from_onset, **asked))
    assert "rate_and_delay" not in codes(als.survival(als.read(frame), **asked))


@pytest.mark.parametrize("start", [None, 2.0])
def test_entries_of_0_do_not_hide_immortal_time(start: float | None) -> None:
    frame = pd.DataFrame(PEOPLE).assign(entry=0)
    asked: dict[str, Any] = {"time": "months_from_onset", "from_": start}
    assert "immortal_time" in codes(als.survival(als.read(frame), entry="entry", **asked))
    assert "immortal_time" not in codes(ask(entry="onset_to_mri_months", **asked))


def test_an_entry_belongs_to_a_time() -> None:
    error = refused(entry="onset_to_mri_months")
    assert (error.exit_code, error.fix) == (2, "--time months_from_onset")
    study = {"survival": {"time": "months_from_onset", "entry": "onset_to_mri_months"}}
    assert time_of(ask(study=study)) == ("months_from_onset", "onset_to_mri_months")
    assert time_of(ask(study=study, time="months_from_mri")) == ("months_from_mri", None)
    assert time_of(ask(study=study, time="Months from onset"))[1] == "onset_to_mri_months"


def test_who_and_what_is_compared_unless_told() -> None:
    row = first(ask())
    assert (row.n, row.events, row.left_out_by) == (7, 5, {"diagnosis not ALS": 1})
    assert {row.by for row in ask().rows} >= {"flair_swi", "flair_swi, four levels"}
    everyone = first(ask(all_patients=True))
    assert (everyone.n, everyone.events, everyone.left_out) == (8, 6, 0)
    others = first(ask(among={"diagnosis": "MMN", "arm": ["a", "b"]}, group="arm"))
    assert (others.n, others.left_out) == (1, 7)
    relapse = first(ask(event={"relapse": "1"}))
    assert (relapse.n, relapse.events) == (7, 3)


def test_a_study_says_it_once_and_flags_win() -> None:
    study = {
        "reference": {"target": "MMN"},
        "survival": {
            "among": {"arm": ["b"]}, "group": "snake_eyes", "adjust": ["age_at_onset"],
            "event": {"column": "relapse", "occurred": ["1"]}, "time": "months_from_mri",
        },
    }  # fmt: skip
    said = ask(study=study)
    assert (first(said).n, first(said).events, first(said).left_out) == (5, 2, 3)
    assert {row.model for row in said.rows} == {None, "univariable", "adjusted"}
    over = ask(
        study=study, among={"diagnosis": "ALS"}, group="bulbar_onset", adjust=(), event="death"
    )
    assert (first(over).n, first(over).events) == (7, 5)
    assert {row.model for row in over.rows} == {None, "univariable"}
    target = {"reference": {"target": "MMN"}}
    assert first(ask(study=target, group="arm")).left_out_by == {"diagnosis not MMN": 7}


def test_kinds_and_references() -> None:
    result = ask(group="arm", adjust=["age_at_onset", "bulbar_onset"])
    terms = {(row.term, row.category, row.comparison) for row in result.rows if row.term}
    assert ("arm", "a", "b") in terms  # most patients are b
    assert ("bulbar_onset", "present", "absent") in terms
    assert ("age_at_onset", None, None) in terms
    turned = ask(group="arm", against={"arm": "a"})
    assert {row.comparison for row in turned.rows if row.term == "arm"} >= {"a"}
    levels = ask(adjust="age_at_onset", category="age_at_onset")
    assert len({row.category for row in levels.rows if row.term == "age_at_onset"}) > 2


@pytest.mark.parametrize(
    ("asked", "code", "fix"),
    [
        ({"group": "snake_eyez"}, 4, "--group snake_eyes"),
        ({"adjust": "age_at_onse"}, 4, "--adjust age_at_onset"),
        ({"time": "months_from_mry"}, 4, "--time months_from_mri"),
        ({"time": "months_from_onset", "entry": "onset_to_mri_month"}, 4,
         "--entry onset_to_mri_months"),
        ({"event": "deaths"}, 4, "--event death"),
        ({"strata": "arms"}, 4, "--strata arm"),
        ({"cluster": "arms"}, 4, "--cluster arm"),
        ({"drop": ("diagnosis",)}, 4, "--all-patients"),
        ({"drop": ("flair_cst",)}, 4, "--group COLUMN"),
        ({"drop": ("death",)}, 4, "--event COLUMN=CODE"),
        ({"group": "arm", "against": {"arm": "c"}}, 4, "--against arm=LEVEL"),
        ({"all_patients": True, "among": {"arm": "a"}}, 2, "one of them"),
        ({"ties": "exact", "firth": True}, 2, "--ties efron"),
        ({"study": {"data": {"rows": "interval", "id": "arm"}}}, 4, "--entry COLUMN"),
    ],
)  # fmt: skip
def test_a_refusal_names_the_flag(asked: dict[str, Any], code: int, fix: str) -> None:
    error = refused(**asked)
    assert error.exit_code == code
    assert error.fix.startswith(fix)


@pytest.mark.parametrize(
    ("asked", "what"),
    [
        ({"against": {"arm": "a"}}, "no group and no covariate"),
        ({"against": {"flair_swi": "both"}}, "is a sign"),
        ({"ties": "efrom"}, "--ties"),
        ({"level": 95}, "level"),
        ({"landmarks": [-1]}, "--landmarks takes numbers of 0 or more"),
        ({"tau": "x"}, "--tau takes numbers"),
        ({"from_": -2}, "--from takes numbers"),
        ({"split": [0]}, "split"),
        ({"parts": "some"}, "--parts does not take 'some'"),
        ({"firth": True, "cluster": "arm"}, "--cluster is of Cox's own likelihood"),
        ({"firth": True, "split": [5]}, "--split is of Cox's own likelihood"),
        ({"adjust": "a * b * c"}, "two covariates"),
        ({"unit": "fortnight"}, "--unit does not take 'fortnight'"),
        ({"group": "age_at_onset"}, "each of its values would be a group"),
        ({"from_": 6, "split": [6]}, "--split cuts before patients count"),
        ({"time": "months_from_mri", "entry": "onset_to_mri_months"}, "counts from the MRI, and"),
    ],
)
def test_what_makes_no_sense_is_refused(asked: dict[str, Any], what: str) -> None:
    with pytest.raises(UsageError) as caught:
        ask(**asked)
    assert what in str(caught.value)


@pytest.mark.parametrize("name", ["months_from_mri", "death"])
def test_what_is_to_be_explained_explains_nothing(name: str) -> None:
    with pytest.raises(RoleError, match=r"is the (time|event) of the follow-up"):
        ask(group="arm", adjust=name)


def test_a_sign_answers_to_all_its_names() -> None:
    """The file calls it motor_band, the vocabulary swi_motor_cortex."""
    frame = pd.DataFrame(PEOPLE).rename(columns={"swi_motor_cortex": "motor_band"})
    cohort = als.read(frame)
    named = als.survival(cohort, group="motor_band", adjust="flair_cst * Motor_Band")
    own = als.survival(cohort, group="swi_motor_cortex", adjust="flair_cst * swi_motor_cortex")
    assert named.records() == own.records()
    assert first(named).n == 7


def test_clusters_may_be_many_and_are_not_told_by_name() -> None:
    frame = pd.concat([pd.DataFrame(PEOPLE)] * 16, ignore_index=True)
    frame["family"] = [f"family {place // 2}" for place in range(len(frame))]
    result = als.survival(als.read(frame), cluster="family")
    methods = {row.method for row in result.rows if row.statistic == "hazard_ratio"}
    assert "wald, clustered by family" in methods
    assert "family 3" not in result.render("json")


def test_a_group_adjusted_for_itself_is_no_adjusted_model() -> None:
    assert {row.model for row in ask(group="arm", adjust="arm").rows} == {None, "univariable"}


def test_the_title_says_from_when_patients_count() -> None:
    assert "from 3 months" in ask(from_=3).title


def test_only_a_cohort_has_survival() -> None:
    with pytest.raises(UsageError, match="takes a cohort"):
        als.survival(pd.DataFrame(PEOPLE))


def test_the_answer_as_json_holds_what_was_resolved() -> None:
    with als.read(FILE) as cohort:
        document = json.loads(als.survival(cohort).render("json"))
    held = document["provenance"]["study"]
    said = {"time": "months_from_mri", "entry": None, "unit": "months"}
    assert said.items() <= held["survival"].items()
    assert held["event"]["column"] == "death"
