"""`--plot` on every command: the main figure, a named one, and what cannot be drawn."""

from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.outputs import ROOT

SAMPLES = ROOT / "sample_data"
COHORT = str(SAMPLES / "cohort.csv")
COMMANDS = [
    ["accuracy", COHORT, "--sign", "flair_swi"],
    ["prevalence", COHORT, "--by", "el_escorial", "--finding", "flair_swi"],
    ["survival", COHORT],
    ["exclusion", COHORT],
    ["describe", COHORT, "--by", "diagnosis"],
    ["calc", "28", "3", "12", "13"],
]
BEGINNINGS = {".svg": b"<?xml", ".pdf": b"%PDF", ".png": b"\x89PNG"}


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_every_command_draws_its_answer(run: Run, tmp_path: Path, command: list[str]) -> None:
    path = tmp_path / "figure.svg"
    done = run(*command, "--plot", str(path))
    assert (done.returncode, f"wrote {path}" in done.stderr) == (0, True)
    text = path.read_text(encoding="utf-8")
    assert 'role="img"' in text
    assert "<desc>" in text
    assert 'width="493.' in text  # 174 mm in points


@pytest.mark.parametrize("extension", BEGINNINGS)
def test_a_figure_of_one_column_in_each_format(run: Run, tmp_path: Path, extension: str) -> None:
    first, second = tmp_path / f"first{extension}", tmp_path / f"second{extension}"
    for path in (first, second):
        done = run("calc", "28", "3", "12", "13", "--plot", str(path), "--plot-width", "85")
        assert done.returncode == 0
    assert first.read_bytes().startswith(BEGINNINGS[extension])
    assert first.read_bytes() == second.read_bytes()


def test_a_figure_by_its_name(run: Run, tmp_path: Path) -> None:
    done = run("survival", COHORT, "--plot", f"hazard-ratios={tmp_path / 'ratios.svg'}")
    assert done.returncode == 0
    assert "6.56" in (tmp_path / "ratios.svg").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("plot", "words"),
    [
        ("figure.gif", "no figure is made as '.gif'"),
        ("figure", "no figure is made as ''"),
        ("kaplan-meyer=figure.svg", "figures of this answer"),
        ("kaplan-meier=figure.svg", "does not hold what it shows"),
        ("=figure.svg", "figures of this answer"),
    ],
)
def test_what_cannot_be_drawn_writes_nothing(
    run: Run, tmp_path: Path, plot: str, words: str
) -> None:
    answer = tmp_path / "answer.json"
    done = run("calc", "28", "3", "12", "13", "-o", str(answer), "--plot", plot)
    assert done.returncode == 2
    assert words in done.stderr
    assert done.stdout == ""
    assert list(tmp_path.iterdir()) == []


def test_widths_are_those_of_journals(run: Run) -> None:
    done = run("calc", "28", "3", "12", "13", "--plot", "figure.svg", "--plot-width", "100")
    assert (done.returncode, "--plot-width 85" in done.stderr) == (2, True)


def test_two_figures_have_two_files(run: Run, tmp_path: Path) -> None:
    one, same = f"flow={tmp_path}/a.svg", f"accuracy-forest={tmp_path}/./a.svg"
    done = run("accuracy", COHORT, "--plot", one, "--plot", same)
    assert done.returncode == 2
    assert "error[usage]: two figures would be written to" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_figure_is_not_written_over_the_data(run: Run, tmp_path: Path) -> None:
    data = tmp_path / "cohort.svg"
    data.write_bytes(Path(COHORT).read_bytes())
    done = run("accuracy", str(data), "--sign", "flair_swi", "--plot", str(data))
    assert (done.returncode, "is the data" in done.stderr) == (2, True)
    assert data.read_bytes() == Path(COHORT).read_bytes()


def test_output_with_the_extension_of_a_figure_is_told_of_plot(run: Run) -> None:
    done = run("calc", "28", "3", "12", "13", "-o", "figure.svg")
    assert (done.returncode, "--plot figure.svg" in done.stderr) == (2, True)
