"""Figures without what a page need not carry: the same drawing in about half the bytes."""

from __future__ import annotations

import re

TAG = re.compile(r"<[^>]+>")
BETWEEN = re.compile(r">\s+<")
FONT = re.compile(r"font-family: ([^;\"]+)(?:; )?")
UNTURNED = re.compile(r' transform="rotate\(-?0 [^"]*\)"')
FINE = re.compile(r"(\.\d{3})\d+")  # of a point, more than any screen or printer shows
BESIDE = re.compile(r"^.*?(?=<svg )|<desc>.*?</desc>|<metadata>.*?</metadata>", re.DOTALL)


def compacted(svg: bytes) -> bytes:
    r"""Return a figure as small SVG: fonts said once, no space between tags, fewer decimals.

    What is said of it is left away, too: the page has it beside the figure. Its texts stay as they
    are, and so do the fonts where they are not all the same.

    >>> compacted(b'<svg x="0.12345">\n <text style="font-family: A; fill: b">0.12345</text></svg>')
    b'<svg font-family="A" x="0.123"><text style="fill: b">0.12345</text></svg>'
    """
    text = BESIDE.sub("", svg.decode())
    fonts = set(FONT.findall(text))
    shared = fonts.pop() if len(fonts) == 1 else ""
    text = BETWEEN.sub("><", TAG.sub(lambda tag: _tag(tag[0], shared), text))
    return text.replace("<svg ", f'<svg font-family="{shared}" ' if shared else "<svg ", 1).encode()


def _tag(tag: str, shared: str) -> str:
    """Return a tag without the font that all texts share."""
    own = FONT.sub("", tag) if shared else tag
    return FINE.sub(r"\1", UNTURNED.sub("", own))
