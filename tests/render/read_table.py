"""A table of the terminal read back as a person reads it: cells under their headings."""

import re
from collections.abc import Iterator
from typing import NamedTuple

CELL = re.compile(r"\S+(?: \S+)*")
NAMES = 8  # names of lines begin before this column, cells behind it


class Panel(NamedTuple):
    """One of the tables that a wide one is split into; `lines` has a list of cells by name."""

    headings: list[str]
    lines: dict[tuple[str, str], list[str]]  # variable, level -> cells


def panels(text: str) -> Iterator[Panel]:
    """Read the tables between the title and the notes.

    Whatever stands in a column ends at one place, on the right; a heading lies above it.
    """
    blocks = text.partition("\nNotes\n")[0].split("\n\n")[1:]
    for block in blocks:
        lines = block.rstrip("\n").split("\n")
        top = next(place for place, line in enumerate(lines) if not line.startswith(" "))
        ends = sorted({found.end() for line in lines[top:] for found in _cells(line)})
        headings = [""] * len(ends)
        for line in lines[:top]:
            for found in CELL.finditer(line):
                place = next(p for p, end in enumerate(ends) if found.end() <= end)
                assert place == 0 or found.start() >= ends[place - 1] + 2
                headings[place] = f"{headings[place]} {found[0]}".strip()
        yield Panel(headings, dict(_lines(lines[top:], ends)))


def _cells(line: str) -> list[re.Match[str]]:
    return [found for found in CELL.finditer(line) if found.start() >= NAMES]


def _lines(lines: list[str], ends: list[int]) -> Iterator[tuple[tuple[str, str], list[str]]]:
    variable, level, cells = "", "", [""] * len(ends)
    for line in [*lines, "end"]:
        indent = len(line) - len(line.lstrip())
        if indent in (0, 2) and variable:
            yield (variable, level), cells
        name = next((found[0] for found in CELL.finditer(line) if found.start() < NAMES), "")
        if indent == 0:
            variable, level, cells = name, "", [""] * len(ends)
        elif indent == 2:
            level, cells = name, [""] * len(ends)
        elif name and level:
            level = f"{level} {name}"
        elif name:
            variable = f"{variable} {name}"
        for found in _cells(line):
            place = ends.index(found.end())
            cells[place] = f"{cells[place]} {found[0]}".strip()
