"""The page: every number that of its row, every text escaped, nothing from anywhere."""

import base64
import json
import re
from collections import Counter
from dataclasses import replace
from functools import partial
from itertools import pairwise
from typing import Any

import pandas as pd
import pytest

import alsstats as als
from alsstats.render.cells import counts, estimate, label, left_out, limits, method, place
from alsstats.render.numbers import percent
from alsstats.render.text import to_text
from sample_data.make_cohort import FILE
from tests.report.read_page import Page, Read

WIDE = 500  # columns, in which no table of the terminal is split
SCRIPT = "<script>alert(1)</script>"
HEADINGS = re.compile(r"<h([1-6])")


@pytest.fixture(scope="module")
def report() -> als.Report:
    with als.read(FILE) as cohort:
        return als.build_report(cohort, prevalence=0.15, command=f"alsstats report {FILE}")


@pytest.fixture(scope="module")
def html(report: als.Report) -> str:
    return report.html()


@pytest.fixture(scope="module")
def page(html: str) -> Page:
    return Page(html)


def captioned(page: Page, words: str) -> list[Read]:
    return [held for held in page.tables if words in held.caption]


def rows_of(report: als.Report, question: str, **fields: object) -> list[als.Row]:
    return [
        row
        for row in report.results[question].rows
        if all(getattr(row, name) == value for name, value in fields.items())
    ]


def value(row: als.Row) -> str:
    ends = limits(row)
    return estimate(row) if ends == "-" else f"{estimate(row)} ({ends})"


def test_every_number_of_a_sign_is_that_of_its_row(report: als.Report, page: Page) -> None:
    walked = 0
    for table in captioned(page, ": accuracy"):
        sign = table.caption.partition(":")[0]
        held = [row for row in rows_of(report, "accuracy", term=sign)
                if row.method not in {"bayes", "range"}]  # fmt: skip
        assert len(table.lines) == len(held)
        for (group, cells), row in zip(table.lines, held, strict=True):
            assert group.startswith(f"{place(row)} (left out: ")
            wanted = [label(row), estimate(row), limits(row), counts(row) or "-", method(row)]
            assert cells == wanted
            walked += len(cells)
    assert walked > 9 * 3 * 12 * 5


def test_who_was_left_out_of_a_sign_is_said(report: als.Report, page: Page) -> None:
    for table in captioned(page, ": accuracy"):
        sign = table.caption.partition(":")[0]
        for group in dict.fromkeys(group for group, _ in table.lines):
            against = group.partition(" (")[0].partition(" against ")[2]
            [row] = rows_of(report, "accuracy", term=sign, comparison=against,
                            statistic="sensitivity", method="wilson")  # fmt: skip
            assert group.endswith(f"(left out: {left_out(row)})")


def test_the_four_cells_are_those_of_sensitivity_and_specificity(
    report: als.Report, page: Page
) -> None:
    tables = captioned(page, ": people")
    assert len(tables) == 9
    for table in tables:
        sign = table.caption.partition(":")[0]
        for against in dict.fromkeys(group for group, _ in table.lines):
            lines = [list(map(int, cells[1:])) for group, cells in table.lines if group == against]
            (tp, fp, _), (fn, tn, _), (ill, others, everyone) = lines
            where = {"term": sign, "comparison": against.partition(" against ")[2]}
            [sens] = rows_of(report, "accuracy", statistic="sensitivity", method="wilson", **where)
            [spec] = rows_of(report, "accuracy", statistic="specificity", method="wilson", **where)
            assert (tp, tp + fn, ill) == (sens.events, sens.n, sens.n)
            assert (tn, fp + tn, others) == (spec.events, spec.n, spec.n)
            assert everyone == tp + fp + fn + tn
            assert [sum(line[:2]) for line in lines] == [line[2] for line in lines]


def test_the_summary_has_each_sign_with_its_limits(report: als.Report, page: Page) -> None:
    tables = captioned(page, "Accuracy for ALS against")
    assert len(tables) == 3
    for table in tables:
        against = table.caption.partition(" against ")[2].partition(", with 95 % limits")[0]
        assert len(table.lines) == 9
        for _, (sign, *cells) in table.lines:
            find = partial(rows_of, report, "accuracy", term=sign, comparison=against)
            sens, spec = (
                find(statistic=name, handling="every part")[0]
                for name in ("sensitivity", "specificity")
            )
            ratios = [find(statistic=name)[0] for name in ("lr_positive", "lr_negative")]
            shares = [value(sens), counts(sens), value(spec), counts(spec)]
            assert cells == [*shares, *map(value, ratios)]


def test_the_printed_table_of_predictive_values(report: als.Report, page: Page) -> None:
    tables = captioned(page, "PPV and NPV of ")
    assert tables[0].caption.startswith("PPV and NPV of flair_swi")
    assert len(tables) == 9
    for table in tables:
        sign = table.caption.split()[4]
        assert len(table.lines) == 3 * 11
        for group, (at, *cells) in table.lines:
            prevalence, _, own = at.partition(" %")
            held = [
                row
                for row in rows_of(report, "accuracy", term=sign)
                if row.statistic in {"ppv", "npv"}
                and f"ALS against {row.comparison}" == group
                and (row.method == "bayes") != bool(own)
                and f"{100 * (row.at or 0):.3g}" == prevalence
            ]
            assert cells == [value(row) for row in held], (table.caption, group, at)


def test_the_range_over_readings_that_were_not_made(report: als.Report, page: Page) -> None:
    tables = captioned(page, "as read, lowest and highest")
    assert [len(table.lines) for table in tables] == [2, 2, 2]
    for table in tables:
        against = table.caption.partition(" against ")[2].partition(": as read")[0]
        for _, (sign, *cells) in table.lines:
            wanted = []
            for name in ("sensitivity", "specificity"):
                for handling in ("every part", "range low", "range high"):
                    [row] = rows_of(report, "accuracy", term=sign, comparison=against,
                                    statistic=name, handling=handling)  # fmt: skip
                    wanted.append(f"{estimate(row)} ({counts(row)})")
            assert cells == wanted


TITLES = {
    "prevalence": "Prevalence of findings by diagnosis",
    "exclusion": "Other causes found by MRI",
}


@pytest.mark.parametrize("question", ["prevalence", "exclusion"])
def test_every_share_is_that_of_its_row(report: als.Report, page: Page, question: str) -> None:
    result = report.results[question]
    tables = [held for held in page.tables if held.caption.startswith(f"{TITLES[question]}: ")]
    lines = [(held.caption, *line) for held in tables for line in held.lines]
    assert len(lines) == len(result.rows)
    for (caption, group, cells), row in zip(lines, result.rows, strict=True):
        assert caption.endswith(f": {row.term}")
        assert group == place(row)
        assert cells[:4] == [label(row), estimate(row), limits(row), counts(row) or "-"]
        assert cells[4].partition("; left out: ")[2] == (left_out(row) if row.left_out and (
            row.statistic in {"prevalence", "other_cause", "shown"}) else "")  # fmt: skip


@pytest.mark.parametrize(
    ("question", "title"),
    [("prevalence", "Prevalence by diagnosis"), ("exclusion", "Other cause found by diagnosis")],
)
def test_the_table_of_findings_by_level(
    report: als.Report, page: Page, question: str, title: str
) -> None:
    [table] = captioned(page, title)
    for _, (term, *cells) in table.lines:
        for level, cell in zip(table.heading[1:], cells, strict=True):
            group = "all" if level == "everyone" else level
            [row] = [held for held in rows_of(report, question, term=term, group=group)
                     if held.statistic in {"prevalence", "other_cause"}]  # fmt: skip
            assert cell == f"{estimate(row)} ({row.events}/{row.n})"
    assert len(table.lines) == len({row.term for row in report.results[question].rows})


def words(*texts: str) -> Counter[str]:
    """Count the words; a hyphen ends one, where the terminal may break its line."""
    return Counter(word for text in texts for word in re.split(r"[\s-]+", text) if word)


@pytest.mark.parametrize("question", ["describe", "survival"])
def test_the_page_has_all_that_the_terminal_has(
    report: als.Report, html: str, question: str
) -> None:
    """The terminal's tables, whose cells other tests hold."""
    [text] = re.findall(rf'<section id="about-{question}">.*?</section>', html, flags=re.DOTALL)
    page, result = Page(text), replace(report.results[question], notes=())
    shown = [cell for table in page.tables for _, cells in table.lines for cell in cells]
    shown += [part for table in page.tables for part in table.heading]
    shown += [text for tag in ("p", "caption", "h3") for text in page.by_tag.get(tag, [])]
    printed = words(to_text(result, WIDE).replace(result.title, ""))
    assert printed - words(*shown) - words(result.title) == Counter()
    assert printed.total() > 300


def test_the_slider_has_the_numbers_of_the_rows(report: als.Report, html: str) -> None:
    [text] = re.findall(r'<script type="application/json" id="numbers">(.*?)</script>', html)
    held = json.loads(text)
    assert (held["sign"], held["against"]) == ("flair_swi", "ALS against all others")
    assert len(held["blocks"]) == 27
    for block in held["blocks"]:
        where = {"term": block["sign"], "comparison": block["against"].partition(" against ")[2]}
        for name, statistic in (("positive", "lr_positive"), ("negative", "lr_negative")):
            first, *counted = rows_of(report, "accuracy", statistic=statistic, **where)
            assert block[name]["low"] == first.conf_low
            assert block[name]["high"] == first.conf_high
            plain = (counted or [first])[0].estimate
            assert block[name]["value"] == ("inf" if plain == float("inf") else plain)


def test_captions_name_the_level_of_their_limits(page: Page) -> None:
    captions = page.by_tag["figcaption"]
    assert "Hazard ratios, with 95 % limits" in captions
    assert not [text for text in captions if "{" in text]


def test_p_is_never_zero(page: Page) -> None:
    texts = [cell for table in page.tables for _, cells in table.lines for cell in cells]
    texts += page.by_tag["p"] + page.by_tag["li"] + page.by_tag["figcaption"]
    assert not [text for text in texts if re.search(r"p = 0\.000|p 0\.000|p=0\.000", text)]
    assert any("p < 0.001" in text for text in texts)


def test_the_same_answers_give_the_same_bytes(report: als.Report, html: str) -> None:
    with als.read(FILE) as cohort:
        again = als.build_report(cohort, prevalence=0.15, command=f"alsstats report {FILE}")
    assert again.html() == html
    assert again.json() == report.json()


def test_the_page_is_small_and_asks_for_nothing(html: str, page: Page) -> None:
    assert len(html.encode()) < 1_000_000
    assert "default-src 'none'" in html
    for _, held in page.attributes:
        assert not {"onclick", "onload", "onerror", "style"} & set(held)
        for name in ("src", "href", "action", "poster", "srcset"):
            assert held.get(name, "#").startswith(("#", "data:image/svg+xml;base64,"))


def test_no_folder_of_this_machine_is_on_the_page(html: str) -> None:
    assert str(FILE.parent) not in html
    assert "alsstats report cohort.csv" in html


def test_figures_have_alternative_texts(report: als.Report, page: Page) -> None:
    images = [held for tag, held in page.attributes if tag == "img"]
    drawn = [name for result in report.results.values() for name in als.figures.names(result)]
    drawn.remove("shares-by-group")  # which are table one again
    assert len(images) == len(drawn)
    for held in images:
        assert len(held["alt"]) > 40
        svg = base64.b64decode(held["src"].partition("base64,")[2])
        assert b"<svg " in svg


def test_headings_are_in_order_and_links_lead_somewhere(html: str, page: Page) -> None:
    levels = [int(found) for found in HEADINGS.findall(html)]
    assert levels.count(1) == 1
    assert all(later <= before + 1 for before, later in pairwise(levels))
    ids = [held["id"] for _, held in page.attributes if "id" in held]
    assert len(ids) == len(set(ids))
    links = {held["href"] for tag, held in page.attributes if tag == "a"}
    assert {link.removeprefix("#") for link in links} <= set(ids)
    for wanted in ("prevalence", "prevalence-number", "sign", "comparison", "ppv", "npv",
                   "frequencies", "predictive-values"):  # fmt: skip
        assert wanted in ids


def test_every_table_has_a_caption_and_scopes(page: Page) -> None:
    tags = [tag for tag, _ in page.attributes]
    assert tags.count("caption") == tags.count("table") == len(page.tables)
    assert all(table.caption for table in page.tables)
    assert all(held["scope"] in {"col", "row", "rowgroup"}
               for tag, held in page.attributes if tag == "th")  # fmt: skip


def cohort(**columns: Any) -> als.Cohort:
    frame = pd.read_csv(FILE, dtype=str, keep_default_na=False)
    return als.read(frame.assign(**columns), study={"signs": {"death": {"absent": ["0"]}}})


def test_a_column_that_is_a_script_is_a_name() -> None:
    frame = pd.read_csv(FILE, dtype=str, keep_default_na=False)
    frame = frame.rename(columns={"snake_eyes": SCRIPT})
    held = als.read(frame, present={SCRIPT: "1"}, absent={SCRIPT: "0"})
    html = als.build_report(held, without=("survival", "exclusion")).html()
    assert html.count("<script") == 2  # the numbers of the slider, and our own
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert any(text.startswith(SCRIPT) for text in Page(html).by_tag["option"])


def test_a_sign_never_assessed_is_a_line_without_numbers() -> None:
    report = als.build_report(
        cohort(snake_eyes="not done"), without=("survival", "describe", "exclusion")
    )
    assert not report.failures
    page = Page(report.html())
    [table] = captioned(page, "snake_eyes: people")
    assert {cell for _, cells in table.lines for cell in cells[1:]} == {"0"}
    [table] = captioned(page, "PPV and NPV of snake_eyes")
    assert {cell for _, cells in table.lines for cell in cells[1:]} == {"-"}


def test_one_diagnosis_only_leaves_named_errors() -> None:
    report = als.build_report(cohort(diagnosis="ALS"), without=("survival", "exclusion"))
    assert list(report.failures) == ["accuracy"]
    page = Page(report.html())
    assert any("error[" in text for text in page.by_tag["pre"])
    assert not captioned(page, "PPV and NPV")
    assert captioned(page, "Prevalence by diagnosis")


def test_the_printed_prevalences_are_as_they_were_asked(page: Page) -> None:
    [table] = captioned(page, "PPV and NPV of flair_swi")
    asked = [at for group, (at, *_) in table.lines if group == "ALS against all others"]
    assert asked == ["1 %", "2 %", "5 %", "10 %", "15 %", "20 %", "30 %", "50 %", "70 %", "90 %",
                     f"{percent(122 / 169)} %, as among these people"]  # fmt: skip
