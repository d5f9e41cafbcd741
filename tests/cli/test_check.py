"""`alsstats check` and `explain` as a user starts them: exit codes, formats, files."""

import json
from pathlib import Path

from sample_data.make_cohort import FILE
from tests.cli.conftest import Run

WARNS = "diagnosis,flair_cst,moter_band\n" + "ALS,1,1\nALS,0,0\nMMN,0,0\nMMN,1,1\n" * 5


def test_warnings_fail_only_where_that_is_asked_for(run: Run, tmp_path: Path) -> None:
    (tmp_path / "cohort.csv").write_text(WARNS)
    done = run("check", "cohort.csv")
    assert (done.returncode, done.stderr) == (0, "")
    assert "warning[near-name]" in done.stdout
    assert done.stdout.splitlines()[-1] == "  add: --column-of swi_motor_cortex=moter_band"
    assert run("check", "cohort.csv", "--strict").returncode == 1
    assert run("check", FILE, "--strict").returncode == 0


def test_formats_and_a_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "cohort.csv").write_text(WARNS)
    done = run("check", "cohort.csv", "--format", "json", "-o", "found.json")
    assert (done.returncode, done.stdout) == (0, "")
    document = json.loads((tmp_path / "found.json").read_text())
    assert document["findings"][0]["name"] == "near-name"
    github = run("check", "cohort.csv", "--format", "github").stdout
    assert github.startswith("::warning file=cohort.csv,line=1,title=near-name::")
    wrong = run("check", "cohort.csv", "--format", "xml")
    assert (wrong.returncode, wrong.stdout) == (2, "")
    over = run("check", "cohort.csv", "-o", "cohort.csv")
    assert over.returncode == 2
    assert (tmp_path / "cohort.csv").read_text() == WARNS


def test_explain(run: Run) -> None:
    assert run("explain", "near-name").stdout.startswith("near-name: a column nearly named")
    every = run("explain").stdout
    assert "\nvalue-range  " in every
    wrong = run("explain", "value-rang")
    assert wrong.returncode == 2
    assert "did you mean 'value-range'?" in wrong.stderr


def test_debug_keeps_the_traceback(run: Run) -> None:
    plain = run("accuracy", "none.csv")
    assert (plain.returncode, "Traceback" in plain.stderr) == (3, False)
    kept = run("--debug", "accuracy", "none.csv")
    assert kept.returncode == 3
    assert kept.stderr.startswith("Traceback")
    assert plain.stderr in kept.stderr
