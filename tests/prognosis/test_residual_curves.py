"""Smooth curves through scaled residuals: against R, and the curves of an answer."""

import numpy as np
import pytest

from alsstats.errors import EstimateError
from alsstats.intervals import normal_quantile
from alsstats.prognosis.residual_curves import smoothed
from alsstats.prognosis.scaled_residuals import scaled_schoenfeld
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
