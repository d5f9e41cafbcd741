"""`alsstats survival`: every flag as in Python, exit codes, outputs and streams."""

import json
import shlex
from pathlib import Path
from typing import Any

import pytest

import alsstats as als
from sample_data.make_cohort import FILE
from tests.cli.conftest import Run

TABLE = "patient_id,diagnosis,snake_eyes,arm,months_from_mri,entered,death,status\n" + "".join(
    f"p{place},{diagnosis},{sign},{arm},{months},{entry},{death},{status}\n"
    for place, (diagnosis, sign, arm, months, entry, death, status) in enumerate([
        ("ALS", 1, "a", 3, 0, 1, 2), ("ALS", 0, "b", 8, 1, 0, 1), ("ALS", 1, "a", 5, 2, 1, 2),
        ("ALS", 0, "b", 9, 0, 1, 2), ("ALS", 1, "b", 7, 3, 0, 1), ("MMN", 0, "a", 12, 2, 1, 2),
        ("ALS", 0, "a", 6, 1, 1, 2), ("ALS", 1, "a", 4, 0, 1, 2), ("ALS", 0, "b", 11, 4, 0, 1),
    ])
)  # fmt: skip


@pytest.mark.parametrize(
    ("flags", "asked"),
    [
        ("", {}),
        ("--adjust age_at_onset,sex --against sex=female --level 0.9 --landmarks 6,18 --tau 40",
         {"adjust": ["age_at_onset", "sex"], "against": {"sex": "female"}, "level": 0.9,
          "landmarks": [6, 18], "tau": 40}),
        ("--group centre --adjust 'flair_swi * bulbar_onset' --adjust 'spline(age_at_onset, 3)'",
         {"group": "centre", "adjust": ["flair_swi * bulbar_onset", "spline(age_at_onset, 3)"]}),
        ("--strata centre --cluster field_strength --ties breslow --parts any --split 12,24",
         {"strata": "centre", "cluster": "field_strength", "ties": "breslow", "parts": "any",
          "split": [12, 24]}),
        ("--group snake_eyes --firth --from 3 --among diagnosis=ALS --among sex=male,female",
         {"group": "snake_eyes", "firth": True, "from_": 3,
          "among": {"diagnosis": "ALS", "sex": ["male", "female"]}}),
        (("--group t2_cst --time months_from_mri --event death=1 --unit weeks --number "
          "age_at_onset --category field_strength --adjust age_at_onset,field_strength"),
         {"group": "t2_cst", "time": "months_from_mri", "event": {"death": "1"}, "unit": "weeks",
          "number": "age_at_onset", "category": "field_strength",
          "adjust": ["age_at_onset", "field_strength"]}),
    ],
)  # fmt: skip
def test_a_flag_is_an_argument(run: Run, flags: str, asked: dict[str, Any]) -> None:
    done = run("survival", FILE, "-q", "--format", "json", *shlex.split(flags))
    assert (done.returncode, done.stderr) == (0, "")
    document = json.loads(done.stdout, parse_constant=pytest.fail)
    with als.read(FILE) as cohort:
        expected = json.loads(als.survival(cohort, **asked).render("json"))
    for part in ("title", "level", "rows", "curves", "notes"):
        assert document[part] == expected[part]


def test_parametric_models_stand_beside(run: Run, tmp_path: Path) -> None:
    done = run("survival", FILE, "-q", "--format", "csv", "--parametric")
    assert (done.returncode, done.stderr.count("note:")) == (0, done.stderr.count("\n"))
    for name in ("weibull", "log-normal", "log-logistic"):
        assert name in done.stdout


@pytest.mark.parametrize(
    ("flags", "code", "says"),
    [
        ("--group nosuch", 4, "no column 'nosuch'"),
        ("", 4, "--group COLUMN"),
        ("--group snake_eyes --event status", 4, "--event status=2"),
        ("--group snake_eyes --event months_from_mri", 4, "cannot tell which code"),
        ("--group snake_eyes --entry months_from_mri --time entered", 4, "is not before"),
        ("--group snake_eyes --among diagnosis=PLS", 4, "no level 'PLS'"),
        ("--group snake_eyes --entry entered", 2, "--time COLUMN"),
        ("--group snake_eyes --ties exakt", 2, "did you mean 'exact'"),
        ("--group snake_eyes --level 95", 2, "--level 0.95"),
        ("--group snake_eyes --split a,b", 2, "--split takes numbers"),
        ("--group snake_eyes --landmarks=-3", 2, "--landmarks takes numbers of 0 or more"),
        ("--group snake_eyes --against snake_eyes", 2, "--against"),
        ("--group snake_eyes --adjust 'spline(age)'", 2, "spline"),
        ("--group snake_eyes -o out.xml", 2, "no format is known"),
        ("--group snake_eyes --nosuch", 2, "--nosuch"),
    ],
)
def test_what_is_refused(run: Run, tmp_path: Path, flags: str, code: int, says: str) -> None:
    (tmp_path / "cohort.csv").write_text(TABLE)
    done = run("survival", "cohort.csv", *shlex.split(flags))
    assert (done.returncode, done.stdout) == (code, "")
    assert says in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "flags",
    [
        "--group snake_eyes --event status",
        "--group snake_eyess",
        "--group snake_eyes --time month",
        "--group snake_eyes --time months_from_mry", "--group snake_eyes --strata armm",
    ],
)  # fmt: skip
def test_the_last_line_of_an_error_works_when_pasted(run: Run, tmp_path: Path, flags: str) -> None:
    (tmp_path / "cohort.csv").write_text(TABLE)
    given = shlex.split(flags)
    refused = run("survival", "cohort.csv", *given)
    assert refused.returncode == 4
    last = refused.stderr.splitlines()[-1]
    if "month" in given:  # nothing is near enough
        assert last.startswith("  columns:")
        return
    assert last.startswith("  add: --")
    pasted = shlex.split(last.removeprefix("  add: "))
    done = run("survival", "cohort.csv", *given[:-2], *pasted)
    assert done.returncode == 0, done.stderr


def test_files_and_streams(run: Run, tmp_path: Path) -> None:
    (tmp_path / "cohort.csv").write_text(TABLE)
    asked = ("survival", "cohort.csv", "--group", "snake_eyes")
    shown = run(*asked)
    assert "assumed: time counts from the MRI (months_from_mri)" in shown.stderr
    assert "assumed" not in shown.stdout
    assert "note:" not in shown.stderr  # they stand in the text
    names = ["out.txt", "out.json", "out.csv", "out.md"]
    done = run(*asked, "-q", *[part for name in names for part in ("-o", name)])
    assert (done.returncode, done.stdout) == (0, "")
    assert [line for line in done.stderr.splitlines() if line.startswith("wrote")] == [
        f"wrote {name}" for name in names
    ]
    assert (tmp_path / "out.txt").read_text() == shown.stdout
    document = json.loads((tmp_path / "out.json").read_text())
    assert document["provenance"]["command"].startswith("alsstats survival cohort.csv --group")
    refused = run(*asked, "-o", "cohort.csv")
    assert (refused.returncode, (tmp_path / "cohort.csv").read_text()) == (2, TABLE)


def test_a_model_that_cannot_be_computed_leaves_with_5_and_the_rest(
    run: Run, tmp_path: Path
) -> None:
    lines = TABLE.splitlines()
    alive = [lines[0], *(line.rsplit(",", 2)[0] + ",0,1" for line in lines[1:])]
    (tmp_path / "cohort.csv").write_text("\n".join(alive) + "\n")
    done = run("survival", "cohort.csv", "--group", "snake_eyes", "-q", "-o", "out.json")
    assert done.returncode == 5
    assert "was not computed" in done.stderr
    document = json.loads((tmp_path / "out.json").read_text())
    assert {row["statistic"] for row in document["rows"]} >= {"events", "person_time"}


def test_help_names_every_flag(run: Run) -> None:
    done = run("survival", "--help")
    assert (done.returncode, done.stderr) == (0, "")
    for flag in ("--time", "--event", "--entry", "--unit", "--group", "--adjust", "--against",
                 "--strata", "--cluster", "--among", "--all-patients", "--ties", "--firth",
                 "--landmarks", "--tau", "--split", "--from", "--parts"):  # fmt: skip
        assert f"  {flag}" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80
