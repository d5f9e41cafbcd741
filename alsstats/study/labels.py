"""Codes in whose place the cells hold words: what is declared of a code is declared of its word."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from alsstats.errors import UsageError
from alsstats.study.built_in import vocabulary
from alsstats.study.codes import column_key, folded, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from alsstats.study.document import Document

MEANINGS = ("present", "absent", "not_assessable")
CAUSE = "other_cause"


class Labels(NamedTuple):
    """The words of codes, by column, under the name that the column is known by.

    >>> labels = Labels.of({"Motor band": {"1": "yes", "2": "no"}})
    >>> labels.words("swi_motor_cortex", ["1.0", "no", "9"])
    ('yes', 'no', '9')
    """

    columns: Mapping[str, Mapping[str, str]] = {}

    @classmethod
    def of(cls, labels: Mapping[str, Mapping[str, str]]) -> Labels:
        """Take columns as the table names them; two that have one name are left as they are."""
        keys = [_known(column) for column in labels]
        return cls(
            {
                key: {plain(code): word for code, word in held.items()}
                for key, held in zip(keys, labels.values(), strict=True)
                if held and keys.count(key) == 1
            }
        )

    def words(self, column: str, codes: Iterable[str]) -> tuple[str, ...]:
        """Return codes of a column as its cells hold them; refuse what is a code and a word."""
        held = self.columns.get(_known(column), {})
        return tuple(dict.fromkeys(_word(column, code, held) for code in codes))

    def levels(self, by_column: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
        """Return columns with levels of them, which may be given as codes."""
        return {column: self.words(column, levels) for column, levels in by_column.items()}

    def each(self, by_column: Mapping[str, str] | None) -> dict[str, str]:
        """Return columns with one level of each, which may be given as its code."""
        held = dict(by_column or {}).items()
        return {str(column): self.words(column, [str(level)])[0] for column, level in held}

    def level(self, columns: Iterable[str], level: str) -> str:
        """Return a level of one of some columns, which may be given as its code."""
        words = {self.words(column, [level])[0] for column in columns} - {level}
        return words.pop() if len(words) == 1 else level

    def in_words(self, later: Document, earlier: Document) -> Document:
        """Return what is said with the words of codes; `earlier` is what was said before it."""
        if not self.columns:
            return later
        readers = {
            "data": self._data,
            "signs": self._signs,
            "variables": self._variables,
            "survival": self._survival,
        }
        held = {key: readers[key](said) if key in readers else said for key, said in later.items()}
        diagnosis = _column(later, earlier, "reference", "column", vocabulary().reference)
        if "reference" in later:
            held["reference"] = self._reference(later["reference"], earlier, diagnosis)
        if "exclusion" in later:
            cause = _column(later, earlier, "exclusion", "cause", CAUSE)
            held["exclusion"] = self._exclusion(later["exclusion"], cause, diagnosis)
        return held

    def _data(self, said: Document) -> Document:
        """Add the words of codes of missing, if they are not those of other codes."""
        missing = set(map(plain, said.get("missing", ())))
        coded = [(column, *pair) for column, held in self.columns.items() for pair in held.items()]
        words = {word: code for _, code, word in coded if code in missing}
        meant = {folded(word): code for word, code in words.items()}
        for column, code, word in coded:
            if code not in missing and folded(word) in meant:
                raise UsageError(
                    f"{meant[folded(word)]} is said to be missing, and its word '{word}' is also "
                    f"that of {code} in '{column}'",
                    why="those who have it would be missing, too",
                    fix="say the words that mean missing",
                )
        return said | ({"missing": (*said["missing"], *words)} if words else {})

    def _signs(self, said: Document) -> Document:
        return {
            name: one | {key: self.words(name, one[key]) for key in MEANINGS if key in one}
            for name, one in said.items()
        }

    def _variables(self, said: Document) -> Document:
        held = {}
        for name, one in said.items():
            merge = {
                level: self.words(name, codes) for level, codes in one.get("merge", {}).items()
            }
            order = [
                level if level in merge else self.words(name, [level])[0]
                for level in one.get("order", ())
            ]
            listed = self.words(name, one.get("listed", ()))
            told = {"merge": merge, "order": tuple(order), "listed": listed}
            held[name] = one | {key: told[key] for key in told if key in one}
        return held

    def _survival(self, said: Document) -> Document:
        held = dict(said)
        if "among" in said:
            held["among"] = self.levels(said["among"])
        if "event" in said:
            event, column = dict(said["event"]), said["event"].get("column", "")
            for key in ("occurred", "censored"):
                if key in event:
                    codes = event[key]
                    event[key] = (
                        {name: self.words(column, some) for name, some in codes.items()}
                        if isinstance(codes, dict)
                        else self.words(column, codes)
                    )
            held["event"] = event
        return held

    def _reference(self, said: Document, earlier: Document, diagnosis: str) -> Document:
        held = dict(said)
        for key in ("target", "leave_out"):
            if key in said:
                held[key] = self.words(diagnosis, said[key])
        if "versus" in said:
            held["versus"] = {
                group: self.words(diagnosis, levels) for group, levels in said["versus"].items()
            }
        if "nested" in said.get("certainty", {}):
            before = earlier.get("reference", {}).get("certainty", {})
            column = (before | said["certainty"]).get("column", vocabulary().certainty)
            nested = self.words(column, said["certainty"]["nested"])
            held["certainty"] = said["certainty"] | {"nested": nested}
        return held

    def _exclusion(self, said: Document, cause: str, diagnosis: str) -> Document:
        held = dict(said)
        if "none" in said:
            held["none"] = self.words(cause, said["none"])
        if "shows" in said:
            held["shows"] = {
                self.words(cause, [name])[0]: self.words(diagnosis, levels)
                for name, levels in said["shows"].items()
            }
        return held


def _known(column: str) -> str:
    return vocabulary().canonical(column) or column_key(column)


def _column(later: Document, earlier: Document, section: str, key: str, usual: str) -> str:
    """Return the column that a section names, now or before, or the usual one."""
    return str(later.get(section, {}).get(key) or earlier.get(section, {}).get(key) or usual)


def _word(column: str, code: str, held: Mapping[str, str]) -> str:
    word = held.get(plain(code))
    if word is None:
        return code
    if plain(code) != plain(word) and plain(code) in map(plain, held.values()):
        raise UsageError(
            f"'{code}' is a code of '{column}', and the word of another code",
            found=[f"the word of {code} is '{word}'"],
            why="which of the two is meant is not known",
            fix=f"say '{word}' for the code, or write the words of the file in another way",
        )
    return word
