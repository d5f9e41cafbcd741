"""`alsstats init`: the file that it writes, where, and what it says of it."""

import sys
import tomllib
from pathlib import Path

import pytest

from alsstats.cli import _run

DATA = "id,diagnosis,motor_band\n1,ALS,1\n2,ALS,2\n3,MMN,2\n4,MMN,2\n"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    path = tmp_path / "cohort.csv"
    path.write_text(DATA)
    return path


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    def run(*words: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["alsstats", *map(str, words)])
        code = _run()
        out, err = capsys.readouterr()
        return code, out, err

    return run


def test_it_writes_beside_the_data_and_says_what_comes_next(run, data: Path) -> None:
    code, out, err = run("init", data)
    study = data.with_name("cohort.toml")
    assert (code, out) == (0, "")
    assert err.splitlines() == [
        f"wrote {study}",
        "1 place to fill: the lines marked 'to fill'",
        f"next: alsstats check {data}",
    ]
    text = study.read_text(encoding="utf-8")
    asked = '# present = ["1"]  # to fill: 1 (1 rows), 2 (3): which code means present?'
    assert asked in text.splitlines()
    study.write_text(text.replace(asked, asked.removeprefix("# ")), encoding="utf-8")
    code, out, _ = run("accuracy", data, "--sign", "motor_band")
    assert code == 0
    assert "1/2" in out


def test_what_somebody_has_filled_in_is_kept(run, data: Path) -> None:
    study = data.with_name("cohort.toml")
    study.write_text("schema = 1\n")
    code, _, err = run("init", data)
    assert (code, study.read_text()) == (2, "schema = 1\n")
    assert "'" + str(study) + "' is there already" in err
    code, _, err = run("init", data, "-o", data)
    assert (code, data.read_text()) == (2, DATA)


def test_a_second_study_beside_the_data_is_not_made(run, data: Path) -> None:
    data.with_name("alsstats.toml").write_text("schema = 1\n")
    code, _, err = run("init", data)
    assert code == 2
    assert "lies beside the data already" in err
    assert not data.with_name("cohort.toml").exists()


def test_another_place_is_said_to_the_next_command(run, data: Path) -> None:
    other = data.with_name("a study.toml")
    code, _, err = run("init", data, "--present", "motor_band=1", "-o", other)
    assert code == 0
    assert err.splitlines()[1:] == [
        "nothing to fill",
        f"next: alsstats accuracy {data} --study '{other}'",
    ]
    assert tomllib.loads(other.read_text())["signs"]["swi_motor_cortex"]["present"] == ["1"]


def test_it_is_printed_where_it_is_asked_for(run, data: Path) -> None:
    code, out, _ = run("init", data, "-o", "-", "--column-of", "t2_cst=motor_band")
    assert code == 0
    assert tomllib.loads(out)["columns"] == {"t2_cst": "motor_band"}
    assert list(data.parent.iterdir()) == [data]


def test_a_study_is_not_read(run, data: Path) -> None:
    study = data.with_name("other.toml")
    study.write_text("schema = 1\n")
    code, _, err = run("init", data, "--study", study)
    assert code == 2
    assert "init writes a study file, and reads none" in err


@pytest.mark.parametrize("words", [["--column-of", "flair=x"], ["--column-of", "t2_cst=nothing"]])
def test_columns_that_cannot_be_meant_are_refused(run, data: Path, words: list[str]) -> None:
    code, _, err = run("accuracy", data, *words)
    assert code in {2, 4}
    assert "error[" in err


def test_what_is_printed_holds_once_it_is_saved_and_named(run, data: Path) -> None:
    code, out, err = run("init", data, "-o", "-")
    assert (code, out.startswith("# What")) == (0, True)
    assert err.splitlines()[-1] == f"next: alsstats check {data} --study STUDY.toml"
