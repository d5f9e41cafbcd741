"""Whether the words of a figure can be read: all on the page, and none over another."""

from itertools import combinations

from matplotlib.figure import Figure
from matplotlib.text import Text

SLACK = 0.3  # mm: the white around letters that an extent holds


def texts(figure: Figure) -> list[Text]:
    """Return every text that is drawn."""
    figure.draw_without_rendering()
    return [text for text in figure.findobj(Text) if text.get_visible() and text.get_text().strip()]


def faults(figure: Figure) -> list[str]:
    """Return the words that leave the page, and the pairs that overlap."""
    slack = SLACK / 25.4 * figure.dpi
    held = [(text.get_text(), text.get_window_extent().padded(-slack)) for text in texts(figure)]
    page = figure.bbox.padded(slack)
    found = [
        f"leaves the page: {words}" for words, box in held
        if not (page.x0 <= box.x0 <= box.x1 <= page.x1 and page.y0 <= box.y0 <= box.y1 <= page.y1)
    ]  # fmt: skip
    pairs = combinations(held, 2)
    return [*found, *(f"{a} over {b}" for (a, one), (b, two) in pairs if one.overlaps(two))]
