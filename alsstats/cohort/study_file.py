"""The study of a table: the one that is given, or the file that lies beside the data."""

from __future__ import annotations

from collections.abc import Mapping
from os import PathLike
from pathlib import Path
from shlex import quote
from typing import Any

from alsstats.cohort.standard_input import is_standard_input
from alsstats.errors import UsageError
from alsstats.study import Study

SHARED = "alsstats.toml"
PACKED = {".gz", ".zst"}


def study_of(given: Any, data: Any) -> tuple[Study, tuple[str, ...]]:
    """Return the study, and in words what was taken for it without being told."""
    if isinstance(given, Study):
        return given, ()
    if isinstance(given, Mapping):
        return Study.of(given), ()
    if isinstance(given, str | PathLike):
        return Study.from_file(Path(given)), ()
    if given is not None:
        raise UsageError(
            "a study is the path of a TOML file, or a mapping of the same shape",
            found=[f"this is a {type(given).__name__}"],
        )
    is_file = isinstance(data, str | PathLike) and not is_standard_input(data)
    beside = _beside(Path(data)) if is_file else None
    if beside is None:
        return Study.of(), ()
    return Study.from_file(beside), (f"the study is {beside.name}, which lies beside the data",)


def _beside(data: Path) -> Path | None:
    """Return `NAME.toml` or `alsstats.toml` in the folder of `NAME.csv`; refuse both."""
    held = [path for path in dict.fromkeys(study_places(data)) if path.is_file()]
    if len(held) > 1:
        raise UsageError(
            "two study files lie beside the data",
            found=[path.name for path in held],
            why="they may differ, and nothing says which one holds",
            fix=f"--study {quote(str(held[0]))}",
        )
    return held[0] if held else None


def study_places(data: Path) -> tuple[Path, Path]:
    """Return where a study file beside the data is looked for: its own, and a shared one.

    >>> [path.name for path in study_places(Path("data/cohort.csv.gz"))]
    ['cohort.toml', 'alsstats.toml']
    """
    name = Path(data.stem if data.suffix.lower() in PACKED else data.name).stem
    return data.with_name(f"{name}.toml"), data.with_name(SHARED)
