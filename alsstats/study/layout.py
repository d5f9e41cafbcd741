"""What the user says of how a file is laid out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from alsstats.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|"}
DECIMALS = (".", ",")


class Layout(NamedTuple):
    """How a file is laid out, as far as the user says so; an empty entry is left to the file.

    `delimiter` is one of comma, semicolon, tab, bar; `skip` counts lines above the header, and
    `max_rows` the rows below it that are read, all if there is no limit. `dictionary` is the path
    of a REDCap data dictionary, `pick` the rule by which one row a patient is taken: first, last,
    or the name of an event.
    """

    encoding: str = ""
    delimiter: str = ""
    decimal: str = ""
    skip: int = 0
    max_rows: int | None = None
    sheet: str = ""
    dictionary: str = ""
    pick: str = ""

    @property
    def said(self) -> dict[str, Any]:
        """What is said, by the name of its flag.

        >>> Layout(max_rows=40, sheet="MRI").said
        {'--max-rows': 40, '--sheet': 'MRI'}
        """
        held = self._asdict().items()
        return {
            f"--{name.replace('_', '-')}": value
            for name, value in held
            if value != self._field_defaults[name]
        }

    def refuse(self, name: str, what: str, *flags: str) -> None:
        """Refuse flags that do not apply to this kind of data.

        >>> Layout(sheet="MRI").refuse("cohort.csv", "a text file", "--skip")
        """
        if given := [flag for flag in flags if flag in self.said]:
            raise UsageError(
                f"{given[0]} does not apply: {name} is {what}",
                found=[f"given: {self.said[given[0]]}"],
                why="a flag that changes nothing may hide a mistake",
            )


AS_IT_IS = Layout()


def layout_of(data: Mapping[str, Any]) -> Layout:
    """Return what the section [data] of a study says of the file."""
    return Layout(**{name: data[name] for name in Layout._fields if name in data})
