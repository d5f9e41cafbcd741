"""What is said of records that cannot be told to their columns."""

from __future__ import annotations

from alsstats.errors import FileError

QUOTE_IT = 'write a " inside a value as "", and quotes around the whole value'


def misquoted(name: str, line: int) -> FileError:
    """Return the error for a quote that does not enclose a whole value."""
    return FileError(
        f"{name}, line {line}: a quote stands inside a value",
        found=["a value with a quote in it has to begin and end with one"],
        why="what the quote encloses could be read in two ways, and columns shift",
        fix=QUOTE_IT,
    )


def unclosed(name: str, records: int) -> FileError:
    """Return the error for a quote that encloses the rest of the file."""
    return FileError(
        f"{name} ends inside quotes",
        found=[f'{records} records, then a " that is never closed'],
        why="the rest of the file would be read as one value; it may be cut short",
        fix='close the quotes, and write a " inside a value as ""',
    )


def uneven(name: str, line: int, fields: tuple[int, int], rows: int) -> FileError:
    """Return the error for a record with other fields than the header: `fields` of both.

    `rows` stand above it, where all below it are of another length than they.
    """
    correct = "correct that line; values that hold a delimiter need quotes around them"
    return FileError(
        f"{name}, line {line}: {fields[0]} fields, the header has {fields[1]}",
        found=["the line is cut short, holds a delimiter or a quote in a value, or is a total"],
        why="its values cannot be told to their columns, and a row is never skipped",
        fix=f"--max-rows {rows}" if rows else correct,
    )


def total(name: str, rows: int, totals: int) -> FileError:
    """Return the error for last rows that sum up those above them."""
    return FileError(
        f"the last row of {name} is a total, not a patient",
        found=[f"{totals} of {rows} rows, at the end, begin as totals or means do"],
        why="it would be counted as one person more",
        fix=f"--max-rows {rows - totals}",
    )


def not_text(name: str) -> FileError:
    """Return the error for bytes that are of no text in UTF-8."""
    return FileError(
        f"{name} is not text",
        found=["it holds NUL bytes"],
        why="letters would be lost, and names and codes with them",
        fix="name its encoding, as --encoding utf-16-le, or save it anew as UTF-8",
    )
