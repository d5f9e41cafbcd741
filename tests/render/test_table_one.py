"""A table one as it is printed: nothing lost, nothing moved under another heading."""

import csv
import json
import re
from html.parser import HTMLParser
from io import StringIO

import pandas as pd
import pytest

import alsstats as als
from alsstats.render import render
from alsstats.render.numbers import number, p_value, percent
from sample_data.make_cohort import FILE
from tests.render.read_table import panels

ASKED: list[dict[str, object]] = [
    {},
    {"by": "centre"},
    {"by": "diagnosis", "against": "ALS", "mean": "age_at_onset", "p_values": True},
    {"by": "centre", "against": "all-pairs", "mean": ["dfs", "alsfrs_r"]},
    {"left_out": "flair_swi", "p_values": True},
    {"by": "el_escorial", "among": {"sex": "female"}, "order": [
        "possible", "probable laboratory-supported", "probable", "definite", "suspected"]},
]  # fmt: skip
SMD = "standardised_mean_difference"


@pytest.fixture(scope="module", params=ASKED, ids=str)
def result(request: pytest.FixtureRequest) -> als.Result:
    return als.describe(als.read(FILE), **request.param)


def cells_of(document: list[dict[str, object]]) -> dict[tuple[str, str, str], str]:
    """Return each cell of the table by variable, level and heading, from the rows as JSON."""
    cells: dict[tuple[str, str, str], str] = {}
    size = {row["group"]: row["n"] for row in document if row["statistic"] == "missing"}
    pairs = {(row["group"], row["comparison"]) for row in document if row["statistic"] == SMD}
    several = len({reference for _, reference in pairs}) > 1
    unknown = {row["term"] for row in document if row["statistic"] == "missing" and row["events"]}
    for row in document:
        term, level, n = str(row["term"]), str(row["category"] or ""), row["n"]
        group = "everyone" if row["group"] == "all" else str(row["group"])
        heading = f"{group} n = {size.get(row['group'])}"
        value = row["estimate"]
        share = f"{row['events']} ({percent(value, 0)})" if n and value is not None else "-"
        match row["statistic"]:
            case "chi_squared" | "quantile" if row["at"] in {None, 0.05, 0.95}:
                pass  # the exact test is printed, and the quartiles
            case "share":
                cells[term, level, heading] = share
            case "missing" if term in unknown:
                cells[term, "unknown", heading] = share
            case "quantile" | "mean" | "standard_deviation":
                so_far = cells.get((term, "", heading), [])
                cells[term, "", heading] = [*so_far, number(value, "number")]
            case "standardised_mean_difference":
                against = f" against {row['comparison']}" if several else ""
                cells[term, "", f"SMD {group}{against}"] = number(value, "difference")
            case _ if row["p_value"] is not None:
                cells[term, "", "p"] = p_value(row["p_value"]).strip("p= ").replace(" ", "")
    return {key: _joined(held) for key, held in cells.items()}


def _key(variable: str, level: str, heading: str) -> tuple[str, str, str]:
    """Return a key without blanks: a name may go on below after a hyphen."""
    return variable.replace(" ", ""), level.replace(" ", ""), heading.replace(" ", "")


def _joined(held: str | list[str]) -> str:
    match held:
        case [low, middle, high]:
            return f"{middle} ({low} to {high})" if middle != "-" else "-"
        case [mean, deviation]:
            return f"{mean} ({deviation})" if mean != "-" else "-"
    return str(held)


@pytest.mark.parametrize("width", [80, 100, 120])
def test_every_number_stands_under_its_heading(result: als.Result, width: int) -> None:
    text = render(result, "text", width)
    assert max(map(len, text.splitlines())) <= width
    printed: dict[tuple[str, str, str], str] = {}
    unknown = {"missing", "not assessable", "not assessable or missing"}
    for panel in panels(text):
        for (variable, level), cells in panel.lines.items():
            for heading, cell in zip(panel.headings, cells, strict=True):
                if cell:
                    key = _key(variable, "unknown" if level in unknown else level, heading)
                    assert key not in printed
                    printed[key] = cell
    rows = json.loads(result.render("json"))["rows"]
    means = {row["term"] for row in rows if row["statistic"] == "mean"}
    expected = {
        _key(f"{variable}, mean (SD)" if variable in means else variable, level, heading): cell
        for (variable, level, heading), cell in cells_of(rows).items()
    }
    assert printed == expected


def test_the_unread_are_called_what_they_are() -> None:
    frame = pd.DataFrame(
        {
            "flair_cst": ["1", "0", "not assessable"],
            "t2_cst": ["1", "0", None],
            "t1_cst": ["0", "not assessable", None],
        }
    )
    [panel] = panels(str(als.describe(als.read(frame))))
    assert list(panel.lines.items()) == [
        (("flair_cst", ""), ["1 (50)"]),
        (("flair_cst", "not assessable"), ["1 (33)"]),
        (("t2_cst", ""), ["1 (50)"]),
        (("t2_cst", "missing"), ["1 (33)"]),
        (("t1_cst", ""), ["0 (0)"]),
        (("t1_cst", "not assessable or missing"), ["2 (67)"]),
    ]


def test_lines_are_left_away_only_where_they_say_nothing() -> None:
    result = als.describe(als.read(FILE), by="diagnosis", against="ALS", p_values=True)
    first, *_, last = panels(str(result))
    assert ("centre", "A") in first.lines
    assert {level for _, level in last.lines} == {""}
    assert last.headings[-1] == "p"
    assert len(last.lines) == 19


def test_the_legend_says_of_whom_the_percent_are() -> None:
    by = "a column whose name is fairly long"
    text = str(als.describe(als.read(pd.DataFrame({by: ["a", "b"], "sex": ["f", "m"]})), by=by))
    assert max(map(len, text.splitlines())) <= 80
    assert "percent of those in whom it is known" in " ".join(text.split())


HOSTILE = {
    "a\x1b[31m=red|": ["x|y", "<b>", "=1+1"],
    "a name as long as a sentence, which nobody would give to a column of a table": [1, 2, 3],
    "line\nbreak": ["1", "0", "1"],
    "diagnosis": ["ALS", "MMN", "a_b*c\x07"],
}


@pytest.fixture
def hostile() -> als.Result:
    cohort = als.read(pd.DataFrame(HOSTILE))
    names = list(HOSTILE)
    return als.describe(
        cohort, by="diagnosis", category=[names[0], names[2]], number=f'{names[1]}',
        against="ALS", p_values=True,
    )  # fmt: skip


@pytest.fixture
def found() -> als.Result:
    frame = pd.DataFrame(
        {"diagnosis": ["ALS", "<i>", "a|b"], "other_cause": ["=x\x1b[0m", "p|q", ""]}
    )
    return als.exclusion(als.read(frame), shows={"p|q": "<i>", "=x\x1b[0m": "a|b"})


@pytest.fixture
def many() -> als.Result:
    cohort = als.read(FILE)
    return als.describe(cohort, by="centre", against="all-pairs", mean="dfs", p_values=True)


class Table(HTMLParser):
    """Counts the rows of a table, and holds every tag to its end."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.rows = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.open.append(tag)
        self.rows += tag == "tr"

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def refused(word: str) -> None:
    raise AssertionError(word)


@pytest.mark.parametrize("name", ["hostile", "found", "many"])
def test_every_format_is_valid_and_holds_all_rows(
    name: str, request: pytest.FixtureRequest
) -> None:
    answer: als.Result = request.getfixturevalue(name)
    rows = json.loads(answer.render("json"), parse_constant=refused)["rows"]
    assert len(rows) == len(answer.rows)
    in_csv = list(csv.DictReader(StringIO(answer.render("csv"))))
    assert len(in_csv) == len(rows)
    for row, cells in zip(rows, in_csv, strict=True):
        for field, value in row.items():
            if isinstance(value, int | float):
                assert float(cells[field]) == value
            elif value is None:
                assert cells[field] == ""
    lines = [line for line in answer.render("markdown").splitlines() if line.startswith("|")]
    assert len(lines) == len(rows) + 2
    assert {line.replace("\\|", "").count("|") for line in lines} == {9}
    page = Table()
    page.feed(answer._repr_html_())
    assert page.open == []
    assert page.rows == len(rows) + 1


@pytest.mark.parametrize("name", ["hostile", "found", "many"])
def test_rows_are_unique_in_what_is_no_number(name: str, request: pytest.FixtureRequest) -> None:
    answer: als.Result = request.getfixturevalue(name)
    keys = [
        tuple(
            value
            for field, value in record.items()
            if field == "at" or not isinstance(value, int | float | dict)
        )
        for record in answer.records()
    ]
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("width", [80, 100, 120])
@pytest.mark.parametrize("name", ["hostile", "found"])
def test_no_name_breaks_the_text(name: str, width: int, request: pytest.FixtureRequest) -> None:
    text = render(request.getfixturevalue(name), "text", width)
    assert max(map(len, text.splitlines())) <= width
    assert all(line.isprintable() for line in text.split("\n"))


def test_markdown_says_of_which_group_a_number_is() -> None:
    answer = als.describe(als.read(FILE), by="centre", columns="sex")
    lines = [line for line in answer.render("markdown").splitlines() if line.startswith("| sex")]
    places = {tuple(line.split(" | ")[1:3]) for line in lines}
    assert len(places) == len(lines)


@pytest.mark.parametrize("by", [None, "diagnosis"])
def test_a_category_that_is_known_of_nobody_has_no_levels(by: str | None) -> None:
    frame = pd.DataFrame({"diagnosis": ["ALS", "ALS", "MMN"], "flair_cst": [1, 0, 0], "sex": ""})
    text = str(als.describe(als.read(frame), by=by))
    assert re.search(r"^ *sex( +-)+$", text, re.MULTILINE)
    assert re.search(r"^ *missing +(\d \(100\) *)+$", text, re.MULTILINE)
