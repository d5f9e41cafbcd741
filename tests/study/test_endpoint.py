"""What a study may say of survival, and what flags or a second file laid over it do."""

from typing import Any

import pytest

from alsstats.errors import UsageError
from alsstats.study import Endpoint, Study

EVENT = {"column": "death", "occurred": ["1"], "censored": ["0"]}


def said(*documents: dict[str, Any]) -> Any:
    return Study.of(*({"survival": document} for document in documents)).survival


def test_nothing_is_said_unless_it_is() -> None:
    held = Study.of().survival
    assert (held.time, held.entry, held.unit, held.group, held.adjust) == ("", "", "", "", ())
    assert held.event is None
    assert held.among is None


def test_all_that_may_be_said() -> None:
    held = said({
        "among": {"diagnosis": "ALS", "centre": ["A", "B"]}, "time": "t", "entry": "e",
        "unit": "weeks", "event": EVENT, "group": "snake_eyes", "adjust": "age_at_onset",
    })  # fmt: skip
    assert held.among == {"diagnosis": ("ALS",), "centre": ("A", "B")}
    assert (held.time, held.entry, held.unit, held.group) == ("t", "e", "weeks", "snake_eyes")
    assert held.event == Endpoint("death", {"death": ("1",)}, ("0",))
    assert held.adjust == ("age_at_onset",)


def test_components_and_their_codes() -> None:
    occurred = {"death": ["1"], "tracheostomy": 2, "ventilation": ["3", "4"]}
    event = said({"event": {"column": "status", "occurred": occurred, "censored": 0}}).event
    assert event.codes == ("1", "2", "3", "4")
    assert list(event.occurred) == ["death", "tracheostomy", "ventilation"]
    assert event.censored == ("0",)


def test_a_column_without_codes() -> None:
    event = said({"event": {"column": "death"}}).event
    assert (event.column, event.codes, event.censored) == ("death", (), ())


def test_codes_of_the_censored_alone() -> None:
    event = said({"event": {"column": "death", "censored": ["alive"]}}).event
    assert (event.codes, event.censored) == ((), ("alive",))


def test_what_is_laid_over_wins_and_an_event_is_replaced_as_a_whole() -> None:
    over = {"event": {"column": "status", "occurred": ["2"]}, "group": "t2_cst"}
    held = said({"event": EVENT, "time": "t", "group": "snake_eyes"}, over)
    assert (held.time, held.group) == ("t", "t2_cst")
    assert held.event == Endpoint("status", {"status": ("2",)}, ())  # "0" was of another column
    among = said({"among": {"diagnosis": "ALS"}}, {"among": {"centre": "A"}}).among
    assert among == {"centre": ("A",)}


@pytest.mark.parametrize(
    ("document", "what"),
    [
        ({"event": {"occurred": ["1"]}}, "names no column"),
        ({"event": {"column": "death", "occurred": ["1"], "censored": ["1"]}}, "declared twice"),
        ({"event": {"column": "s", "occurred": {"a": "1", "b": "1"}}}, "declared twice"),
        ({"event": {"column": "s", "occurred": {"censored": "1"}}}, "is no component"),
        ({"event": {"column": "death", "ocurred": ["1"]}}, "did you mean 'occurred'"),
        ({"tiem": "t"}, "did you mean 'time'"),
        ({"event": "death"}, "event"),
        ({"time": ["a", "b"]}, "time"),
        ({"event": {"column": "death", "occurred": 1, "censored": "1.0"}}, "declared twice"),
    ],
)
def test_what_is_refused(document: dict[str, Any], what: str) -> None:
    with pytest.raises(UsageError) as caught:
        said(document)
    assert what in str(caught.value)
