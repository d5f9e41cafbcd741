"""What `check` returns: a page of every column as it is understood, and of what was found."""

from __future__ import annotations

from collections import Counter
from textwrap import wrap
from typing import TYPE_CHECKING, NamedTuple

from alsstats.errors import printable
from alsstats.lint.finding import ERROR, SEVERITIES, Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

WIDTH, WIDEST = 80, 32  # of the page, and of a column's name before what is said of it

MORE = "; 'alsstats explain NAME' says more of one"


def _folded(lines: list[str]) -> Iterator[str]:
    """Fold the lines of a finding, but for the last, which may be pasted."""
    *said, last = lines
    for line in said:
        yield from wrap(line, WIDTH, subsequent_indent=" " * 4, break_on_hyphens=False)
    yield last


class ColumnReport(NamedTuple):
    """A column: where it stands, the part it plays, and in lines what is known of its codes."""

    place: int
    name: str
    role: str
    codes: tuple[str, ...]


class Check(NamedTuple):
    """What `check` found; `str()` of it is a page.

    `also` says how combined signs are made, and which questions were not looked at. `findings` are
    in order, errors first; the page ends with them.
    """

    title: str
    about: tuple[str, ...]
    columns: tuple[ColumnReport, ...]
    also: tuple[str, ...]
    findings: tuple[Finding, ...]

    @property
    def problems(self) -> tuple[Finding, ...]:
        """The findings that are errors: a question would refuse."""
        return tuple(found for found in self.findings if found.severity == ERROR)

    @property
    def summary(self) -> str:
        """How many findings there are, by severity.

        >>> Check("", (), (), (), (Finding("empty-column", "note", "x"),)).summary
        "no errors, no warnings, 1 note; 'alsstats explain NAME' says more of one"
        """
        held = Counter(found.severity for found in self.findings)
        counted = ", ".join(
            f"{held[severity] or 'no'} {severity}{'' if held[severity] == 1 else 's'}"
            for severity in SEVERITIES
        )
        return f"{counted}{MORE if held else ''}"

    def __str__(self) -> str:
        """Return the page: columns, combined signs, and findings with the worst of them last."""
        width = min(WIDEST, max(len(column.name) for column in self.columns))
        lines = [self.title, *(f"  {text}" for text in self.about), ""]
        for column in self.columns:
            first = f"{column.place:>3} {column.name.ljust(width)}  "
            lines += wrap(first + column.role, WIDTH, subsequent_indent=" " * 8)
            for text in column.codes:
                lines += wrap(text, WIDTH, initial_indent=" " * 8, subsequent_indent=" " * 10)
        for text in self.also:
            lines += ["", *wrap(text, WIDTH, subsequent_indent=" " * 8)]
        lines += ["", self.summary]
        for found in sorted(self.findings, key=lambda found: -SEVERITIES.index(found.severity)):
            lines += ["", *_folded(found.lines())]
        return "\n".join(map(printable, lines)) + "\n"
