"""Intervals of patients: joined as they were before they were cut, or refused by what is wrong."""

import itertools
from math import inf

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alsstats.errors import UsageError
from alsstats.prognosis.curves import kaplan_meier
from alsstats.prognosis.median import median_follow_up
from alsstats.prognosis.patient_intervals import join_intervals
from alsstats.prognosis.risk_table import tabulate
from tests.golden import rows

HEART = rows("heart.csv")


def heart(name: str) -> np.ndarray:
    return np.array([float(line[name]) for line in HEART])


def test_heart_has_103_patients() -> None:
    """Crowley and Hu, JASA 1977;72:27: 103 patients, 75 deaths, 172 rows; 69 transplanted."""
    found = join_intervals(heart("patient"), heart("entry"), heart("time"), heart("event"))
    assert (len(found.time), found.event.sum(), len(found.last)) == (103, 75, 172)
    assert found.last.sum() == 103
    assert (~found.event).sum() == 28
    assert heart("transplant")[found.last].sum() == 69
    by_row = tabulate(heart("time"), heart("event"), entry=heart("entry"))
    by_patient = tabulate(found.time, found.event, entry=found.entry)
    deaths, also = by_row.events > 0, by_patient.events > 0
    assert by_row.at_risk[deaths].tolist() == by_patient.at_risk[also].tolist()
    assert by_row.censored.sum() == 28 + 69  # each cut looks like a censoring
    assert median_follow_up(by_patient).value > median_follow_up(by_row).value


patients = st.lists(
    st.tuples(
        st.integers(0, 20),
        st.integers(1, 30),
        st.booleans(),
        st.sets(st.floats(0.01, 0.99), max_size=4),
    ),
    min_size=1,
    max_size=12,
)


@given(drawn=patients, seed=st.integers(0, 1000), late=st.booleans())
def test_cut_into_pieces_at_random_and_joined_again(drawn: list, seed: int, *, late: bool) -> None:
    rows: list[tuple[int, float, float, bool]] = []
    begin = 0.0 if late else -inf
    for code, (start, length, died, parts) in enumerate(drawn):
        first = start + begin
        cuts = sorted(round(start + length * part, 6) for part in parts)
        edges = [first, *dict.fromkeys(cut for cut in cuts if start < cut < start + length)]
        edges.append(start + length)
        pieces = list(itertools.pairwise(edges))
        rows += [(code, a, b, died and b == edges[-1]) for a, b in pieces]
    order = np.random.default_rng(seed).permutation(len(rows))
    code, entry, time, event = (np.array(column)[order] for column in zip(*rows, strict=True))
    found = join_intervals(code * 3 - 7, entry, time, event)
    assert found.entry.tolist() == [start + begin for start, *_ in drawn]
    assert found.time.tolist() == [start + length for start, length, *_ in drawn]
    assert found.event.tolist() == [died for _, _, died, _ in drawn]
    assert found.patient.tolist() == code.tolist()
    assert found.last.tolist() == (time == found.time[code]).tolist()
    whole = tabulate(found.time, found.event, entry=found.entry)
    cut = tabulate(time, event, entry=entry)
    assert whole.events.sum() == cut.events.sum()
    dead = whole.events > 0
    assert whole.at_risk[dead].tolist() == cut.at_risk[cut.events > 0].tolist()


def test_days_made_months_in_two_ways_follow_one_another() -> None:
    days = np.array([40, 520, 840])
    entry, time = np.append(0, days[:2] / 30.4375), days / 365.25 * 12
    assert (entry[1:] != time[:2]).any()
    found = join_intervals(["p"] * 3, entry, time, [0, 0, 1])
    assert found.last.tolist() == [False, False, True]


FAULTS = {
    "overlap": ([0, 5, 0], [6, 9, 4], [0, 1, 0], ["overlap: 1 of 2 patients"]),
    "a row twice": ([0, 0, 0], [6, 6, 4], [0, 0, 0], ["overlap: 1 of 2 patients"]),
    "gap": ([0, 7, 0], [6, 9, 4], [0, 1, 0], ["gap: 1 of 2 patients"]),
    "event": ([0, 6, 0], [6, 9, 4], [1, 1, 0], ["event before the last interval: 1 of 2 patients"]),
    "event, gap": (
        [0, 7, 0],
        [6, 9, 4],
        [1, 0, 0],
        ["gap: 1 of 2 patients", "event before the last interval: 1 of 2 patients"],
    ),
    "from the first twice": ([-inf, -inf, 0], [6, 9, 4], [0, 0, 0], ["overlap: 1 of 2 patients"]),
}


@pytest.mark.parametrize("name", FAULTS)
def test_what_is_no_follow_up_is_refused_by_the_number_of_patients(name: str) -> None:
    entry, time, event, found = FAULTS[name]
    with pytest.raises(UsageError, match="must follow one another") as error:
        join_intervals(["Curie", "Curie", "Meitner"], entry, time, event)
    assert list(error.value.found) == found
    assert "Curie" not in str(error.value)


def test_patients_are_counted_not_rows() -> None:
    with pytest.raises(UsageError) as error:
        join_intervals([1, 1, 1, 2, 2], [0, 5, 12, 0, 8], [6, 13, 20, 7, 9], [0] * 5)
    assert list(error.value.found) == ["overlap: 1 of 2 patients", "gap: 1 of 2 patients"]


def test_an_interval_of_no_time_and_an_unknown_patient_are_refused() -> None:
    with pytest.raises(UsageError, match="entry must be before the time"):
        join_intervals([1, 1], [0, 6], [6, 6], [0, 1])
    with pytest.raises(UsageError, match="patient must be known"):
        join_intervals([1, None], [0, 6], [6, 7], [0, 1])


def test_a_rows_end_is_no_censoring_in_the_curve_either() -> None:
    """Kaplan-Meier does not change, whatever the cuts: they change who is counted as censored."""
    found = join_intervals([1, 1, 2, 3], [0, 4, 0, 0], [4, 9, 6, 3], [0, 1, 0, 1])
    whole = kaplan_meier(tabulate(found.time, found.event, entry=found.entry))
    cut = kaplan_meier(tabulate([4, 9, 6, 3], [0, 1, 0, 1], entry=[0, 4, 0, 0]))
    assert whole.survival[-1] == cut.survival[-1]
