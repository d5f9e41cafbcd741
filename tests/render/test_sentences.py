"""The answer in sentences: each number is a row's, and what cannot be computed is said."""

import re
from dataclasses import fields, replace
from math import isnan
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import alsstats as als
from alsstats.render.hazards import limits, ratio
from alsstats.render.numbers import number, p_value, percent
from alsstats.render.sentences import assumptions_in_words, sentence
from alsstats.result import Curve, Note, Result, Row

SAMPLES = Path(__file__).parents[2] / "sample_data"
NUMBER = re.compile(r"(?<![\w.-])-?\d+(?:\.\d+)?")
SURE, PRODUCT = ["definite", "probable"], "bulbar_onset * flair_swi"
PEOPLE = {"diagnosis": ["ALS"] * 6 + ["MMN"] * 3 + ["healthy"] * 2}


@pytest.fixture(scope="module")
def results() -> dict[str, Result]:
    with als.read(SAMPLES / "cohort.csv") as cohort:
        pair = [("flair_swi", "flair_cst")]
        held = {
            "accuracy": als.accuracy(cohort, compare=pair, prevalence=[0.05]),
            "certainty": als.accuracy(cohort, certainty=SURE, signs="t2_cst"),
            "phase": als.prevalence(cohort, by="el_escorial", findings=["t2_cst", "snake_eyes"]),
            "diagnosis": als.prevalence(cohort),
            "centre": als.prevalence(cohort, by="centre"),
            "score": als.prevalence(cohort, by=[], findings="t2_cst", with_="umn_score"),
            "cause": als.exclusion(cohort, shows={"demyelination": ["MS"]}),
            "people": als.describe(cohort, by="centre", columns=["age_at_onset"]),
            "survival": als.survival(cohort, adjust=["age_at_onset", "bulbar_onset"]),
            "centres": als.survival(cohort, group="centre"),
            "strata": als.survival(cohort, strata="centre"),
            "product": als.survival(cohort, group="bulbar_onset", adjust=PRODUCT),
        }  # fmt: skip
    frame = pd.read_csv(SAMPLES / "cohort.csv")
    held["ventilated"] = als.survival(als.read(frame.assign(niv=frame["death"])), event="niv")
    with als.read(SAMPLES / "intervals.csv") as intervals:
        held["intervals"] = als.survival(intervals)
    with als.read(SAMPLES / "visits.csv") as visits:
        held["paired"] = als.prevalence(visits, paired="visit", findings="t2_cst")
    with als.read(SAMPLES / "published" / "motor_band_2024.csv") as cohort:
        held["motor band"] = als.accuracy(cohort, prevalence=[0.1])
    held["counts"] = als.calc(tp=8, fp=0, fn=6, tn=40, prevalence=0.02, level=0.9)
    held["shares"] = als.calc(sens=0.7, spec=0.81, prevalence=0.1)
    return held


def numbers_of(row: Row) -> set[str]:
    """Return every way in which a number of a row may be printed."""
    values = [row.estimate, row.conf_low, row.conf_high, row.at, row.std_error]
    held = [v for v in values if v is not None and not isnan(v)]
    scales = ("ratio", "number", "difference")
    said = {number(v, scale) for v in held for scale in scales}
    said |= {percent(v, places).strip("<>") for v in held if 0 <= v <= 1 for places in (0, 1)}
    said |= {f"{100 * v:.3g}" for v in held} | {ratio(v) for v in held}
    said |= set(NUMBER.findall(limits(row))) | {str(row.events), str(row.n)}
    said |= {p_value(p).split()[-1] for p in (row.p_value, row.p_adjusted)}
    said |= {f"{row.df:g}"} if row.df is not None else set()
    return said | {text.removesuffix(".0") for text in said}


def without_names(text: str, result: Result) -> str:
    """Take the names of signs, groups and models from a text: they may hold figures."""
    held = [getattr(row, item.name) for row in result.rows for item in fields(Row)]
    names = {name for name in held if isinstance(name, str)}
    signs = result.provenance.get("study", {}).get("signs", {})
    names |= {sign["label"] for sign in signs.values()}
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, "") if re.search(r"\d", name) else text
    return text


def test_each_number_is_a_row_s(results: dict[str, Result]) -> None:
    for name, result in results.items():
        allowed = set().union(*map(numbers_of, result.rows))
        allowed |= set(NUMBER.findall(" ".join(note.text for note in result.notes)))
        allowed |= {f"{100 * result.level:.10g}", "0.5"}  # chance
        allowed |= {
            str(len({getattr(row, name) for row in result.rows if row.group != "all"}))
            for name in ("term", "group")
        }  # of so many findings, of so many groups
        text = f"{sentence(result)} {assumptions_in_words(result)}"
        found = NUMBER.findall(without_names(text, result).replace("T2", "").replace("T1", ""))
        assert [held for held in found if held not in allowed] == [], name
        assert found, name


def test_no_p_is_zero(results: dict[str, Result]) -> None:
    for result in results.values():
        text = f"{sentence(result)} {assumptions_in_words(result)}"
        assert not re.search(r"p = 0\.0+\b(?!\d)", text)
        assert "nan" not in text


def test_an_answer_is_a_sentence_or_two(results: dict[str, Result]) -> None:
    """Sixty words at most, numbers and all, and a warning that is short."""
    for name, result in results.items():
        text = sentence(result)
        first, _, warning = text.partition(". ")
        assert len(first.split()) <= 60, name
        assert len(warning.split()) <= 20, name
        assert len(re.findall(r"\.(?= [A-Z]|$)", text)) <= 2, name
        assert "(" not in re.sub(r"\([^()]*\)", "", text), name


def test_the_published_motor_band(results: dict[str, Result]) -> None:
    """68/114 is 59.6 %, 102/110 92.7 %."""
    assert sentence(results["motor band"]) == (
        "The motor cortex hypointensity (T2*/SWI), the motor band sign (swi_motor_cortex) was "
        "present in 60 % of people with ALS (68 of 114; 95 % limits 50 to 68 %) and absent in 93 % "
        "of all others (102 of 110; 86 to 96 %)."
    )


def test_the_combined_sign_is_spoken_of(results: dict[str, Result]) -> None:
    """85/122 is 69.7 %, 38/47 80.9 %."""
    assert sentence(results["accuracy"]) == (
        "The combined FLAIR/SWI sign (flair_swi) was present in 70 % of people with ALS (85 of "
        "122; 95 % limits 61 to 77 %) and absent in 81 % of all others (38 of 47; 67 to 90 %)."
    )
    assert "75 % of people with definite or probable ALS (48 of 64" in sentence(
        results["certainty"]
    )


def test_the_main_sign_is_that_of_the_figures_and_the_page(results: dict[str, Result]) -> None:
    from alsstats.figures import one_sign

    for name in ("accuracy", "certainty", "motor band"):
        assert one_sign.main_sign(results[name]).accuracy.sensitivity.term in sentence(
            results[name]
        )
    signs = {"flair_swi": [1, 0] * 5 + [1], "t2_cst": [1] * 6 + [0] * 5, "t1_cst": [0, 1] * 5 + [0]}
    cohort = als.read(pd.DataFrame(PEOPLE | signs), define={"tract": "t2_cst or t1_cst"})
    answer = als.accuracy(cohort)
    assert one_sign.main_sign(answer).accuracy.sensitivity.term == "flair_swi"
    assert "(flair_swi)" in sentence(answer)


def test_only_where_nobody_was_counted_the_meaning_is_said(results: dict[str, Result]) -> None:
    assert "29 % of people with the sign have it" in sentence(results["shares"])
    assert sentence(results["counts"]) == (
        "The sign was present in 57 % of people with the disease (8 of 14; 90 % limits 36 to 76 %) "
        "and absent in 100 % of people without the disease (40 of 40; 94 to 100 %)."
    )


def test_of_many_groups_the_most_and_the_least_frequent_are_named(
    results: dict[str, Result],
) -> None:
    assert sentence(results["diagnosis"]) == (
        "The combined FLAIR/SWI sign (flair_swi) was most frequent in people with ALS (70 %, 85 of "
        "122; 95 % limits 61 to 77 %) and least frequent in people with myasthenia gravis (0 %, 0 "
        "of 2; 0 to 66 %), of 8 groups; Fisher's test: p < 0.001, adjusted < 0.001."
    )
    text = sentence(results["phase"])
    assert text.startswith(
        "By el_escorial, corticospinal tract hyperintensity (T2; t2_cst), which differs most of 2 "
        "findings, was most frequent in definite (83 %, 25 of 30; 95 % limits 66 to 93 %) and"
    )


def test_few_groups_are_named_one_by_one(results: dict[str, Result]) -> None:
    assert sentence(results["centre"]) == (
        "By centre, the combined FLAIR/SWI sign (flair_swi) was present in 53 % of A (40 of 76; 95 "
        "% limits 42 to 63 %), in 58 % of B (35 of 60; 46 to 70 %) and in 58 % of C (19 of 33; 41 "
        "to 73 %); Fisher's test: p = 0.774, adjusted 1.000."
    )
    assert sentence(results["paired"]) == (
        "In the same people, corticospinal tract hyperintensity (T2; t2_cst) was present in 26 % "
        "at baseline (8 of 31; 95 % limits 14 to 43 %) and in 65 % at follow-up (20 of 31; 47 to "
        "79 %); McNemar's test, exact: p = 0.004, adjusted 0.013."
    )
    assert "has the higher umn_score with probability 0." in sentence(results["score"])


def test_equal_shares_and_groups_in_which_nobody_was_assessed() -> None:
    groups = ["a"] * 3 + ["b"] * 2 + ["c"] * 2 + ["d"] * 2 + ["e"]
    unread = "not assessable"
    signs = {
        "equal": [0] * 10,
        "tied": [1, 1, 1, 0, 0, 0, 0, 1, 0, unread],
        "unread": [unread] * 10,
    }
    people = {"diagnosis": ["ALS"] * 10, "centre": groups}
    coded = {"present": dict.fromkeys(signs, 1), "absent": dict.fromkeys(signs, 0)}
    cohort = als.read(pd.DataFrame(people | signs), **coded)
    said = {name: sentence(als.prevalence(cohort, by="centre", findings=name)) for name in signs}
    assert "was equally frequent in 5 groups, 0 %;" in said["equal"]
    assert "least frequent in b (0 %, 0 of 2; 0 to 66 %; as in 1 other group)" in said["tied"]
    assert said["tied"].endswith(" Of e nobody was assessed.")
    assert said["unread"] == "How often unread is present cannot be computed: nobody was assessed."


def test_other_causes_and_people(results: dict[str, Result]) -> None:
    assert sentence(results["cause"]) == (
        "Any other cause was found in 7 % of all people (13 of 178; 95 % limits 4 to 12 %), and "
        "MRI showed demyelination in 75 % of people with MS (3 of 4; 30 to 95 %)."
    )
    assert sentence(results["people"]) == (
        "178 people are described by 1 characteristic: 80 in A, 62 in B and 36 in C."
    )


def test_who_lived_to_a_landmark_are_named_as_such() -> None:
    """Half of these live longer than half of all: the time is not that of all patients."""
    with als.read(SAMPLES / "cohort.csv") as cohort:
        text = sentence(als.survival(cohort, from_=12.0))
    assert "89 patients with ALS followed beyond 12 months, 57 deaths" in text


def test_survival_of_the_sign(results: dict[str, Result]) -> None:
    assert sentence(results["survival"]) == (
        "Patients with the combined FLAIR/SWI sign (flair_swi) died at 6.97 times the rate of the "
        "others, adjusted for age_at_onset and bulbar_onset (95 % limits 3.86 to 13.7, p < 0.001; "
        "122 patients with ALS, 90 deaths); half of them were alive at 14.7 months after the MRI, "
        "the median of the others was not reached."
    )
    words = assumptions_in_words(results["survival"])
    assert words.startswith("The adjusted model has 3 coefficients and 90 events.")
    assert "lies between 6.44 and 7.69; with all patients it is 6.97." in words
    assert "Nothing in the data contradicts proportional hazards (flair_swi p = 0.134" in words
    assert "with probability 0.735 (standard error 0.025)" in words
    product = sentence(results["product"])
    assert "90 deaths; where flair_swi is not both); half of all 39 such patients" in product
    assert product.endswith("at 15.4 months after the MRI, of all 89 others half at 29.8 months.")


def test_medians_of_more_patients_than_the_model_has_say_of_how_many() -> None:
    """The model leaves out 17 patients of whom a score is not known; the curves do not."""
    with als.read(SAMPLES / "cohort.csv") as cohort:
        text = sentence(als.survival(cohort, adjust=["umn_score", "alsfrs_r"]))
    assert "105 patients with ALS, 77 deaths); half of all 85 such patients were alive" in text
    assert text.endswith("the median of all 37 others was not reached.")


def test_survival_by_several_levels(results: dict[str, Result]) -> None:
    assert sentence(results["centres"]) == (
        "Against centre A, the hazard ratio of death is 0.773 in B (95 % limits 0.483 to 1.23, p = "
        "0.275) and 0.959 in C (0.556 to 1.608, p = 0.877); 128 patients with ALS, 94 deaths; over "
        "all p = 0.525; median survival, months after the MRI: 17.6 (A), 29.8 (B), 25 (C)."
    )
    many = replace(results["centres"], rows=_with_more_levels(results["centres"]))
    assert "in C (0.556 to 1.608, p = 0.877), the lowest and the highest of 4;" in sentence(many)


def _with_more_levels(result: Result) -> tuple[Row, ...]:
    """Give the level B three times over, so that it is the lowest of many."""
    ratios = [row for row in result.rows if row.category == "B"]
    return (*result.rows, *(replace(row, category=name) for row in ratios for name in ("D", "E")))


def test_an_event_that_is_no_death_is_named(results: dict[str, Result]) -> None:
    text = sentence(results["ventilated"])
    assert "had the event (niv) at 6.56 times the rate of the others (95 % limits" in text
    assert "90 events); half of them were free of it at 14.7 months after the MRI" in text


def test_of_patients_who_change_groups_no_median_is_told(results: dict[str, Result]) -> None:
    text = sentence(results["intervals"])
    assert text.endswith("died at 8.07 times the rate of the others (95 % limits 3.58 to 19.8, p < "
                         "0.001; 56 patients with ALS, 25 deaths).")  # fmt: skip


def test_a_ratio_that_changes_over_time_is_doubted_in_a_second_sentence(
    results: dict[str, Result],
) -> None:
    text = sentence(results["strata"])
    assert "6.34 times the rate of the others, compared within each centre (95 %" in text
    assert text.endswith(
        " Proportional hazards are in doubt (p = 0.044): one ratio is an average over time."
    )
    of_all = {"statistic": "proportional_hazards", "model": "univariable", "p_value": 0.01,
              "handling": results["ventilated"].rows[0].handling}  # fmt: skip
    others = [Row(term=name, **of_all) for name in ("age", "dfs")]
    more = replace(results["ventilated"], rows=(*results["ventilated"].rows, *others))
    assert sentence(more).endswith(
        " Proportional hazards of the whole model are in doubt (p = 0.010)."
    )


def test_immortal_time_is_warned_of() -> None:
    died = survival_of([0, 1] * 10, [1, 1, 0, 0] * 5, time="months_from_onset")
    assert sentence(died).endswith(
        " The months before the MRI are immortal time, which distorts this: see the notes."
    )


def accuracy_of(reading: list[object], **asked: object) -> str:
    codes = {"present": {"flair_cst": 1}, "absent": {"flair_cst": 0}}
    cohort = als.read(pd.DataFrame(PEOPLE | {"flair_cst": reading}), **codes)
    return sentence(als.accuracy(cohort, **asked))


def test_what_nobody_was_assessed_for_cannot_be_computed() -> None:
    assert accuracy_of(["not assessable"] * 11) == (
        "How often corticospinal tract hyperintensity (FLAIR; flair_cst) is present cannot be "
        "computed: nobody was assessed."
    )
    no_als = accuracy_of(["not assessable"] * 6 + [0] * 5)
    assert no_als.endswith(
        "was absent in 100 % of all others (5 of 5; 95 % limits 57 to 100 %). How often it is "
        "present in people with ALS cannot be computed: nobody was assessed."
    )
    only_als = accuracy_of([1] * 6 + ["not assessable"] * 5)
    assert only_als.endswith(
        "was present in 100 % of people with ALS (6 of 6; 95 % limits 61 to 100 %). How often it "
        "is absent in all others cannot be computed: nobody was assessed."
    )


def test_a_sign_that_is_combined_is_spoken_of_before_a_plain_one() -> None:
    people = pd.DataFrame(PEOPLE | {"flair_cst": [0, 1] * 5 + [1], "t2_cst": [1] * 6 + [0] * 5})
    cohort = als.read(people, define={"any_tract": "flair_cst or t2_cst"})
    text = sentence(als.accuracy(cohort))
    assert text.startswith("The sign any_tract was present in 100 % of people with ALS (6 of 6;")


def test_people_are_named_by_their_diagnosis_and_by_nothing_that_is_not_known() -> None:
    versus = {"healthy": "healthy", "neuropathy": "MMN"}
    text = accuracy_of([1] * 6 + [0] * 5, versus=versus)
    assert "absent in 100 % of all others" in text
    one = accuracy_of([1] * 6 + [0] * 5, versus={"neuropathy": "MMN"}, leave_out="healthy")
    assert "absent in 100 % of neuropathy (3 of 3;" in one
    healthy = accuracy_of([1] * 6 + [0] * 5, versus={"healthy": "healthy"}, leave_out="MMN")
    assert "absent in 100 % of healthy people (2 of 2;" in healthy


def test_all_none_and_less_than_a_thousandth() -> None:
    assert "present in 0 % of people with ALS (0 of 6;" in accuracy_of([0] * 6 + [1] * 5)
    rare = sentence(als.calc(tp=1, fp=9999, fn=99999, tn=1))
    assert "in less than 0.1 % of people with the disease (1 of 100000; 95 % limits <0.1" in rare


def survival_of(
    sign: list[int], died: list[int], time: str = "months_from_mri", **asked: object
) -> Result:
    people = {"diagnosis": ["ALS"] * 20, time: np.arange(1.0, 21), "death": died}
    return als.survival(
        als.read(pd.DataFrame(people | {"flair_cst": sign})), group="flair_cst", time=time, **asked
    )


def test_nobody_died() -> None:
    nobody = survival_of([0, 1] * 10, [0] * 20)
    assert sentence(nobody) == (
        "The median survival of the 20 patients with ALS was not reached; 0 died. "
        "The univariable model of flair_cst was not computed: nobody died."
    )
    assert "not computed" in assumptions_in_words(nobody)


def test_separated_deaths_give_an_infinite_ratio_in_words() -> None:
    infinite = survival_of([0, 1] * 10, [0, 1] * 10)
    assert sentence(infinite) == (
        "The hazard ratio of death of patients with corticospinal tract hyperintensity (FLAIR; "
        "flair_cst) against the others is infinite (95 % limits 3.29 to infinity, p = 0.001; 20 "
        "patients with ALS, 10 deaths)."
    )
    assert "there is no finite hazard ratio of flair_cst present" in assumptions_in_words(infinite)
    none = sentence(survival_of([0, 1] * 10, [1, 0] * 10))
    assert "is 0 (95 % limits 0 to 0.212, p < 0.001;" in none


def test_doubts_are_said() -> None:
    test = {
        "statistic": "proportional_hazards",
        "model": "adjusted",
        "df": 1,
        "statistic_value": 9.0,
    }
    rows = (Row(term="a", p_value=0.003, **test), Row(term="b", p_value=0.4, **test),
            Row(p_value=0.01, **test))  # fmt: skip
    note = Note("few_events", "events for 3 coefficients: 12")
    words = assumptions_in_words(Result(title="", level=0.95, rows=rows, notes=(note,)))
    assert words == (
        "Proportional hazards are in doubt (a p = 0.003, b p = 0.400, all terms together p = 0.010)"
        ": the effect of a seems to change over time, and one hazard ratio is an average of it. "
        "Note: events for 3 coefficients: 12."
    )


def test_an_empty_answer_says_so() -> None:
    assert sentence(Result(title="", level=0.95)) == "Nobody is described."
    curve = Curve(name="survival, everyone")
    empty = Result(title="", level=0.95, layout="survival", curves=(curve,))
    assert sentence(empty) == "No hazard ratio was computed."


def test_names_of_the_data_do_not_act() -> None:
    share = {"statistic": "prevalence", "estimate": 0.5, "n": 2, "events": 1}
    row = Row(term="<script>\x1b", by="x\n", group="all", **share)
    text = sentence(Result(title="", level=0.95, rows=(row,)))
    assert text == "By x\\n, <script>\\x1b was present in 50 % of all people (1 of 2)."
