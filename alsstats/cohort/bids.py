"""A table of participants by BIDS, and the file beside it that says what its codes mean."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from alsstats.cohort.sql import literal, trimmed
from alsstats.cohort.text_file import TextFile
from alsstats.cohort.value_labels import ValueLabels, labels_held, said_of_labels
from alsstats.errors import FileError
from alsstats.study import folded, vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PARTICIPANTS, BESIDE = "participants.tsv", "participants.json"
UNITS = {
    "years": {"year", "years", "yr", "yrs", "y", "a"},
    "months": {"month", "months", "mo", "mos"},
    "weeks": {"week", "weeks", "wk", "wks"},
    "days": {"day", "days", "d"},
}


def described(text: TextFile, path: Path) -> TextFile:
    """Return a table of participants with the words of the file beside it; any other as it is.

    Refuses a file beside it that cannot be understood, and numbers in another unit than is usual.
    """
    beside = path.with_name(BESIDE)
    if path.name != PARTICIPANTS or not beside.is_file():
        return text
    content = beside.read_bytes()
    try:
        labels = _labels(text, _read(content))
        made = _in_words(text, path, labels_held(labels))
    except BaseException:
        text.close()
        raise
    said = (*text.assumed, f"what columns mean is said by {BESIDE}", *said_of_labels(labels))
    return replace(made, said=said, beside={BESIDE: sha256(content).hexdigest()})


def _labels(text: TextFile, columns: Mapping[str, Mapping[str, Any]]) -> list[ValueLabels]:
    """Return the words of every column of the table that has some."""
    held = []
    for name, said in columns.items():
        if name in text.columns:
            _refuse_other_unit(name, said)
            held.append(ValueLabels(name, dict(_levels(name, said))))
    worded = [(one.column,) for one in held if one.words]
    counts = text.count(worded) if worded else []
    codes = {name: one.columns[name].levels for (name,), one in zip(worded, counts, strict=True)}
    for labels in held:
        for code in codes.get(labels.column, ()):
            labels.text(code)
        labels.refuse_mixed(text.name)
    return held


def _in_words(text: TextFile, path: Path, labels: Mapping[str, Mapping[str, str]]) -> TextFile:
    """Write the table with words in place of codes."""
    if not labels:
        return text
    made = Path(text.database.folder.path) / "participants.csv"
    cells = (
        _cell(f"c{place}", labels.get(name, {})) + f" AS c{place}"
        for place, name in enumerate(text.columns)
    )
    header = ",".join('"' + name.replace('"', '""') + '"' for name in text.columns) + "\n"
    text.find(
        f"COPY (SELECT {', '.join(cells)} FROM held) TO {literal(str(made))} (FORMAT csv, "
        f"HEADER false, PREFIX {literal(header)}, SUFFIX {literal(chr(10))})"
    )
    return TextFile.made_of(path, made, text.database, labels=labels)


def _cell(cell: str, words: Mapping[str, str]) -> str:
    """Return the SQL of a cell with the word of its code."""
    if not words:
        return cell
    cases = (f"WHEN {literal(code)} THEN {literal(word)}" for code, word in words.items())
    return f"CASE {trimmed(cell)} {' '.join(cases)} ELSE {cell} END"


def _read(content: bytes) -> dict[str, dict[str, Any]]:
    """Return what is said of each column."""
    import json

    try:
        held = json.loads(content.decode("utf-8-sig"), object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        raise FileError(f"{BESIDE} is not JSON", found=[type(error).__name__], fix=FIX) from None
    if not isinstance(held, dict):
        raise FileError(f"{BESIDE} says nothing of columns", fix=FIX)
    return {name: said for name, said in held.items() if isinstance(said, dict)}


FIX = f"correct it, or move the table and {BESIDE} apart"


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object of JSON; refuse a key that stands in it twice."""
    held = dict(pairs)
    if len(held) < len(pairs):
        raise FileError(
            f"{BESIDE} says something twice",
            found=[f"{len(pairs)} keys, {len(held)} of them different"],
            why="the two may differ, and nothing says which holds",
            fix=FIX,
        )
    return held


def _levels(name: str, said: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield codes and their words, which may stand in a description."""
    levels = said.get("Levels", {})
    if not isinstance(levels, dict):
        raise FileError(f"{BESIDE}: the Levels of '{name}' are no codes with words", fix=FIX)
    for code, word in levels.items():
        text = word.get("Description") if isinstance(word, dict) else word
        if isinstance(text, str) and folded(code) not in vocabulary().missing:
            yield code, text


def _refuse_other_unit(name: str, said: Mapping[str, Any]) -> None:
    usual = vocabulary().units.get(vocabulary().canonical(name), "")
    told = folded(str(said.get("Units", "")))
    unit = next((unit for unit, spellings in UNITS.items() if told in spellings), told)
    if usual in UNITS and unit in UNITS and unit != usual:
        raise FileError(
            f"'{name}' is in {unit}, as {BESIDE} says, and is read as {usual}",
            why="every number of it would be wrong by the same factor",
            fix=f"write it in {usual}, and say so in {BESIDE}",
        )
