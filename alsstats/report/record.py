"""What the numbers rest on: what was assumed, the notes, and how to get them again."""

from __future__ import annotations

import json
import shlex
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from alsstats.report.parts import Code, Fold, Heading, Listing, Words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from alsstats.report.answers import Report
    from alsstats.report.parts import Part
    from alsstats.result import Result


def assumptions_of(results: Mapping[str, Result]) -> list[Part]:
    """Return what was understood without being told."""
    assumed = list(
        dict.fromkeys(text for held in results.values() for text in held.provenance["assumed"])
    )
    words = f"Understood from the data without being told: {len(assumed)} things to check"
    return [Fold(words, [Listing(assumed)])] if assumed else []


def where_notes_are(results: Mapping[str, Result], titles: Mapping[str, str]) -> list[Part]:
    """Say in which sections there are notes, and how many."""
    counted = {name: len({note.text for note in held.notes}) for name, held in results.items()}
    places = ", ".join(f"{titles[name]} ({count})" for name, count in counted.items() if count)
    words = "What a reader must know of the numbers stands in notes at the end of their section:"
    return [Words(f"{words} {places}.")] if places else []


def notes_of(result: Result) -> list[Part]:
    """Return what a reader of an answer must know to read its numbers rightly."""
    notes = list(dict.fromkeys(note.text for note in result.notes))
    return [Heading("Notes"), Listing(notes)] if notes else []


def reproduction_parts(report: Report) -> list[Part]:
    """Return the command, the Python, the study as it was understood, versions and input."""
    first = next(iter(report.results.values()), None)
    if first is None:
        return [Code("In Python", report.python)]
    held = first.provenance
    parts: list[Part] = []
    if "command" in held:
        parts.append(Code("At the terminal", _portable(held["command"])))
    parts.append(
        Code(
            "In Python, in the folder of the data; each answer's to_pandas() is its rows",
            report.python,
        )
    )
    parts.append(Words(_input(held["input"])))
    versions = ", ".join(f"{name} {version}" for name, version in held["versions"].items())
    parts.append(Words(f"Made with {versions}."))
    studies = [
        Code(
            name, json.dumps(result.provenance["study"], indent=1, ensure_ascii=False, default=list)
        )
        for name, result in report.results.items()
    ]
    return [*parts, Fold("The study as each question understood it", [*studies])]


def _input(said: Mapping[str, Any]) -> str:
    size = f"{said['rows']} rows, {said['columns']} columns"
    if said["sha256"] is None:
        return f"Input: {said['name']}, {size}; a data frame has no bytes to take a digest of."
    return f"Input: {said['name']}, {size}, SHA-256 {said['sha256']}."


def _portable(command: str) -> str:
    """Return a command without the folders of this machine.

    >>> _portable("alsstats report /home/someone/cohort.csv -o out/report.html")
    'alsstats report cohort.csv -o out/report.html'
    """
    return shlex.join(map(_without_folder, shlex.split(command)))


def _without_folder(word: str) -> str:
    flag, equals, path = word.partition("=") if word.startswith("-") else ("", "", word)
    return f"{flag}{equals}{PurePath(path).name if PurePath(path).is_absolute() else path}"
