"""`make report` builds when data, study or package changed, and not otherwise.

The rules are those of the project's Makefile; in the place of the program stands a few lines that
write down how they were called, so that only make is tried here.
"""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PROGRAM = """#!/bin/sh
echo "$@" >> calls.txt
for given in "$@"; do case "$given" in *.html|*.json) cat "$2" > "$given" ;; esac; done
exit $(cat exit_code 2>/dev/null || echo 0)
"""
PYTHON = """#!/bin/sh
echo "$@" >> calls.txt
echo analysed
"""
A_DAY = 86_400
OF_MAKE = {"MAKEFLAGS", "MAKELEVEL", "MFLAGS", "VENV", "CONSTRAINTS"}  # of the make that tests


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a copy of what the rules of make read, with a program that writes down its calls."""
    shutil.copy(ROOT / "Makefile", tmp_path)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copytree(ROOT / "constraints", tmp_path / "constraints")
    for path in ("analyses/one/analysis.py", "alsstats/__init__.py", "sample_data/cohort.csv"):
        (tmp_path / path).parent.mkdir(parents=True)
        (tmp_path / path).write_text(f"{path}\n")
    (tmp_path / ".venv/bin").mkdir(parents=True)
    for name, text in (("alsstats", PROGRAM), ("python", PYTHON)):
        (tmp_path / ".venv/bin" / name).write_text(text)
        (tmp_path / ".venv/bin" / name).chmod(0o755)
    (tmp_path / ".venv/ready").touch()
    for path in tmp_path.rglob("*"):
        older(path, days=9)
    older(tmp_path / ".venv/ready", days=8)
    return tmp_path


def older(path: Path, *, days: int) -> None:
    """Set the time at which a file was changed back."""
    now = 1_700_000_000
    os.utime(path, (now - days * A_DAY, now - days * A_DAY))


def make(project: Path, *variables: str, code: int = 0) -> list[str]:
    """Run `make report`, and return how the program was called."""
    (project / "calls.txt").write_text("")
    done = subprocess.run(
        ["make", "report", *variables],
        cwd=project,
        env={name: value for name, value in os.environ.items() if name not in OF_MAKE},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code, done.stderr
    return (project / "calls.txt").read_text().splitlines()


def page(project: Path) -> str:
    return (project / "reports/report.html").read_text()


def test_a_second_run_builds_nothing(project: Path) -> None:
    [analysis, report] = sorted(make(project))
    assert analysis == "analyses/one/analysis.py reports/one"
    assert report.startswith("report sample_data/cohort.csv -o reports/report.html -o reports/")
    assert (project / "reports/one/output.txt").read_text() == "analysed\n"
    assert make(project) == []


@pytest.mark.parametrize(
    "path", ["sample_data/cohort.csv", "alsstats/__init__.py", "alsstats/new.toml", ".venv/ready"]
)
def test_what_changed_builds_anew(project: Path, path: str) -> None:
    make(project)
    (project / path).write_text("changed\n")
    assert len(make(project)) == 2
    assert make(project) == []


@pytest.mark.parametrize("name", ["cohort.toml", "alsstats.toml"])
def test_a_study_beside_the_cohort_counts_when_it_comes_and_when_it_goes(
    project: Path, name: str
) -> None:
    make(project)
    study = project / "sample_data" / name
    study.write_text("schema = 1\n")
    older(study, days=9)
    assert any(call.startswith("report") for call in make(project))
    assert make(project) == []
    study.unlink()
    assert any(call.startswith("report") for call in make(project))


def test_an_older_file_is_another_file(project: Path) -> None:
    for name, days in (("a.csv", 1), ("b.csv", 100)):
        (project / name).write_text(f"{name}\n")
        older(project / name, days=days)
    assert make(project, "COHORT=a.csv") == [
        "report a.csv -o reports/report.html -o reports/results.json --figures reports/figures"
    ]
    assert page(project) == "a.csv\n"
    make(project, "COHORT=b.csv")
    assert page(project) == "b.csv\n"
    assert make(project, "COHORT=b.csv") == []


def test_older_contents_under_the_same_name_build_anew(project: Path) -> None:
    make(project)
    (project / "sample_data/cohort.csv").write_text("of last year\n")
    older(project / "sample_data/cohort.csv", days=400)
    make(project)
    assert page(project) == "of last year\n"


def test_another_study_builds_anew(project: Path) -> None:
    for name in ("one.toml", "two.toml"):
        (project / name).write_text("schema = 1\n")
        older(project / name, days=50)
    [*_, call] = sorted(make(project, "STUDY=one.toml"))
    assert "report sample_data/cohort.csv --study one.toml -o" in call
    assert any("--study two.toml" in call for call in make(project, "STUDY=two.toml"))
    assert make(project, "STUDY=two.toml") == []


def test_analyses_of_the_samples_do_not_stand_beside_the_page_of_others(project: Path) -> None:
    make(project)
    (project / "own.csv").write_text("own\n")
    make(project, "COHORT=own.csv")
    assert not (project / "reports/one").exists()
    make(project)
    assert (project / "reports/one/output.txt").exists()
    (project / "x sample_data").mkdir()
    (project / "x sample_data/cohort.csv").write_text("own\n")
    make(project, "COHORT=x sample_data/cohort.csv")
    assert not (project / "reports/one").exists()


@pytest.mark.parametrize(
    "name", ["the cohort.csv", "it's.csv", 'a "b".csv', "cohort (1).csv", "R&D.csv", "a*.csv"]
)
def test_a_path_is_a_name_whatever_is_in_it(project: Path, name: str) -> None:
    (project / "my data").mkdir()
    (project / "my data" / name).write_text("mine\n")
    (project / "my data/another.csv").write_text("other\n")
    make(project, f"COHORT=my data/{name}")
    assert page(project) == "mine\n"
    assert make(project, f"COHORT=my data/{name}") == []
    (project / "my data/alsstats.toml").write_text("schema = 1\n")
    assert len(make(project, f"COHORT=my data/{name}")) == 1
    [call] = make(project, f"COHORT=my data/{name}", "STUDY=my data/alsstats.toml", "REPORTS=other")
    assert call.startswith(f"report my data/{name} --study my data/alsstats.toml -o other/")


def test_nothing_is_removed_that_make_did_not_make(project: Path) -> None:
    own = project / "own/figures/mine.png"
    own.parent.mkdir(parents=True)
    own.touch()
    assert make(project, "REPORTS=own", code=2) == []
    for no_folder in ("REPORTS=own figures", "REPORTS="):
        assert make(project, no_folder, code=2) == []
    assert own.exists()
    assert make(project, "COHORT=typo.csv", "REPORTS=later", code=2) == []
    assert len(make(project, "REPORTS=later", "-j4")) == 2


def test_a_page_with_errors_stays_and_is_made_again(project: Path) -> None:
    (project / "exit_code").write_text("5")
    make(project, code=2)
    assert page(project) == "sample_data/cohort.csv\n"
    assert any(call.startswith("report") for call in make(project, code=2))


def test_no_page_of_other_data_stands_where_a_file_cannot_be_read(project: Path) -> None:
    make(project)
    (project / "own.csv").write_text("own\n")
    (project / ".venv/bin/alsstats").write_text("#!/bin/sh\nexit 3\n")
    make(project, "COHORT=own.csv", code=2)
    assert not (project / "reports/report.html").exists()
