"""A file as it stands or compressed with gzip: its bytes, read to the very end."""

from __future__ import annotations

from contextlib import contextmanager
from hashlib import sha256
from shlex import quote
from typing import IO, TYPE_CHECKING, NamedTuple, cast

from alsstats.errors import FileError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from gzip import GzipFile
    from pathlib import Path

GZIP = b"\x1f\x8b"  # how such a file begins, whatever its name


class Content(NamedTuple):
    """The text of a file being read, and the digest of the file's own bytes read so far."""

    text: IO[bytes] | GzipFile
    file: Digested


class Digested:
    """A file that takes the SHA-256 of what is read from it."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file
        self.digest = sha256()

    def read(self, size: int = -1) -> bytes:
        """Read some bytes."""
        some = self.file.read(size)
        self.digest.update(some)
        return some


def is_gzip(path: Path) -> bool:
    """Say whether a file begins as gzip does."""
    with path.open("rb") as file:
        return file.read(len(GZIP)) == GZIP


@contextmanager
def opened(path: Path) -> Iterator[Content]:
    """Open a file for reading its text; a compressed one that is damaged or cut is refused.

    At the end of the text the checksum and the length of every part have been compared.
    """
    with path.open("rb") as file:
        digested = Digested(file)
        text = cast("IO[bytes]", digested)  # all that is asked of it is to be read
        if is_gzip(path):
            with _unpacked(path, text) as unpacked:
                yield Content(unpacked, digested)
        else:
            yield Content(text, digested)


@contextmanager
def _unpacked(path: Path, packed: IO[bytes]) -> Iterator[GzipFile]:
    import gzip
    import zlib

    try:
        yield gzip.GzipFile(fileobj=packed)
    except (EOFError, gzip.BadGzipFile, zlib.error):
        raise FileError(
            f"{path.name} is damaged, or cut short",
            found=["what it was compressed from does not come out whole (gzip)"],
            why="rows would be lost without a word",
            fix="copy or compress the file anew",
        ) from None


def corrected(path: Path, command: str = "") -> str:
    """Return the shell line that writes a corrected copy of the text beside the file."""
    copy = path.with_name(f"corrected-{path.name.removesuffix('.gz')}")
    unpack = "gzip -dc" if is_gzip(path) else ""
    first, *others = filter(None, [unpack, command])
    return " | ".join([f"{first} < {quote(str(path))}", *others]) + f" > {quote(str(copy))}"
