"""Text in one byte a letter that nothing names: taken for cp1252, or refused."""

from __future__ import annotations

import re
from codecs import lookup
from typing import TYPE_CHECKING

from alsstats.cohort.encoding import WESTERN
from alsstats.cohort.lines import newlines
from alsstats.errors import FileError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

OTHERS = ("cp1250", "mac-roman", "cp850")  # what such text may be as well
OTHER_TEXT = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\x80-\xff]{3}")
MOST = 8  # letters that are shown


class Western:
    """Looks at all bytes of a text that is not UTF-8, and is taken for cp1252.

    Letters beyond ASCII stand alone in the languages that cp1252 is for. Three in a row are another
    script, and some pairs are UTF-8, so that the file is in two encodings, or damaged: refused.
    No answer is changed where the letters are others in truth: codes differ where their bytes do,
    and a name or code that was declared, or is known, is not found by accident.
    """

    def __init__(self, name: str) -> None:
        self.name = name
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
            self.letters |= {byte for byte in set(chunk) if byte >= 0x80}
        self.line += newlines(chunk)
        self.last = b"" if newlines(both[-2:]) else both[-2:]
        if final and self.last[-1:] >= b"\xc2":
            raise self._unknown(self.line)

    def said(self, columns: Sequence[str]) -> str:
        """Say how names, or else letters, were read, and how they would be in another encoding."""
        names = [name for name in columns if not name.isascii()]
        if names:
            shown, what = [name.encode(WESTERN) for name in names[:2]], "names of its columns"
        else:
            shown = [bytes([letter]) for letter in sorted(self.letters)[:MOST]]
            what = "letters in its cells"
        other = next(held for held in OTHERS if _read(shown, held) != _read(shown, WESTERN))
        return (
            f"{self.name} is not UTF-8 and is read as {WESTERN}: {what} are "
            f"{_read(shown, WESTERN)} (in {other} they were {_read(shown, other)}); "
            "--encoding says what it is"
        )

    def _unknown(self, line: int) -> FileError:
        return FileError(
            f"cannot tell the encoding of {self.name}",
            found=[
                f"on line {line} it is not UTF-8, or not UTF-8 throughout, and not as {WESTERN} is"
            ],
            why="letters would be read as others, and names and codes with them",
            fix=f"--encoding {WESTERN}",
        )


def _read(texts: Iterable[bytes], encoding: str) -> str:
    codec = lookup(encoding)
    return ", ".join(f"'{codec.decode(text, 'replace')[0].strip()}'" for text in texts)
