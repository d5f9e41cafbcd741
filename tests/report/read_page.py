"""The page read back: its tables, texts and figures, by a parser that knows nothing of us."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

CELLS = {"th", "td"}
VOID = {"meta", "input", "img"}


@dataclass
class Read:
    """A table: its caption, and its lines as texts, with the heading that each stands below."""

    caption: str = ""
    heading: list[str] = field(default_factory=list)
    lines: list[tuple[str, list[str]]] = field(default_factory=list)


class Page(HTMLParser):
    """Everything on a page that a test asks for."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tables: list[Read] = []
        self.by_tag: dict[str, list[str]] = {}
        self.attributes: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.group = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = {name: value or "" for name, value in attrs}
        self.attributes.append((tag, held))
        if tag not in VOID:
            self.open.append(tag)
        self.by_tag.setdefault(tag, []).append("")
        if tag == "table":
            self.tables.append(Read())
            self.group = ""
        elif tag == "tr" and "tbody" in self.open:
            self.tables[-1].lines.append((self.group, []))
        elif tag in CELLS and "tbody" in self.open:
            self.tables[-1].lines[-1][1].append("")
            self.is_group = held.get("scope") == "rowgroup"
        elif tag in CELLS:
            self.tables[-1].heading.append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
        if tag == "tr" and "tbody" in self.open and self.is_group:
            self.group = self.tables[-1].lines.pop()[1][0]

    def handle_data(self, data: str) -> None:
        for tag in {*self.open}:
            self.by_tag[tag][-1] += data
        if "caption" in self.open:
            self.tables[-1].caption += data
        elif self.open and self.open[-1] in CELLS:
            cells = self.tables[-1].lines[-1][1] if "tbody" in self.open else None
            held = self.tables[-1].heading if cells is None else cells
            held[-1] += data
