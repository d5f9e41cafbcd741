"""Dates and durations at the terminal: flags and study file, with lines that can be pasted."""

import json
import shlex
from pathlib import Path

import pytest

from alsstats.cli.parsing import date_formats
from alsstats.errors import UsageError
from tests.cli.conftest import Run

TABLE = "diagnosis,mri_date,last_seen,death,snake_eyes\n" + "".join(
    f"ALS,0{1 + at % 9}/0{2 + at % 7}/2019,0{1 + at % 5}/12/20{20 + at % 3},{at % 4 // 2},{sign}\n"
    for at, sign in enumerate("010110100110")
)
DURATION = "months_from_mri = mri_date to last_seen in months"
STUDY = """
[data]
date = "MM/DD/YYYY"
[variables.last_seen]
date = "DD/MM/YYYY"
[durations.months_from_mri]
from = "mri_date"
to = "last_seen"
unit = "months"
"""


def test_the_lines_of_refusals_lead_to_the_answer_of_the_study_file(
    run: Run, tmp_path: Path
) -> None:
    (tmp_path / "t.csv").write_text(TABLE)
    asked = ["survival", "t.csv", "--group", "snake_eyes", "-q", "--format", "json"]
    refused = run(*asked, "--time", "last_seen")
    assert (refused.returncode, refused.stdout) == (4, "")
    asked += shlex.split(refused.stderr.splitlines()[-1].partition("add: ")[2])
    refused = run(*asked)
    assert refused.returncode == 4
    assert "12 rows fit both" in refused.stderr
    line = refused.stderr.splitlines()[-1].partition("add: ")[2]
    assert line == "--date-format mri_date=DD/MM/YYYY"
    asked += ["--date-format", "mri_date=MM/DD/YYYY"]
    refused = run(*asked)
    asked += shlex.split(refused.stderr.splitlines()[-1].partition("add: ")[2])
    answer = run(*asked)
    assert (answer.returncode, answer.stderr) == (0, "")
    (tmp_path / "s.toml").write_text(STUDY)
    other = run(*asked[:7], "--study", "s.toml")
    assert json.loads(other.stdout)["rows"] == json.loads(answer.stdout)["rows"]


def test_a_format_is_of_all_dates_or_of_a_column() -> None:
    assert date_formats(["a=YYYY", "b=DD.MM.YYYY"]) == {"a": "YYYY", "b": "DD.MM.YYYY"}
    assert date_formats(None) is None
    with pytest.raises(UsageError, match="--date-format"):
        date_formats(["YYYY", "b=DD.MM.YYYY"])
    with pytest.raises(UsageError, match="one name two things"):
        date_formats(["b=YYYY", "b=DD.MM.YYYY"])


def test_check_reads_dates_and_durations_as_the_questions_do(run: Run, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(TABLE)
    page = run("check", "t.csv", "--duration", DURATION, "--date-format", "DD/MM/YYYY")
    assert "months_from_mri" in page.stdout
    assert run("check", "t.csv", "--duration", "x = mri_date in days").returncode == 2


def test_the_days_of_a_duration_are_not_said_to_be_unused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(TABLE)
    flags = ["--date-format", "DD/MM/YYYY", "--duration", DURATION, "--group", "snake_eyes"]
    answer = run("survival", "t.csv", *flags)
    assert answer.returncode == 0
    assert "assumed: months_from_mri is from mri_date" in answer.stderr
    assert "not used" not in answer.stderr
