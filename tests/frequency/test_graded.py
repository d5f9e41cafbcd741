"""A finding with numbers, against numpy, scipy and pandas on the people one by one."""

from itertools import product
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import mannwhitneyu, spearmanr

import alsstats as als
from alsstats.association import auc
from alsstats.errors import CodingError, UsageError
from sample_data.make_cohort import FILE

NUMBERS = ["umn_score", "alsfrs_r"]
reading = st.sampled_from(["0", "1", "0", "1", "not done", ""])
kinds = st.fixed_dictionaries(
    {
        "diagnosis": st.sampled_from(["ALS", "ALS", "MMN", ""]),
        "flair_cst": reading,
        "t2_cst": reading,
        "umn_score": st.sampled_from(["", "0", "0.5", "1", "2", "3.25", "8", "1e1", "4"]),
        "alsfrs_r": st.one_of(st.just(""), st.integers(0, 48).map(str)),
    }
)
people = st.lists(st.tuples(kinds, st.integers(1, 3)), min_size=1, max_size=30).map(
    lambda held: pd.DataFrame([kind for kind, often in held for _ in range(often)])
)


def near(found: float | None) -> Any:
    """Two routes to one number of up to 90 people, some of them sums of many terms."""
    return pytest.approx(found, rel=1e-9, abs=1e-12, nan_ok=True)


def answer(frame: pd.DataFrame, **asked: Any) -> als.Result:
    coded = {"present": "1", "absent": "0", "not_assessable": "not done"}
    study = {"signs": {"flair_cst": coded, "t2_cst": coded}}
    cohort = als.read(frame, study=study, define={"either": "flair_cst or t2_cst"})
    return als.prevalence(cohort, with_=NUMBERS, findings=["flair_cst", "either"], **asked)


def sorted_out(
    frame: pd.DataFrame, finding: str, number: str, handling: str, among: Any
) -> tuple[np.ndarray, np.ndarray, dict[str, int]]:
    """Return the numbers of those with the finding, and without, and who is left out."""
    held = frame[["flair_cst", "t2_cst"]] if finding == "either" else frame[["flair_cst"]]
    read = held.isin(["0", "1"])
    shown = held.eq("1").any(axis=1)
    known = read.all(axis=1)
    if handling == "any part":
        known |= shown
    outside = frame["diagnosis"].ne("ALS") if among else pd.Series(data=False, index=frame.index)
    missing = ~outside & ~known & held.eq("").any(axis=1)
    unread = ~outside & ~known & ~missing
    empty = ~outside & known & frame[number].eq("")
    reasons = {
        "diagnosis not ALS": outside,
        "sign missing": missing,
        "sign not assessable": unread,
        f"{number} missing": empty,
    }
    left_out = {why: int(rows.sum()) for why, rows in reasons.items() if rows.any()}
    used = ~(outside | missing | unread | empty)
    values = [frame.loc[used & side, number].astype(float).to_numpy() for side in (shown, ~shown)]
    return values[0], values[1], left_out


@pytest.mark.once
@settings(max_examples=60, derandomize=True)
@given(people, st.sampled_from([None, {"diagnosis": "ALS"}]), st.sampled_from(["all", "any"]))
def test_every_row_equals_the_recount(frame: pd.DataFrame, among: Any, parts: str) -> None:
    if among and not frame["diagnosis"].eq("ALS").any():
        among = None
    rows = list(answer(frame, among=among, parts=parts).rows)
    for finding, number in product(["flair_cst", "either"], NUMBERS):
        first = sorted_out(frame, finding, number, "every part", among)
        any_part = sorted_out(frame, finding, number, "any part", among)
        more = sum(map(len, any_part[:2])) > sum(map(len, first[:2]))
        wide = [("any part", any_part)] if parts == "any" and more else []
        for handling, held in [("every part", first), *wide]:
            here, rows = rows[:14], rows[14:]
            for row in here:
                assert (row.term, row.comparison, row.handling) == (finding, number, handling)
                assert (row.by, row.group) == (None, "all")
                assert (row.left_out, row.left_out_by) == (sum(held[2].values()), held[2])
                if row.statistic != "quantile":
                    assert row.n + row.left_out == len(frame)
            of_values(here, held[0], held[1])
    assert not rows


def of_values(rows: list[als.Row], present: np.ndarray, absent: np.ndarray) -> None:
    *quantiles, area, test, biserial, correlation = rows
    for row, (name, values, at) in zip(
        quantiles,
        [(name, values, at) for name, values in (("present", present), ("absent", absent))
         for at in (0.05, 0.25, 0.5, 0.75, 0.95)],
        strict=True,
    ):  # fmt: skip
        assert (row.statistic, row.category, row.at) == ("quantile", name, at)
        assert row.n == len(values)
        assert row.estimate == near(np.quantile(values, at) if len(values) else np.nan)
    assert [row.statistic for row in (area, test, biserial, correlation)] == [
        "auc", "mann_whitney", "rank_biserial", "spearman",
    ]  # fmt: skip
    m, n = len(present), len(absent)
    both = np.concatenate([present, absent])
    assert {area.n, test.n, biserial.n, correlation.n} == {m + n}
    if not (m and n):
        for row in (area, biserial, correlation):
            assert row.estimate != row.estimate or row.estimate is None
        assert test.p_value != test.p_value
        return
    won = float((present[:, None] > absent).sum() + (present[:, None] == absent).sum() / 2)
    assert (area.estimate, biserial.estimate) == (near(won / (m * n)), near(2 * won / (m * n) - 1))
    values = np.unique(both)
    counts = [[int((side == value).sum()) for value in values] for side in (present, absent)]
    limits = auc(values, *counts)
    assert (area.conf_low, area.conf_high) == (near(limits.low), near(limits.high))
    assert biserial.conf_low == near(2 * limits.low - 1)
    assert biserial.conf_high == near(2 * limits.high - 1)
    assert test.statistic_value == near(won)
    if len(values) == 1:
        assert test.p_value != test.p_value
        assert correlation.estimate != correlation.estimate
        return
    exact = len(values) == m + n and max(m, n) < 50
    found = mannwhitneyu(present, absent, method="exact" if exact else "asymptotic")
    assert test.p_value == near(found.pvalue)
    rho = spearmanr([1] * m + [0] * n, both)
    assert correlation.estimate == near(rho.statistic)
    if m + n > 2 and abs(rho.statistic) < 1 - 1e-9:
        assert correlation.p_value == near(rho.pvalue)


def test_the_sample_cohort_by_pandas() -> None:
    with als.read(FILE) as cohort:
        asked = {"findings": "t2_cst", "among": {"diagnosis": "ALS"}}
        result = als.prevalence(cohort, with_=["alsfrs_r", "umn_score", "dfs"], **asked)
    frame = pd.read_csv(FILE, dtype=str, keep_default_na=False)
    frame = frame[frame["diagnosis"].eq("ALS") & frame["t2_cst"].ne("")]
    for number in ("alsfrs_r", "umn_score", "dfs"):
        values = pd.to_numeric(frame[number])
        held = frame["t2_cst"].eq("1")[values.notna()]
        values = values.dropna()
        rows = [row for row in result.rows if row.comparison == number]
        medians = {row.category: row.estimate for row in rows if row.at == 0.5}
        assert medians == {
            "present": near(values[held].median()), "absent": near(values[~held].median()),
        }  # fmt: skip
        [test] = [row for row in rows if row.statistic == "mann_whitney"]
        assert test.n == len(values)
        assert test.p_value == near(mannwhitneyu(values[held], values[~held]).pvalue)
        assert (test.n or 0) + (test.left_out or 0) == 178


def test_numbers_beside_a_category() -> None:
    with als.read(FILE) as cohort:
        both = als.prevalence(cohort, by="diagnosis", with_="dfs", findings="t2_cst")
        alone = als.prevalence(cohort, with_="dfs", findings="t2_cst")
        by = als.prevalence(cohort, by="diagnosis", findings="t2_cst")
    assert both.rows == (*by.rows, *alone.rows)


def test_texts_in_a_column_of_numbers_are_refused() -> None:
    frame = pd.DataFrame({"t2_cst": list("0111"), "umn_score": ["1", "2", "high", "high"]})
    with pytest.raises(CodingError, match="a column of numbers holds texts") as error:
        als.prevalence(als.read(frame), with_="umn_score")
    assert error.value.found == ("data frame, column 2 'umn_score': high (2 rows)",)
    assert error.value.fix == "--missing=high"
    assert als.prevalence(als.read(frame, missing=["high"]), with_="umn_score").rows
    secret = "seen by Dr Jane Miller in May"
    frame["umn_score"] = ["1", "2", secret, secret]
    with pytest.raises(CodingError) as error:
        als.prevalence(als.read(frame), with_="umn_score")
    assert secret not in str(error.value)


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"strata": "centre"}, "--strata compares the levels of a category"),
        ({"adjust": "age_at_onset"}, "--adjust compares the levels of a category"),
        ({"order": ["ALS", "MMN"]}, "--order is of one column"),
        ({"merge": {"a": ["ALS"]}}, "--merge is of one column"),
    ],
)
def test_what_belongs_to_a_category_is_not_passed_over(asked: dict[str, Any], says: str) -> None:
    with als.read(FILE) as cohort, pytest.raises(UsageError, match=says):
        als.prevalence(cohort, with_="dfs", **asked)
