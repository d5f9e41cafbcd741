"""Smooth curves through scaled residuals: against R, and the curves of an answer."""

import numpy as np
import pandas as pd
import pytest

import alsstats as als
from alsstats.errors import EstimateError
from alsstats.intervals import normal_quantile
from alsstats.prognosis.regression import fit_cox
from alsstats.prognosis.residual_curves import MOST, smoothed
from alsstats.prognosis.scaled_residuals import scaled_schoenfeld
from alsstats.prognosis.times import survival_times
from tests.golden import rows
from tests.prognosis.drawn import floats
from tests.prognosis.test_proportional_hazards import fitted

# R's residuals are some 1e-8 off, as the estimates are; the values are kept with 10 digits.
NEAR = 2e-8


def test_smooth_curves_agree_with_r() -> None:
    """Ties, strata, entries; deaths at too few times where R says that the fit is singular."""
    lines: dict[tuple[str, str, int], dict[str, str]] = {}
    for line in rows("assumptions_smooth.csv"):
        held = lines.setdefault((line["case"], line["ties"], int(line["column"])), {})
        held[line["what"]] = line["values"]
    assert len(lines) > 40
    for (case, ties, column), expected in lines.items():
        fit, times = fitted(case, ties)
        found = scaled_schoenfeld(fit, times)
        if expected["value"] == "NA":
            with pytest.raises(EstimateError):
                smoothed(found, column - 1, times.frequency[found.row])
            continue
        curve = smoothed(found, column - 1, times.frequency[found.row], level=0.9)
        size = np.abs(curve.value).max() + np.abs(curve.high).max()
        error = (curve.high - curve.value) / normal_quantile(0.9)
        assert curve.time == pytest.approx(floats(expected["time"]), rel=1e-8), (case, ties)
        assert curve.value == pytest.approx(floats(expected["value"]), abs=NEAR * size)
        assert error == pytest.approx(floats(expected["error"]), abs=NEAR * size)
        assert curve.high - curve.value == pytest.approx(curve.value - curve.low)


def test_a_row_of_two_patients_is_two_rows() -> None:
    time, event = np.arange(1.0, 13), np.tile([1, 1, 0], 4)
    x = np.array([3.0, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8])[:, None]
    frequency = np.array([2, 1, 1, 3, 1, 2, 1, 1, 2, 1, 1, 1])
    whole = survival_times(time, event, frequency=frequency)
    single = survival_times(*(np.repeat(one, frequency) for one in (time, event)))
    lines = []
    for times, rows_of_x in ((whole, x), (single, np.repeat(x, frequency, axis=0))):
        found = scaled_schoenfeld(fit_cox(times, rows_of_x, ("x",)), times)
        lines.append(np.stack(smoothed(found, 0, times.frequency[found.row])))
    assert lines[0] == pytest.approx(lines[1], rel=1e-7, abs=1e-9)


def cohort(people: int) -> pd.DataFrame:
    """People of two groups who all die, at times of their own."""
    place = np.arange(people)
    return pd.DataFrame(
        {
            "patient_id": place,
            "snake_eyes": place * 7 % 2,
            "sex": np.where(place * 5 % 3, "female", "male"),
            "months_from_mri": (place * 37 % people + 1) / 8,
            "death": 1,
        }
    )


def curves(people: int, **asked: object) -> dict[str, als.Curve]:
    answer = als.survival(
        als.read(cohort(people)),
        group="snake_eyes",
        all_patients=True,
        adjust="sex",
        event={"death": "1"},
        **asked,
    )
    return {curve.name: curve for curve in answer.curves if "residuals, " in curve.name}


def test_the_curves_of_an_answer() -> None:
    found = curves(20)
    assert list(found) == [
        f"{kind} residuals, {what}"
        for what in ("snake_eyes, present against absent", "sex, male against female")
        for kind in ("scaled", "smoothed")
    ]
    frame = cohort(20)
    x = {"sign": frame["snake_eyes"], "male": (frame["sex"] == "male").astype(int)}
    model = als.cox(time=frame["months_from_mri"], event=frame["death"], covariates=x)
    expected = scaled_schoenfeld(model.fit, model.times)
    for column, what in enumerate(
        ("snake_eyes, present against absent", "sex, male against female")
    ):
        points, line = found[f"scaled residuals, {what}"], found[f"smoothed residuals, {what}"]
        assert points.x == pytest.approx(expected.time)
        assert points.y == pytest.approx(expected.residual[:, column])
        assert points.events == (1,) * 20
        assert {points.group, line.group} == {"adjusted"}
        curve = smoothed(expected, column, np.ones(20))
        assert [line.x, line.y, line.low, line.high] == [pytest.approx(one) for one in curve]


def test_of_many_deaths_only_the_smooth_curve_is_kept() -> None:
    assert len(curves(MOST)["scaled residuals, sex, male against female"].x) == MOST
    assert all(name.startswith("smoothed") for name in curves(MOST + 1))


def test_no_residuals_where_there_is_no_test() -> None:
    assert curves(20, firth=True) == curves(20, ties="exact") == {}
