"""Ten thousand files, studies, dictionaries and expressions with faults; `make fuzz` tries more."""

from pathlib import Path

import pytest

from alsstats.errors import AlsstatsError, FileError
from tests.fuzz import __main__ as fuzzer
from tests.fuzz import kinds


@pytest.mark.once
def test_every_case_is_answered_right_or_refused_by_name() -> None:
    outcomes = list(fuzzer.fuzzed(10_000, seed=0))
    assert not [outcome for outcome in outcomes if outcome.fault]
    for kind in kinds.KINDS:
        mine = [bool(outcome.refused) for outcome in outcomes if outcome.kind == kind]
        assert 0 < sum(mine) < len(mine)  # some were refused, and some were answered


@pytest.mark.parametrize("kind", kinds.KINDS)
def test_what_has_no_fault_is_answered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr(kinds, "mutated", lambda held, others, rng: held)
    for number in range(8):
        outcome, _ = fuzzer.tried(f"{kind}-0-{number}", tmp_path)
        assert outcome == fuzzer.Outcome(f"{kind}-0-{number}", kind)


def test_a_case_is_the_same_each_time(tmp_path: Path) -> None:
    for case in list(fuzzer.cases(20, seed=1)):
        assert fuzzer.tried(case, tmp_path) == fuzzer.tried(case, tmp_path)


@pytest.mark.parametrize("wrong", [b"S001,ALS,0", b"S001,ALS,1\nS001,ALS,1", b"S002,ALS,1"])
def test_a_count_that_differs_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wrong: bytes
) -> None:
    held = kinds.compare_with_python
    monkeypatch.setattr(
        kinds,
        "compare_with_python",
        lambda table, content: held(table, content.replace(b"S001,ALS,1", wrong)),
    )
    monkeypatch.setattr(kinds, "mutated", lambda held, others, rng: kinds.seeds.COHORT)
    outcome, _ = fuzzer.tried("csv-0-0", tmp_path)
    assert outcome.fault.startswith("AssertionError")


def test_what_is_no_named_error_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(error: BaseException) -> str:
        def parse(text: str, name: str) -> None:
            raise error

        monkeypatch.setattr(kinds, "parse", parse)
        outcome, _ = fuzzer.tried("signs-0-0", tmp_path)
        return outcome.fault or outcome.refused

    assert fails(ValueError("unnamed")) == "ValueError: unnamed"
    assert fails(FileError("named")) == "file"
    assert fails(AlsstatsError("of no kind")) == "error"
    assert fails(fuzzer.Hang("20 seconds")) == "Hang: 20 seconds"
