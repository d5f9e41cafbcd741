"""Codes with words of their own, as SPSS, Stata and BIDS hold them: the words in their place."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from alsstats.cohort.unknown import is_short
from alsstats.errors import FileError
from alsstats.study import folded, vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class ValueLabels:
    """The words of one column's codes, and whether a cell holds such a word as it stands.

    Where two codes have the same word, other than not assessable, or a word is too long to be a
    name, the column keeps its codes: there are no `words` then, and `kept` says why.
    """

    def __init__(self, column: str, words: Mapping[str, str]) -> None:
        self.column = column
        named = {code.strip(): word.strip() for code, word in words.items() if word.strip()}
        times = Counter(map(folded, named.values()))
        shared = any(times[word] > 1 for word in times.keys() - vocabulary().not_assessable)
        long = not all(map(is_short, named.values()))
        self.kept = "two have the same word" if shared else "a word is long" if long else ""
        self.words = {} if self.kept else named
        self._taken = set(map(folded, self.words.values()))
        self._mixed: set[str] = set()

    def text(self, code: str, shown: str | None = None) -> str:
        """Return the word of a code; a code without one as it is shown.

        >>> labels = ValueLabels("sex", {"1": "male", "2": "female"})
        >>> [labels.text(code) for code in ("1", "9")]
        ['male', '9']
        """
        text = code.strip()
        if text in self.words:
            return self.words[text]
        if text and folded(text) in self._taken:
            self._mixed.add(text)
        return code if shown is None else shown

    def refuse_mixed(self, name: str) -> None:
        """Refuse a column in which a cell without a word holds that of another code."""
        if self._mixed:
            raise FileError(
                f"{name}, column '{self.column}' holds codes and the words of other codes",
                found=[f"{len(self._mixed)} of its codes have no word, and are one"],
                why="the two would be counted as one",
                fix="write each of them in one way",
            )


def said_of_labels(labels: Iterable[ValueLabels]) -> tuple[str, ...]:
    """Say in words which columns hold words, and which keep their codes.

    >>> said_of_labels([ValueLabels("sex", {"1": "male"}), ValueLabels("x", {"1": "a", "2": "A"})])
    ('cells hold the words of their codes: sex', 'x keeps its codes: two have the same word')
    """
    held = list(labels)
    worded = [one.column for one in held if one.words]
    said = [f"cells hold the words of their codes: {', '.join(worded)}"] if worded else []
    said += [f"{one.column} keeps its codes: {one.kept}" for one in held if one.kept]
    return tuple(said)


def labels_held(labels: Iterable[ValueLabels]) -> dict[str, dict[str, str]]:
    """Return the words in use, by column and code."""
    return {one.column: one.words for one in labels if one.words}
