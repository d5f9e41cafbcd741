"""Text in one byte a letter that nothing names: taken for cp1252, or refused."""

from __future__ import annotations

import re
from codecs import lookup
from typing import TYPE_CHECKING

from alsstats.cohort.encoding import WESTERN
from alsstats.cohort.lines import newlines
from alsstats.errors import FileError
from alsstats.study import is_value

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

OTHERS = ("cp1250", "mac-roman", "cp850")  # what such text may be as well
ASCII = bytes(range(0x80))
NO_LETTER = rb"(?<=[\x81\x8d\x8f\x90\x9d])"
UTF_8_PAIR = rb"(?<=[\xc2-\xdf])[\x80-\xbf]"
OTHER_SCRIPT = rb"[\x80-\xff]{2}"  # after one of them
SIGN_IN_A_WORD = rb"(?<=[A-Za-z][\x80\x82\x84\x86-\x89\x8b\x91\x93-\x95\x98\x99\x9b])(?=[A-Za-z])"
NOT_WESTERN = b"|".join([NO_LETTER, UTF_8_PAIR, OTHER_SCRIPT, SIGN_IN_A_WORD])
OTHER_TEXT = re.compile(rb"[\x80-\xff](?:%b)" % NOT_WESTERN)
MOST, LONGEST = 8, 40  # letters that are shown, and those of a name


class Western:
    """Looks at all bytes of a text that is not UTF-8, and is taken for cp1252.

    In the languages that cp1252 is for, letters beyond ASCII stand alone. Three in a row are of
    another script; a sign such as a curved quote in the middle of a word is a letter in the code
    pages of DOS and of old Macintoshes; some pairs are UTF-8, so that the file is in two encodings,
    or damaged: all are refused. What is taken for cp1252 and is not changes no number: codes differ
    where their bytes do, and one that is declared, or known, is not found by accident.
    """

    def __init__(self, name: str, columns: Sequence[str], other_line: int) -> None:
        self.name = name
        self.names = _shown(columns)
        self.other_line = other_line  # the first that is not UTF-8
        self.line = 1
        self.last = b""  # bytes, which may begin what the next ones end
        self.letters: set[int] = set()

    def feed(self, chunk: bytes, *, final: bool = False) -> None:
        """Refuse what cannot be cp1252; keep which letters there are.

        At the very end of the file, a letter may be half of one in UTF-8.
        """
        both = self.last + chunk
        if not both.isascii():
            if found := OTHER_TEXT.search(both):
                raise self._unknown(self.line + newlines(both[: found.start()]))
            self.letters |= set(chunk.translate(None, ASCII))
        self.line += newlines(chunk)
        self.last = b"" if newlines(both[-2:]) else both[-2:]
        if final and self.last[-1:] >= b"\xc2":
            raise self._unknown(self.line)

    def said(self) -> str:
        """Say how names, or else letters, were read, and how they would be in another encoding."""
        shown = self.names or [bytes([letter]) for letter in sorted(self.letters)[:MOST]]
        what = "its header has" if self.names else "its letters are"
        other = next(held for held in OTHERS if _read(shown, held) != _read(shown, WESTERN))
        return (
            f"{self.name} is not UTF-8: read as {WESTERN}, {what} {_read(shown, WESTERN)}; as "
            f"{other}, {_read(shown, other)}; --encoding says what it is"
        )

    def _unknown(self, line: int) -> FileError:
        shown = [
            f"as {held} its header has {_read(self.names, held)}" for held in (WESTERN, *OTHERS)
        ]
        return FileError(
            f"cannot tell the encoding of {self.name}",
            found=[
                f"line {self.other_line} is not UTF-8, and line {line} is not as in {WESTERN}",
                *(shown if self.names else ()),
            ],
            why="letters would be read as others, and names and codes with them",
            fix=f"say what it is: --encoding {WESTERN}, or {', '.join(OTHERS)}, or another",
        )


def _shown(columns: Sequence[str]) -> list[bytes]:
    """Return two names with letters beyond ASCII; none where the header may be a patient."""
    if any(map(is_value, columns)):
        return []
    names = [name for name in columns if not name.isascii() and len(name) <= LONGEST]
    return [name.encode(WESTERN, "surrogateescape") for name in names[:2]]


def _read(texts: Iterable[bytes], encoding: str) -> str:
    codec = lookup(encoding)
    return ", ".join(f"'{codec.decode(text, 'replace')[0].strip()}'" for text in texts)
