"""What is said of a method: when it is said, in which words, and of which rows."""

from __future__ import annotations

import re
from math import isnan
from typing import TYPE_CHECKING, NamedTuple

from alsstats.errors import printable
from alsstats.render.cells import LABELS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from alsstats.result import Result, Row


class Saying(NamedTuple):
    """The words for a part of the method of some statistics; of any, where none is named.

    A method has parts, as `firth, wald`; `part` is an expression that fits one of them. In `words`
    stand {names} for the statistics, {level} for the level of their limits, and marks of works; or
    they are made from the rows.
    """

    part: str
    statistics: tuple[str, ...]
    words: str | Callable[[Sequence[Row], Result], str]

    def fits(self, row: Row) -> bool:
        """Tell whether the row has a part of its method that this is said of."""
        of_this = not self.statistics or row.statistic in self.statistics
        return of_this and any(re.fullmatch(self.part, part) for part in parts(row))

    def say(self, rows: Sequence[Row], result: Result) -> str:
        """Return the sentence for the rows that it fits."""
        if not isinstance(self.words, str):
            return self.words(rows, result)
        level = f"{100 * result.level:.10g} %"
        return capital(self.words.format(names=listed(names_of(rows)), level=level))


def _kind(row: Row) -> tuple[str, str | None]:
    """Return all that tells what is said of a row."""
    return row.statistic, row.method


def _examples(rows: Iterable[Row]) -> Iterable[Row]:
    """Return one row of each kind, in their order: of many rows there are few kinds."""
    return {_kind(row): row for row in rows}.values()


def _answered(result: Result) -> list[Row]:
    """Return the rows of which the method gave a number."""
    return [row for row in result.rows if not _is_undefined(row)]


def _is_undefined(row: Row) -> bool:
    """Tell whether a method could not give any number; a count without an estimate is one."""
    made = (row.estimate, row.conf_low, row.conf_high, row.statistic_value, row.p_value)
    held = [value for value in made if value is not None]
    return bool(held) and all(map(isnan, held))


def parts(row: Row) -> list[str]:
    """Return the parts of a row's method; an empty one where there is no method."""
    return (row.method or "").split(", ")


def sentences(sayings: Sequence[Saying], result: Result) -> Iterator[str]:
    """Yield what is to be said of the methods that the rows have, and of no other."""
    rows = _answered(result)
    examples = _examples(rows)
    for saying in sayings:
        if fitting := {_kind(row) for row in examples if saying.fits(row)}:
            yield saying.say([row for row in rows if _kind(row) in fitting], result)


def not_said(sayings: Sequence[Saying], result: Result) -> Iterator[str]:
    """Yield a sentence for each method that no words are known for: it is named as it is."""
    held: dict[str, list[Row]] = {}
    for row in _examples(_answered(result)):
        if row.method and not any(saying.fits(row) for saying in sayings):
            held.setdefault(row.method, []).append(row)
    for method, rows in held.items():
        yield capital(f"{listed(names_of(rows))}: by the method '{printable(method)}'.")


def names_of(rows: Iterable[Row]) -> list[str]:
    """Return the names of the rows' statistics, each once."""
    names = (LABELS[row.statistic].text for row in rows)
    return list(dict.fromkeys(_small(name) for name in names))


def _small(name: str) -> str:
    """Begin a name with a small letter, unless it is of capitals or a person's."""
    keeps = name[1:2].isupper() or name[:1] + name[1:2] in {"LR", "Z"} or "'" in name
    return name if keeps or name.startswith("Spearman") else name[:1].lower() + name[1:]


def listed(names: Iterable[object]) -> str:
    """Return names as a list in words.

    >>> listed(["a", "b", "c"]), listed(["a"])
    ('a, b and c', 'a')
    """
    *first, last = [printable(str(name)) for name in names] or ["nothing"]
    return f"{', '.join(first)} and {last}" if first else last


def capital(text: str) -> str:
    """Begin a sentence with a capital letter, where it does not begin with a name's mark."""
    return text[:1].upper() + text[1:]
