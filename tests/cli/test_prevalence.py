"""`alsstats prevalence`: every flag as in Python, exit codes, and lines that work when pasted."""

import json
import shlex
from pathlib import Path
from typing import Any

import pytest

import alsstats as als
from sample_data import make_cohort, make_visits, rebuild_staff2015
from tests.cli.conftest import Run

PHASES = {
    "definite phase": ["definite", "probable"],
    "indefinite phase": ["possible", "probable laboratory-supported"],
}
TABLE = "patient_id,stage,diagnosis,t2_cst,age\n" + "".join(
    f"p{place},{stage},{diagnosis},{sign},{50 + place}\n"
    for place, (stage, diagnosis, sign) in enumerate(
        [("1", "ALS", 1), ("2", "ALS", 0), ("2", "MMN", 1), ("3", "MMN", 0), ("1", "ALS", 1)]
    )
)


@pytest.mark.parametrize(
    ("flags", "asked"),
    [
        ("", {}),
        ("--by diagnosis --by centre --finding t2_cst --finding flair_swi",
         {"by": ["diagnosis", "centre"], "findings": ["t2_cst", "flair_swi"]}),
        (("--by el_escorial --merge 'definite phase=definite,probable' --merge "
         "'indefinite phase=possible,probable laboratory-supported' --scores 0,2.5"),
         {"by": "el_escorial", "merge": PHASES, "scores": [0, 2.5]}),
        (("--by el_escorial --order 'possible,probable laboratory-supported,probable,definite' "
         "--against definite"),
         {"by": "el_escorial", "against": "definite",
          "order": ["possible", "probable laboratory-supported", "probable", "definite"]}),
        (("--by progression --among diagnosis=ALS --among sex=female --strata centre "
         "--p-adjust bh --parts any --level 0.9 --interval jeffreys --seed 3"),
         {"by": "progression", "among": {"diagnosis": ["ALS"], "sex": ["female"]},
          "strata": "centre", "p_adjust": "bh", "parts": "any", "level": 0.9,
          "interval": "jeffreys", "seed": 3}),
        (("--by centre --against all-pairs --adjust age_at_onset,bulbar_onset --category "
         "bulbar_onset --number age_at_onset"),
         {"by": "centre", "against": "all-pairs", "adjust": ["age_at_onset", "bulbar_onset"],
          "category": "bulbar_onset", "number": "age_at_onset"}),
        ("--with alsfrs_r,umn_score", {"with_": ["alsfrs_r", "umn_score"]}),
    ],
)  # fmt: skip
def test_a_flag_is_an_argument(run: Run, flags: str, asked: dict[str, Any]) -> None:
    done = run("prevalence", make_cohort.FILE, "-q", "--format", "json", *shlex.split(flags))
    assert (done.returncode, done.stderr) == (0, "")
    document = json.loads(done.stdout, parse_constant=pytest.fail)
    with als.read(make_cohort.FILE) as cohort:
        expected = json.loads(als.prevalence(cohort, **asked).render("json"))
    assert document["rows"] == expected["rows"]
    assert document["notes"] == expected["notes"]


def test_pairs(run: Run) -> None:
    flags = ("--paired", "visit", "--paired-limits", "newcombe", "-q", "--format", "json")
    done = run("prevalence", make_visits.FILE, *flags)
    with als.read(make_visits.FILE) as cohort:
        expected = als.prevalence(cohort, paired="visit", paired_limits="newcombe")
    assert json.loads(done.stdout)["rows"] == json.loads(expected.render("json"))["rows"]


def test_the_published_reconstruction(run: Run) -> None:
    done = run("prevalence", rebuild_staff2015.FILE, "--by", "diagnosis")
    assert done.returncode == 0
    with als.read(rebuild_staff2015.FILE) as cohort:
        assert done.stdout == str(als.prevalence(cohort, by="diagnosis"))
    for words in ("63 %", "5/8", "51/60", "34/60", "p = 0.399", "2 sign not assessable"):
        assert words in done.stdout
    assert "assumed: levels of diagnosis as found: ALS, MMN" in done.stderr
    assert max(map(len, done.stdout.splitlines())) <= 80


@pytest.mark.parametrize(
    ("flags", "code", "says"),
    [
        ("--by nosuch", 4, "no column 'nosuch'"),
        ("--by stage --order 1,2", 4, "holds levels that its order does not name"),
        ("--by stage --merge a=1,9", 4, "nobody has level '9'"),
        ("--by stage --against 7", 4, "'stage' has no level '7'"),
        ("--by stage --among diagnosis=PLS", 4, "'diagnosis' has no level 'PLS'"),
        ("--by stage --among diagnosis", 2, "NAME=LEVEL"),
        ("--by stage --merge a", 2, "--merge 'NAME=LEVEL,LEVEL'"),
        ("--by stage --order ''", 2, "nothing after it"),
        ("--by stage --scores a,b", 2, "--scores takes numbers"),
        ("--by stage --order 1,2,3 --scores 1,2", 2, "2 scores for 3 levels"),
        ("--by stage --p-adjust bonferroni", 2, "known: holm, bh, none"),
        ("--by stage --level 95", 2, "--level 0.95"),
        ("--by stage --seed -1", 2, "a seed is a whole number"),
        ("--by stage --parts some", 2, "known: all, any"),
        ("--by stage --interval wald", 2, "not an interval"),
        ("--by stage --finding t1_cst", 4, "t1_cst"),
        ("--by stage --by diagnosis --order 1,2,3", 2, "--by names 2"),
        ("--by stage --adjust stages", 4, "no column 'stages'"),
        ("--by stage --rows visit", 4, "one row a patient"),
        ("--paired stage", 4, "the rows are patients"),
        ("--paired stage --rows visit --by stage", 2, "a question of its own"),
        ("--with stages", 4, "no column 'stages'"),
        ("--with diagnosis", 4, "a column of numbers holds texts"),
        ("--with stage --strata diagnosis", 2, "none is named"),
        ("--by progression", 4, "no column 'dfs'"),
        ("--nosuch", 2, "--nosuch"),
        ("-o out.xml", 2, "no format is known"),
    ],
)
def test_what_is_refused(run: Run, tmp_path: Path, flags: str, code: int, says: str) -> None:
    (tmp_path / "cohort.csv").write_text(TABLE)
    done = run("prevalence", "cohort.csv", *shlex.split(flags))
    assert (done.returncode, done.stdout) == (code, "")
    assert says in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("flags", "replaced"),
    [
        ("--by stage --order 1,2", False),
        ("--by stage --against 7", False),
        ("--by stagee", True),
        ("--by stage --among diagnossis=ALS", True),
        ("--by stage --among diagnosis=ALLS", True),
        ("--by stage --finding t2cst", True),
        ("--by stage --strata diagnossis", True),
        ("--by stage --level 95", False),
        ("--with stag", True),
        ("--with age --strata diagnosis", False),
    ],
)
def test_the_last_line_of_an_error_works_when_pasted(
    run: Run, tmp_path: Path, flags: str, replaced: bool,  # noqa: FBT001
) -> None:  # fmt: skip
    """In the place of the last flag, where that may be repeated; else behind the others."""
    (tmp_path / "cohort.csv").write_text(TABLE)
    given = shlex.split(flags)
    refused = run("prevalence", "cohort.csv", *given)
    assert refused.returncode in {2, 4}
    last = refused.stderr.splitlines()[-1]
    assert last.startswith("  add: ")
    pasted = shlex.split(last.removeprefix("  add: "))
    kept = given[:-2] if replaced else given
    done = run("prevalence", "cohort.csv", *kept, *pasted)
    if "--missing" in pasted:  # one code of two: the other is asked for next
        assert done.stderr.splitlines()[-1] == "  add: --missing MMN"
    else:
        assert (done.returncode, "error" in done.stderr) == (0, False), done.stderr


def test_flags_given_twice_are_taken_together(run: Run, tmp_path: Path) -> None:
    """The last one alone would leave out what was said before, without a word."""
    path = tmp_path / "codes.csv"
    rows = ["grp,t2_cst,force,hand"] + [f"{g},{s},{f},{g}" for g, s, f in (
        ("a", 1, 5), ("a", 0, -9), ("b", 1, 3), ("b", 0, 99), ("b", 1, 4), ("a", 1, 6),
    )]  # fmt: skip
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    asked = ["prevalence", str(path), "-q", "--format", "csv"]
    refused = run(*asked, "--with", "force", "--missing", "99")
    assert refused.returncode == 4
    assert "add: --missing=-9" in refused.stderr
    both = run(*asked, "--with", "force", "--missing", "99", "--missing=-9")
    assert both.returncode == 0
    assert both.stdout == run(*asked, "--with", "force", "--missing=-9,99").stdout


def test_a_code_of_missing_is_no_level(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "stages.csv"
    path.write_text("stage,t2_cst\nI,1\nII,0\n-9,1\nII,1\n", encoding="utf-8")
    asked = ["prevalence", str(path), "-q", "--by", "stage"]
    refused = run(*asked)
    assert (refused.returncode, refused.stdout) == (4, "")
    assert refused.stderr.endswith("add: --missing=-9\n")
    assert run(*asked, "--missing=-9").returncode == 0
    assert run(*asked, "--order", "I,II,-9").returncode == 0  # it is said to be a level
