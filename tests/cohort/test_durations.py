"""Durations are made of two columns of dates, and are columns like any other."""

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import alsstats as als
from alsstats.errors import AlsstatsError, CodingError, RoleError, UsageError
from sample_data.published.rebuild import FOLDER

DAYS = {"days": 1, "weeks": 7, "months": 30.4375, "years": 365.25}
SAID = {"months_from_mri": "mri_date to last_seen in months"}
PAIRS = st.lists(st.tuples(*[st.none() | st.dates(date(1971, 1, 1), date(2030, 1, 1))] * 2),
                 min_size=1, max_size=8)  # fmt: skip


def counted(cohort: als.Cohort, name: str) -> dict[str, int]:
    [counts] = cohort.count((name,))
    return {level: n for level, n in counts.of_level(name).items() if n}


@settings(max_examples=40)  # each reads a table
@given(PAIRS, st.sampled_from(sorted(DAYS)))
def test_durations_are_those_of_the_calendar(
    pairs: list[tuple[date | None, date | None]], unit: str
) -> None:
    frame = pd.DataFrame(pairs, columns=["a", "b"], dtype=object)
    expected: dict[str, int] = {}
    for one, other in pairs:
        known = one is not None and other is not None
        days = (other - one).days if known else None
        text = "" if days is None else str(days) if unit == "days" else repr(days / DAYS[unit])
        expected[text] = expected.get(text, 0) + 1
    cohort = als.read(frame, durations={"wait": f"a to b in {unit}"})
    assert counted(cohort, "wait") == expected


def files(folder: Path, frame: pd.DataFrame) -> list[object]:
    """Return the same table as a file of each kind, and as frames with dates of each type."""
    polars = pytest.importorskip("polars")
    frame.to_csv(folder / "t.csv", index=False)
    frame.to_parquet(folder / "t.parquet")
    dated = frame.assign(a=pd.to_datetime(frame["a"]), b=pd.to_datetime(frame["b"]))
    dated.to_parquet(folder / "dated.parquet")
    python = frame.assign(a=dated["a"].dt.date, b=dated["b"].dt.date)
    in_polars = polars.DataFrame(
        {name: [None if pd.isna(day) else day for day in python[name]] for name in ("a", "b")}
    )
    paths = [folder / name for name in ("t.csv", "t.parquet", "dated.parquet")]
    return [*paths, frame, dated, python, in_polars, in_polars.to_arrow()]


def test_every_kind_of_table_has_the_same_durations(tmp_path: Path) -> None:
    frame = pd.DataFrame({"a": ["2020-02-28", "2019-02-28", None], "b": ["2020-03-01"] * 3})
    for data in files(tmp_path, frame):
        with als.read(data, durations={"wait": "a to b in days"}) as cohort:
            assert counted(cohort, "wait") == {"2": 1, "367": 1, "": 1}, type(data)


def dated(months: pd.Series, written: str) -> pd.DataFrame:
    """Return columns of dates that lie so many months apart, and the months as they then are."""
    mri = pd.Series([date(2012, 1, 1) + timedelta(days=37 * place) for place in range(len(months))])
    days = (months * 30.4375).round()
    seen = [
        None if pd.isna(n) else day + timedelta(days=n) for day, n in zip(mri, days, strict=True)
    ]
    texts = [None if day is None else day.strftime(written) for day in seen]
    known = {"mri_date": mri.astype(str), "last_seen": texts, "months": days / 30.4375}
    return pd.DataFrame(known)


def test_the_sample_with_dates_answers_as_with_months(tmp_path: Path) -> None:
    sample = pd.read_csv(FOLDER.parent / "cohort.csv", dtype=str, keep_default_na=False)
    months = pd.to_numeric(sample.pop("months_from_mri"))
    made = dated(months, "%d.%m.%Y")
    with_months = sample.assign(months_from_mri=made["months"].map(repr).replace("nan", ""))
    expected = als.survival(als.read(with_months))
    pd.concat([sample, made[["mri_date", "last_seen"]]], axis=1).to_csv(
        tmp_path / "dates.csv", index=False
    )
    other = pd.concat([sample, dated(months, "%m/%d/%Y")[["mri_date", "last_seen"]]], axis=1)
    for data in (tmp_path / "dates.csv", other):
        assert als.survival(als.read(data, durations=SAID)).rows == expected.rows


FRAME = pd.DataFrame(
    {
        "diagnosis": ["ALS"] * 6 + ["MMN"],
        "onset_date": ["2018-01-31"] * 7,
        "mri_date": ["13/02/2020", "03/02/2020", "01/12/2019", "", "05/06/2019", "05/06/2019", ""],
        "last_seen": ["2021-02-13"] * 4 + ["2020-02-29"] * 3,
        "death": ["1", "1", "0", "1", "1", "0", ""],
        "snake_eyes": ["1", "0", "1", "0", "1", "0", "0"],
    }
)


def test_a_duration_is_a_column_of_every_question() -> None:
    said = SAID | {"delay": {"from": "onset_date", "to": "mri_date", "unit": "months"}}
    said |= {"since onset": "onset_date to last_seen in months"}
    cohort = als.read(FRAME, durations=said)
    assert cohort.source.columns[-3:] == ("months_from_mri", "delay", "since onset")
    table = als.describe(cohort, columns=["delay", "since onset"])
    delay = next(row for row in table.rows if row.at == 0.5)
    days = [date(2020, 2, 13), date(2020, 2, 3), date(2019, 12, 1), date(2019, 6, 5)]
    known = [(day - date(2018, 1, 31)).days / 30.4375 for day in [*days, date(2019, 6, 5)]]
    assert delay.estimate == pytest.approx(np.median(known))
    entered = als.survival(cohort, time="since onset", entry="delay", group="snake_eyes")
    assert entered.provenance["study"]["survival"]["unit"] == "months"
    assert next(row for row in entered.rows if row.group == "all").n == 5
    adjusted = als.prevalence(cohort, findings="snake_eyes", by="diagnosis", adjust="delay")
    assert adjusted.rows


def test_all_that_was_taken_for_granted_is_said() -> None:
    answer = als.survival(als.read(FRAME, durations=SAID), group="snake_eyes")
    made = "from mri_date to last_seen in months of 30.4375 days"
    written = "mri_date is DD/MM/YYYY, last_seen is YYYY-MM-DD"
    assert f"months_from_mri is {made}; {written}" in answer.provenance["assumed"]
    assert answer.provenance["input"]["durations"] == {"months_from_mri": made}


@pytest.mark.parametrize(
    ("durations", "words"),
    [
        ({"wait": "mri_date to last_seen"}, "in a unit"),
        ({"wait": "mri_date to last_seen in moons"}, "no unit 'moons'"),
        ({"wait": {"from": "mri_date", "to": "last_seen"}}, "in a unit"),
        ({"wait": "a to b to c in days"}, "in a unit"),
        ({"wait": "mri_dat to last_seen in days"}, "did you mean 'mri_date'"),
        ({"wait": "mri_date to MRI_date in days"}, "to the same column"),
        ({"death": "mri_date to last_seen in days"}, "no duration can be called 'death'"),
        ({"motor_band": "mri_date to last_seen in days"}, "no duration can be called"),
        ({"Last seen": "mri_date to last_seen in days"}, "has the name of a column"),
        ({"months_from_mri": "mri_date to last_seen in years"}, "its name means months"),
        ({"age_at_onset": "onset_date to mri_date in days"}, "its name means years"),
    ],
)
def test_what_makes_no_duration_is_refused(durations: dict[str, object], words: str) -> None:
    with pytest.raises(AlsstatsError, match=words):
        als.read(FRAME, durations=durations)


def test_months_of_the_rate_of_progression_are_months() -> None:
    study = {"progression": {"alsfrs_r": "alsfrs_r", "months": "wait"}}
    with pytest.raises(UsageError, match="used as months"):
        als.read(FRAME, study=study, durations={"wait": "onset_date to mri_date in years"})


@pytest.mark.parametrize(
    "asked",
    [
        {"time": "since", "entry": "wait"},
        {"time": "since", "unit": "days"},
        {"time": "since", "entry": "onset_to_mri_months"},
    ],
)
def test_times_in_different_units_are_refused(asked: dict[str, str]) -> None:
    said = {"wait": "onset_date to mri_date in days", "since": "onset_date to last_seen in years"}
    cohort = als.read(FRAME.assign(onset_to_mri_months="3"), durations=said)
    with pytest.raises(UsageError, match="different units"):
        als.survival(cohort, group="snake_eyes", **asked)


@pytest.mark.parametrize(
    ("name", "asked"),
    [("months_from_mri", {}), ("wait", {"time": "wait"})],
)
def test_a_follow_up_that_runs_backwards_is_refused(name: str, asked: dict[str, str]) -> None:
    frame = FRAME.assign(last_seen=["2021-02-13"] * 5 + ["2018-02-13"] * 2)
    cohort = als.read(frame, durations={name: "mri_date to last_seen in months"})
    assert sum(level.startswith("-") for level in counted(cohort, name)) == 1
    with pytest.raises(CodingError, match="'last_seen' is before 'mri_date'") as caught:
        als.survival(cohort, group="snake_eyes", **asked)
    assert f"'{name}' is below 0" in str(caught.value)


def test_a_negative_duration_is_a_number_like_any_other() -> None:
    """Nine days before are no code of missing."""
    frame = pd.DataFrame({"a": ["2020-01-10", "2020-01-01"], "b": ["2020-01-01", "2020-01-05"]})
    rows = als.describe(als.read(frame, durations={"wait": "a to b in days"})).rows
    assert next(row for row in rows if row.at == 0.5).estimate == -2.5


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        (lambda c: als.survival(c, time="last_seen", group="snake_eyes"), "months_from_mri = mri_"),
        (lambda c: als.survival(c, group="snake_eyes", time="m", adjust="onset_date"), "is a date"),
        (lambda c: als.describe(c, columns="onset_date"), "is a date, and no number"),
        (lambda c: als.describe(c, number="last_seen"), "holds dates, and a number"),
        (lambda c: als.prevalence(c, findings="snake_eyes", by="last_seen"), "makes no groups"),
        (lambda c: als.accuracy(c, strata="last_seen"), "makes no groups"),
    ],
)
def test_dates_are_no_numbers_and_no_groups(ask: object, words: str) -> None:
    with pytest.raises(AlsstatsError, match=words) as caught:
        ask(als.read(FRAME, durations={"m": "mri_date to last_seen in months"}))
    assert "2021" not in str(caught.value)


def test_the_line_for_a_date_in_the_place_of_a_time_can_be_pasted() -> None:
    with pytest.raises(CodingError) as caught:
        als.survival(als.read(FRAME), time="last_seen", group="snake_eyes")
    assert caught.value.fix == (
        "--duration 'months_from_mri = mri_date to last_seen in months' --time months_from_mri"
    )


def test_a_duration_is_no_sign_and_tells_no_patients_apart() -> None:
    cohort = als.read(FRAME, durations={"wait": "mri_date to last_seen in days"})
    with pytest.raises(UsageError, match="'wait' is a duration, and no sign"):
        als.accuracy(cohort, signs=["wait"])
    with pytest.raises(RoleError, match="no column 'wait'"):
        als.read(FRAME, durations={"wait": "mri_date to last_seen in days"}, id="wait")


def test_a_format_is_of_a_column_that_is_there() -> None:
    with pytest.raises(RoleError, match="did you mean 'mri_date'") as caught:
        als.read(FRAME, date_format={"mri_dat": "MM/DD/YYYY"})
    assert caught.value.fix == "--date-format mri_date=MM/DD/YYYY"
    german = FRAME.rename(columns={"mri_date": "Datum MRT"})
    known = {"column_of": {"mri_date": "Datum MRT"}, "durations": SAID}
    said = als.read(german, **known, date_format={"datum mrt": "DD/MM/YYYY"})
    assert counted(said, *SAID) == counted(als.read(FRAME, durations=SAID), *SAID)
    with pytest.raises(CodingError, match="not dates as YYYY"):
        counted(als.read(german, **known, date_format={"Datum MRT": "YYYY"}), *SAID)


def test_check_lists_durations_and_shows_no_date() -> None:
    page = str(als.check(pd.concat([FRAME] * 3), durations=SAID))
    assert "months_from_mri" in page
    assert "2021" not in page


def test_the_column_as_it_is_stays_where_its_duration_is_counted() -> None:
    cohort = als.read(FRAME, durations=SAID)
    counts = cohort.count(("months_from_mri", "mri_date"), ("last_seen",))
    assert list(counts[0].columns) == ["months_from_mri", "mri_date"]
    assert counts[0].n.sum() == len(FRAME) == counts[1].n.sum()
