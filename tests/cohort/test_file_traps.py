"""Files as they really are: read to the last row, or refused by name. Nothing in between."""

import csv
import gzip
import hashlib
import random
import re
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import alsstats as als
from alsstats.cohort import records as scanning
from alsstats.cohort.beginning import beginning_of
from alsstats.cohort.dialect import Dialect, dialect_of
from alsstats.cohort.text_file import TextFile
from alsstats.errors import AlsstatsError, CodingError, FileError
from tests.cohort.conftest import Write

HEADER = "patient_id,diagnosis,flair_cst\n"
BODY = "p1,ALS,1\np2,MMN,0\np3,ALS,0\n"
GOOD = HEADER + BODY


def levels(path: Path) -> dict[str, int]:
    """Count the readings of the sign, as the file holds them."""
    source = TextFile.of(path)
    [counts] = source.count([("diagnosis", "flair_cst")])
    source.close()
    return counts.of_level("flair_cst")


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (GOOD, "plain.csv"),
        (GOOD.rstrip("\n"), "no newline at the end.csv"),
        ("\ufeff" + GOOD, "byte order mark.csv"),
        ("\ufeff\n\n" + GOOD, "byte order mark and blank lines.csv"),
        ('\ufeff"patient_id"' + GOOD[10:], "byte order mark and quotes.csv"),
        (GOOD.replace("\n", "\r\n"), "crlf.csv"),
        (GOOD.replace("\n", "\r\n").rstrip(), "crlf without the last.csv"),
        (GOOD.replace(",", ";"), "semicolon.csv"),
        (GOOD.replace(",", "\t"), "tab.tsv"),
        (GOOD.replace(",", "|"), "bar.csv"),
        (GOOD.replace("\n", "\n\n") + "\n\n", "blank lines.csv"),
        ("\n" + GOOD, "blank first line.csv"),
        ("\r\n\r\n" + GOOD.replace("\n", "\r\n"), "blank first lines.csv"),
        (GOOD.replace("p1,ALS", '"p,1","ALS"'), "delimiter in quotes.csv"),
        (GOOD.replace("p1,ALS", '"p\n1",ALS'), "newline in quotes.csv"),
        (GOOD.replace("p1,ALS", '"p""1",ALS'), "quote in quotes.csv"),
        (GOOD.replace("flair_cst", " flair_cst "), "blanks around a name.csv"),
        (GOOD, "cohort[1].csv"),
        (GOOD, "co*ho?rt.csv"),
        (GOOD, "it's \u00fcbel.csv"),
        (GOOD, "site=3/c.csv"),
        (GOOD.replace("p2", '"p\n2"').replace("p3", '"p3\n\n"'), "several newlines in quotes.csv"),
        (GOOD.replace("\n", "\n\n\n"), "many blank lines.csv"),
        (GOOD.replace("\n", "\r"), "returns.csv"),
        (GOOD.replace("\n", "\r\n", 2), "two line ends.csv"),
        (GOOD.replace("\n", "\r", 1).replace("\n", "\r\n", 1), "three line ends.csv"),
        (GOOD.replace("\n", "\r\r\n"), "line ends translated twice.csv"),
        (GOOD.replace("p1", '"p\r1"'), "return in quotes.csv"),
        (GOOD.encode("utf-16"), "utf-16 with a mark.csv"),
        (GOOD.encode("utf-16-le"), "utf-16-le.csv"),
        (GOOD.replace("\n", "\r\n").encode("utf-16-be"), "utf-16-be.csv"),
        (GOOD.encode("utf-32"), "utf-32 with a mark.csv"),
        (GOOD.replace("p2", "M\u00fcller").encode("cp1252"), "cp1252.csv"),
    ],
)
def test_read_to_the_last_row(write: Write, content: str | bytes, name: str) -> None:
    for decoy in ("cohort1.csv", "coxhoyrt.csv"):
        write(GOOD + "p9,ALS,1\n", decoy)
    path = write(content, name)
    assert levels(path) == {"0": 2, "1": 1}
    assert als.read(path).source.columns == ("patient_id", "diagnosis", "flair_cst")
    assert TextFile.of(path).content.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "is empty"),
        ("\n\n", "is empty"),
        (HEADER, "has no rows"),
        (HEADER + "p1,ALS\n", "line 2: 2 fields"),
        (HEADER + "p1,ALS\np2,MMN,0,1\n", "line 2: 2 fields"),
        (HEADER + "p1,ALS,1,1\np2,MMN\n", "line 2: 4 fields"),
        (HEADER + HEADER.replace(",flair_cst", "") + BODY, "line 2: 2 fields"),
        ("a\n1,2\n3\n", "not a header"),
        (GOOD + "\0\n", "NUL bytes"),
        ("\n<HTML><table><tr><td>p1</td></tr></table></HTML>", "is a web page"),
        (HEADER + "p1,ALS,1,\n", "line 2: 4 fields"),
        (HEADER + "p1,ALS,1,9\np2,MMN,0\n", "line 2: 4 fields"),
        (GOOD + "p4,ALS\n", "line 5: 2 fields"),
        (GOOD + "p4,ALS,1,1\n", "line 5: 4 fields"),
        (GOOD + "p4", "line 5: 1 fields"),
        (GOOD + "p4,ALS", "line 5: 2 fields"),
        (GOOD + "Total: 3\n", "line 5: 1 fields"),
        (GOOD + "   \n", "line 5: 1 fields"),
        (HEADER + "\n" + BODY + "p4,1\n", "line 6: 2 fields"),
        (GOOD + '"p4,ALS,1\n', "ends inside quotes"),
        (GOOD + 'p4,"A"LS,1\n', "line 5: a quote stands inside a value"),
        (HEADER + '"p1" ,ALS,1\np2,MMN,0\n', "line 2: a quote stands inside a value"),
        ("Export of 2024\n" + GOOD, "not a header"),
        ("a;b,c;d\n1;2,3;4\n", "cannot tell the delimiter"),
        (HEADER.replace("flair_cst", "diagnosis") + BODY, "more than once"),
        (HEADER.replace("flair_cst", "") + BODY, "without a name"),
        (GOOD.replace("p2", "p\0").encode(), "NUL bytes"),
        (HEADER + 'p1,see "MRI, old",1,\np2,MMN,0\n', "line 2: a quote stands inside a value"),
        (HEADER + 'p1, "ALS",1\np2,MMN,0\n', "line 2: a quote stands inside a value"),
        ('"a' + "x" * (1 << 20), "does not begin with a header"),
        ("a," * (1 << 19) + "b", "does not begin with a header"),
        ((GOOD + "p4,ALS,\u00e9").encode()[:-1], "line 5 is not UTF-8"),
    ],
)
def test_refused_by_name(write: Write, content: str | bytes, says: str) -> None:
    with pytest.raises(FileError) as caught:
        als.accuracy(als.read(write(content)))
    message = str(caught.value)
    assert says in message
    assert "error[file]" in message
    assert not re.search(r"\bp1\b", message)  # no patient is echoed
    assert "ller" not in message


def test_a_header_that_comes_again_is_a_row_whose_codes_are_not_known(write: Write) -> None:
    """As when exports are joined one below the other."""
    with pytest.raises(CodingError, match="diagnosis"):
        als.accuracy(als.read(write(GOOD + HEADER)))


@pytest.mark.parametrize("name", ["cohort.csv", "cohort.csv.gz"])
def test_a_column_that_holds_only_1_is_refused(write: Write, name: str) -> None:
    content = GOOD.replace(",0\n", ",1\n").encode()
    path = write(gzip.compress(content) if name.endswith(".gz") else content, name)
    with pytest.raises(CodingError, match="cannot tell") as caught:
        als.accuracy(als.read(path))
    assert "1 (3 rows)" in str(caught.value)


def test_no_such_file(tmp_path: Path) -> None:
    (tmp_path / "cohort.csv").write_text(GOOD)
    with pytest.raises(FileError, match=r"did you mean 'cohort\.csv'"):
        als.read(tmp_path / "cohrt.csv")
    with pytest.raises(FileError, match="is a folder"):
        als.read(tmp_path)
    with pytest.raises(FileError, match="no file"):
        als.read(tmp_path / "nowhere" / "cohort.csv")


@pytest.mark.parametrize("places", [range(1, len(GOOD))])
def test_cut_anywhere(write: Write, places: range) -> None:
    """A cut file is refused, or what is left is a whole table and every row of it counted."""
    for place in places:
        cut = GOOD[:place]
        path = write(cut, f"{place}.csv")
        lines = [line for line in cut.split("\n") if line]
        try:
            cohort = als.read(path)
            result = als.accuracy(cohort)
        except AlsstatsError:
            continue
        assert all(line.count(",") == 2 for line in lines)
        for row in result.rows:
            assert row.left_out is not None
        assert cohort.source.rows == len(lines) - 1


cells = st.text(st.sampled_from('ab,;\n"\u00e9 1'), max_size=4).map(str.strip)


@pytest.mark.once
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
@given(
    table=st.lists(st.tuples(cells, cells, cells), min_size=1, max_size=8),
    newline=st.sampled_from(["\n", "\r\n"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    chunk=st.integers(1, 9),
)
def test_equal_to_python_s_own_reader(
    write: Write,
    table: list[tuple[str, str, str]],
    newline: str,
    quoting: int,
    chunk: int,
) -> None:
    """As many records as Python's csv sees, whatever the chunk they fall in."""
    out = StringIO()
    writer = csv.writer(out, lineterminator=newline, quoting=quoting)
    writer.writerows([("patient_id", "diagnosis", "flair_cst"), *table])
    path = write(out.getvalue())
    before, scanning.CHUNK = scanning.CHUNK, chunk
    try:
        source = TextFile.of(path)
    finally:
        scanning.CHUNK = before
    [counts] = source.count([("patient_id", "diagnosis", "flair_cst")])
    source.close()
    expected = list(csv.reader(StringIO(out.getvalue(), newline="")))[1:]
    assert source.rows == len(expected) == counts.n.sum()
    held = counts.columns["flair_cst"]
    seen = sorted(level for code, n in zip(held.codes, counts.n, strict=True)
                  for level in [held.levels[code]] * n)  # fmt: skip
    assert seen == sorted(row[2] for row in expected)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300)
@given(
    body=st.text(st.sampled_from('a,\n\r"'), max_size=40),
    header=st.sampled_from(["a", "a,b", "a,b,c"]),
    chunk=st.integers(1, 9),
)
def test_the_short_way_through_plain_text_is_the_long_way(
    write: Write, body: str, header: str, chunk: int
) -> None:
    """What is counted at a glance, or refused, is what looking at each byte says."""
    path = write(f"{header}\n{body}")

    def outcome() -> object:
        try:
            return scanning.scan(path, Dialect(",", tuple(header.split(",")), 0))
        except FileError as error:
            return str(error)
        except scanning.UnusualTextError:
            return "to be written anew"

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scanning, "CHUNK", chunk)
        short = outcome()
        patch.setattr(scanning._Records, "_feed_plain", lambda *_: False)
        assert outcome() == short


def test_a_large_file_is_read_in_chunks(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    generator = random.Random(7)
    rows = [
        f'"p{i}, \u00e9""{i}\n",{generator.choice(["ALS", "MMN"])},{generator.randint(0, 1)}\r\n'
        for i in range(5000)
    ]
    path = write(HEADER.replace("\n", "\r\n") + "".join(rows))
    expected = sum(row.rstrip().endswith("1") for row in rows)
    for chunk in (1 << 20, 1 << 12, 1000, 997):
        monkeypatch.setattr(scanning, "CHUNK", chunk)
        assert levels(path) == {"0": 5000 - expected, "1": expected}


def test_a_long_line_late_in_the_file_is_named_with_its_number(write: Write) -> None:
    lines = [f"p{i},ALS,1\n" for i in range(200_000)]
    lines[150_000] = "p,ALS,1,1\n"
    with pytest.raises(FileError, match="line 150002: 4 fields"):
        als.read(write(HEADER + "".join(lines)))


def test_a_record_over_several_lines_may_be_anywhere(write: Write) -> None:
    """Read by several threads, such a file has been read wrongly, or not at all."""
    notes = [
        '"sagittal:\n1,5 mm, no signal,\n2 mm"',
        '"coronal: see, left\n, right"',
        '"p,ALS,1\np,ALS,1"',
    ]
    rows = "".join(f"p{i},ALS,1,{notes[i % 3]}\n" for i in range(1_000_000))
    path = write(HEADER.rstrip() + ",note\n" + rows + "q,MMN,0,x\n")
    assert path.stat().st_size > 2 * 16 * 1024 * 1024  # more than the first share of a thread
    assert levels(path) == {"0": 1, "1": 1_000_000}


def test_the_header_may_be_longer_than_a_line(write: Write) -> None:
    path = write('"diagnosis","a\nb"\nALS,1\n')
    assert dialect_of(beginning_of(path)).columns == ("diagnosis", "a\nb")


def test_nothing_is_left_behind(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import tempfile

    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    with als.read(write(GOOD)) as cohort:
        als.accuracy(cohort)
        [private] = folder.iterdir()
        assert private.stat().st_mode & 0o777 == 0o700
    assert not list(folder.iterdir())
    dropped = als.read(write(GOOD))
    als.accuracy(dropped)
    del dropped
    assert not list(folder.iterdir())
    with pytest.raises(AlsstatsError):
        als.read(write(GOOD + "p1,ALS,1\n"))
    assert not list(folder.iterdir())
