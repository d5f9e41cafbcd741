"""What a section of the page is made of; the template has a macro for each kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping


class Body(NamedTuple):
    """Some lines of a table below a heading of their own, which may be empty."""

    title: str
    lines: list[tuple[str, list[str]]]


class Table(NamedTuple):
    """A table: its caption, a heading a column, and lines of a name and its cells."""

    caption: str
    heading: list[str]
    bodies: list[Body]
    key: str = ""  # its id on the page, where something refers to it

    @property
    def size(self) -> int:
        """How many lines it has."""
        return sum(len(body.lines) for body in self.bodies)


class Words(NamedTuple):
    """A paragraph, and what stands before it in bold."""

    text: str
    lead: str = ""


class Listing(NamedTuple):
    """A list, one item a line."""

    items: list[str]
    numbered: bool = False

    @property
    def size(self) -> int:
        """How many letters it has."""
        return sum(map(len, self.items))


class Code(NamedTuple):
    """Text to be copied as it is; `label` says what it is."""

    label: str
    text: str


class Picture(NamedTuple):
    """A figure: its caption, its alternative text, and the file in base64."""

    caption: str
    description: str
    svg: str


class Refusal(NamedTuple):
    """The named error of a question that could not be answered."""

    text: str


class Slider(NamedTuple):
    """The numbers that PPV and NPV at any prevalence are made from, and what is chosen at first."""

    numbers: Mapping[str, Any]


class Heading(NamedTuple):
    """A heading within a section."""

    text: str


class Fold(NamedTuple):
    """Parts that are shown when they are asked for."""

    summary: str
    parts: list[Part]


Part: TypeAlias = "Table | Words | Listing | Code | Picture | Refusal | Slider | Heading | Fold"


class Section(NamedTuple):
    """A part of the page with a heading, and the id by which others lead to it."""

    key: str
    title: str
    parts: list[Part]
