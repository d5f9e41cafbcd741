"""The answer in sentences: each number is a row's, and what cannot be computed is said."""

import re
from dataclasses import fields
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
            "score": als.prevalence(cohort, by=[], findings="t2_cst", with_="umn_score"),
            "cause": als.exclusion(cohort, shows={"demyelination": ["MS"]}),
            "people": als.describe(cohort, by="centre", columns=["age_at_onset"]),
            "survival": als.survival(cohort, adjust=["age_at_onset", "bulbar_onset"]),
            "product": als.survival(cohort, group="bulbar_onset", adjust=PRODUCT),
        }  # fmt: skip
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
        allowed |= {f"{100 * result.level:.10g}", "100", "0.5"}  # of 100 people; chance
        allowed |= {str(len({row.term for row in result.rows})), "8"}  # findings; other signs
        text = f"{sentence(result)} {assumptions_in_words(result)}"
        found = NUMBER.findall(without_names(text, result).replace("T2", "").replace("T1", ""))
        assert [held for held in found if held not in allowed] == [], name
        assert found, name


def test_no_p_is_zero(results: dict[str, Result]) -> None:
    for result in results.values():
        text = f"{sentence(result)} {assumptions_in_words(result)}"
        assert not re.search(r"p = 0\.0+\b(?!\d)", text)
        assert "nan" not in text


def test_the_published_motor_band(results: dict[str, Result]) -> None:
    """68/114 is 59.6 %, 72/79 91.1 %, 30/31 96.8 %, 102/110 92.7 %; 68/76 89.5 %."""
    text = sentence(results["motor band"])
    assert text == (
        "Motor cortex hypointensity (T2*/SWI), the motor band sign (swi_motor_cortex): of 100 "
        "people with ALS, 60 have the sign (95 % interval 50 to 68; 68 of 114); of 100 without "
        "(mimics), 91 lack it (83 to 96; 72 of 79); of 100 without (healthy), 97 lack it (84 to 99"
        "; 30 of 31); of 100 without (all others), 93 lack it (86 to 96; 102 of 110). Where 50.9 % "
        "have ALS (as here), 89 of 100 people with the sign have it (81 to 95; 68 of 76). Where "
        "10 % have ALS (asked for), 48 of 100 people with the sign have it (31 to 64)."
    )


def test_the_combined_sign_comes_first_and_is_compared(results: dict[str, Result]) -> None:
    text = sentence(results["accuracy"])
    assert text.startswith("FLAIR and SWI signs together (flair_swi): of 100 people with ALS, 70")
    assert (
        "In the same people, flair_swi - flair_cst: sensitivity -0.131 (-0.202 to -0.082; p <"
        in text
    )
    assert text.endswith("The other 8 signs are in the table.")
    assert "of 100 people with ALS: definite + probable, 75 have" in sentence(results["certainty"])
    assert "Where 56.6 % have ALS (as here)" in sentence(results["certainty"])


def test_what_differs_most_is_named_with_its_p(results: dict[str, Result]) -> None:
    text = sentence(results["phase"])
    assert text.startswith(
        "Of 2 findings, Corticospinal tract hyperintensity (T2) (t2_cst) differs"
    )
    assert "83 % of definite (25 of 30; 95 % interval 66 to 93 %)" in text
    assert text.endswith("Fisher's test: p < 0.001, adjusted < 0.001.")
    paired = sentence(results["paired"])
    assert "26 % of baseline (8 of 31; 95 % interval 14 to 43 %); 65 % of follow-up" in paired
    assert "McNemar's test, exact: p = 0.004, adjusted 0.013" in paired
    assert "has the higher umn_score with probability 0." in sentence(results["score"])
    assert sentence(results["cause"]) == (
        "Any other cause: found in 7 % of everyone (13 of 178; 95 % interval 4 to 12 %); MRI "
        "showed demyelination in 75 % of MS (3 of 4; 30 to 95 %)."
    )
    assert sentence(results["people"]).endswith("80 in A, 62 in B, 36 in C, 178 altogether.")


def test_survival_of_the_sign(results: dict[str, Result]) -> None:
    text = sentence(results["survival"])
    assert "Of 122 patients 90 had the event (death)" in text
    assert (
        "not reached with not both (95 % interval 36.9 to no known end); 14.7 months with both"
        in text
    )
    assert (
        "The rate of death with flair_swi, both is 6.97 times that with not both (95 % interval "
        "3.86 to 13.7; p < 0.001; adjusted model of 122 patients, 90 events)."
    ) in text
    assert "Nothing in the data contradicts proportional hazards (flair_swi p = 0.134" in text
    words = assumptions_in_words(results["survival"])
    assert words.startswith("The adjusted model has 3 coefficients and 90 events.")
    assert "lies between 6.44 and 7.69; with all it is 6.97." in words
    assert "with probability 0.735 (standard error 0.025)" in words
    assert "where flair_swi is at its reference, or zero" in sentence(results["product"])


def accuracy_of(reading: list[object], **asked: object) -> str:
    codes = {"present": {"flair_cst": 1}, "absent": {"flair_cst": 0}}
    cohort = als.read(pd.DataFrame(PEOPLE | {"flair_cst": reading}), **codes)
    return sentence(als.accuracy(cohort, **asked))


def test_what_nobody_was_assessed_for_cannot_be_computed() -> None:
    nobody = accuracy_of(["not assessable"] * 11)
    assert nobody.endswith("nothing can be computed, as nobody was assessed.")
    no_als = accuracy_of(["not assessable"] * 6 + [0] * 5)
    assert (
        "how often it is present with ALS cannot be computed: nobody was assessed; of 100" in no_als
    )
    assert "the meaning of the sign cannot be computed: nobody has it." in no_als
    only_als = accuracy_of([1] * 6 + ["not assessable"] * 5)
    assert "of 100 people with ALS, all have the sign (95 % interval 61 to 100; 6 of 6)" in only_als
    assert (
        "among those without it (mimics) this cannot be computed: nobody was assessed" in only_als
    )


def test_a_sign_that_is_combined_is_spoken_of_before_a_plain_one() -> None:
    people = pd.DataFrame(PEOPLE | {"flair_cst": [0, 1] * 5 + [1], "t2_cst": [1] * 6 + [0] * 5})
    cohort = als.read(people, define={"any_tract": "flair_cst or t2_cst"})
    text = sentence(als.accuracy(cohort))
    assert text.startswith("The sign any_tract: of 100 people with ALS, all have the sign")
    assert text.endswith("The other 2 signs are in the table.")


def test_all_none_and_fewer_than_one_of_a_hundred() -> None:
    assert "none have the sign" in accuracy_of([0] * 6 + [1] * 5)
    assert "all lack it (44 to 100; 3 of 3)" in accuracy_of([1] * 6 + [0] * 5)
    rare = sentence(als.calc(tp=1, fp=9999, fn=99999, tn=1))
    assert "fewer than 1 have the sign (95 % interval <1 to <1; 1 of 100000)" in rare


def survival_of(sign: list[int], died: list[int], **asked: object) -> Result:
    people = {"diagnosis": ["ALS"] * 20, "months_from_mri": np.arange(1.0, 21), "death": died}
    return als.survival(
        als.read(pd.DataFrame(people | {"flair_cst": sign})), group="flair_cst", **asked
    )


def test_nobody_died() -> None:
    nobody = survival_of([0, 1] * 10, [0] * 20)
    assert sentence(nobody).startswith("Of 20 patients 0 had the event; the median follow-up")
    assert sentence(nobody).endswith("model of flair_cst was not computed: nobody died.")
    assert "not computed" in assumptions_in_words(nobody)


def test_separated_deaths_give_an_infinite_ratio_in_words() -> None:
    infinite = survival_of([0, 1] * 10, [0, 1] * 10)
    assert "is infinite (95 % interval 3.29 to infinity; p = 0.001" in sentence(infinite)
    assert "there is no finite hazard ratio of flair_cst present" in assumptions_in_words(infinite)
    assert "is 0 (95 % interval 0 to 0.212" in sentence(survival_of([0, 1] * 10, [1, 0] * 10))


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
    assert text == "The sign <script>\\x1b by x\\n: 50 % of everyone (1 of 2)."
