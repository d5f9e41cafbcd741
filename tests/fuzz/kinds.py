"""One case of each kind: what is read, what is asked of it, and what has to hold."""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from io import StringIO
from pathlib import Path
from random import Random
from typing import Any

import pandas as pd

import alsstats as als
from alsstats.cohort.places import table_of
from alsstats.signs import parse
from tests.fuzz import seeds
from tests.fuzz.mutate import mutated

MARKS = {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|"}


def of_csv(folder: Path, rng: Random) -> Iterator[bytes]:
    """Read a file, count it a second time with Python's own reader, and ask a question."""
    content = mutated(rng.choice(seeds.COHORTS), seeds.COHORTS, rng)
    path = folder / "cohort.csv"
    path.write_bytes(content)
    yield content
    if rng.random() < CHECKED:
        str(als.check(path))
    with als.read(path) as cohort:
        compare_with_python(table_of(cohort.source), content)
        ask(cohort, rng)


def of_toml(folder: Path, rng: Random) -> Iterator[bytes]:
    """Ask with a study that has faults."""
    content = mutated(rng.choice(seeds.STUDIES), seeds.STUDIES, rng)
    path = folder / "study.toml"
    path.write_bytes(content)
    yield content
    if rng.random() < CHECKED:
        str(als.check(frame(), study=path))
    with als.read(frame(), study=path) as cohort:
        ask(cohort, rng)


def of_redcap(folder: Path, rng: Random) -> Iterator[bytes]:
    """Read an export with a dictionary, one of them with faults."""
    both = [seeds.DICTIONARY, seeds.EXPORT]
    place = rng.randrange(2)
    both[place] = mutated(both[place], both, rng)
    for name, content in zip(("dictionary.csv", "export.csv"), both, strict=True):
        (folder / name).write_bytes(content)
    yield both[place]
    with als.read(folder / "export.csv", dictionary=folder / "dictionary.csv") as cohort:
        ask(cohort, rng)


def of_signs(_folder: Path, rng: Random) -> Iterator[bytes]:
    """Read the definition of a sign, and at times count with it."""
    content = mutated(rng.choice(seeds.EXPRESSIONS), seeds.EXPRESSIONS, rng)
    text = content.decode("utf-8", "surrogateescape")
    yield content
    parse(text, "made")
    if rng.random() < CHECKED:
        with als.read(frame(), define={"made": text}) as cohort:
            str(als.accuracy(cohort, signs=["made"]))


KINDS = {"csv": (of_csv, 20), "toml": (of_toml, 20), "redcap": (of_redcap, 5)}
KINDS |= {"signs": (of_signs, 55)}
CHECKED = 0.1  # of the cases


def ask(cohort: als.Cohort, rng: Random) -> None:
    """Ask a question and print the answer."""
    question = rng.choices((als.accuracy, als.prevalence, als.survival), (6, 3, 1))[0]
    str(question(cohort))


@cache
def frame() -> pd.DataFrame:
    return pd.read_csv(StringIO(seeds.COHORT.decode()), dtype=str, keep_default_na=False)


def compare_with_python(table: Any, content: bytes) -> None:
    """See that Python's reader finds the same combinations, in the same numbers of rows."""
    encoding = table.layout_found.get("encoding", "utf-8")
    text = content.decode(encoding).removeprefix("\ufeff")
    mark = MARKS[table.layout_found["delimiter"]]
    header, *rows = filter(None, csv.reader(StringIO(text, newline=""), delimiter=mark))
    names = (re.sub("\r\n?", "\n", name) for name in header)  # in a name, lines end in one way
    assert tuple(name.strip() for name in names) == table.columns, "the same columns"
    assert len(rows) == table.rows, "as many rows"
    [counts] = table.count([table.columns])
    levels = [[held.levels[code] for code in held.codes] for held in counts.columns.values()]
    found = dict(zip(zip(*levels, strict=True), counts.n.tolist(), strict=True))
    assert found == Counter(map(tuple, rows)), "the same combinations"
