"""`alsstats report`: the page, its numbers, its figures, and exit codes."""

import json
from pathlib import Path

import pandas as pd
import pytest

from tests.cli.conftest import Run
from tests.outputs import ROOT

COHORT = ROOT / "sample_data" / "cohort.csv"
QUESTIONS = ["describe", "accuracy", "prevalence", "exclusion", "survival"]


def test_the_page_and_every_number(run: Run, tmp_path: Path) -> None:
    page, numbers = tmp_path / "report.html", tmp_path / "results.json"
    done = run("report", str(COHORT), "-o", str(page), "-o", str(numbers))
    assert (done.returncode, done.stdout) == (0, "")
    assert f"wrote {page}" in done.stderr
    assert done.stderr.count("cohort.csv is UTF-8 text") == 1
    assert page.stat().st_size < 1_000_000
    document = json.loads(numbers.read_text(encoding="utf-8"))
    assert sorted(document["results"]) == sorted(QUESTIONS)
    assert document["failures"] == {}


def test_the_page_goes_to_standard_output(run: Run) -> None:
    done = run("report", str(COHORT), "-q", "--without", "survival", "--without", "describe")
    assert done.returncode == 0
    assert done.stdout.startswith("<!DOCTYPE html>")
    assert done.stderr == ""


def test_every_figure_in_a_folder(run: Run, tmp_path: Path) -> None:
    left_away = [flag for name in QUESTIONS if name != "exclusion" for flag in ("--without", name)]
    folder = tmp_path / "new" / "figures"
    page = tmp_path / "report.html"
    flags = ["-o", str(page), "--figures", str(folder), "--plot-width", "85"]
    done = run("report", str(COHORT), *left_away, *flags)
    assert done.returncode == 0
    assert {path.suffix for path in folder.iterdir()} == {".svg", ".pdf", ".png"}
    assert 'width="240.9' in (folder / "exclusion-heat-map.svg").read_text(encoding="utf-8")
    assert {path.stem for path in folder.iterdir()} == {
        "exclusion-heat-map", "exclusion-other-causes",
    }  # fmt: skip


def altered(tmp_path: Path, **columns: object) -> Path:
    """Return a copy of the sample cohort in which columns hold one value."""
    frame = pd.read_csv(COHORT, dtype=str, keep_default_na=False).assign(**columns)
    path = tmp_path / "altered.csv"
    frame.to_csv(path, index=False)
    return path


def test_a_cohort_with_no_event_leaves_with_5_and_a_page(run: Run, tmp_path: Path) -> None:
    page = tmp_path / "report.html"
    path = altered(tmp_path, death="0")
    done = run("report", str(path), "-o", str(page), "-q", "--absent", "death=0")
    assert done.returncode == 5
    text = page.read_text(encoding="utf-8")
    assert "69.7 %" in text  # the sensitivity of flair_swi
    assert "error" in text or "not be computed" in text


def test_one_diagnosis_leaves_with_5_and_a_page(run: Run, tmp_path: Path) -> None:
    page = tmp_path / "report.html"
    done = run("report", str(altered(tmp_path, diagnosis="ALS")), "-o", str(page), "-q")
    assert done.returncode == 5
    assert "error[" in done.stderr
    assert "error[" in page.read_text(encoding="utf-8")


def test_a_sign_never_assessed_has_empty_numbers_and_leaves_with_0(
    run: Run, tmp_path: Path
) -> None:
    numbers = tmp_path / "results.json"
    path = altered(tmp_path, snake_eyes="not done")
    assert run("report", str(path), "-o", str(numbers), "-q").returncode == 0
    rows = json.loads(numbers.read_text(encoding="utf-8"))["results"]["accuracy"]["rows"]
    held = [row for row in rows if row["term"] == "snake_eyes" and row["method"] != "range"]
    assert {row["estimate"] for row in held if row["statistic"] == "sensitivity"} == {None}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--plot-width", "100"], "--plot-width 85"),
        (["-o", "report.pdf"], "no report is made as 'report.pdf'"),
        (["--without", "survivall"], "did you mean 'survival'?"),
        (["-o", str(COHORT)], "is the data"),
    ],
)
def test_what_is_refused(run: Run, arguments: list[str], words: str) -> None:
    done = run("report", str(COHORT), *arguments)
    assert (done.returncode, words in done.stderr, done.stdout) == (2, True, "")
