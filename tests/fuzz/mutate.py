"""Faults put into the bytes of a file: each of them has been seen in a real one, or might be."""

import re
from random import Random

SPECIAL = [
    b"\0", b'"', b'""', b"'", b"\r", b"\n", b"\r\n", b"\n\n", b",", b";", b"|", b"\t", b" ", b"=",
    b"\xef\xbb\xbf", b"\xff", b"\xff\xfe", b"\xc3", b"\x80", b"\x1a", b"\x1b[31m", b"\\", b"#",
    b"[", b"]", b"{", b"}", b"(", b")", b"NA", b"nan", b"-", b".", "ü".encode(), "\u00a0".encode(),
    "\u2028".encode(), "\u0085".encode(), "\u200b".encode(), "\U0001f9e0".encode(),
]  # fmt: skip
NUMBERS = [
    b"", b"-1", b"-0", b"-9", b"00", b"007", b"1.0", b"1,5", b"1.234,5", b"1_000", b"+1", b"0x10",
    b"1e308", b"1e400", b"1e-320", b"1.5.2", b"inf", b"-inf", b"999", b"9" * 30, b"1/2",
    "\u0663".encode(), "\u2212" "1".encode(), "\u00bd".encode(),
]  # fmt: skip
NUMBER = re.compile(rb"[0-9]+(\.[0-9]+)?")
WORD = re.compile(rb"[A-Za-z_]+")
MOST = 3  # faults in one file


def mutated(held: bytes, others: list[bytes], rng: Random) -> bytes:
    """Return a file with a few faults; chunks are spliced in from the others."""
    for _ in range(min(rng.randint(1, MOST), rng.randint(1, MOST))):
        held = rng.choice(FAULTS)(held, others, rng)
    return held


def _place(held: bytes, rng: Random) -> int:
    return rng.randint(0, len(held))


def _chunk(held: bytes, rng: Random) -> slice:
    begin = _place(held, rng)
    return slice(begin, begin + rng.choice((1, 2, 5, 20, 80)))


def _flip(held: bytes, _others: list[bytes], rng: Random) -> bytes:
    changed = bytearray(held or b"\0")
    changed[rng.randrange(len(changed))] ^= 1 << rng.randrange(8)
    return bytes(changed)


def _insert(held: bytes, _others: list[bytes], rng: Random) -> bytes:
    place = _place(held, rng)
    return held[:place] + rng.choice(SPECIAL) + held[place:]


def _delete(held: bytes, _others: list[bytes], rng: Random) -> bytes:
    chunk = _chunk(held, rng)
    return held[: chunk.start] + held[chunk.stop :]


def _duplicate(held: bytes, _others: list[bytes], rng: Random) -> bytes:
    place = _place(held, rng)
    return held[:place] + held[_chunk(held, rng)] + held[place:]


def _splice(held: bytes, others: list[bytes], rng: Random) -> bytes:
    place, other = _place(held, rng), rng.choice(others)
    return held[:place] + other[_chunk(other, rng)] + held[place:]


def _truncate(held: bytes, _others: list[bytes], rng: Random) -> bytes:
    return held[: _place(held, rng)]


def _other_number(held: bytes, _others: list[bytes], rng: Random) -> bytes:
    return _replaced(held, NUMBER, NUMBERS, rng)


def _other_word(held: bytes, _others: list[bytes], rng: Random) -> bytes:
    """Put a word of the file in the place of another: a header's names change places."""
    return _replaced(held, WORD, WORD.findall(held), rng)


def _replaced(held: bytes, like: re.Pattern[bytes], by: list[bytes], rng: Random) -> bytes:
    found = list(like.finditer(held))
    if not found:
        return held
    one = rng.choice(found)
    return held[: one.start()] + rng.choice(by) + held[one.end() :]


def _other_line(held: bytes, _others: list[bytes], rng: Random) -> bytes:
    """Repeat, drop or move a line, or end it in another way."""
    lines = held.splitlines(keepends=True) or [b""]
    one, two = rng.randrange(len(lines)), rng.randrange(len(lines))
    match rng.randrange(4):
        case 0:
            lines.insert(two, lines[one])
        case 1:
            lines.pop(one)
        case 2:
            lines[one], lines[two] = lines[two], lines[one]
        case _:
            lines[one] = lines[one].rstrip(b"\r\n") + rng.choice((b"\r", b"\r\n", b"\n", b""))
    return b"".join(lines)


def _other_everywhere(held: bytes, _others: list[bytes], rng: Random) -> bytes:
    """Write the whole file in another way: its delimiter, line ends, quotes or encoding."""
    match rng.randrange(5):
        case 0:
            return held.replace(b",", rng.choice((b";", b"\t", b"|")))
        case 1:
            return held.replace(b"\n", rng.choice((b"\r\n", b"\r")))
        case 2:
            return re.sub(rb"([^,\n]+)", rb'"\1"', held)
        case 3:
            return held.decode("latin-1").encode(rng.choice(("utf-16", "utf-16-be", "utf-8-sig")))
        case _:
            return held.replace(b".", b",")


FAULTS = [
    *[_flip, _insert, _insert, _delete, _duplicate, _splice, _truncate],
    *[_other_number, _other_number, _other_word, _other_line, _other_everywhere],
]
