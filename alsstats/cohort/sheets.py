"""The sheets of a workbook: which one is meant, and how it is opened without trusting the file."""

from __future__ import annotations

from contextlib import contextmanager
from shlex import quote
from typing import IO, TYPE_CHECKING, Any, NamedTuple

from alsstats.cohort.sheet_marks import holds_anything
from alsstats.errors import AlsstatsError, FileError, UsageError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from zipfile import ZipFile

ZIP, OLE = b"PK\3\4", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
LARGE, TIMES = 50_000_000, 200  # no part of a workbook is packed so well and is that large
HELD = 500_000_000  # bytes of the texts of a workbook, which are held in memory
SAVE = "open it in Excel or LibreOffice, and save it as .xlsx"


class Sheet(NamedTuple):
    """A sheet that is open: the rows are openpyxl's cells, the XML is that of the file."""

    title: str
    archive: ZipFile
    member: str
    rows: Any
    epoch: Any

    def xml(self) -> IO[bytes]:
        """Open the XML of the sheet."""
        return self.archive.open(self.member)


def is_workbook(path: Path) -> bool:
    """Say whether a file begins as workbooks do, of today or of old."""
    with path.open("rb") as file:
        return file.read(len(OLE)).startswith((ZIP, OLE))


@contextmanager
def opened_sheet(path: Path, named: str) -> Iterator[Sheet]:
    """Open the sheet of that name, or the one that holds something if none is named."""
    from warnings import catch_warnings, simplefilter
    from zipfile import ZipFile

    _refuse_old(path)
    with _whole(path), catch_warnings(), path.open("rb") as file, ZipFile(file) as archive:
        simplefilter("ignore")  # of styles and the like that openpyxl passes over
        _refuse_other(path, archive)
        yield _sheet(path, file, archive, named)


def _sheet(path: Path, file: IO[bytes], archive: ZipFile, named: str) -> Sheet:
    from openpyxl.reader.excel import ExcelReader

    reader = ExcelReader(file, read_only=True, data_only=True, keep_links=False)
    reader.read()
    held = {sheet.name: rel.target for sheet, rel in reader.parser.find_sheets()}
    members = {name: held[name] for name in (one.title for one in reader.wb.worksheets)}
    title = named or _only(path, archive, members)
    if title not in members:
        raise UsageError(
            f"{path.name} has no sheet '{title}'{did_you_mean(title, members)}",
            found=[f"sheets: {', '.join(members)}"],
        )
    sheet = reader.wb[title]
    sheet.reset_dimensions()  # what the file says of its size may be wrong
    return Sheet(title, archive, members[title], sheet.iter_rows, reader.wb.epoch)


def _only(path: Path, archive: ZipFile, members: dict[str, str]) -> str:
    """Return the one sheet that holds something."""
    filled = []
    for name, member in members.items():
        with archive.open(member) as xml:
            filled += [name] if holds_anything(xml) else []
    if not filled:
        raise FileError(
            f"{path.name} is empty",
            found=[f"sheets: {', '.join(members) or 'none'}"],
            fix="see whether the export was cut off",
        )
    if len(filled) > 1:
        largest = max(filled, key=lambda name: archive.getinfo(members[name]).file_size)
        raise FileError(
            f"{path.name} holds several sheets",
            found=[f"sheets: {', '.join(filled)}"],
            why="only one of them is the cohort, and nothing says which",
            fix=f"--sheet {quote(largest)}",
        )
    return filled[0]


def _refuse_old(path: Path) -> None:
    """Refuse workbooks that are no archive: those of Excel before 2007, and encrypted ones."""
    with path.open("rb") as file:
        if file.read(len(OLE)) != OLE:
            return
        if ENCRYPTED in file.read():
            raise FileError(f"{path.name} is an encrypted workbook", fix="remove its password")
    raise FileError(f"{path.name} is a workbook of Excel before 2007 (.xls)", fix=SAVE)


def _refuse_other(path: Path, archive: ZipFile) -> None:
    """Refuse archives that are no workbook, and parts too large to be true."""
    names = set(archive.namelist())
    if "xl/workbook.bin" in names:
        raise FileError(f"{path.name} is a binary workbook (.xlsb)", fix=SAVE)
    if "mimetype" in names:
        raise FileError(f"{path.name} is a document of LibreOffice (.ods or the like)", fix=SAVE)
    if not any(name.startswith("xl/") for name in names):
        raise FileError(f"{path.name} is an archive, and no workbook", fix="unpack it")
    for part in archive.infolist():
        packed = part.file_size > LARGE and part.file_size > TIMES * part.compress_size
        if packed or (part.file_size > HELD and not part.filename.startswith("xl/worksheets/")):
            raise FileError(
                f"{path.name} holds a part too large to be read",
                found=[f"{part.file_size} bytes, of {part.compress_size} in the file"],
                why="it would exhaust the memory of the computer",
                fix="save the sheet alone, as CSV in UTF-8",
            )


@contextmanager
def _whole(path: Path) -> Iterator[None]:
    """Refuse a workbook that is damaged, of which openpyxl may raise anything."""
    try:
        yield
    except (AlsstatsError, OSError, MemoryError):
        raise
    except Exception as error:  # noqa: BLE001
        raise FileError(
            f"{path.name} cannot be read as an Excel workbook",
            found=[f"it is damaged, cut short or of an unknown kind ({type(error).__name__})"],
            why="rows would be lost without a word",
            fix=SAVE,
        ) from None
