"""What the project keeps of its own output cannot lie, and the README names every flag."""

import re
from pathlib import Path

import pytest
import typer.main

from alsstats.cli import app
from tests.outputs import README, ROOT, failures_of_examples, outputs

TEXT = README.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", outputs(), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_output_is_what_the_program_prints(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == outputs()[path]()


def test_python_examples_run() -> None:
    assert failures_of_examples() == 0


@pytest.mark.parametrize(
    "name",
    [name for name in typer.main.get_command(app).commands if name != "explain"],
)
def test_every_flag_is_documented(name: str) -> None:
    command = typer.main.get_command(app).commands[name]
    page = re.search(rf"\$ alsstats {name} --help\n(.*?)```", TEXT, re.DOTALL)[1]
    flags = [flag for held in command.params for flag in held.opts if flag.startswith("-")]
    assert len(flags) > 5
    assert [flag for flag in flags if flag not in page] == []
    assert [held.name for held in command.params if not held.help] == []


def test_every_command_is_documented() -> None:
    assert set(typer.main.get_command(app).commands) == set(
        re.findall(r"\$ alsstats (\w+) --help", TEXT)
    )


def test_local_links_lead_somewhere() -> None:
    links = re.findall(r"\]\((?!http)([^)#]+)\)", TEXT)
    assert links
    for target in links:
        assert (ROOT / target).exists(), target


def test_the_drawing_of_the_house_names_every_room() -> None:
    rooms = {p.name + ("/" if p.is_dir() else "") for p in (ROOT / "alsstats").iterdir()}
    hidden = {"__init__.py", "__main__.py", "__pycache__/", "py.typed"}
    hidden |= {"vocabulary.toml", "errors.md"}
    assert [room for room in rooms - hidden if f"  {room} " not in TEXT] == []
