"""A column of an SPSS, Stata or SAS file as texts: words of codes, dates, the shortest numbers."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from alsstats.cohort.cell_texts import number_text
from alsstats.cohort.statistical_dates import calendar_of
from alsstats.cohort.value_labels import ValueLabels
from alsstats.study import folded, vocabulary

if TYPE_CHECKING:
    import numpy.typing as npt

LISTED = 5  # codes of missing that are named


class StatisticalColumn:
    """Turns a column's values to texts, chunk by chunk, and counts those declared missing.

    `about` is what pyreadstat says of the file. A code that is declared missing is an empty text,
    unless its word is one for not assessable.
    """

    def __init__(self, name: str, family: str, about: Any) -> None:
        stored = about.readstat_variable_types.get(name)
        self.is_text, self.is_single = stored == "string", stored == "float"
        self.calendar = calendar_of(family, about.original_variable_types.get(name))
        self.ranges = [(held["lo"], held["hi"]) for held in about.missing_ranges.get(name, ())]
        self.words = {code: str(word) for code, word in _items(about, name) if str(word).strip()}
        kept = {code: word for code, word in self.words.items() if not self._is_left(code)}
        self.labels = ValueLabels(name, {_written(code): word for code, word in kept.items()})
        self.missing: Counter[Any] = Counter()

    def texts(self, values: list[Any]) -> list[str]:
        """Return some values of the column as texts; None is an empty one."""
        import numpy as np

        if self.is_text:
            return list(self._each(np.array([_trimmed(value) for value in values], dtype=object)))
        held = np.array(values, dtype=object)
        letters = np.array([isinstance(value, str) for value in values], dtype=bool)
        texts = np.empty(len(values), dtype=object)
        texts[letters] = self._each(held[letters])
        texts[~letters] = self._each(self._exact(held[~letters].astype(float)))
        return list(texts)

    def _exact(self, values: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """Return numbers as those that were meant: 0.1 is stored in four bytes as 0.10000000149."""
        import numpy as np

        return values.astype(np.float32).astype(str).astype(float) if self.is_single else values

    def _each(self, values: npt.NDArray[Any]) -> npt.NDArray[Any]:
        import numpy as np

        distinct, place, rows = np.unique(values, return_inverse=True, return_counts=True)
        held = zip(distinct.tolist(), rows.tolist(), strict=True)
        texts = np.array([self._text(value, count) for value, count in held], dtype=object)
        return texts[place]

    def _text(self, value: Any, rows: int) -> str:
        if value != value or value == "":  # noqa: PLR0124
            return ""
        code = _written(value)
        if self._is_missing(value) and code not in self.labels.words:
            self.missing[value] += rows
            return ""
        return self.labels.text(code, self.calendar.text(value) if self.calendar else None)

    def _is_missing(self, value: Any) -> bool:
        """Tell whether a code is declared missing; in a column of numbers every letter is."""
        if self.is_text or not isinstance(value, str):
            return any(low <= value <= high for low, high in self.ranges)
        return True

    def _is_left(self, code: Any) -> bool:
        """Tell whether the word of a code does not count, as it is missing."""
        word = folded(self.words[code])
        return self._is_missing(code) and word not in vocabulary().not_assessable

    def said(self) -> str:
        """Say in words how many cells hold codes that are declared missing."""
        if not self.missing:
            return ""
        listed = [
            f"{_written(code)} {self.words.get(code, '')}".strip() + f" ({rows} rows)"
            for code, rows in self.missing.most_common(LISTED)
        ]
        more = [f"{len(self.missing) - LISTED} more"] if len(self.missing) > LISTED else []
        return f"{self.labels.column}: missing by the file's word is {', '.join(listed + more)}"


def _items(about: Any, name: str) -> list[tuple[Any, Any]]:
    """Return codes and words of a column, each number as the one that a value is."""
    held = about.variable_value_labels.get(name, {})
    return [
        (_trimmed(code) if isinstance(code, str) else code, word) for code, word in held.items()
    ]


def _trimmed(value: Any) -> str:
    return value.rstrip(" \0") if isinstance(value, str) else ""


def _written(code: Any) -> str:
    return code if isinstance(code, str) else number_text(float(code))
