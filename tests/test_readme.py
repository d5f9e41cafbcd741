"""The README cannot lie, and names every command and flag."""

import re

import pytest
import typer.main

from alsstats.cli import app
from tests.readme import README, failures_of_examples, regenerated

TEXT = README.read_text(encoding="utf-8")


def test_output_is_what_the_program_prints() -> None:
    assert regenerated(TEXT) == TEXT


def test_python_examples_run() -> None:
    assert failures_of_examples(TEXT) == 0


@pytest.mark.parametrize("name", ["accuracy", "calc"])
def test_every_flag_is_documented(name: str) -> None:
    command = typer.main.get_command(app).commands[name]
    help_page = re.search(rf"\$ alsstats {name} --help\n(.*?)```", TEXT, re.DOTALL)[1]
    for parameter in command.params:
        assert parameter.help
        for flag in parameter.opts:
            assert flag.startswith("-") is False or flag in help_page


def test_every_command_is_documented() -> None:
    assert set(typer.main.get_command(app).commands) == set(
        re.findall(r"\$ alsstats (\w+) --help", TEXT)
    )


def test_local_links_lead_somewhere() -> None:
    for target in re.findall(r"\]\((?!http)([^)#]+)\)", TEXT):
        assert (README.parent / target).exists(), target
