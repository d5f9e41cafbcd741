"""Adjusted prevalence, against a regression person by person and against R."""

import json
from math import exp, log
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy.stats import norm

import alsstats as als
from alsstats.errors import UsageError
from sample_data.make_cohort import FILE

PHASES = {
    "definite phase": ["definite", "probable"],
    "indefinite phase": ["possible", "probable laboratory-supported"],
}
MODEL = "adjusted for age_at_onset, sex, centre"
# R 4.2.2, of the people that `complete` returns:
#   fit <- glm(t2_cst ~ phase + age + sex + centre, binomial, d, control = glm.control(1e-14, 100))
#   of <- function(one) mean(predict(fit, transform(d, phase = one), type = "response"))
R = {"definite phase": 0.749684319663626, "indefinite phase": 0.222586943906583}


def cohort_frame() -> pd.DataFrame:
    return pd.read_csv(FILE, dtype=str, keep_default_na=False)


def complete(frame: pd.DataFrame, finding: str) -> pd.DataFrame:
    """Return the people of a phase of whom the finding and all covariates are known."""
    code = {old: new for new, levels in PHASES.items() for old in levels}
    held = frame.assign(phase=frame["el_escorial"].map(code)).dropna(subset="phase")
    known = held[["age_at_onset", "sex", "centre"]].ne("").all(axis=1)
    return held[known & held[finding].isin(["0", "1"])]


def fitted(columns: np.ndarray, present: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return coefficients of a logistic regression, and their covariance, by Newton's steps."""
    beta = np.zeros(columns.shape[1])
    for _ in range(50):
        share = 1 / (1 + np.exp(-columns @ beta))
        information = (columns.T * (share * (1 - share))) @ columns
        beta = beta + np.linalg.solve(information, columns.T @ (present - share))
    return beta, np.linalg.inv(information)


def standardised(held: pd.DataFrame, finding: str) -> dict[str, tuple[float, np.ndarray]]:
    """Return the mean share with everybody in a phase, its gradient, and the covariance."""
    sexes, centres = sorted(set(held["sex"]))[1:], sorted(set(held["centre"]))[1:]

    def columns(in_definite: np.ndarray) -> np.ndarray:
        parts = [np.ones(len(held)), in_definite, held["age_at_onset"].astype(float) - 60]
        parts += [held["sex"].eq(name) for name in sexes]
        parts += [held["centre"].eq(name) for name in centres]
        return np.column_stack(parts).astype(float)

    present = held[finding].eq("1").to_numpy(float)
    beta, covariance = fitted(columns(held["phase"].eq("definite phase").to_numpy()), present)
    found: dict[str, Any] = {"covariance": covariance}
    for phase, is_definite in (("definite phase", 1.0), ("indefinite phase", 0.0)):
        here = columns(np.full(len(held), is_definite))
        share = 1 / (1 + np.exp(-here @ beta))
        found[phase] = (share.mean(), (share * (1 - share)) @ here / len(held))
    return found


def near(value: float) -> Any:
    """Two regressions that stop at steps below 1e-10 standard errors."""
    return pytest.approx(value, rel=1e-8, abs=1e-10)


@pytest.mark.parametrize("finding", ["t2_cst", "flair_cst", "swi_motor_cortex"])
def test_every_row_equals_a_regression_of_people(finding: str) -> None:
    frame = cohort_frame()
    result = als.prevalence(
        als.read(frame), by="el_escorial", merge=PHASES, findings=finding,
        adjust=["age_at_onset", "sex", "centre"], level=0.9,
    )  # fmt: skip
    first, second, gap, ratio = [row for row in result.rows if row.model == MODEL]
    held = complete(frame, finding)
    found = standardised(held, finding)
    cov, z = found.pop("covariance"), norm.ppf(0.95)
    for row in (first, second):
        phase = held[held["phase"] == row.group]
        assert row.statistic == "prevalence"
        assert (row.events, row.n) == (None, len(phase))  # it is no share of these
        everyone = frame["el_escorial"].isin(PHASES[row.group or ""]).sum()
        assert (row.n or 0) + (row.left_out or 0) == everyone
        share, gradient = found[row.group]
        error = np.sqrt(gradient @ cov @ gradient) / (share * (1 - share))
        logit = log(share / (1 - share))
        assert row.estimate == near(share)
        assert row.conf_low == near(1 / (1 + exp(z * error - logit)))
        assert row.conf_high == near(1 / (1 + exp(-z * error - logit)))
    (one, toward), (other, away) = found["definite phase"], found["indefinite phase"]
    assert {(row.group, row.comparison, row.n) for row in (gap, ratio)} == {
        ("definite phase", "indefinite phase", len(held))
    }
    error = np.sqrt((toward - away) @ cov @ (toward - away))
    assert (gap.statistic, gap.estimate) == ("prevalence_difference", near(one - other))
    assert (gap.conf_low, gap.conf_high) == (
        near(one - other - z * error), near(one - other + z * error),
    )  # fmt: skip
    assert gap.p_value == near(2 * norm.sf((one - other) / error if one > other else
                                           (other - one) / error))  # fmt: skip
    slope = toward / one - away / other
    error = np.sqrt(slope @ cov @ slope)
    assert (ratio.statistic, ratio.estimate) == ("prevalence_ratio", near(one / other))
    assert ratio.conf_low == near(one / other * exp(-z * error))
    assert ratio.conf_high == near(one / other * exp(z * error))


def test_the_shares_of_r() -> None:
    with als.read(FILE) as cohort:
        result = als.prevalence(
            cohort, by="el_escorial", merge=PHASES, findings="t2_cst",
            adjust=["age_at_onset", "sex", "centre"],
        )  # fmt: skip
    shares = [(row.group, row.estimate) for row in result.rows if row.model == MODEL][:2]
    assert shares == [(group, near(share)) for group, share in R.items()]


def people(*groups: tuple[int, str, str, str, str]) -> als.Cohort:
    """Return a cohort: so many people with this level, finding, centre and age."""
    columns = ["g", "t2_cst", "centre", "age_at_onset"]
    rows = [list(held) for often, *held in groups for _ in range(often)]
    return als.read(pd.DataFrame(rows, columns=columns, dtype=str))


BALANCED = (
    (9, "a", "1", "X", "50"), (6, "a", "0", "X", "60"), (4, "a", "0", "Y", "55"),
    (5, "a", "1", "Y", "58"), (3, "b", "1", "X", "52"), (8, "b", "0", "X", "57"),
    (6, "b", "1", "Y", "61"), (7, "b", "0", "Y", "49"),
)  # fmt: skip


def adjusted(result: als.Result) -> list[als.Row]:
    return [row for row in result.rows if (row.model or "").startswith("adjusted for")]


def test_only_complete_cases_are_in_the_model() -> None:
    more = ((2, "a", "", "X", "50"), (1, "a", "1", "", "50"), (3, "b", "0", "Y", ""),
            (4, "", "1", "X", "50"), (1, "b", "0", "", ""))  # fmt: skip
    found = als.prevalence(people(*BALANCED, *more), by="g", adjust=["centre", "age_at_onset"])
    whole = als.prevalence(people(*BALANCED), by="g", adjust=["centre", "age_at_onset"])
    rows = adjusted(found)
    assert [(row.estimate, row.n) for row in rows] == [
        (row.estimate, row.n) for row in adjusted(whole)
    ]
    assert [row.left_out_by for row in rows[:2]] == [
        {"sign missing": 2, "centre missing": 1}, {"age_at_onset missing": 3, "centre missing": 1},
    ]  # fmt: skip


def test_a_declared_level_that_nobody_has_does_not_hide_the_others() -> None:
    asked = {"by": "g", "adjust": "age_at_onset"}
    plain = adjusted(als.prevalence(people(*BALANCED), **asked))
    empty = adjusted(als.prevalence(people(*BALANCED), order=["a", "b", "c"], **asked))
    assert plain == empty
    assert len(plain) == 4
    none = als.prevalence(people(*BALANCED), order=["a", "b", "c"], against="c", **asked)
    assert adjusted(none) == plain[:2]
    assert "nobody holds c of g: no comparison with it" in [note.text for note in none.notes]


def test_without_a_reference_there_are_shares_and_no_contrast() -> None:
    cohort = people(*BALANCED, (5, "c", "1", "X", "51"), (5, "c", "0", "Y", "63"))
    rows = adjusted(als.prevalence(cohort, by="g", adjust="centre"))
    assert [(row.statistic, row.group) for row in rows] == [
        ("prevalence", "a"), ("prevalence", "b"), ("prevalence", "c"),
    ]  # fmt: skip
    pairs = adjusted(als.prevalence(cohort, by="g", adjust="centre", against="all-pairs"))
    assert {(row.group, row.comparison) for row in pairs[3:]} == {
        ("a", "b"), ("a", "c"), ("b", "c"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("groups", "says"),
    [
        (((9, "a", "1", "X", "5"), (9, "a", "0", "X", "6"), (9, "b", "1", "X", "6")),
         "separation"),
        (((9, "a", "1", "X", "5"), (9, "b", "0", "X", "5"), (2, "b", "1", "X", "5")),
         "the same in everybody"),
        (((1, "a", "1", "X", "5"), (9, "a", "0", "X", "6"), (9, "b", "0", "X", "7")),
         "only 1 with the finding for 3 coefficients"),
    ],
)  # fmt: skip
def test_where_there_is_no_model_the_rows_are_empty_and_a_note_says_why(
    groups: Any, says: str
) -> None:
    result = als.prevalence(people(*groups), by="g", adjust="age_at_onset")
    rows = [row for row in result.records() if row["model"]]
    assert {row["statistic"] for row in rows} >= {"prevalence", "prevalence_difference"}
    for row in rows:
        for name in ("estimate", "conf_low", "conf_high", "p_value", "p_adjusted"):
            assert row[name] is None
    [note] = [note for note in result.notes if note.code == "not_computed"]
    assert says in note.text
    assert "t2_cst" in note.text
    json.loads(result.render("json"), parse_constant=pytest.fail)


def test_separation_names_what_is_infinite() -> None:
    cohort = people((9, "a", "1", "X", "5"), (9, "a", "0", "Y", "6"), (9, "b", "1", "X", "6"),
                    (9, "b", "0", "Y", "5"), (9, "b", "0", "X", "4"))  # fmt: skip
    result = als.prevalence(cohort, by="g", adjust=["age_at_onset", "centre"])
    [note] = [note for note in result.notes if note.code == "not_computed"]
    assert "covariate 'centre Y'" in note.text


def test_nobody_with_a_level_makes_no_model() -> None:
    cohort = people((9, "", "1", "X", "5"), (9, "", "0", "Y", "6"))
    assert adjusted(als.prevalence(cohort, by="g", adjust="age_at_onset")) == []


def test_the_kind_of_a_covariate_is_never_guessed() -> None:
    frame = pd.DataFrame({"g": list("ab") * 10, "t2_cst": list("0110") * 5, "x": list("12345") * 4})
    cohort = als.read(frame)
    with pytest.raises(UsageError, match="whether 'x' is a number or a category"):
        als.prevalence(cohort, by="g", adjust="x")
    number = adjusted(als.prevalence(cohort, by="g", adjust="x", number="x"))
    category = adjusted(als.prevalence(cohort, by="g", adjust="x", category="x"))
    said = als.read(frame, study={"variables": {"x": {"kind": "category"}}})
    assert adjusted(als.prevalence(said, by="g", adjust="x")) == category != number
