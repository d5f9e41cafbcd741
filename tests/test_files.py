"""Awkward files: each gives the numbers written by hand, or a refusal and the way on from it.

`files/expected.toml` says what each file is. A refused file whose message ends in a line to paste
is asked again with that line; where it ends in advice, with the flags of `then`.
"""

import csv
import json
import re
import shlex
import sys
import tomllib
from io import BytesIO, StringIO, TextIOWrapper
from math import inf
from pathlib import Path
from typing import Any

import pytest

import alsstats as als
from alsstats.cli import _run
from alsstats.cohort.how import How
from alsstats.errors import AlsstatsError
from alsstats.study import folded, vocabulary

FILES = Path(__file__).parent / "files"
EXPECTED = tomllib.loads((FILES / "expected.toml").read_text(encoding="utf-8"))
CASES = EXPECTED["file"]
ANSWERS = EXPECTED["answers"]
# What may differ there, and some of what may not.
AT_THE_TERMINAL = [
    case
    for place, case in enumerate(CASES)
    if case.keys() & {"refused", "stdin", "says", "with"} or place % 5 == 0
]
ASKED = {
    "accuracy": als.accuracy,
    "prevalence": als.prevalence,
    "survival": als.survival,
    "describe": als.describe,
}
PATHS = {"study", "dictionary"}
BY_NAME = {"durations": "duration"}  # a mapping, and its flag
ONE_EACH = {"signs": "sign", "findings": "finding", "compare": "compare", "columns": "column"}
KNOWN = {*vocabulary().diagnoses, *vocabulary().categories}
LONG = 24  # characters of a cell that a message may show
PATIENT = re.compile(r"\bQ[78]\d\d\b")
DATE = re.compile(r"\b\d{4}-\d\d-\d\d\b|\b\d\d?[./]\d\d?[./]\d{2,4}\b")

NO_DATES = {"1900-01-01"}  # of nobody

Case = dict[str, Any]
Rows = list[dict[str, Any]]


def named(cases: list[Case]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("case", cases, ids=lambda case: case["name"])


def answer_of(case: Case) -> Case:
    held = case.get("answer", {})
    return ANSWERS[held] if isinstance(held, str) else held


def path_of(case: Case) -> Path:
    return FILES / case.get("path", case["name"])


def arguments(case: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    """Divide what is said between `als.read` and the question."""
    said = {
        name: str(FILES / value) if name in PATHS else value
        for name, value in case.get("with", {}).items()
    }
    how = {name: value for name, value in said.items() if name in {*How.__annotations__, "study"}}
    return how, {name: value for name, value in said.items() if name not in how}


def flags(case: Case) -> list[str]:
    """Say the same in flags."""
    how, question = arguments(case)
    words: list[str] = []
    for name, value in (how | question).items():
        known = BY_NAME if isinstance(value, dict) else ONE_EACH
        flag = f"--{known.get(name, name).replace('_', '-')}"
        if isinstance(value, dict):
            for key, held in value.items():
                words += [flag, f"{key}={joined(held)}"]
        elif name in ONE_EACH:
            words += [word for one in value for word in (flag, joined(one))]
        else:
            words.append(f"{flag}={joined(value)}")
    return words


def joined(value: object) -> str:
    return ",".join(map(str, value)) if isinstance(value, list) else str(value)


def command(
    case: Case, more: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> tuple[int, str, str]:
    """Run the command as the terminal does, without a process of its own."""
    path = path_of(case)
    file = "-" if case.get("stdin") else str(path)
    words = ["alsstats", case.get("ask", "accuracy"), file, *flags(case), *more]
    monkeypatch.setattr(sys, "argv", [*words, "--format", "json"])
    if case.get("stdin"):
        monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(path.read_bytes())))
    code = _run()
    said = capsys.readouterr()
    return code, said.out, said.err


def compare(rows: Rows, answer: Case) -> None:
    """Compare what was found with what was counted by hand."""
    if "tp" in answer:
        compare_table(rows, answer)
    for wanted in answer.get("rows", []):
        found = [row for row in rows if all(row[k] == v for k, v in wanted.items() if is_key(k, v))]
        assert len(found) == 1, wanted
        for name, value in wanted.items():
            if not is_key(name, value):
                held = inf if found[0][name] == "inf" else found[0][name]
                assert held == (value if name == "left_out_by" else near(value))


def near(value: float) -> Any:
    return value if value == inf else pytest.approx(value, abs=1e-12)


def is_key(name: str, value: object) -> bool:
    return isinstance(value, str) or name == "at"


def compare_table(rows: Rows, answer: Case) -> None:
    chosen = {
        "term": answer.get("sign"),
        "comparison": answer.get("against"),
        "handling": answer.get("handling", "every part"),
    }
    wanted = {
        "sensitivity": (answer["tp"], answer["tp"] + answer["fn"]),
        "specificity": (answer["tn"], answer["tn"] + answer["fp"]),
    }
    for statistic, (events, n) in wanted.items():
        found = [
            row
            for row in rows
            if row["statistic"] == statistic
            and all(value is None or row[name] == value for name, value in chosen.items())
        ]
        assert [(row["events"], row["n"]) for row in found] == [(events, n)]
        assert found[0]["left_out_by"] == answer["left_out"]
        assert found[0]["left_out"] == sum(answer["left_out"].values())


def refuse_echo(text: str, path: Path, said: str = "") -> None:
    """Find nothing in a message that could tell of a patient, but what was `said` in a flag."""
    assert not PATIENT.search(text)
    if not path.is_file():
        return
    body = path.read_bytes().decode("latin-1").partition("\n")[2]
    assert not set(DATE.findall(text)) & (set(DATE.findall(body)) - NO_DATES)
    for cell in re.split(r'[,;\t|\r\n"]', body):
        if len(cell) > LONG and cell not in said and folded(cell) not in KNOWN:
            assert cell not in text, cell


def test_the_corpus_is_whole() -> None:
    """Every file is in the table, and every line of the table has its file."""
    names = [case["name"] for case in CASES]
    assert len(set(names)) == len(names) >= 80
    for case in CASES:
        assert case["what"]
        assert path_of(case).exists()
        assert answer_of(case) or "refused" in case
    used = {path_of(case) for case in CASES} | {
        FILES / path for case in CASES for path in case.get("beside", [])
    }
    kept = {path for path in FILES.rglob("*") if path.is_file()}
    kept -= {*FILES.glob("*.py"), FILES / "expected.toml"}
    assert {path for path in kept if not {path, *path.parents} & used} == set()


@named([case for case in CASES if not case.get("stdin")])
def test_in_python(case: Case) -> None:
    how, question = arguments(case)
    ask = ASKED[case.get("ask", "accuracy")]
    if "refused" not in case:
        with als.read(path_of(case), **how) as cohort:
            result = ask(cohort, **question)
        compare(result.records(), answer_of(case))
        assert {note.code for note in result.notes} >= set(case.get("notes", []))
        return
    with pytest.raises(AlsstatsError) as caught, als.read(path_of(case), **how) as cohort:
        ask(cohort, **question)
    refused = case["refused"]
    assert (caught.value.kind, caught.value.exit_code) == (refused["kind"], refused["exit"])
    assert refused["says"] in str(caught.value)
    if "add" in refused:
        assert caught.value.fix.replace(f"{FILES}/", "") == refused["add"]
    refuse_echo(str(caught.value), path_of(case))


@named(AT_THE_TERMINAL)
def test_at_the_command_line(
    case: Case, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is refused says so in a line, and with the line to paste, or the advice, goes on."""
    code, out, said = command(case, [], monkeypatch, capsys)
    refuse_echo(said, path_of(case))
    if refused := case.get("refused"):
        assert (code, out) == (refused["exit"], "")
        assert said.startswith(f"error[{refused['kind']}]: ")
        assert refused["says"] in said
        if not answer_of(case):
            return
        pasted = re.search(r"^  add: (.+)$", said, re.MULTILINE)
        then = shlex.split(case.get("then", "") or pasted[1])
        code, out, said = command(case, then, monkeypatch, capsys)
        refuse_echo(said, path_of(case), " ".join(then))
    assert code == 0, said
    assert case.get("says", "") in said
    answer = json.loads(out)
    compare(answer["rows"], answer_of(case))
    assert {note["code"] for note in answer["notes"]} >= set(case.get("notes", []))


@named([case for case in CASES if "finds" in case])
def test_check_finds(case: Case) -> None:
    how, _ = arguments(case)
    found = als.check(path_of(case), **how)
    assert {finding.name for finding in found.findings} >= set(case["finds"])
    refuse_echo(str(found), path_of(case))


LIVE = [case for case in CASES if case["name"].startswith(("centre_", "header_script", "header_f"))]


@named(LIVE)
def test_no_cell_comes_to_life(
    case: Case, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """No formula for a spreadsheet, and no markup for a browser, but our own."""
    words = ["alsstats", case.get("ask", "accuracy"), str(path_of(case)), *flags(case), "-q"]
    monkeypatch.setattr(sys, "argv", [*words, "--format", "csv"])
    assert _run() == 0
    cells = [cell for row in csv.reader(StringIO(capsys.readouterr().out)) for cell in row]
    assert not [cell for cell in cells if re.match(r"[=+@\t]|-(?![\d.])", cell)]
    how, question = arguments(case)
    with als.read(path_of(case), **how) as cohort:
        page = ASKED[case.get("ask", "accuracy")](cohort, **question)._repr_html_()
    assert "<script>" not in page
    assert "<b>north" not in page
