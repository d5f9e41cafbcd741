"""Text as hospitals send it: any encoding, delimiter and line end; titles above, totals below."""

import csv
import gzip
import hashlib
import random
from collections import Counter
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import alsstats as als
from alsstats.cohort import lines, records, rewriting
from alsstats.cohort.source import open_source
from alsstats.errors import FileError, UsageError
from alsstats.study import DELIMITERS, Layout
from tests.cohort.conftest import Write

HEADER = "patient_id;diagnosis;flair_cst;Größe\n"
BODY = "p1;ALS;1;über 1,80\np2;MMN;0;\np3;ALS;0;klein\n"
GOOD = HEADER + BODY
PACKERS = {"none": bytes, "gzip": gzip.compress, "zstd": zstandard.compress}
ENCODINGS = {  # written as, and what has to be said
    "utf-8": "",
    "utf-8-sig": "",
    "utf-16": "",
    "utf-16-le": "utf-16-le",
    "utf-32": "",
    "cp1252": "cp1252",
    "mac-roman": "mac-roman",
    "cp850": "cp850",
}


def rows_of(path: Path, layout: Layout) -> Counter[tuple[str, ...]]:
    """Count the records of a file, as codes."""
    source = open_source(path, layout)
    [counts] = source.count([source.columns])
    held = [counts.columns[name] for name in source.columns]
    found: Counter[tuple[str, ...]] = Counter()
    for place, n in enumerate(counts.n):
        found[tuple(column.levels[column.codes[place]] for column in held)] += int(n)
    assert source.rows == sum(found.values())
    source.close()
    return found


def flair(path: Path, **how: Any) -> dict[str, tuple[int, int]]:
    with als.read(path, **how) as cohort:
        rows = als.accuracy(cohort, signs="flair_cst").rows
    return {row.statistic: (row.events, row.n) for row in rows if row.statistic in WANTED}


WANTED = {"sensitivity": (1, 2), "specificity": (1, 1)}

cells = st.text(st.sampled_from('ab,;\t|\n\r"é1'), max_size=4).map(str.strip)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(
    table=st.lists(st.tuples(cells, cells, cells), min_size=1, max_size=6),
    ends=st.lists(st.sampled_from(["\n", "\r\n", "\r"]), min_size=1, max_size=3),
    delimiter=st.sampled_from(sorted(DELIMITERS)),
    encoding=st.sampled_from(sorted(ENCODINGS)),
    packer=st.sampled_from(sorted(PACKERS)),
    is_whole=st.booleans(),
    chunk=st.integers(4, 12),
)
def test_equal_to_python_s_own_reader(
    write: Write,
    table: list[tuple[str, str, str]],
    ends: list[str],
    delimiter: str,
    encoding: str,
    packer: str,
    is_whole: bool,  # noqa: FBT001 - hypothesis gives it by name
    chunk: int,
) -> None:
    """The same cells, whatever the chunk they fall in."""
    mark = DELIMITERS[delimiter]
    text = ""
    for place, row in enumerate([("näme", "b", "c"), *table]):
        out = StringIO()
        csv.writer(out, delimiter=mark, lineterminator="\r\n").writerow(row)
        text += out.getvalue().removesuffix("\r\n") + ends[place % len(ends)]
    text = text if is_whole else text.rstrip("\r\n")
    path = write(PACKERS[packer](text.encode(encoding)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(records, "CHUNK", chunk)
        patch.setattr(rewriting, "CHUNK", chunk)
        found = rows_of(path, Layout(encoding=ENCODINGS[encoding], delimiter=delimiter))
    expected = list(csv.reader(StringIO(text, newline=""), delimiter=mark))[1:]
    assert found == Counter(tuple(map(str.strip, row)) for row in expected)


@given(
    skip=st.integers(0, 3),
    most=st.integers(1, 6),
    columns=st.integers(1, 2),
    blank=st.integers(0, 2),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    chunk=st.integers(1, 9),
)
def test_only_the_rows_that_are_wanted(
    skip: int, most: int, columns: int, blank: int, end: str, chunk: int
) -> None:
    """A blank line is a row where there is one column, below the header; quotes above are none."""
    rows = [",".join([f'"{row}{end}"'] * columns) for row in "abcd"]
    body = [*[""] * blank, *rows[:2], *[""] * blank, *rows[2:], ""]
    data = end.join([*['5" wide'] * skip, *body])
    held = lines.Lines(skip, most, blank_counts=columns == 1)
    encoded = data.encode()
    found = [held.feed(encoded[at : at + chunk]) for at in range(0, len(encoded), chunk)]
    text = b"".join([*found, held.feed(b"", final=True)]).decode()

    def read(text: str) -> list[list[str]]:
        records = list(csv.reader(StringIO(text, newline="")))
        first = next(place for place, record in enumerate(records) if record)
        return [record for record in records[first:] if record or columns == 1]

    assert read(text) == read(end.join(body))[:most]


@pytest.mark.parametrize("encoding", sorted(ENCODINGS))
@pytest.mark.parametrize("packer", sorted(PACKERS))
def test_every_encoding_gives_the_same(write: Write, encoding: str, packer: str) -> None:
    content = PACKERS[packer](GOOD.encode(encoding))
    path = write(content)
    with als.read(path, encoding=ENCODINGS[encoding] or None) as cohort:
        assert cohort.source.columns == ("patient_id", "diagnosis", "flair_cst", "Größe")
        assert cohort.provenance()["sha256"] == hashlib.sha256(content).hexdigest()
    assert flair(path, encoding=ENCODINGS[encoding] or None) == WANTED


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (GOOD.encode("utf-16"), "UTF-16-LE text, fields split by semicolon"),
        (b"\xfe\xff" + GOOD.encode("utf-16-be"), "UTF-16-BE"),
        (GOOD.encode("utf-16-be"), "UTF-16-BE"),
        (GOOD.encode("utf-32"), "UTF-32-LE"),
        (zstandard.compress(GOOD.encode()), "UTF-8 text, fields split by semicolon, compressed by"),
        (GOOD.encode("cp1252"), "its header has 'Größe'; as mac-roman, 'Gr\u02c6\ufb02e'"),
        (
            GOOD.replace("Größe", "size").encode("cp1252"),
            "its letters are 'ü'; as mac-roman, '\u00b8'",
        ),
        (GOOD.replace("Größe", "Ořech").replace("ü", "u").encode("cp1250"), "as cp1250, 'Ořech'"),
        (
            GOOD.replace("diagnosis", "MMN").replace("Größe", "Müller").encode("cp1252"),
            "its letters are 'ü'",
        ),
    ],
)
def test_what_is_taken_for_granted_is_said(write: Write, content: bytes, says: str) -> None:
    with als.read(write(content)) as cohort:
        assert says in "; ".join(cohort.assumed)


@pytest.mark.parametrize(
    ("body", "encoding", "found"),
    [
        ("p4;ALS;1;höher", "cp850", "line 5 is not UTF-8, and line 5 is not as in cp1252"),
        ("p4;ALS;1;für", "cp437", "line 5 is not"),
        ("p4;ALS;1;fièvre", "mac-roman", "line 5 is not"),
        ("p4;ALS;1;диагноз", "cp1251", "line 5 is not"),
        ("p4;ALS;1;διάγνωση", "cp1253", "line 5 is not"),
        ("p4;ALS;1;\u6e2c\u8a66", "big5", "line 5 is not"),
    ],
)
def test_what_cp1252_is_not_is_refused(write: Write, body: str, encoding: str, found: str) -> None:
    path = write(GOOD.replace("Größe", "size").replace("ü", "u").encode() + body.encode(encoding))
    with pytest.raises(FileError, match="cannot tell the encoding") as caught:
        als.read(path)
    assert caught.value.found[0].startswith(found)
    assert "--encoding" in caught.value.fix
    with als.read(path, encoding=encoding) as cohort:
        held = cohort.count(("Größe" if "Größe" in cohort.source.columns else "size",))[0]
        assert body.rpartition(";")[2] in held.of_level("size")


def test_two_encodings_in_one_file_are_refused(write: Write) -> None:
    path = write(GOOD.encode() + "p4;ALS;1;früh\n".encode("cp1252"))
    with pytest.raises(FileError, match="line 5 is not UTF-8, and line 1 is not"):
        als.read(path)


def test_a_header_in_another_encoding_is_shown_in_each(write: Write) -> None:
    path = write(GOOD.replace("Größe", "Höhe").replace("über", "u").encode("cp850"))
    with pytest.raises(FileError) as caught:
        als.read(path)
    assert "as cp850 its header has 'Höhe'" in caught.value.found


def test_letters_late_in_a_file(write: Write) -> None:
    """Beyond what is looked at first."""
    many = GOOD.replace("Größe", "size").replace("ü", "u")
    many += "".join(f"q{place};ALS;1;abcd\n" for place in range(100_000))
    path = write(many.encode() + "r;MMN;0;Brüche\n".encode("cp1252"))
    with als.read(path) as cohort:
        assert cohort.source.rows == 100_004
        assert any("its letters are 'ü'" in text for text in cohort.assumed)
    with pytest.raises(FileError, match="line 100005"):
        als.read(path, encoding="utf-8")


@pytest.mark.parametrize(
    ("content", "encoding", "says"),
    [
        (GOOD.encode("cp1252"), "utf-8", "is not UTF-8 text"),
        (GOOD.encode("cp1252"), "ascii", "is not ascii text"),
        (GOOD.encode("utf-8-sig"), "cp1252", "begins with the mark of UTF-8"),
        (GOOD.encode("utf-16"), "cp1252", "begins with the mark of UTF-16-LE"),
        (GOOD.encode("utf-32-le"), "utf-32", "does not say which UTF-32 it is"),
        (GOOD.encode("utf-16-le")[:-1], "", "is not UTF-16-LE text"),
        (GOOD.encode("utf-16-le") + b"\x00\xd8\n\0", "", "is not UTF-16-LE text"),
    ],
)
def test_a_wrong_encoding_is_refused(
    write: Write, content: bytes, encoding: str, says: str
) -> None:
    with pytest.raises(FileError, match=says):
        als.read(write(content), encoding=encoding or None)


@pytest.mark.parametrize(
    ("encoding", "says"),
    [
        ("cp12522", "did you mean 'cp1252'"),
        ("rot13", "no encoding"),
        ("idna", "no encoding"),
        ("../x", "no encoding"),
        ("a\0b", "no encoding"),
    ],
)
def test_an_encoding_that_there_is_not(write: Write, encoding: str, says: str) -> None:
    with pytest.raises(UsageError) as caught:
        als.read(write(GOOD), encoding=encoding)
    assert says in str(caught.value)


@pytest.mark.parametrize("encoding", ["utf-16", "UTF-16LE", "utf_16_le", "U16"])
def test_a_declared_encoding_may_be_named_in_many_ways(write: Write, encoding: str) -> None:
    assert flair(write(GOOD.encode("utf-16-le")), encoding=encoding) == WANTED


TITLE = "ALS cohort, export of 2024\n"


@pytest.mark.parametrize(
    ("above", "lines"),
    [
        (TITLE, 1),
        (TITLE + "\n", 2),
        ("\n" + TITLE + "made by hand\n", 3),
        ("Export;;;\n;;;\n", 2),
        ("ALS cohort;2024\n", 1),
        ("sep=;\n", 1),
        ("# patients\r\n# and signs\r\n", 2),
    ],
)
def test_lines_above_the_header(write: Write, above: str, lines: int) -> None:
    for end in ("\n", "\r\n"):
        path = write((above + GOOD).replace("\r\n", "\n").replace("\n", end))
        with pytest.raises(FileError, match="not a header") as caught:
            als.read(path)
        assert caught.value.fix == f"--skip {lines}"
        assert flair(path, skip=lines) == WANTED
        with als.read(path, skip=lines) as cohort:
            said = "1 line" if lines == 1 else f"{lines} lines"
            assert f"not read: {said} above the header" in cohort.assumed


@pytest.mark.parametrize(
    "content",
    [
        "flair_cst;diagnosis\np1;1;ALS\np2;0;MMN\n",  # without a name for its first column
        ";flair_cst;diagnosis\np1;1;ALS\np2;0;MMN\n",
        "patient_id\np1;ALS;1\np2;MMN;0\n",
    ],
)
def test_a_patient_is_never_offered_as_the_header(write: Write, content: str) -> None:
    with pytest.raises(FileError) as caught:
        als.read(write(content))
    assert not caught.value.fix.startswith("--skip 1")


@pytest.mark.parametrize(
    ("below", "left"),
    [
        ("Total;;;85\n", 1),
        ("total (n=3);;2;\nMean;;0,5;\n", 2),
        ("Summe;;2\n", 1),
        ("Total: 3\n", 1),
        ("\n* a footnote\n", 1),
        ("\nMade on paper\nby two readers\n", 2),
        ("Gesamt", 1),
    ],
)
def test_lines_below_the_patients(write: Write, below: str, left: int) -> None:
    path = write(GOOD + below)
    with pytest.raises(FileError) as caught:
        als.read(path)
    assert caught.value.fix == "--max-rows 3"
    assert flair(path, max_rows=3) == WANTED
    with als.read(path, max_rows=3) as cohort:
        said = "1 line" if left == 1 else f"{left} lines"
        assert f"not read: {said} below the first 3 rows" in cohort.assumed


def test_a_file_that_may_be_cut_short_is_not_shortened(write: Write) -> None:
    for below in ("p4;ALS", "p4;ALS\np5;ALS;1;x\n"):
        with pytest.raises(FileError, match="line 5: 2 fields") as caught:
            als.read(write(GOOD + below))
        assert "--max-rows" not in caught.value.fix


def test_more_rows_than_there_are(write: Write) -> None:
    path = write(GOOD)
    assert flair(path, max_rows=99) == WANTED
    with pytest.raises(FileError, match="is empty"):
        als.read(path, skip=9)
    with pytest.raises(FileError, match="has no rows"):
        als.read(write(HEADER), max_rows=1)


def test_lines_are_numbered_as_in_the_file(write: Write) -> None:
    for end in ("\n", "\r"):
        path = write((TITLE + GOOD + "p4;ALS\np5;ALS;1;x\n").replace("\n", end))
        with pytest.raises(FileError, match="line 6: 2 fields"):
            als.read(path, skip=1)


@pytest.mark.parametrize(
    ("content", "delimiter", "fix"),
    [
        ("a;b,c\n1;2,3\n", None, "--delimiter comma"),
        ("a|b|c;d\n1|2|3;4\n", None, "--delimiter bar"),
        (GOOD, "comma", "--delimiter semicolon"),
        (GOOD, "tab", "--delimiter semicolon"),
    ],
)
def test_a_delimiter_to_be_said(
    write: Write, content: str, delimiter: str | None, fix: str
) -> None:
    path = write(content)
    with pytest.raises(FileError) as caught:
        als.read(path, delimiter=delimiter)
    assert caught.value.fix == fix
    with als.read(path, delimiter=fix.split()[1]) as cohort:
        assert len(cohort.source.columns) > 1


def test_a_declared_delimiter_splits_what_others_could(write: Write) -> None:
    path = write("diagnosis;flair_cst,side\nALS;1,2\nMMN;0,1\n")
    with als.read(path, delimiter="semicolon") as cohort:
        assert cohort.source.columns == ("diagnosis", "flair_cst,side")


generator = random.Random(9)
LONG = "patient_id,diagnosis,flair_cst\n" + "".join(
    f"p{place},{generator.choice(['ALS', 'MMN'])},{generator.randint(0, 1)}\n"
    for place in range(3000)
)


def test_every_frame_is_read(write: Write) -> None:
    """Also one without a checksum, an empty one, and remarks between."""
    plain = flair(write(LONG))
    remark = b"\x50\x2a\x4d\x18\x04\0\0\0abcd"
    without = zstandard.ZstdCompressor(write_checksum=False, write_content_size=False)
    parts = [zstandard.compress(LONG[:7000].encode()), without.compress(LONG[7000:].encode())]
    for content in (
        b"".join(parts),
        remark + remark.join(parts) + remark,
        zstandard.compress(b"") + b"".join(parts),
    ):
        for name in ("cohort.csv.zst", "cohort.csv"):
            assert flair(write(content, name)) == plain


def test_a_cut_or_damaged_frame_is_refused(write: Write) -> None:
    packed = zstandard.ZstdCompressor(write_checksum=True).compress(LONG.encode())
    places = [4, 5, 9, 100, len(packed) // 2, len(packed) - 5, len(packed) - 1]
    for content in (*(packed[:place] for place in places), packed + b"rest", packed + packed[:9]):
        with pytest.raises(FileError, match="damaged, or cut short"):
            als.read(write(content, "cohort.csv.zst"))
    wrong = bytearray(packed)
    wrong[-1] ^= 1
    with pytest.raises(FileError, match="damaged, or cut short"):
        als.read(write(bytes(wrong)))
    for content in (b"", LONG.encode(), b"\x28\xb5"):
        with pytest.raises(FileError, match="not a file compressed with Zstandard"):
            als.read(write(content, "cohort.csv.zst"))


def test_the_study_beside_a_file_compressed_by_zstandard(write: Write) -> None:
    write("[data]\nmax_rows = 5\n", "cohort.toml")
    with als.read(write(zstandard.compress(LONG.encode()), "cohort.csv.zst")) as cohort:
        assert cohort.source.rows == 5


def test_what_needs_no_copy_is_not_copied(write: Write) -> None:
    for content in (LONG, LONG.replace("\n", "\r\n"), "\ufeff" + LONG):
        path = write(content)
        assert open_source(path).path == path
        assert open_source(write(gzip.compress(content.encode()))).path == path
    assert open_source(write(LONG.replace("\n", "\r"))).path != path


@pytest.mark.parametrize("length", [200_000, 1_500_000, 10_000_000])
def test_a_very_long_cell_is_read_or_refused(write: Write, length: int) -> None:
    content = f"diagnosis,flair_cst,note\nALS,1,{'x' * length}\nMMN,0,\n"
    path = write(content)
    if length > 1 << 21:
        with pytest.raises(FileError, match="longer than 2 MB") as caught, als.read(path) as cohort:
            als.accuracy(cohort)
        assert "xx" not in str(caught.value)
    else:
        assert flair(path) == {"sensitivity": (1, 1), "specificity": (1, 1)}


def test_a_last_line_of_blanks_that_end_a_line_elsewhere(write: Write) -> None:
    with pytest.raises(FileError, match="line 4: 1 fields, the header has 2"):
        als.read(write("diagnosis\tt2_cst\r\nALS\t1\r\nMMN\t0\r\n\v"))
