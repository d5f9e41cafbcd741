"""The analyses: a script, what it prints, and its figures where a folder is named."""

import re
from math import exp, log, sqrt
from pathlib import Path

import pytest
from scipy.stats import norm

from tests.outputs import ROOT, run

FOLDERS = sorted(path.parent for path in ROOT.glob("analyses/*/analysis.py"))
PUBLISHED = (ROOT / "analyses" / "published" / "expected.txt").read_text(encoding="utf-8")


def test_each_question_has_one() -> None:
    names = ["accuracy", "prevalence", "published", "survival"]
    assert [path.name for path in FOLDERS] == names
    for path in FOLDERS:
        assert (path / "expected.txt").exists()
        assert (path / "study.toml").exists() == (path.name != "published")  # that asks no cohort
        assert not re.search(r"p = 0\.0+\b", (path / "expected.txt").read_text(encoding="utf-8"))


def test_a_folder_gets_the_figures(tmp_path: Path) -> None:
    done = run(ROOT / "analyses" / "prevalence" / "analysis.py", tmp_path / "new" / "folder")
    assert done.returncode == 0, done.stderr
    expected = ROOT / "analyses" / "prevalence" / "expected.txt"
    assert done.stdout == expected.read_text(encoding="utf-8")
    figures = sorted((tmp_path / "new" / "folder").iterdir())
    assert {path.name.partition("-")[0] for path in figures} == {"nerves", "phases"}
    assert all(b"<svg" in path.read_bytes() for path in figures)


@pytest.mark.parametrize(
    "shown",
    [
        "873 tables of up to 300 people, of 56, 71, 74, 75, 89 ...",
        "npv         0.500 to 0.545",  # 13/26 = 1/2; 6/11
        "lr_positive 3.568 to 3.796",
        "lr_negative 0.364 to 0.379",
        "NPV at prev. 71.4 %         52.0 %  33.5 to 70.0 %   13/25  wilson",
        "PPV at prev. 2 %      7.0 %",  # 0.02 x 0.70 / (0.02 x 0.70 + 0.98 x 0.19)
        "PPV at prev. 10 %    29.0 %",
        "MMN      33 %     10 to 70 %     2/6  wilson",
        "definite        75 %     41 to 93 %     6/8  wilson",
        "Sensitivity                  89.7 %   76.4 to 95.9 %   35/39  wilson",
        "Specificity                  21.6 %   11.4 to 37.2 %    8/37  wilson",  # in 29 present
        "LR+                            1.15",  # 35/39 : 29/37
        "68/114  wilson",
        "72/79  wilson",
        "30/31  wilson",
        "8/14  wilson",
        "40/40  wilson",
    ],
)
def test_published_figures_stand_beside_their_counts(shown: str) -> None:
    assert shown in PUBLISHED


def test_the_range_of_a_hazard_ratio() -> None:
    """Limits by the formula, with a normal quantile of another package; nobody dies twice."""
    of_cohort = r"(\d+) with the sign, (\d+) without"
    lines = re.findall(rf"{of_cohort}.*?(\d+) and +(\d+) died: +(\S+) to +(\S+)", PUBLISHED)
    assert len(lines) == 9
    for line in lines:
        with_sign, without, died, others = map(int, line[:4])
        assert died <= with_sign
        assert others <= without
        width = norm.ppf(0.975) * sqrt(1 / died + 1 / others)
        assert float(line[4]) == pytest.approx(exp(log(6.56) - width), abs=0.005)
        assert float(line[5]) == pytest.approx(exp(log(6.56) + width), abs=0.005)
    assert lines[-1][4:] == ("3.57", "12.05")  # its Cox model, by Wald: 3.53 to 12.18
