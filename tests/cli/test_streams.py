"""The answer on standard output, the rest on standard error, and an exit code that says which."""

import json
import os
import shlex
import signal
import subprocess
import sys
import time
from itertools import product
from pathlib import Path

import pytest

import alsstats as als
from sample_data.published.rebuild import FOLDER
from tests.cli.conftest import Run

MOTOR_BAND = FOLDER / "motor_band_2024.csv"
HALF_CODED = "patient_id,diagnosis,motor_band\na,ALS,1\nb,ALS,2\nc,MMN,2\nd,MMN,1\n"


def test_the_answer_and_what_was_assumed(run: Run) -> None:
    done = run("accuracy", MOTOR_BAND)
    assert done.returncode == 0
    assert done.stdout == str(als.accuracy(als.read(MOTOR_BAND)))
    assert done.stderr.splitlines() == [
        "assumed: motor_band_2024.csv is UTF-8 text, fields split by comma",
        "assumed: patients are told apart by column 'patient_id'",
        "assumed: diagnosis: target is ALS (114 rows); mimics: mimic (79); healthy: healthy (31)",
        "assumed: swi_motor_cortex: present is 1 (76 rows); absent is 0 (148 rows)",
    ]
    assert run("accuracy", MOTOR_BAND, "-q").stderr == ""


def test_json_is_the_contract(run: Run) -> None:
    done = run("accuracy", MOTOR_BAND, "--format", "json", "-q", "--prevalence", "0.05")
    document = json.loads(done.stdout, parse_constant=pytest.fail)
    result = als.accuracy(als.read(MOTOR_BAND), prevalence=[0.05])
    assert list(document) == ["schema", "title", "level", "rows", "curves", "notes", "provenance"]
    assert document["schema"] == 1
    assert document["rows"] == result.records()
    assert list(document["rows"][0]) == [
        "term", "category", "by", "group", "target", "comparison", "model", "handling", "at",
        "statistic", "estimate", "conf_low", "conf_high", "std_error", "method", "events", "n",
        "left_out", "left_out_by", "statistic_value", "df", "p_value", "p_adjusted",
    ]  # fmt: skip
    provenance = document["provenance"]
    assert provenance["input"]["rows"] == 224
    assert len(provenance["input"]["sha256"]) == 64
    assert provenance["command"].startswith("alsstats accuracy ")
    again = run("accuracy", MOTOR_BAND, "--format", "json", "-q", "--prevalence", "0.05")
    assert again.stdout == done.stdout


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["calc", "1", "2", "3"], 2, "four counts"),
        (["calc"], 2, "four counts"),
        (["calc", "-5", "1", "2", "3"], 2, "negative"),
        (["calc", "1.5", "1", "2", "3"], 2, "whole number"),
        (["calc", "0", "0", "0", "0"], 2, "nobody"),
        (["calc", "1", "2", "3", "4", "--prevalance", "0.1"], 2, "did you mean '--prevalence'"),
        (["calc", "1", "2", "3", "4", "--prevalence", "5"], 2, "--prevalence 0.05"),
        (["calc", "1", "2", "3", "4", "--prevalence", "x"], 2, "numbers between 0 and 1"),
        (["calc", "1", "2", "3", "4", "--level", "95"], 2, "--level 0.95"),
        (["calc", "1", "2", "3", "4", "--interval", "wlson"], 2, "did you mean 'wilson'"),
        (["calc", "1", "2", "3", "4", "--format", "xml"], 2, "not a format"),
        (["calc", "1", "2", "3", "4", "-o", "out.xml"], 2, "no format is known"),
        (["calc", "1", "2", "3", "4", "-o", "no/such/folder.json"], 2, "cannot write"),
        (["calc", "--sens", "70", "--spec", "0.8"], 2, "--sens 0.7"),
        (["calc", "--sens", "0.7", "--spec", "80"], 2, "--spec 0.8"),
        (["calc", "9" * 400, "1", "2", "3"], 2, "whole number"),
        (["calc", "--sens", "0.7", "--spec", "0.8", "--level", "5"], 2, "--level 0.05"),
        (["calc", "--sens", "0.7", "--spec", "0.8", "--interval", "x"], 2, "not an interval"),
        (["calc", "1", "2", "3", "4", "-o", str(MOTOR_BAND / "x.json")], 2, "cannot write"),
        (["calc", "1", "2", "3", "4", "-o", "x" * 300 + ".json"], 2, "cannot write"),
        (["accuracy", "x" * 300 + ".csv"], 3, "cannot read"),
        (["accuracy", MOTOR_BAND, "-o", MOTOR_BAND], 2, "is the data"),
        (
            ["accuracy", MOTOR_BAND, "--dictionary", "d.csv", "-o", "./d.csv"],
            2,
            "is the dictionary",
        ),
        (["check", MOTOR_BAND, "--dictionary", "d.csv", "-o", "d.csv"], 2, "is the dictionary"),
        (["accuracy", MOTOR_BAND, "-o", "x" * 300 + ".json"], 2, "cannot write"),
        (["accuracy", MOTOR_BAND, "--present", 'swi_motor_cortex="1'], 2, "double quotes"),
        (["calc", "1", "2", "3", "4", "--prevalence", ""], 2, "numbers between 0 and 1"),
        (["accuracy", MOTOR_BAND, "--present", "swi_motor_cortex=1,"], 2, "empty code"),
        (["accuracy"], 2, "FILE"),
        (["accuracy", "none.csv"], 3, "no file"),
        (["accuracy", MOTOR_BAND, "--present", "swi_motor_corte=1"], 4, "did you mean"),
        (["accuracy", MOTOR_BAND, "--present", "swi_motor_cortex"], 2, "--present COLUMN=CODE"),
        (["accuracy", MOTOR_BAND, "--nosuch"], 2, "--nosuch"),
        (["acuracy", MOTOR_BAND], 2, "acuracy"),
    ],
)
def test_errors_have_a_code_and_nothing_on_standard_output(
    run: Run, arguments: list[str], code: int, says: str
) -> None:
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (code, "")
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_the_suggested_flag_can_be_pasted(run: Run, tmp_path: Path) -> None:
    (tmp_path / "cohort.csv").write_text(HALF_CODED)
    refused = run("accuracy", "cohort.csv")
    assert (refused.returncode, refused.stdout) == (4, "")
    assert "1 (2 rows), 2 (2)" in refused.stderr
    pasted = shlex.split(refused.stderr.splitlines()[-1].removeprefix("  add: "))
    done = run("accuracy", "cohort.csv", *pasted)
    assert done.returncode == 0
    assert "50.0 %" in done.stdout


def test_files_by_extension_whole_or_not_at_all(run: Run, tmp_path: Path) -> None:
    names = ("a.json", "a.csv", "a.md", "a.txt")
    done = run("calc", 28, 3, 12, 13, *(word for name in names for word in ("-o", name)))
    assert (done.returncode, done.stdout) == (0, "")
    result = als.calc(tp=28, fp=3, fn=12, tn=13)
    for name, kind in zip(names[1:], ("csv", "markdown", "text"), strict=True):
        assert (tmp_path / name).read_text() == result.render(kind)
    assert json.loads((tmp_path / "a.json").read_text())["rows"] == result.records()
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(names)
    kept = run("calc", 28, 3, 12, 13, "-o", "a.csv", "--format", "csv")
    assert kept.stdout == result.render("csv")
    assert run("calc", 0, 0, 0, 0, "-o", "a.csv").returncode == 2
    assert (tmp_path / "a.csv").read_text() == result.render("csv")


def test_notes_go_to_standard_error_where_the_format_cannot_hold_them(run: Run) -> None:
    done = run("calc", 5, 0, 5, 5, "--format", "csv")
    assert "note: " in done.stderr
    assert "note" not in done.stdout
    assert run("calc", 5, 0, 5, 5).stderr == ""


def test_plain_ascii_on_a_console_that_is_not_utf_8(run: Run, tmp_path: Path) -> None:
    (tmp_path / "c.csv").write_text("diagnosis,zeichen_ü\nALS,1\nMMN,0\n", encoding="utf-8")
    arguments = ("accuracy", "c.csv", "--present", "zeichen_ü=1")
    ascii_only = run(*arguments, PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert ascii_only.returncode == 0
    assert ascii_only.stdout.isascii()
    assert "zeichen_\\xfc" in ascii_only.stdout
    assert "zeichen_ü" in run(*arguments, PYTHONIOENCODING="utf-8").stdout


def test_json_is_json_on_any_console(run: Run, tmp_path: Path) -> None:
    (tmp_path / "\u00e9.csv").write_bytes(MOTOR_BAND.read_bytes())
    done = run("accuracy", "\u00e9.csv", "--format", "json", PYTHONIOENCODING="ascii")
    assert json.loads(done.stdout)["provenance"]["input"]["name"] == "\u00e9.csv"


@pytest.mark.parametrize("where", [">&-", "> /dev/full"])
def test_standard_output_that_takes_nothing(where: str) -> None:
    command = f"{shlex.quote(sys.executable)} -m alsstats calc 1 2 3 4 {where}"
    done = subprocess.run(
        ["bash", "-c", command], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 2
    assert "cannot write to standard output" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_closed_standard_error_changes_nothing_on_standard_output() -> None:
    for arguments, code in ((f"accuracy {MOTOR_BAND}", 0), ("calc 0 0 0 0", 2)):
        command = f"{shlex.quote(sys.executable)} -m alsstats {arguments} 2>&-"
        done = subprocess.run(["bash", "-c", command], capture_output=True, timeout=60, check=False)
        assert done.returncode == code
        assert b"error" not in done.stdout


@pytest.mark.parametrize("arguments", ["--help > /dev/full", "--help >&-", "--version >&-"])
def test_help_that_cannot_be_written(arguments: str) -> None:
    command = f"{shlex.quote(sys.executable)} -m alsstats {arguments}"
    done = subprocess.run(
        ["bash", "-c", command], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 2
    assert "cannot be written" in done.stderr


def test_a_file_is_written_though_standard_output_is_closed(tmp_path: Path) -> None:
    command = f"{shlex.quote(sys.executable)} -m alsstats calc 1 2 3 4 -o {tmp_path}/a.json >&-"
    done = subprocess.run(["bash", "-c", command], capture_output=True, timeout=60, check=False)
    assert done.returncode == 0
    assert (tmp_path / "a.json").stat().st_size


@pytest.mark.parametrize("where", ["2> /dev/full", "2>&1 | true; exit ${PIPESTATUS[0]}"])
def test_the_exit_code_says_what_standard_error_cannot(where: str) -> None:
    command = f"{shlex.quote(sys.executable)} -m alsstats accuracy none.csv {where}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, timeout=60, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (3, b"", b"")


def test_a_link_stays_a_link(run: Run, tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    (tmp_path / "link.json").symlink_to(tmp_path / "kept" / "target.json")
    assert run("calc", 1, 2, 3, 4, "-o", "link.json").returncode == 0
    assert (tmp_path / "link.json").is_symlink()
    assert json.loads((tmp_path / "kept" / "target.json").read_text())["schema"] == 1


def test_a_closed_pipe_is_no_error(tmp_path: Path) -> None:
    command = f"{shlex.quote(sys.executable)} -m alsstats accuracy {MOTOR_BAND} -q | head -1"
    done = subprocess.run(
        ["bash", "-c", command], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.stdout.startswith("Accuracy of MRI signs")
    assert done.stderr == ""


def test_ctrl_c_while_modules_are_loaded_ends_without_a_word() -> None:
    script = (
        "import builtins, os, signal, sys\n"
        "from alsstats.__main__ import main\n"
        "held = builtins.__import__\n"
        "def hook(name, *given):\n"
        "    if name == 'alsstats.cli': os.kill(os.getpid(), signal.SIGINT)\n"
        "    return held(name, *given)\n"
        "builtins.__import__ = hook\n"
        "main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, timeout=60, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (-signal.SIGINT, b"", b"")


@pytest.mark.once
def test_a_terminated_run_leaves_nothing_behind(tmp_path: Path) -> None:
    rows = "".join(f"p{i},ALS,1\n" for i in range(400_000))
    (tmp_path / "big.csv").write_text("patient_id,diagnosis,flair_cst\n" + rows + "q,MMN,0\n")
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    for wait, number in product((0.2, 0.4, 0.6), (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)):
        process = subprocess.Popen(
            [sys.executable, "-m", "alsstats", "accuracy", "big.csv", "-o", "out.json"],
            cwd=tmp_path,
            env=os.environ | {"TMPDIR": str(temporary)},
            stderr=subprocess.DEVNULL,
        )
        time.sleep(wait)
        process.send_signal(number)
        # 0: it was done by then; -15: the signal came before Python could catch it
        assert process.wait(timeout=60) in {0, 128 + number, -number}
        assert not list(temporary.iterdir())
        assert {path.name for path in tmp_path.iterdir()} <= {"big.csv", "temporary", "out.json"}


def test_a_bug_is_named_without_data(run: Run, tmp_path: Path) -> None:
    (tmp_path / "usercustomize.py").write_text("")
    script = (
        "import sys, alsstats.diagnostic as d\n"
        "def broken(**_): raise ValueError('secret patient')\n"
        "d.calc = broken\n"
        "sys.argv = ['alsstats', 'calc', '1', '2', '3', '4']\n"
        "from alsstats.cli import main; main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stdout) == (70, "")
    assert "error[bug]: ValueError" in done.stderr
    assert "secret" not in done.stderr


def test_version_and_help(run: Run) -> None:
    assert run("--version").stdout == als.__version__ + "\n"
    for command in ((), ("calc",), ("accuracy",), ("check",)):
        shown = run(*command, "--help")
        assert shown.returncode == 0
        assert max(map(len, shown.stdout.splitlines())) <= 80
        assert run(*command, "-h").stdout == shown.stdout
