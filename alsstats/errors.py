"""What can go wrong, by name.

::

    AlsstatsError
    |-- UsageError    exit 2   an argument or a count that cannot be used
    |-- FileError     exit 3   the file cannot be read without guessing
    |-- RoleError     exit 4   no column, or no one column, for a role that the question needs
    |-- CodingError   exit 4   codes whose meaning is not known
    `-- EstimateError exit 5   what was asked cannot be estimated from the people there are

Every message has the same four parts: what is wrong; where, with what was found there; why it
matters; and one line to paste or to do. Codes, columns and counts are named, patients are not.
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Iterable


class AlsstatsError(Exception):
    """Anything that `alsstats` refuses to do; `str()` of it is the whole message.

    `found` lists the evidence, one line each; `why` says what would go wrong if the program
    guessed; `fix` is what to add or do.

    >>> print(UsageError("level must lie between 0 and 1", found=["level: 95"], fix="--level 0.95"))
    error[usage]: level must lie between 0 and 1
      level: 95
      add: --level 0.95
    """

    kind: ClassVar[str] = "error"
    exit_code: ClassVar[int] = 70

    def __init__(
        self, what: str, *, found: Iterable[str] = (), why: str = "", fix: str = ""
    ) -> None:
        self.what = what
        self.found = tuple(found)
        self.why = why
        self.fix = fix
        super().__init__(what)

    def __str__(self) -> str:
        """Return the message as it is shown at the terminal."""
        act = "add" if self.fix.startswith("-") else "do"
        lines = [f"error[{self.kind}]: {self.what}", *(f"  {line}" for line in self.found)]
        lines += [f"  {self.why}"] if self.why else []
        lines += [f"  {act}: {self.fix}"] if self.fix else []
        return "\n".join(map(printable, lines))


def printable(text: str) -> str:
    r"""Return a text with what would act on a terminal, or break the line, written out.

    >>> printable("a\x1b[31mb")
    'a\\x1b[31mb'
    """
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


class UsageError(AlsstatsError):
    """An argument, or a count, that cannot be used."""

    kind = "usage"
    exit_code = 2


class FileError(AlsstatsError):
    """A file that cannot be read without guessing."""

    kind = "file"
    exit_code = 3


class RoleError(AlsstatsError):
    """A role (reference, patient, sign) that no column fills, or more than one."""

    kind = "role"
    exit_code = 4


class CodingError(AlsstatsError):
    """Codes whose meaning is not known."""

    kind = "coding"
    exit_code = 4


class EstimateError(AlsstatsError):
    """What was asked cannot be estimated from the people there are."""

    kind = "estimate"
    exit_code = 5


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return `; did you mean 'x'?` for the nearest known name, or nothing.

    >>> did_you_mean("diagnossis", ["diagnosis", "centre"])
    "; did you mean 'diagnosis'?"
    """
    nearest = get_close_matches(name, list(known), n=1, cutoff=0.75)
    return f"; did you mean '{nearest[0]}'?" if nearest else ""
