"""Which statistical package wrote a file: its first bytes say so, whatever its name."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

BEGINNING = 600  # bytes that are looked at
STATA_RELEASES = {104, 105, 108, 110, 111, 112, 113, 114, 115}  # in the first byte, up to Stata 12
SAS = bytes(12) + bytes.fromhex("c2ea8160b31411cfbd92080009c7318c181f1011")
TRANSPORT = b"HEADER RECORD*******LIB"


class Kind(NamedTuple):
    """What such a file is called, the family of its dates, and the reader of pyreadstat for it."""

    what: str
    family: str
    reader: str
    suffixes: tuple[str, ...]
    has_missing: bool = True  # the reader tells which codes the file declares missing


SPSS = Kind("an SPSS file", "SPSS", "read_sav", (".sav", ".zsav"))
PORTABLE = Kind("a portable SPSS file", "SPSS", "read_por", (".por",), has_missing=False)
STATA = Kind("a Stata file", "Stata", "read_dta", (".dta",))
DATASET = Kind("a SAS data set", "SAS", "read_sas7bdat", (".sas7bdat",))
TRANSPORTED = Kind("a SAS transport file", "SAS", "read_xport", (".xpt",), has_missing=False)
STATISTICAL = (SPSS, PORTABLE, STATA, DATASET, TRANSPORTED)


def statistical_kind(path: Path) -> Kind | None:
    """Return what kind of a statistical package's file this is, None if it is another.

    >>> from pathlib import Path
    >>> statistical_kind(Path(__file__)) is None
    True
    """
    with path.open("rb") as file:
        start = file.read(BEGINNING)
    if start.startswith((b"$FL2", b"$FL3")):
        return SPSS
    if b"SPSSPORT" in start.replace(b"\r", b"").replace(b"\n", b"")[:500]:
        return PORTABLE
    old = len(start) > 3 and start[0] in STATA_RELEASES and start[1] in {1, 2} and start[2] == 1
    if old or start.startswith(b"<stata_dta>"):
        return STATA
    if start.startswith(SAS):
        return DATASET
    return TRANSPORTED if start.startswith(TRANSPORT) else None
