"""The page in a browser: silent, offline, usable by keyboard and by those who cannot see it.

Needs Debian's chromium, the package playwright, and axe-core (its file named by `ALSSTATS_AXE`).
"""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

import alsstats as als
from alsstats.diagnostic import natural_frequencies
from alsstats.render.numbers import interval, number
from tests.outputs import ROOT

pytestmark = pytest.mark.once
CHROMIUM = shutil.which("chromium")
AXE = Path(os.environ.get("ALSSTATS_AXE", "axe.min.js"))
PREVALENCES = (0.004, 0.02, 0.1, 0.333, 0.722, 0.95)  # none of them a number of the printed table
COHORT = ROOT / "sample_data" / "cohort.csv"


@dataclass
class Told:
    """What a page said and asked for while it was open."""

    errors: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    if CHROMIUM is None:
        pytest.skip("chromium is not installed")
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as held:
        opened = held.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def page_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("report") / "report.html"
    with als.read(COHORT) as cohort:
        path.write_text(als.build_report(cohort).html(), encoding="utf-8")
    return path


def opened(browser: Any, path: Path, **context: Any) -> tuple[Any, Told]:
    """Open a page in a context of its own, and write down what it says and asks for."""
    page, told = browser.new_context(**context).new_page(), Told()
    page.on("console", lambda message: told.errors.append(message.text))
    page.on("pageerror", lambda error: told.errors.append(str(error)))
    page.on("dialog", lambda dialog: told.errors.append(dialog.message))
    page.on("request", lambda request: told.requests.append(request.url))
    page.goto(path.as_uri())
    return page, told


@pytest.fixture
def page(browser: Any, page_file: Path) -> Iterator[Any]:
    shown, _ = opened(browser, page_file)
    yield shown
    shown.context.close()


def test_the_page_says_nothing_and_asks_for_nothing(browser: Any, page_file: Path) -> None:
    page, told = opened(browser, page_file)
    page.mouse.wheel(0, 100_000)
    page.wait_for_timeout(200)
    assert told.errors == []
    assert [url for url in told.requests if not url.startswith("data:")] == [page_file.as_uri()]


def in_python(sign: str, prevalence: float) -> dict[str, str]:
    """Return PPV and NPV of a sign against all others as Python has them, printed."""
    with als.read(COHORT) as cohort:
        rows = als.accuracy(cohort, signs=[sign], prevalence=[prevalence]).rows
    held = [row for row in rows if row.at == prevalence and row.comparison == "all others"]
    return {
        row.statistic: f"{number(row.estimate, 'proportion')} "
        f"({interval(row.conf_low, row.conf_high, 'proportion')})"
        for row in held
    }


def shown(page: Any) -> dict[str, str]:
    """Return PPV and NPV as the page shows them."""
    return {name: " ".join(page.inner_text(f"#{name}").split()) for name in ("ppv", "npv")}


@pytest.mark.parametrize("sign", ["flair_swi", "snake_eyes"])
@pytest.mark.parametrize("prevalence", PREVALENCES)
def test_the_number_field_gives_the_numbers_of_python(
    page: Any, sign: str, prevalence: float
) -> None:
    page.select_option("#sign", label=choice(page, sign))
    page.fill("#prevalence-number", f"{100 * prevalence:g}")
    page.keyboard.press("Tab")
    assert shown(page) == in_python(sign, prevalence)


def choice(page: Any, sign: str) -> str:
    """Return the choice of a sign; all others are compared with at first."""
    assert page.input_value("#comparison") == "ALS against all others"
    found = [text for text in page.locator("#sign option").all_inner_texts() if is_of(sign, text)]
    assert len(found) == 1
    return str(found[0])


def is_of(sign: str, text: str) -> bool:
    return text.partition(":")[0] == sign


def at_slider(page: Any) -> float:
    """Return the prevalence that the slider stands at, as the number beside it says."""
    return float(page.input_value("#prevalence-number")) / 100


@pytest.mark.parametrize("key", ["ArrowRight", "ArrowLeft", "PageUp", "PageDown", "Home", "End"])
def test_the_slider_by_keyboard(page: Any, key: str) -> None:
    page.select_option("#sign", label=choice(page, "flair_swi"))
    before = at_slider(page)
    page.focus("#prevalence")
    page.keyboard.press(key)
    assert at_slider(page) != before
    assert shown(page) == in_python("flair_swi", at_slider(page))


@pytest.mark.parametrize("share", [0.05, 0.2, 0.4, 0.6, 0.8, 0.95])
def test_the_slider_by_mouse(page: Any, share: float) -> None:
    page.select_option("#sign", label=choice(page, "flair_swi"))
    slider = page.locator("#prevalence")
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    page.mouse.click(box["x"] + share * box["width"], box["y"] + box["height"] / 2)
    assert shown(page) == in_python("flair_swi", at_slider(page))


def test_every_sign_in_every_comparison(page: Any) -> None:
    """Ratios of 0 and of infinity among them, and limits that 0.5 was added for."""
    with als.read(COHORT) as cohort:
        rows = als.accuracy(cohort, prevalence=PREVALENCES).rows
    held = {(row.term, row.comparison, row.at, row.statistic): row for row in rows
            if row.method == "bayes"}  # fmt: skip
    assert len(held) == 9 * 3 * 6 * 2
    for sign, comparison in dict.fromkeys((sign, name) for sign, name, *_ in held):
        page.select_option("#sign", value=sign)
        page.select_option("#comparison", value=f"ALS against {comparison}")
        for at in PREVALENCES:
            page.fill("#prevalence-number", f"{100 * at:g}")
            wanted = {name: held[sign, comparison, at, name] for name in ("ppv", "npv")}
            assert shown(page) == {
                name: f"{number(row.estimate, 'proportion')} "
                f"({interval(row.conf_low, row.conf_high, 'proportion')})"
                for name, row in wanted.items()
            }


def test_a_sign_that_nobody_was_assessed_for_is_undefined(browser: Any, tmp_path: Path) -> None:
    import pandas as pd

    frame = pd.read_csv(COHORT, dtype=str, keep_default_na=False).assign(t1_cst="not done")
    path = tmp_path / "report.html"
    path.write_text(als.build_report(als.read(frame), without="survival").html(), encoding="utf-8")
    page, told = opened(browser, path)
    page.select_option("#sign", value="t1_cst")
    assert shown(page) == dict.fromkeys(("ppv", "npv"), "undefined: nobody was counted")
    assert not page.locator("#frequencies").is_visible()
    page.select_option("#sign", value="flair_swi")
    assert page.locator("#frequencies").is_visible()
    assert told.errors == []
    page.context.close()


@pytest.mark.parametrize("text", ["", "0", "100", "-3", "150"])
def test_what_is_no_prevalence_is_said(page: Any, text: str) -> None:
    before = shown(page)
    page.fill("#prevalence-number", text)
    assert "between 0 and 100 %" in page.inner_text("#prevalence-problem")
    assert page.get_attribute("#prevalence-number", "aria-invalid") == "true"
    assert shown(page) != before
    page.fill("#prevalence-number", "5")
    assert page.inner_text("#prevalence-problem") == ""
    assert shown(page) == before


def test_of_a_thousand_people(page: Any) -> None:
    page.select_option("#sign", label=choice(page, "flair_swi"))
    page.fill("#prevalence-number", "10")
    page.keyboard.press("Tab")
    text = page.inner_text("#frequencies")
    assert "1,000 people" in text
    for count in ("100", "70", "172"):  # with ALS; of these with the sign; others with the sign
        assert count in text.replace(",", " ").split()


def test_a_half_of_a_person_is_rounded_as_in_python(browser: Any, tmp_path: Path) -> None:
    import pandas as pd

    frame = pd.DataFrame({"diagnosis": ["ALS"] * 20 + ["MMN"], "t2_cst": [1] * 7 + [0] * 14})
    path = tmp_path / "report.html"
    path.write_text(als.build_report(als.read(frame), without="survival").html(), encoding="utf-8")
    page, _ = opened(browser, path)
    page.fill("#prevalence-number", "9")
    assert natural_frequencies(7 / 20, 1.0, 0.09).tp == 32  # 31.499999999999996 to a computer
    assert "90 have ALS: 32 of them" in page.inner_text("#frequencies").replace("\n", " ")
    assert page.get_attribute("#prevalence", "aria-valuetext") == "9 percent"
    page.context.close()


def test_without_a_script_the_table_stands_and_the_slider_is_not_there(
    browser: Any, page_file: Path
) -> None:
    page, _ = opened(browser, page_file, java_script_enabled=False)
    assert page.locator("#predictive-values").is_visible()
    assert not page.locator("#prevalence").is_visible()
    assert "%" in page.inner_text("#predictive-values")
    page.context.close()


LOOKS = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "narrow": {"viewport": {"width": 320, "height": 640}},
    "no motion": {"reduced_motion": "reduce"},
}


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing(browser: Any, page_file: Path, look: str) -> None:
    if not AXE.exists():
        pytest.skip("axe-core is not installed")
    page, _ = opened(browser, page_file, bypass_csp=True, **LOOKS[look])  # lets no other script run
    page.evaluate("document.querySelectorAll('details').forEach(held => { held.open = true })")
    page.add_script_tag(path=AXE)
    found = page.evaluate("async () => (await axe.run()).violations")
    page.context.close()
    assert [(held["id"], [node["html"] for node in held["nodes"]][:3]) for held in found] == []


def test_a_narrow_page_does_not_scroll_sideways(browser: Any, page_file: Path) -> None:
    page, _ = opened(browser, page_file, **LOOKS["narrow"])
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.context.close()


def test_a_name_that_is_a_script_is_a_name(browser: Any, tmp_path: Path) -> None:
    import pandas as pd

    script = "<script>alert(1)</script>"
    frame = pd.read_csv(COHORT, dtype=str).rename(columns={"snake_eyes": script})
    frame.loc[frame["centre"] == frame["centre"].iloc[0], "centre"] = (
        '"><img src=x onerror=alert(1)>'
    )
    cohort = als.read(frame, present={script: ["1"]}, absent={script: ["0"]}, missing=["", "nan"])
    path = tmp_path / "report.html"
    path.write_text(als.build_report(cohort).html(), encoding="utf-8")
    page, told = opened(browser, path)
    assert told.errors == []
    assert script in page.inner_text("body")
    page.context.close()
