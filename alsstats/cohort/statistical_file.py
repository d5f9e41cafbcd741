"""A file of SPSS, Stata or SAS, read as text: words in place of codes, dates as dates."""

from __future__ import annotations

import json
import os
import sys
from importlib.util import find_spec
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import TYPE_CHECKING, Any

from alsstats.cohort.database import Database
from alsstats.cohort.statistical_kinds import STATA, TRANSPORTED, Kind
from alsstats.cohort.text_file import TextFile
from alsstats.errors import FileError

if TYPE_CHECKING:
    from alsstats.study import Layout

OF_OTHERS = ("--encoding", "--delimiter", "--decimal", "--skip", "--max-rows", "--sheet")
CARD = 80  # bytes: a transport file is made of whole ones
MEMBER = b"HEADER RECORD*******MEMB"
STATA_END = b"</stata_dta>"


def open_statistical(path: Path, kind: Kind, layout: Layout) -> TextFile:
    """Read a file of a statistical package as text, with what it says of codes and of missing.

    Encoding, dates and words of codes are those that the file itself declares.
    """
    layout.refuse(path.name, kind.what, *OF_OTHERS)
    if find_spec("pyreadstat") is None:
        raise FileError(
            f"{path.name} is {kind.what}, and pyreadstat, which reads it, is not installed",
            fix="pip install 'alsstats[formats]'",
        )
    _refuse_not_whole(path, kind)
    database = Database()
    try:
        table = Path(database.folder.path) / "table.csv"
        report = _written(path, kind, table)
        said = (f"{path.name} is {kind.what}", *report["said"])
        return TextFile.made_of(path, table, database, said, report["labels"])
    except BaseException:
        database.close()
        raise


def _written(path: Path, kind: Kind, table: Path) -> dict[str, Any]:
    """Have the file written as text by a process of its own, and return its report."""
    from subprocess import DEVNULL, run

    said = table.with_suffix(".json")
    program = [sys.executable, "-P", "-m", "alsstats.cohort.statistical_reader"]
    given = [str(path.resolve()), kind.reader, str(table), str(said)]
    found = {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    done = run(  # noqa: S603  # this very program
        [*program, *given], env=os.environ | found, stdout=DEVNULL, stderr=DEVNULL, check=False
    )
    if done.returncode:
        raise _damaged(path, kind, f"the reader stopped with {done.returncode}")
    report: dict[str, Any] = json.loads(said.read_text(encoding="utf-8"))
    if "errno" in report:
        raise OSError(report["errno"], os.strerror(report["errno"] or 0))
    if "damaged" in report:
        raise _damaged(path, kind, report["damaged"])
    if "refused" in report:
        refused = report["refused"]
        raise FileError(refused.pop("what"), **refused)
    return report


def _damaged(path: Path, kind: Kind, found: str) -> FileError:
    return FileError(
        f"{path.name} cannot be read as {kind.what}",
        found=[f"it is damaged, cut short or of an unknown kind ({found})"],
        why="rows would be lost without a word",
        fix="write the file anew, or as CSV in UTF-8",
    )


def _refuse_not_whole(path: Path, kind: Kind) -> None:
    """Refuse what is cut short, or holds several tables, where the reader would not notice."""
    with path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as content:
        is_marked = kind is STATA and content[:1] == b"<"
        cut = is_marked and not content[-40:].rstrip().endswith(STATA_END)
        if cut or (kind is TRANSPORTED and len(content) % CARD):
            raise FileError(
                f"{path.name} is cut short",
                found=[f"{len(content)} bytes, which do not end as {kind.what} does"],
                why="rows or the words of codes would be lost without a word",
                fix="copy it anew",
            )
        if kind is TRANSPORTED and content.find(MEMBER, content.find(MEMBER) + 1) > 0:
            raise FileError(
                f"{path.name} holds several data sets",
                why="only one of them is the cohort, and nothing says which",
                fix="write the one alone to a file of its own",
            )
