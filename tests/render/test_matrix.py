"""Tables that are laid out in lines: whatever their names and however many their columns."""

from hypothesis import given, settings
from hypothesis import strategies as st

from alsstats.errors import printable
from alsstats.render.matrix import laid_out
from tests.render.read_table import panels

NAMES = st.text(min_size=1, max_size=70)
SHARES = st.tuples(st.integers(0, 10**6), st.integers(0, 100)).map(
    lambda held: ((f"{held[0]} ({held[1]})",), (f"{held[0]}", f"({held[1]})"))
)


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[str], list[tuple[str, list[object]]]]:
    columns = draw(st.integers(1, 14))
    heading = [f"{draw(NAMES)}\nn = {place}" for place in range(columns)]
    heading = [text.replace("\n", " ", text.count("\n") - 1) for text in heading]
    cells = st.lists(SHARES, min_size=columns, max_size=columns)
    lines = draw(st.lists(st.tuples(NAMES.filter(str.strip), cells), min_size=1, max_size=6))
    return heading, lines


@settings(max_examples=200)
@given(tables(), st.sampled_from([80, 100, 120]))
def test_no_line_is_longer_and_nothing_is_lost(
    table: tuple[list[str], list[tuple[str, list[object]]]], width: int
) -> None:
    heading, lines = table
    found = list(laid_out(heading, lines, width))
    assert all(len(line) <= width and line.isprintable() for line in found)
    text = "".join("".join(found).split())
    shown = sorted(text)
    wanted: list[str] = []
    repeats = sum(line == "" for line in found) + 1  # names stand in every table
    for name, cells in lines:
        wanted += list("".join(printable(name).split()) * repeats)
        wanted += [c for cell in cells for c in "".join(cell[0]).replace(" ", "")]
    wanted += [c for text in heading for part in text.split("\n") for c in printable(part)]
    assert shown == sorted("".join("".join(wanted).split()))


def cell(text: str) -> tuple[tuple[str, ...], ...]:
    return ((text,), tuple(text.split(" ", 1))) if text else ((text,),)


def test_long_names_go_on_below_deeper_than_a_level() -> None:
    long = "a level whose name is longer than half of the table"
    found = list(laid_out(["ALS"], [("sex", [cell("")]), (f"  {long}", [cell("3 (4)")])], 80))
    assert found[2].startswith("  a level whose name is longer")
    assert found[2].endswith("  3 (4)")
    assert found[-1].startswith("      ")


def test_a_column_takes_the_form_for_which_there_is_room() -> None:
    lines = [("x", [cell("19 (100)")] * 9), ("y", [cell("1 (5)")] * 9)]
    wide, narrow = (list(laid_out(list("abcdefghi"), lines, width)) for width in (120, 80))
    assert "19 (100)" in wide[1]
    assert len(narrow) == 4  # the wide form would make two tables of it
    assert narrow[1].split() == ["x", *["19"] * 9]
    assert narrow[2].split() == ["(100)"] * 9
    assert narrow[3].split() == ["y", *["1", "(5)"] * 9]


def test_numbers_end_below_each_other() -> None:
    lines = [
        ("sex", [cell(""), cell("0.1")]),
        ("  female", [cell("5 (6)"), cell("")]),
        ("  male", [cell("15 (94)"), cell("")]),
        ("age at onset", [cell("61"), cell("-")]),
    ]
    [panel] = panels("title\n\n" + "\n".join(laid_out(["ALS\nn = 80", "SMD"], lines, 80)))
    assert panel.headings == ["ALS n = 80", "SMD"]
    assert panel.lines["sex", "male"] == ["15 (94)", ""]
    assert panel.lines["age at onset", ""] == ["61", "-"]
