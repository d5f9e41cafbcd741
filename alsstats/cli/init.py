"""`alsstats init`: a study file to begin with."""

from __future__ import annotations

import sys
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Annotated

import typer

from alsstats.cli.options import File
from alsstats.cli.output import not_the_data, print_out
from alsstats.cli.progress import progress
from alsstats.cli.reading import How, reading
from alsstats.cli.writing import write_all
from alsstats.errors import UsageError

if TYPE_CHECKING:
    from alsstats.drafting import Draft

STANDARD_OUTPUT = Path("-")
SAVED = Path("STUDY.toml")  # what is printed holds once it is saved, and named


@reading
def init(
    file: File,
    how: How,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Where to write it; - is standard output. [default: NAME.toml beside the data]",
            show_default=False,
        ),
    ] = None,
) -> None:
    """A study file to begin with: what columns and codes mean.

    \b
      alsstats init cohort.csv
      alsstats init cohort.csv -o study.toml
      alsstats init cohort.csv --id Fallnummer --missing=-9

    Writes every part that a column plays and every code that is understood, each with what it was
    taken from, and leaves open, marked "to fill", what is not guessed. Flags are written down, too.
    Parts and codes are known by names and by closed lists, never by how many values there are.
    """
    from alsstats.cohort.standard_input import is_standard_input
    from alsstats.drafting import draft_study

    if how["study"] is not None:
        raise UsageError(
            "init writes a study file, and reads none",
            found=[f"given: {how['study']}"],
            fix="say with flags what is known, and leave out --study",
        )
    target = output or (STANDARD_OUTPUT if is_standard_input(file) else _beside(file))
    not_the_data(target, file)
    if target != STANDARD_OUTPUT:
        _refuse_there(target)
    with progress(f"reading {file.name}"):
        draft = draft_study(file, **{name: said for name, said in how.items() if name != "study"})
    if target == STANDARD_OUTPUT:
        print_out(draft.text)
        output = SAVED
    else:
        write_all({target: draft.text.encode()})
        print(f"wrote {target}", file=sys.stderr)
    _tell(draft, file, output)


def _beside(file: Path) -> Path:
    """Return the place of the study file of these data; refuse where another would hold, too."""
    from alsstats.cohort.study_file import study_places

    target, shared = study_places(file)
    if target != shared and shared.is_file():
        raise UsageError(
            f"'{shared}' lies beside the data already",
            why="with two study files there, nothing would say which one holds",
            fix="-o study.toml, and then --study study.toml",
        )
    return target


def _refuse_there(path: Path) -> None:
    if path.exists() or path.is_symlink():
        raise UsageError(
            f"'{path}' is there already",
            why="what somebody has filled in would be lost",
            fix="-o OTHER.toml, or remove it first",
        )


def _tell(draft: Draft, file: Path, output: Path | None) -> None:
    """Say what is left to fill, and which command comes next."""
    places = f"{draft.to_fill} place{'' if draft.to_fill == 1 else 's'}"
    left = f"{places} to fill: the lines marked 'to fill'" if draft.to_fill else "nothing to fill"
    study = f" --study {quote(str(output))}" if output else ""
    command = "check" if draft.to_fill else "accuracy"
    print(f"{left}\nnext: alsstats {command} {quote(str(file))}{study}", file=sys.stderr)
