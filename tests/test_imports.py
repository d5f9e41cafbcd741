"""Who may import whom, and what must not be loaded to start: the plan of the house, held."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import alsstats as als
from sample_data.published.rebuild import FOLDER

ROOT = Path(als.__file__).parent
HEAVY = {
    "pandas",
    "scipy",
    "statsmodels",
    "lifelines",
    "matplotlib",
    "seaborn",
    "numpy",
    "duckdb",
    "_duckdb",
    "narwhals",
    "jinja2",
    "openpyxl",
    "pyreadstat",
}
# Lower lines only; rooms on one line do not import each other.
LINES = [
    {"cli"},
    {"report", "lint"},
    {"figures"},
    {"render", "drafting"},
    {"diagnostic", "frequency", "prognosis", "cohort"},
    {"tally"},
    {"study"},
    {"result", "signs"},
    {"association"},
    {"counts"},
    {"estimate"},
    {"intervals"},
    {"temporary"},
    {"errors", "versions"},
]
OWNERS = {
    "_duckdb": {
        "cohort/database.py",
        "cohort/engine_errors.py",
        "cohort/parquet_file.py",
        "cohort/places.py",
        "cohort/text_file.py",
    },
    "narwhals": {"cohort/frame.py", "cohort/cells_of_frame.py"},
    "openpyxl": {"cohort/sheets.py"},
    "zstandard": {"cohort/compression.py"},
    "pyreadstat": {"cohort/statistical_reader.py"},
    "typer": {"cli"},
    "pandas": {"result.py", "prognosis/accelerated.py"},
    "lifelines": {"prognosis/accelerated.py"},
    "matplotlib": {"figures"},
    "seaborn": {"figures"},
    "jinja2": {"report"},
    "statsmodels": {"frequency/logistic.py", "frequency/multiplicity.py"},
}
UPWARD = {
    ("result", "render"),
    ("result", "figures"),
    ("result", "report"),
}  # Result's display methods, inside the method


def sources() -> list[Path]:
    return sorted(ROOT.rglob("*.py"))


def room(path: Path) -> str:
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def imported(path: Path, *, top_level: bool = False) -> set[str]:
    """Return the modules that a file imports when it runs, not those of type annotations."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    guarded = {
        id(node)
        for branch in ast.walk(tree)
        if isinstance(branch, ast.If) and "TYPE_CHECKING" in ast.dump(branch.test)
        for node in ast.walk(branch)
    }
    nodes = tree.body if top_level else ast.walk(tree)
    names: set[str] = set()
    for node in nodes:
        if id(node) in guarded:
            continue
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module or "")
    return names


@pytest.mark.parametrize("path", sources(), ids=lambda p: str(p.relative_to(ROOT)))
def test_rooms_import_lower_lines_only(path: Path) -> None:
    height = {name: -place for place, names in enumerate(LINES) for name in names}
    here = room(path)
    if here in {"__init__", "__main__"}:
        return
    for module in imported(path):
        parts = module.split(".")
        if parts[0] != "alsstats" or len(parts) == 1 or parts[1] == here:
            continue
        assert height[parts[1]] < height[here] or (here, parts[1]) in UPWARD, module


@pytest.mark.parametrize("path", sources(), ids=lambda p: str(p.relative_to(ROOT)))
def test_nothing_heavy_is_imported_at_module_level(path: Path) -> None:
    assert not {name.partition(".")[0] for name in imported(path, top_level=True)} & HEAVY


@pytest.mark.parametrize(("package", "owners"), OWNERS.items())
def test_a_package_has_one_owner(package: str, owners: set[str]) -> None:
    users = {
        str(path.relative_to(ROOT))
        for path in sources()
        if package in {name.partition(".")[0] for name in imported(path)}
    }
    assert all(any(user.startswith(owner) for owner in owners) for user in users), users
    assert users


def test_a_public_function_never_has_the_name_of_a_module_beside_it() -> None:
    for path in sources():
        beside = {other.stem for other in path.parent.glob("*.py")}
        beside |= {other.name for other in path.parent.iterdir() if other.is_dir()}
        if room(path) == "cli":
            continue  # a command is a file; nobody imports it by the function's name
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                assert node.name not in beside, f"{path}: {node.name}"


MOTOR_BAND = str(FOLDER / "motor_band_2024.csv")


@pytest.mark.parametrize(
    ("arguments", "allowed"),
    [
        (["--help"], set()),
        (["accuracy", "--help"], set()),
        (["calc", "28", "3", "12", "13", "--prevalence", "0.05"], set()),
        (["accuracy", MOTOR_BAND], {"numpy", "_duckdb"}),
        (["accuracy", MOTOR_BAND, "--format", "json"], {"numpy", "_duckdb"}),
    ],
)
def test_a_fresh_process_loads_nothing_heavy(arguments: list[str], allowed: set[str]) -> None:
    script = (
        f"import sys; sys.argv = ['alsstats', *{arguments!r}]\n"
        "from alsstats.cli import app\n"
        "try: app()\n"
        "except SystemExit: pass\n"
        "loaded = {name.partition('.')[0] for name in sys.modules}\n"
        "print('LOADED', *sorted(loaded))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True
    )
    loaded = set(done.stdout.rpartition("LOADED")[2].split())
    assert loaded & (HEAVY | {"pydantic", "rich"}) <= allowed


def test_the_library_starts_without_anything_heavy() -> None:
    script = "import alsstats, sys; print(*{n.partition('.')[0] for n in sys.modules})"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True
    )
    assert not set(done.stdout.split()) & HEAVY


def test_public_names_are_all_there() -> None:
    for name in als.__all__:
        assert getattr(als, name) is not None
    assert set(dir(als)) >= set(als.__all__)
    with pytest.raises(AttributeError, match="nothing"):
        _ = als.nothing


def test_every_public_function_says_what_it_is_and_shows_it() -> None:
    """Public docstrings have a sentence, and a statistic a source and an example that runs."""
    from alsstats import association, diagnostic, intervals

    functions = {name: getattr(diagnostic, name) for name in diagnostic.__all__ if name.islower()}
    functions |= {held.name: held.compute for held in diagnostic.STATISTICS}
    functions |= {
        name: getattr(association, name) for name in association.__all__ if name.islower()
    }
    functions |= {f.__name__: f for f in intervals.INTERVALS.values()}
    for name, function in functions.items():
        text = function.__doc__ or ""
        assert ">>>" in text, name
        assert len(text) > 150, name
