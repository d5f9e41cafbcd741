"""`alsstats describe` and `alsstats exclusion` at the terminal, as in Python."""

import json
import shlex
from pathlib import Path

import pytest

import alsstats as als
from sample_data.make_cohort import FILE
from tests.cli.conftest import Run

EARLY = "early=possible,probable,probable laboratory-supported"


@pytest.mark.parametrize(
    ("flags", "asked"),
    [
        ("", {}),
        ("--by diagnosis --against ALS --mean age_at_onset,dfs --p-values --seed 7",
         {"by": "diagnosis", "against": "ALS", "mean": ["age_at_onset", "dfs"], "p_values": True,
          "seed": 7}),
        ("--left-out flair_swi --column sex --column flair_cst",
         {"left_out": "flair_swi", "columns": ["sex", "flair_cst"]}),
        (f"--by el_escorial --merge '{EARLY}' --order early,definite --among centre=A,B",
         {"by": "el_escorial", "merge": {
             "early": ["possible", "probable", "probable laboratory-supported"]},
          "order": ["early", "definite"], "among": {"centre": ["A", "B"]}}),
        ("--category umn_score,death --number field_strength",
         {"category": ["umn_score", "death"], "number": "field_strength"}),
    ],
)  # fmt: skip
def test_flags_of_describe(run: Run, flags: str, asked: dict[str, object]) -> None:
    done = run("describe", FILE, "-q", "--format", "json", *shlex.split(flags))
    assert (done.returncode, done.stderr) == (0, "")
    expected = json.loads(als.describe(als.read(FILE), **asked).render("json"))
    found = json.loads(done.stdout)
    assert (found["rows"], found["notes"]) == (expected["rows"], expected["notes"])


@pytest.mark.parametrize(
    ("flags", "asked"),
    [
        ("--shows 'cord compression=cervical myelopathy,stroke' --shows demyelination=MS",
         {"shows": {"cord compression": ["cervical myelopathy", "stroke"], "demyelination": "MS"}}),
        ("--reference centre --level 0.9 --interval jeffreys",
         {"reference": "centre", "level": 0.9, "interval": "jeffreys"}),
    ],
)  # fmt: skip
def test_flags_of_exclusion(run: Run, flags: str, asked: dict[str, object]) -> None:
    done = run("exclusion", FILE, "-q", "--format", "json", *shlex.split(flags))
    assert (done.returncode, done.stderr) == (0, "")
    expected = json.loads(als.exclusion(als.read(FILE), **asked).render("json"))
    found = json.loads(done.stdout)
    assert (found["rows"], found["notes"]) == (expected["rows"], expected["notes"])


@pytest.mark.parametrize("command", ["describe", "exclusion"])
def test_help_and_what_is_assumed(run: Run, command: str) -> None:
    helped = run(command, "--help")
    assert (helped.returncode, helped.stderr) == (0, "")
    lines = [line for line in helped.stdout.splitlines() if not line.startswith("    alsstats")]
    assert max(map(len, lines)) <= 80
    assert f"alsstats {command} cohort.csv" in helped.stdout
    done = run(command, FILE)
    assert done.returncode == 0
    assert (
        "assumed: other_cause_found: present is 1 (13 rows); absent is 0 (165 rows)" in done.stderr
    )
    for width in (80, 100, 120):
        printed = run(command, FILE, "-q", COLUMNS=str(width)).stdout
        assert max(map(len, printed.splitlines())) <= width
    assert run(command, FILE, "-q", "--format", "csv", "-o", "x.md").returncode == 0


STUDY = """
[variables.grade]
kind = "category"
[variables.age]
summary = "mean"
[exclusion]
cause = "seen"
none = ["clear"]
shows = { plaques = ["MS"] }
"""
DATA = "diagnosis,grade,age,seen,notes\nALS,1,60,clear,5\nMS,2,40,plaques,6\nMS,2,50,plaques,6\n"


def test_the_study_file_beside_the_data(run: Run, tmp_path: Path) -> None:
    (tmp_path / "cohort.csv").write_text(DATA)
    (tmp_path / "cohort.toml").write_text(STUDY)
    rows = json.loads(run("describe", "cohort.csv", "--by", "diagnosis", "--format", "json").stdout)
    assert {row["term"] for row in rows["rows"]} == {"grade", "age"}
    means = [row["estimate"] for row in rows["rows"] if row["statistic"] == "mean"]
    assert means == [60, 45, 50]
    found = json.loads(run("exclusion", "cohort.csv", "--format", "json").stdout)["rows"]
    [shown] = [row for row in found if row["statistic"] == "shown"]
    assert (shown["term"], shown["group"], shown["events"], shown["n"]) == ("plaques", "MS", 2, 2)


HALF = "diagnosis,other_cause,grade,sex\nALS,none,1,m\nMS,plaques,2,f\n"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ("describe --column grade", 2),
        ("describe --against ALS", 2),
        ("describe --p-values", 2),
        ("describe --mean grad", 4),
        ("describe --column grad --number grade", 4),
        ("describe --by diagnossis", 4),
        ("exclusion", 4),
        ("exclusion --none none --level 95", 2),
        ("exclusion --none none --cause othercause", 4),
        ("exclusion --none none --reference diagnossis", 4),
    ],
)
def test_the_last_line_of_an_error_works_when_it_is_pasted(
    run: Run, tmp_path: Path, arguments: str, code: int
) -> None:
    (tmp_path / "cohort.csv").write_text(HALF)
    command, *flags = shlex.split(arguments)
    done = run(command, "cohort.csv", *flags)
    assert (done.returncode, done.stdout) == (code, "")
    last = done.stderr.splitlines()[-1]
    assert last.startswith("  add: ")
    pasted = shlex.split(last.removeprefix("  add: ").partition(", or ")[0])
    if pasted[0] in flags:  # a flag that is spelt rightly stands in the place of the other
        place = flags.index(pasted[0])
        flags = flags[:place] + flags[place + 2 :]
    again = run(command, "cohort.csv", *flags, *pasted)
    assert again.returncode == 0, again.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        ("describe --by sex --left-out t2_cst", 2, "do: give one of them"),
        ("describe --category sex --number sex", 2, "do: name it as one of them"),
        ("describe --by ''", 2, "a column or a level is named by a text"),
        ("exclusion --found ''", 2, "not a text"),
        ("describe --category ''", 2, "a flag is given, and nothing after it"),
        ("describe --merge x", 2, "--merge 'NAME=LEVEL,LEVEL'"),
        ("describe --by centre --against D", 4, "has no level 'D'"),
        ("describe --by centre --p-values --seed=-1", 2, "seed: -1"),
        ("describe --number sex", 4, "a column of numbers holds texts"),
        ("describe --left-out t2cst", 4, "did you mean 't2_cst'"),
        ("describe --rows visit", 4, "one row a patient"),
        ("exclusion --shows 'cord compression'", 2, "--shows 'NAME=LEVEL,LEVEL'"),
        ("exclusion --interval wald", 2, "wald"),
        ("exclusion --found other", 4, "no column 'other'"),
        ("exclusion --none 'cord compression'", 4, "do: correct those rows"),
    ],
)
def test_what_is_refused(run: Run, arguments: str, code: int, says: str) -> None:
    command, *flags = shlex.split(arguments)
    done = run(command, FILE, *flags)
    assert (done.returncode, done.stdout) == (code, "")
    assert says in done.stderr
    assert "Traceback" not in done.stderr
