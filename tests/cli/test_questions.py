"""Every flag of a question, at the terminal as in Python."""

import json
import shlex
from pathlib import Path

import pytest

import alsstats as als
from sample_data.make_cohort import FILE
from tests.cli.conftest import Run

HALF_CODED = "patient_id,diagnosis,motor_band\na,ALS,1\nb,ALS,2\nc,MMN,2\nd,MMN,1\n"


@pytest.mark.parametrize(
    ("flags", "asked"),
    [
        ("--sign flair_swi --sign t2_cst", {"signs": ["flair_swi", "t2_cst"]}),
        ("--certainty definite,probable", {"certainty": ["definite", "probable"]}),
        ("--strata centre --indeterminate worst", {"strata": "centre", "indeterminate": "worst"}),
        ("--parts any --level 0.9", {"parts": "any", "level": 0.9}),
        (
            "--compare flair_swi,flair_cst --compare flair_swi,motor_band",
            {"compare": [("flair_swi", "flair_cst"), ("flair_swi", "motor_band")]},
        ),
        (
            "--versus 'nerve=MMN,Kennedy disease' --versus 'cord=cervical myelopathy'",
            {"versus": {"nerve": ["MMN", "Kennedy disease"], "cord": ["cervical myelopathy"]}},
        ),
        ("--leave-out healthy,MMN", {"leave_out": ["healthy", "MMN"]}),
        (
            "--reference sex --target female --versus others=male --sign snake_eyes",
            {"reference": "sex", "target": "female", "versus": {"others": "male"},
             "signs": ["snake_eyes"]},
        ),
    ],
)  # fmt: skip
def test_a_flag_is_an_argument(run: Run, flags: str, asked: dict[str, object]) -> None:
    done = run("accuracy", FILE, "-q", "--format", "json", *shlex.split(flags))
    assert (done.returncode, done.stderr) == (0, "")
    expected = json.loads(als.accuracy(als.read(FILE), **asked).render("json"))
    assert json.loads(done.stdout)["rows"] == expected["rows"]


def test_the_sample_cohort_without_a_flag(run: Run) -> None:
    done = run("accuracy", FILE)
    assert done.returncode == 0
    for words in ("69.7 85/122", "80.9 38/47", "90.4 85/94", "72.8 123/169"):
        assert words in done.stdout
    rows = json.loads(run("accuracy", FILE, "--format", "json").stdout)["rows"]
    main = {
        row["statistic"]: round(100 * row["estimate"])
        for row in rows
        if (row["term"], row["comparison"], row["handling"])
        == ("flair_swi", "all others", "every part")
        and row["estimate"] is not None
    }
    shown = [main[name] for name in ("sensitivity", "specificity", "ppv", "accuracy")]
    assert shown == [70, 81, 90, 73]
    assert len({row["term"] for row in rows} - {None}) == 9
    assert "\n178 enrolled, 178 scanned\n" in done.stdout
    assert "assumed: flair_swi is flair_cst and swi_motor_cortex" in done.stderr


def test_definitions(run: Run) -> None:
    definition = "any_two = at_least(2, flair_cst, swi_motor_cortex, t2_cst)"
    done = run("accuracy", FILE, "-q", "--define", definition, "--sign", "any_two")
    assert done.returncode == 0
    assert "\nany_two: at_least(2, flair_cst, swi_motor_cortex, t2_cst)\n" in done.stdout
    refused = run("accuracy", FILE, "--define", "x = __import__('os')")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "character 11: __import__('os')" in refused.stderr
    twice = run("accuracy", FILE, "--define", "x = t2_cst", "--define", "x = flair_cst")
    assert twice.returncode == 2
    assert "'x' is defined twice" in twice.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["--define", "x"], 2, "--define 'NAME = EXPRESSION'"),
        (["--versus", "mimics"], 2, "--versus 'NAME=LEVEL,LEVEL'"),
        (["--indeterminate", "worse"], 2, "did you mean 'worst'"),
        (["--parts", "none"], 2, "known: all, any"),
        (["--target", ""], 2, "nothing after it"),
        (["--certainty", ""], 2, "nothing after it"),
        (["--reference", ""], 2, "not a text"),
        (["--strata", ""], 4, "no column ''"),
        (["--leave-out", ""], 2, "nothing after it"),
        (["--certainty", "definite,"], 2, "can be called ''"),
        (["--certainty", "probable,definite"], 2, "--certainty definite,probable"),
        (["--compare", "flair_swi"], 2, "--compare flair_swi,flair_cst"),
        (["--compare", "flair_swi,flare_cst"], 4, "--compare flair_cst"),
        (["--sign", "t2cst"], 4, "--sign t2_cst"),
        (["--strata", "center_"], 4, "no column 'center_'"),
        (["--reference", "diagnossis"], 4, "--reference diagnosis"),
        (["--target", "PLS"], 4, "nobody has PLS"),
        (["--certainty", "defnite"], 4, "did you mean 'definite'"),
        (["--study", "none.toml"], 2, "cannot read the study file"),
        (["--rows", "visits"], 2, "did you mean 'visit'"),
        (["--rows", "visit"], 4, "one row a patient"),
        (["--id", "patients"], 4, "no column 'patients'"),
        (["--id", "pateint_id"], 4, "--id patient_id"),
        (["--target", "ALS,MMN", "--leave-out", "MMN"], 2, "both the target and left out"),
    ],
)
def test_what_is_refused_is_named_with_what_to_add(
    run: Run, arguments: list[str], code: int, says: str
) -> None:
    done = run("accuracy", FILE, "-q", "--sign", "flair_swi", *arguments)
    assert done.returncode == code
    assert says in done.stderr
    assert (done.stdout == "") == (code > 0)
    assert "Traceback" not in done.stderr


def test_a_study_file_beside_the_data_and_a_flag_over_it(run: Run, tmp_path: Path) -> None:
    (tmp_path / "cohort.csv").write_text(HALF_CODED)
    (tmp_path / "cohort.toml").write_text('[signs.motor_band]\npresent = ["1"]\nabsent = ["2"]\n')
    done = run("accuracy", "cohort.csv")
    assert done.returncode == 0
    assert "assumed: the study is cohort.toml, which lies beside the data" in done.stderr
    turned = run("accuracy", "cohort.csv", "--present", "motor_band=2", "--absent", "motor_band=1")
    assert turned.returncode == 0
    alone = run("accuracy", "cohort.csv", "--present", "motor_band=2")  # 1 is then its opposite
    assert alone.stdout == turned.stdout
    both = ("--present", "motor_band=2", "--absent", "motor_band=2")
    clash = run("accuracy", "cohort.csv", *both)
    assert clash.returncode == 2
    assert "declared twice" in clash.stderr
    (tmp_path / "cohort.toml").write_text("[signs.motor_band]\npresnt = 1\n")
    wrong = run("accuracy", "cohort.csv")
    assert wrong.returncode == 2
    assert "cohort.toml, signs, motor_band has no key 'presnt'; did you mean 'present'?" in (
        wrong.stderr
    )


def test_check_at_the_terminal(run: Run, tmp_path: Path) -> None:
    done = run("check", FILE)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == str(als.check(FILE))
    (tmp_path / "cohort.csv").write_text(HALF_CODED)
    problem = run("check", "cohort.csv")
    assert (problem.returncode, problem.stderr) == (1, "")
    pasted = shlex.split(problem.stdout.splitlines()[-1].removeprefix("  add: "))
    assert run("check", "cohort.csv", *pasted).returncode == 0
    missing = run("check", "none.csv")
    assert (missing.returncode, missing.stdout) == (3, "")
    bad = run("check", "cohort.csv", "--present", "motor_band")
    assert (bad.returncode, bad.stdout) == (2, "")
