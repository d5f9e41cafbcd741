"""What the project promises about itself: versions, constraints, the changelog, its size."""

import ast
import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

import alsstats as als

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
CONSTRAINTS = sorted((ROOT / "constraints").glob("*.txt"))


def test_a_floor_keeps_pip_from_an_older_lifelines_beside_pandas_3() -> None:
    floors = {Requirement(text).name: Requirement(text) for text in PROJECT["dependencies"]}
    assert not floors["lifelines"].specifier.contains("0.27.8")
    assert floors["lifelines"].specifier.contains("0.30.0")
    assert {"pandas", "statsmodels", "lifelines", "seaborn", "typer"} <= set(floors)


@pytest.mark.parametrize("path", CONSTRAINTS, ids=lambda p: p.name)
def test_constraints_are_names_and_versions_that_the_project_allows(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    pinned = dict(re.fullmatch(r"([\w.-]+)==([\w.]+)", line).groups() for line in lines)
    for text in PROJECT["dependencies"]:
        requirement = Requirement(text)
        assert requirement.specifier.contains(pinned[requirement.name]), text


def test_both_ends_of_pandas_are_tested() -> None:
    majors = {
        Version(re.search(r"^pandas==(.+)$", path.read_text(), re.MULTILINE)[1]).major
        for path in CONSTRAINTS
    }
    assert majors == {2, 3}


def test_the_changelog_begins_with_this_version() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(r"^## (\S+)", text, re.MULTILINE)[1] == als.__version__


def test_no_module_outgrows_its_subject() -> None:
    for path in (ROOT / "alsstats").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        described = sum(
            node.body[0].end_lineno - node.body[0].lineno + 1
            for node in ast.walk(ast.parse(text))
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
            and ast.get_docstring(node)
        )
        assert text.count("\n") - described <= 200, path
