"""What has to hold for every 2x2 table, whatever its counts."""

from math import isnan

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import alsstats as als
from alsstats.counts import TwoByTwo
from alsstats.diagnostic import STATISTICS, npv_at, ppv_at, predictive_values
from alsstats.diagnostic.table import (
    lr_negative,
    lr_positive,
    npv,
    ppv,
    prevalence,
    sensitivity,
    specificity,
    youden,
)
from alsstats.errors import UsageError
from alsstats.intervals import INTERVALS

count = st.one_of(st.integers(0, 30), st.integers(0, 10**12))
tables = st.builds(TwoByTwo, tp=count, fp=count, fn=count, tn=count)


@given(tables)
def test_swapping_sick_and_well_swaps_sensitivity_and_specificity(table: TwoByTwo) -> None:
    swapped = TwoByTwo(tp=table.tn, fp=table.fn, fn=table.fp, tn=table.tp)
    assert repr(sensitivity(swapped)) == repr(specificity(table))
    assert repr(ppv(swapped)) == repr(npv(table))


@given(tables, st.floats(0.5, 0.999))
def test_limits_contain_the_value(table: TwoByTwo, level: float) -> None:
    for statistic in STATISTICS:
        found = statistic.compute(table, level=level)
        if isnan(found.value):
            assert found.reason
        elif not isnan(found.low):
            assert found.low <= found.value <= found.high
        if statistic.scale == "proportion" and not isnan(found.value):
            assert 0 <= found.low <= found.high <= 1


@given(tables)
def test_bayes_at_the_table_s_own_prevalence_gives_the_table_s_own_values(table: TwoByTwo) -> None:
    own = prevalence(table).value
    assume(0 < own < 1)
    for projected, plain in ((ppv_at, ppv), (npv_at, npv)):
        found = projected(table, own)
        expected = plain(table).value
        lost = 1e-15 / min(own, 1 - own)  # 1 - p of a prevalence near 1 has few digits left
        assert found.value == pytest.approx(expected, rel=1e-14 + lost, abs=1e-15, nan_ok=True)


@given(st.builds(TwoByTwo, *[st.integers(0, 1000)] * 4))
def test_bayes_from_shares_gives_the_table_s_own_values(table: TwoByTwo) -> None:
    own = prevalence(table).value
    assume(0 < own < 1)
    by_bayes = predictive_values(sensitivity(table).value, specificity(table).value, own)
    expected = (ppv(table).value, npv(table).value)
    # 1 - specificity of a share near 1 has lost up to three of sixteen digits
    assert tuple(by_bayes) == pytest.approx(expected, rel=1e-11, abs=1e-12, nan_ok=True)


@given(tables, st.floats(0.001, 0.999))
def test_projected_limits_contain_the_projection(table: TwoByTwo, prevalence: float) -> None:
    for projected in (ppv_at, npv_at):
        found = projected(table, prevalence)
        if not isnan(found.low):
            assert 0 <= found.low <= found.value <= found.high <= 1
        elif isnan(found.value):
            assert found.reason


@given(tables)
def test_youden_is_sensitivity_plus_specificity_less_one(table: TwoByTwo) -> None:
    assume(table.target and table.others)
    expected = sensitivity(table).value + specificity(table).value - 1
    assert youden(table).value == pytest.approx(expected, abs=1e-12)


def test_likelihood_ratios_below_one_are_answers() -> None:
    """A sign may point away from the disease: of 29 with snake eyes none developed ALS."""
    away = TwoByTwo(tp=2, fp=20, fn=30, tn=10)
    assert lr_positive(away).high < 1
    assert lr_negative(away).low > 1
    assert youden(away).high < 0


@pytest.mark.parametrize(
    "counts",
    [
        (0, 0, 3, 4), (3, 4, 0, 0), (0, 3, 0, 4), (3, 0, 4, 0), (0, 0, 0, 1), (1, 0, 0, 0),
        (5, 0, 0, 7), (0, 5, 7, 0), (10**12, 10**12, 10**12, 10**12), (10**12, 0, 0, 10**12),
        (1, 10**12, 10**12, 1), (5, 7, 0, 0),
    ],
)  # fmt: skip
@pytest.mark.parametrize("interval", INTERVALS)
def test_edges_have_an_answer_or_null_with_a_note(
    counts: tuple[int, int, int, int], interval: str
) -> None:
    import json

    cells = dict(zip(("tp", "fp", "fn", "tn"), counts, strict=True))
    result = als.calc(**cells, prevalence=[0.05], interval=interval)
    document = json.loads(result.render("json"), parse_constant=pytest.fail)
    if any(row["estimate"] is None for row in document["rows"]):
        assert any(note["code"] == "undefined" for note in document["notes"])
    keys = [
        tuple(v for k, v in row.items() if isinstance(v, str | None) or k == "at")
        for row in document["rows"]
    ]
    assert len(set(map(str, keys))) == len(keys)
    assert str(result)


@pytest.mark.parametrize(
    "arguments",
    [
        {},
        {"tp": 1, "fp": 2, "fn": 3},
        {"tp": 0, "fp": 0, "fn": 0, "tn": 0},
        {"tp": -1, "fp": 2, "fn": 3, "tn": 4},
        {"tp": 1.5, "fp": 2, "fn": 3, "tn": 4},
        {"sens": 0.7},
        {"sens": 70, "spec": 0.8},
        {"sens": 0.7, "spec": -0.1},
        {"sens": float("nan"), "spec": 0.8},
        {"tp": 1, "fp": 2, "fn": 3, "tn": 4, "sens": 0.5},
        {"tp": 1, "fp": 2, "fn": 3, "tn": 4, "prevalence": [0]},
        {"tp": 1, "fp": 2, "fn": 3, "tn": 4, "prevalence": [5]},
        {"tp": 1, "fp": 2, "fn": 3, "tn": 4, "level": 95},
        {"tp": 1, "fp": 2, "fn": 3, "tn": 4, "interval": "wald"},
    ],
)
def test_bad_input_is_a_named_error(arguments: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        als.calc(**arguments)


def test_points_without_limits_from_sensitivity_and_specificity() -> None:
    result = als.calc(sens=0.70, spec=0.81, prevalence=[0.1, 0.02])
    values = {(row.statistic, row.at): row.estimate for row in result.rows}
    assert values["lr_positive", None] == pytest.approx(0.70 / 0.19)
    assert values["ppv", 0.02] == pytest.approx(0.07, abs=5e-4)
    assert all(row.conf_low is None for row in result.rows)
