"""The page of survival: what a reader must not miss, and that no line is too long."""

from functools import cache
from pathlib import Path
from typing import Any

import pytest

import alsstats as als
from alsstats.render.survival import to_survival

SAMPLES = Path(als.__file__).parents[1] / "sample_data"


ASKED: dict[str, dict[str, Any]] = {
    "plain": {},
    "adjusted": {"adjust": ["umn_score", "age_at_onset"]},
    "terms": {"adjust": "spline(age_at_onset, 4), flair_swi * bulbar_onset"},
    "periods": {"split": [12, 24], "parametric": True, "cluster": "centre"},
    "later": {"split": [12], "strata": "centre", "from_": 6, "adjust": "spline(age_at_onset, 4)"},
    "levels": {"group": "el_escorial", "strata": "centre"},
    "firth": {"group": "snake_eyes", "firth": True},
}


@cache
def answer(name: str) -> als.Result:
    with als.read(SAMPLES / "cohort.csv") as cohort:
        return als.survival(cohort, **ASKED[name])


def page(name: str, width: int = 80) -> list[str]:
    return list(to_survival(answer(name), width))


def table(lines: list[str], title: str) -> list[str]:
    """Return the lines from a title up to the next empty line."""
    start = next(i for i, line in enumerate(lines) if line.startswith(title))
    return lines[start : [*lines, ""].index("", start)]


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("name", ASKED)
def test_no_line_is_too_long(name: str, width: int) -> None:
    assert max(map(len, page(name, width))) <= width


def test_who_is_in_the_curves_and_not_in_the_models() -> None:
    lines = page("adjusted")
    assert table(lines, "Hazard ratios")[-1] == "Also left out: 9 umn_score missing"
    again = lines[lines.index("By flair_swi, four levels, in months") :]
    assert table(again, "Hazard ratios")[-1] == (
        "Also left out of four-level patients, adjusted: 9 umn_score missing"
    )
    assert not any(line.startswith("Also left out") for line in page("plain"))


def test_a_product_is_no_ratio_of_two_groups() -> None:
    lines = table(page("terms", 120), "Hazard ratios")
    text = " ".join(" ".join(lines).split())
    assert "flair_swi * bulbar_onset, both x present: ratio of ratios" in text
    assert "both x present against" not in text


def test_the_ratio_of_a_number_is_per_unit() -> None:
    lines = table(page("adjusted"), "Hazard ratios")
    assert "age_at_onset, per unit" in lines


def test_the_checks_of_a_term_stand_in_its_line() -> None:
    [line] = [x for x in table(page("plain"), "Checks") if x.startswith("flair_swi")]
    assert "chi2" in line
    assert " to " in line
    assert not any("all together" in x for x in table(page("plain"), "Checks"))
    levels = table(page("levels", 120), "Checks")
    at = next(i for i, x in enumerate(levels) if x.startswith("el_escorial"))
    assert [x.split()[0] for x in levels[at + 1 : at + 4]] == ["definite", "probable", "probable"]


def test_what_has_no_test_has_no_p() -> None:
    checks = table(page("firth"), "Checks")
    assert not any("p = -" in line for line in checks)


def test_limits_by_period_say_how_they_were_made() -> None:
    lines = table(page("periods"), "flair_swi, both against not both, uni")
    assert all(
        "clustered by centre" in line for line in lines if line.startswith(("0", "12", "af"))
    )
    first = table(page("later"), "flair_swi, both against not both, adj")
    assert first[2].startswith("6 to 12 ")


def test_notes_on_what_was_asked() -> None:
    found = {note.code: note.text for note in answer("later").notes}
    assert found["from"].startswith("nothing before 6 months counts")
    assert "patients of one centre" in found["strata"]
    assert "--split" not in found["proportional_hazards"]  # it would split the sign's ratio only


def test_notes_on_groups_that_change() -> None:
    """13 of those read in all intervals have both signs in some of these and not in others."""
    held = als.read(SAMPLES / "intervals.csv")
    result = als.survival(held)
    found = {note.code: note.text for note in result.notes}
    assert found["changing_groups"].startswith("patients whose flair_swi changes: 13; ")
    assert "entry_dependence" not in found
    assert max(map(len, to_survival(result, 80))) <= 80
    fixed = als.survival(held, group="bulbar_onset")
    assert "changing_groups" not in {note.code for note in fixed.notes}
