"""Standardised prevalence against R, a published example, and algebra."""

from itertools import groupby
from math import isnan, log, nan, sqrt
from statistics import NormalDist

import numpy as np
import pytest

from alsstats.errors import UsageError
from alsstats.frequency.standardisation import METHOD, Standardised, standardise
from tests.golden import number, rows

COVARIATES = ("sex", "age", "bulbar", "other", "year")


def by_set(name: str) -> dict[str, list[dict[str, str]]]:
    return {key: list(group) for key, group in groupby(rows(name), lambda row: row["set"])}


ANSWERS, DATA = by_set("standardised.csv"), by_set("standardised_rows.csv")
Z = NormalDist().inv_cdf(0.975)

# R fits covariates as they are, years near 2015 among them: its own two ways of entering the same
# people differ by 1.7e-11. A difference near 0 has no digits to compare, hence the absolute part.
CLOSE = {"rel": 1e-9, "abs": 1e-12, "nan_ok": True}


def standardised(
    table: list[tuple[int, float, int, int]],
    names: tuple[str, ...] = ("a", "b"),
    reference: int = 0,
) -> Standardised:
    """Standardise rows of level, covariate, people with the finding, people without."""
    held = np.array(table, dtype=float)
    twice = np.vstack([held, held])
    return standardise(
        twice[:, 0].astype(int),
        names,
        np.repeat([True, False], len(held)),
        twice[:, [1]],
        ("x",),
        np.concatenate([held[:, 2], held[:, 3]]).astype(int),
        reference=reference,
    )


def crude(counts: list[tuple[int, int]], reference: int = 0) -> Standardised:
    """Standardise (people with the finding, people without) of each level, without covariates."""
    return standardise(
        np.repeat(np.arange(len(counts)), 2),
        tuple("abcdef"[: len(counts)]),
        np.tile([True, False], len(counts)),
        np.empty((2 * len(counts), 0)),
        (),
        np.array(counts).ravel(),
        reference=reference,
    )


def test_there_are_enough_data_sets() -> None:
    assert len(ANSWERS) == len(DATA) == 48
    assert all(len({row["level"] for row in DATA[key]}) == len(ANSWERS[key]) for key in DATA)


@pytest.mark.parametrize("key", ANSWERS)
def test_against_r(key: str) -> None:
    data, answers = DATA[key], ANSWERS[key]
    names = tuple(name for name in COVARIATES if data[0][name])
    found = standardise(
        np.array([int(row["level"]) for row in data]),
        tuple(row["level"] for row in answers),
        np.array([row["present"] == "1" for row in data]),
        np.array([[float(row[name]) for name in names] for row in data]),
        names,
        np.array([int(row["n"]) for row in data]),
        reference=int(answers[0]["reference"]),
    )
    assert not found.problem
    for held, row in zip(found.levels, answers, strict=True):
        assert (held.events, held.n) == (int(row["events"]), int(row["n"]))
        estimates = {"prevalence": held.prevalence}
        if row["level"] == row["reference"]:
            assert held.contrast is None
        else:
            estimates |= {"difference": held.contrast.difference, "ratio": held.contrast.ratio}
            assert held.contrast.p_value == pytest.approx(number(row["p"]), rel=1e-7)  # a far tail
        for name, estimate in estimates.items():
            expected = [number(row[f"{name}{part}"]) for part in ("", "_low", "_high", "_se")]
            seen = [estimate.value, estimate.low, estimate.high, estimate.std_error]
            assert seen == pytest.approx(expected, **CLOSE), name
            assert estimate.method == METHOD


def test_breast_cancer_by_stage() -> None:
    """Differences and standard errors that the R package risks prints (vignette `margstd`).

    Data: Newman, Biostatistical Methods in Epidemiology, 2001, table 5.3; Greenland, Am J Epidemiol
    2004;160:301. Deaths by stage, adjusted for receptor level.
    """
    table = [
        (0, 1, 2, 10),
        (0, 0, 5, 50),
        (1, 1, 9, 13),
        (1, 0, 17, 57),
        (2, 1, 12, 2),
        (2, 0, 9, 6),
    ]
    found = standardised(table, ("I", "II", "III"))
    differences = [held.contrast.difference for held in found.levels[1:]]
    printed = [(round(d.value, 5), round(d.std_error, 5)) for d in differences]
    assert printed == [(0.16303, 0.05964), (0.57097, 0.09962)]


def test_without_covariates_it_is_the_crude_prevalence() -> None:
    found = crude([(30, 70), (12, 28), (45, 15)])
    for held in found.levels:
        p = held.events / held.n
        std_error = 1 / sqrt(held.n * p * (1 - p))
        assert held.prevalence.value == pytest.approx(p, rel=1e-12)
        assert held.prevalence.std_error == pytest.approx(std_error, rel=1e-12)
        limits = [1 / (1 + (1 - p) / p * np.exp(-side * Z * std_error)) for side in (-1, 1)]
        assert [held.prevalence.low, held.prevalence.high] == pytest.approx(limits, rel=1e-12)
    difference, ratio, p_value = found.levels[2].contrast
    wald = sqrt(0.3 * 0.7 / 100 + 0.75 * 0.25 / 60)
    assert [difference.value, difference.std_error] == pytest.approx([0.45, wald], rel=1e-12)
    assert difference.low == pytest.approx(0.45 - Z * wald, rel=1e-12)
    assert p_value == pytest.approx(2 * NormalDist().cdf(-0.45 / wald), rel=1e-8)
    katz = sqrt(1 / 45 - 1 / 60 + 1 / 30 - 1 / 100)
    assert [ratio.value, ratio.std_error] == pytest.approx([2.5, katz], rel=1e-12)
    assert ratio.high == pytest.approx(2.5 * np.exp(Z * katz), rel=1e-12)


def test_one_level_and_a_covariate_of_two_values_is_a_stratified_sample() -> None:
    """The regression has as many coefficients as there are groups: their shares are its own."""
    (held,) = standardised([(0, 0, 20, 60), (0, 1, 25, 15)], ("a",)).levels
    variance = (80 / 120) ** 2 * 0.25 * 0.75 / 80 + (40 / 120) ** 2 * 0.625 * 0.375 / 40
    p = 45 / 120
    assert held.prevalence.value == pytest.approx(p, rel=1e-12)
    assert held.prevalence.std_error == pytest.approx(sqrt(variance) / (p * (1 - p)), rel=1e-12)
    assert held.contrast is None


def test_a_covariate_alike_in_all_levels_leaves_equal_levels_equal() -> None:
    found = standardised([(0, 0, 10, 30), (0, 1, 20, 20), (1, 0, 10, 30), (1, 1, 20, 20)])
    difference, ratio, p_value = found.levels[1].contrast
    assert [difference.value, log(ratio.value)] == pytest.approx([0, 0], abs=1e-12)
    assert p_value == pytest.approx(1, abs=1e-9)
    assert found.levels[0].prevalence.value == pytest.approx(30 / 80, rel=1e-12)


def test_limits_of_a_difference_stop_at_one() -> None:
    counts = [(3, 1), (1, 3)]  # 1.96 standard errors are 0.6
    falls = crude(counts).levels[1].contrast.difference
    rises = crude(counts, reference=1).levels[0].contrast.difference
    assert (falls.low, rises.high) == (-1, 1)
    assert [falls.value, rises.value] == pytest.approx([-0.5, 0.5])


def test_a_level_without_anybody_is_left_out_and_the_others_stay() -> None:
    whole = crude([(30, 70), (12, 28), (45, 15)])
    found = crude([(30, 70), (0, 0), (45, 15)])
    pairs = [
        (found.levels[0].prevalence, whole.levels[0].prevalence),
        (found.levels[2].contrast.ratio, whole.levels[2].contrast.ratio),
    ]
    for here, there in pairs:
        assert [here.low, here.high] == pytest.approx([there.low, there.high], rel=1e-12)
    empty = found.levels[1]
    assert isnan(empty.prevalence.value)
    assert isnan(empty.contrast.p_value)
    assert empty.prevalence.reason == "nobody in this level was assessed"
    assert empty.contrast.ratio.reason == "nobody in this level was assessed"


def test_a_reference_without_anybody_leaves_prevalences() -> None:
    found = crude([(30, 70), (0, 0), (45, 15)], reference=1)
    assert found.levels[0].prevalence.value == pytest.approx(0.3)
    assert isnan(found.levels[0].contrast.difference.value)
    assert "the reference level" in found.levels[0].contrast.difference.reason


PROBLEMS = {
    "the same in everybody": [(0, 1, 20, 20), (1, 1, 20, 30)],
    "level 'b', covariate 'x' determine one another": [(0, 5, 20, 20), (1, 7, 20, 30)],
    "only 2 with the finding for 3 coefficients": [(0, 0, 1, 20), (0, 1, 0, 9), (1, 1, 1, 30)],
    "only 1 without the finding for 3 coefficients": [(0, 0, 20, 1), (0, 1, 9, 0), (1, 1, 30, 0)],
    "separation: no finite estimate of level 'b'": [
        (0, 0, 9, 9),
        (0, 1, 9, 8),
        (1, 0, 0, 9),
        (1, 1, 0, 9),
    ],
    "separation: no finite estimate of covariate 'x'": [(0, 0, 9, 9), (0, 1, 9, 0), (1, 0, 6, 9)],
    "nobody was assessed": [(0, 0, 0, 0), (1, 1, 0, 0)],
}


@pytest.mark.parametrize("problem", PROBLEMS)
def test_a_problem_is_named_and_no_number_is_given(problem: str) -> None:
    found = standardised(PROBLEMS[problem])
    assert problem in found.problem
    assert bool(found.infinite) == ("separation" in problem)
    for held in found.levels:
        contrast = held.contrast or (held.prevalence, held.prevalence, nan)
        assert isnan(contrast[2])
        for estimate in (held.prevalence, *contrast[:2]):
            assert isnan(estimate.value)
            assert isnan(estimate.low)
            assert estimate.reason == found.problem


def test_few_people_for_each_coefficient_are_a_doubt() -> None:
    assert crude([(20, 70), (20, 70)]).note == ""
    found = crude([(9, 70), (10, 70)])
    assert found.note == "9.5 people with the finding for each coefficient, fewer than 10"
    assert not isnan(found.levels[1].contrast.difference.value)
    assert "without the finding" in crude([(70, 9), (70, 10)]).note


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"level_codes": np.array([0, 2])}, "a level code is not one of 0 to 1"),
        ({"level_codes": np.array([0, -1])}, "a level code is not one of 0 to 1"),
        ({"present": np.array([True])}, "as many rows"),
        ({"covariate_names": ("x", "y")}, "their names"),
        ({"covariates": np.array([[1.0], [nan]])}, "not a number in some rows"),
        ({"n": np.array([1, -1])}, "none negative"),
        ({"n": np.array([1.0, 1.0])}, "whole numbers"),
        ({"reference": 2}, "the reference level is not one of 0 to 1"),
        ({"level": 95}, "between 0 and 1"),
    ],
)
def test_columns_that_do_not_fit_are_refused(changed: dict[str, object], message: str) -> None:
    asked = {
        "level_codes": np.array([0, 1]),
        "level_names": ("a", "b"),
        "present": np.array([True, False]),
        "covariates": np.array([[1.0], [2.0]]),
        "covariate_names": ("x",),
        "n": np.array([1, 1]),
        "reference": 0,
    }
    with pytest.raises(UsageError, match=message):
        standardise(**asked | changed)
