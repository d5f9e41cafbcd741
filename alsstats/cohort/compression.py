"""A file as it stands or compressed, by gzip or Zstandard: its bytes, read to the very end."""

from __future__ import annotations

import io
from contextlib import contextmanager
from hashlib import sha256
from typing import IO, TYPE_CHECKING, Any, NamedTuple, cast

from alsstats.errors import FileError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# How such files begin, whatever their names; the last is of a part with remarks, to be skipped.
GZIP, ZSTANDARD, SKIPPED = b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"\x2a\x4d\x18"
PIECE = 1024  # bytes unpacked at once: what 4 bytes of Zstandard stand for may be 128 KB


class Content(NamedTuple):
    """The text of a file being read, and the digest of the file's own bytes read so far."""

    text: IO[bytes]
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
    return compression_of(path) == "gzip"


def is_zstandard(path: Path) -> bool:
    """Say whether a file begins as Zstandard does."""
    return compression_of(path) == "zstd"


def compression_of(path: Path) -> str:
    """Return what a file is compressed by, as its first bytes say: gzip, zstd or none."""
    with path.open("rb") as file:
        start = file.read(4)
    if start.startswith(GZIP):
        return "gzip"
    is_skipped = start[1:] == SKIPPED and start[0] >> 4 == 5
    return "zstd" if start == ZSTANDARD or is_skipped else "none"


@contextmanager
def opened(path: Path) -> Iterator[Content]:
    """Open a file for reading its text; a compressed one that is damaged or cut is refused.

    At the end of the text the checksum and the length of every part have been compared.
    """
    how = compression_of(path)
    with path.open("rb") as file:
        digested = Digested(file)
        packed = cast("IO[bytes]", digested)  # all that is asked of it is to be read
        text = {"gzip": _of_gzip, "zstd": _of_zstandard, "none": _as_it_stands}[how]
        with text(path, packed) as unpacked:
            yield Content(unpacked, digested)


@contextmanager
def _as_it_stands(_path: Path, text: IO[bytes]) -> Iterator[IO[bytes]]:
    yield text


@contextmanager
def _of_gzip(path: Path, packed: IO[bytes]) -> Iterator[IO[bytes]]:
    import gzip
    import zlib

    try:
        yield cast("IO[bytes]", gzip.GzipFile(fileobj=packed))
    except (EOFError, gzip.BadGzipFile, zlib.error):
        raise _damaged(path, "gzip") from None


@contextmanager
def _of_zstandard(path: Path, packed: IO[bytes]) -> Iterator[IO[bytes]]:
    import zstandard

    try:
        yield io.BufferedReader(_Frames(packed))
    except (EOFError, zstandard.ZstdError):
        raise _damaged(path, "Zstandard") from None


class _Frames(io.RawIOBase):
    """The text of a file compressed by Zstandard, frame after frame, each to its end."""

    def __init__(self, packed: IO[bytes]) -> None:
        self.packed = packed
        self.frame: Any = None  # the one that has begun, and not ended
        self.rest = b""  # what was read beyond its end
        self.text = b""  # what was unpacked, and not read yet

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read some bytes."""
        while not self.text and self._unpack():
            pass
        some = self.text[: len(buffer)]
        self.text = self.text[len(some) :]
        buffer[: len(some)] = some
        return len(some)

    def _unpack(self) -> bool:
        import zstandard

        piece = self.rest or self.packed.read(PIECE)
        if not piece and self.frame:
            raise EOFError
        if not piece:
            return False
        self.frame = self.frame or zstandard.ZstdDecompressor().decompressobj()
        self.text, self.rest = self.frame.decompress(piece), b""
        if self.frame.eof:
            self.frame, self.rest = None, self.frame.unused_data
        return True


def _damaged(path: Path, packer: str) -> FileError:
    return FileError(
        f"{path.name} is damaged, or cut short",
        found=[f"what it was compressed from does not come out whole ({packer})"],
        why="rows would be lost without a word",
        fix="copy or compress the file anew",
    )
