"""The Python on the page runs, and gives the numbers of the page."""

from pathlib import Path

import pytest

import alsstats as als
from alsstats.report.record import _portable
from sample_data.make_cohort import FILE


def run(script: str) -> dict[str, als.Result]:
    held: dict[str, object] = {}
    exec(compile(script, "page", "exec"), held)
    return {name: one for name, one in held.items() if isinstance(one, als.Result)}


@pytest.mark.once
def test_the_python_of_the_page_gives_its_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    with als.read(FILE) as cohort:
        report = als.build_report(cohort, prevalence=0.03)
    assert report.python in report.html().replace("&#39;", "'")
    monkeypatch.chdir(FILE.parent)
    again = run(report.python)
    assert again.keys() == report.results.keys()
    for name, result in report.results.items():
        assert again[name].records() == result.records()
        assert again[name].notes == result.notes


def test_what_was_declared_is_in_the_python(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = tmp_path / "odd.csv"
    data.write_text("dx,band,code\nALS,2,a\nALS,1,b\nMMN,1,c\nMMN,9,d\n", encoding="utf-8")
    study = tmp_path / "study.toml"
    study.write_text('[reference]\ncolumn = "dx"\n', encoding="utf-8")
    signs = {"present": {"band": 2}, "absent": {"band": 1}, "not_assessable": {"band": "9"}}
    with als.read(data, study=study, id="code", **signs) as cohort:
        report = als.build_report(cohort, without="survival", level=0.9)
    study.unlink()
    monkeypatch.chdir(tmp_path)
    again = run(report.python)
    assert again.keys() == report.results.keys() == {"describe", "accuracy", "prevalence"}
    for name, result in report.results.items():
        assert again[name].records() == result.records()
        assert again[name].level == result.level


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("alsstats report /a/b/c.csv -o out/r.html", "alsstats report c.csv -o out/r.html"),
        ("alsstats report 'my c.csv' --study=/a/s", "alsstats report 'my c.csv' --study=s"),
        ("alsstats report c.csv --present 'a=n/a'", "alsstats report c.csv --present a=n/a"),
    ],
)  # fmt: skip
def test_a_command_names_no_folder_of_this_machine(given: str, shown: str) -> None:
    assert _portable(given) == shown
