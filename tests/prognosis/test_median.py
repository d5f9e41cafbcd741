"""Medians and other quantiles against R, follow-up, and what is said where there is none."""

from math import isnan, nan

import pytest

from alsstats.errors import UsageError
from alsstats.prognosis.curves import kaplan_meier
from alsstats.prognosis.median import median_follow_up, survival_quantile
from alsstats.prognosis.risk_table import tabulate
from tests.golden import rows
from tests.prognosis.drawn import SETS, floats, lung, near

SHARES = (0.25, 0.5, 0.75)


@pytest.mark.parametrize(
    "row", rows("curves_quantiles.csv"), ids=lambda r: f"{r['set']} {r['kind']} {r['limits']}"
)
def test_against_r(row: dict[str, str]) -> None:
    start = float(row["from"]) if row["from"] else None
    table = SETS[row["set"]].table(row["kind"], start)
    options = {"level": float(row["level"]), "limits": row["limits"]}
    curve = kaplan_meier(table, **options)
    found = [survival_quantile(curve, share) for share in SHARES]
    for name in ("value", "low", "high"):
        assert [getattr(held, name) for held in found] == near(floats(row[name])), name
    for held in found:
        missing = [isnan(time) for time in (held.value, held.low, held.high)]
        named = [
            "the time itself" in held.reason,
            "the lower" in held.reason,
            "the upper" in held.reason,
        ]
        assert missing == named
    if row["kind"] == "reversed":
        forward = SETS[row["set"]].table()
        assert repr(median_follow_up(forward, **options)) == repr(found[1])


def test_follow_up_when_nobody_is_censored_is_undefined() -> None:
    found = median_follow_up(tabulate([3, 5, 8], [1, 1, 1]))
    assert isnan(found.value)
    assert found.reason == "not reached: the time itself, the lower limit, the upper limit"


def test_follow_up_against_lifelines() -> None:
    from lifelines import KaplanMeierFitter

    people = lung(complete=True)
    theirs = KaplanMeierFitter().fit(people["time"], 1 - people["event"])
    found = median_follow_up(tabulate(people["time"], people["event"]))
    assert found.value == theirs.median_survival_time_


@pytest.mark.parametrize("share", [0, 1, 50, nan, "half"])
def test_a_share_must_be_one(share: object) -> None:
    with pytest.raises(UsageError, match="between 0 and 1"):
        survival_quantile(kaplan_meier(tabulate([1, 2], [1, 0])), share)
