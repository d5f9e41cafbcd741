"""A compressed file is read to its very end, and its checksum compared, before any number."""

import gzip
import hashlib
import random
import zlib
from functools import partial
from pathlib import Path

import pytest

import alsstats as als
from alsstats.errors import FileError
from tests.cohort.conftest import Write

generator = random.Random(3)
TABLE = "patient_id,diagnosis,flair_cst\n" + "".join(
    f"p{i:04},{generator.choice(['ALS', 'MMN', 'healthy'])},{generator.randint(0, 1)}\n"
    for i in range(3000)
)
packed = partial(gzip.compress, mtime=0)  # without a clock, so that tests have the same names
PACKED = packed(TABLE.encode())


def counted(path: Path) -> list[dict[str, object]]:
    with als.read(path) as cohort:
        return als.accuracy(cohort).records()


def counted_or_refused(path: Path) -> object:
    try:
        return counted(path)
    except FileError as error:
        return str(error)


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, object]]:
    path = tmp_path_factory.mktemp("plain") / "cohort.csv"
    path.write_text(TABLE, encoding="utf-8")
    return counted(path)


@pytest.mark.parametrize("name", ["cohort.csv.gz", "cohort.csv", "cohort", "site=3/co[h].gz"])
def test_it_is_known_by_its_bytes(
    write: Write, name: str, expected: list[dict[str, object]]
) -> None:
    path = write(PACKED, name)
    assert counted(path) == expected
    provenance = als.read(path).provenance()
    assert provenance["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert provenance["rows"] == 3000


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_other_layouts(write: Write, expected: list[dict[str, object]], line_end: str) -> None:
    text = "\ufeff" + TABLE.replace(",", ";").replace("\n", line_end)
    assert counted(write(gzip.compress(text.encode()))) == expected


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (b"", "cohort.csv.gz", "not a file compressed with gzip"),
        (TABLE.encode(), "cohort.csv.gz", "not a file compressed with gzip"),
        (b"\x1f\x8b", "cohort.csv.gz", "damaged, or cut short"),
        (packed(b""), "cohort.csv.gz", "is empty"),
        (PACKED + b"rest", "cohort.csv", "damaged, or cut short"),
        (packed(b"PAR1 and so on PAR1"), "cohort.csv", "a workbook or an archive"),
        (packed(b"PK\3\4 and so on"), "cohort.csv", "a workbook or an archive"),
        (packed(PACKED), "cohort.csv", "a workbook or an archive"),
        (packed((TABLE + "p,ALS\n").encode()), "cohort.csv", "line 3002: 2 fields"),
    ],
)
def test_refused_by_name(write: Write, content: bytes, name: str, says: str) -> None:
    with pytest.raises(FileError, match=says):
        counted(write(content, name))


def places() -> list[int]:
    return sorted(random.Random(5).sample(range(len(PACKED)), 50))


def test_cut_anywhere(write: Write) -> None:
    for place in [*places(), *range(1, 20), *range(len(PACKED) - 10, len(PACKED))]:
        with pytest.raises(FileError):
            counted(write(PACKED[:place], "cohort.csv.gz"))


def test_a_wrong_byte_anywhere(write: Write, expected: list[dict[str, object]]) -> None:
    """A byte that says when the file was compressed changes nothing; others are found out."""
    harmless = 0
    for place in [*range(20), *places(), *range(len(PACKED) - 8, len(PACKED))]:
        for flip in (0x01, 0x80, 0xFF):
            damaged = bytearray(PACKED)
            damaged[place] ^= flip
            found = counted_or_refused(write(bytes(damaged)))
            if isinstance(found, str):
                assert "p0" not in found
            else:
                assert found == expected
                assert place < 10
                harmless += 1
    assert harmless >= 4 * 3  # the four bytes of the time


def test_the_end_is_read_even_after_the_last_record(write: Write) -> None:
    """The checksum of an empty last part is one that no row depends on."""
    empty = bytearray(gzip.compress(b""))
    empty[-5] ^= 1
    with pytest.raises(FileError, match="damaged"):
        counted(write(PACKED + bytes(empty)))


def test_several_parts_are_one_text_or_refused(
    write: Write, expected: list[dict[str, object]]
) -> None:
    cut = len(TABLE) // 2
    parts = [gzip.compress(part.encode()) for part in (TABLE[:cut], TABLE[cut:])]
    for content in (b"".join(parts), PACKED + b"\0" * 100):
        found = counted_or_refused(write(content))
        assert found == expected or "gzip -d" in str(found)


def test_fields_of_the_header_that_few_use(write: Write, expected: list[dict[str, object]]) -> None:
    """An extra field (as bgzip writes), a name, a comment: right, or refused."""
    body = PACKED[10:]
    for flag, extra in ((4, b"\2\0ab"), (8, b"cohort.csv\0"), (16, b"a remark\0")):
        header = PACKED[:3] + bytes([flag]) + PACKED[4:10]
        found = counted_or_refused(write(header + extra + body))
        assert found == expected or "gzip -d" in str(found)


@pytest.mark.parametrize(
    "text",
    [
        TABLE.encode("utf-16"),
        TABLE.replace("p0007", "M\u00fcller").encode("cp1252"),
        TABLE.replace("\n", "\r\n", 3).encode(),
    ],
    ids=["UTF-16", "CP1252", "line ends"],
)
def test_what_is_written_anew_is_unpacked_first(
    write: Write, text: bytes, expected: list[dict[str, object]]
) -> None:
    path = write(gzip.compress(text), "my cohort.csv.gz")
    assert counted(path) == expected
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    assert als.read(path).provenance()["sha256"] == digest


def test_zlib_agrees_that_the_example_is_whole() -> None:
    assert zlib.decompress(PACKED, wbits=31) == TABLE.encode()
