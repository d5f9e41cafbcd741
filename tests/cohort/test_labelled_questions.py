"""One cohort in every format: the same rows, its codes named as codes or as their words."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pyreadstat
import pytest

import alsstats as als

CODES = pd.DataFrame(
    {
        "patient_id": [f"p{i:02}" for i in range(24)],
        "dx": [1.0] * 16 + [2.0] * 5 + [3.0] * 3,
        "flair_cst": [1.0, 2.0, 1.0, 1.0] * 6,
        "sex": [1.0, 2.0, 2.0] * 8,
        "centre": ["b", "a", "c", "a"] * 6,
        "months_from_mri": [3.5 + i * 7 % 19 for i in range(24)],
        "status": [1.0, 2.0, 1.0, 3.0, 1.0, 2.0] * 4,
    }
)
WORDS: dict[str, dict[Any, str]] = {
    "dx": {1: "motor neuron", 2: "mimicry", 3: "control"},
    "flair_cst": {1: "seen", 2: "not seen"},
    "sex": {1: "male", 2: "female"},
    "status": {1: "dead", 2: "in care", 3: "lost"},
}
IN_WORDS = CODES.assign(**{name: CODES[name].map(words) for name, words in WORDS.items()})


def write_excel(frame: pd.DataFrame, path: Path) -> None:
    frame.to_excel(path, index=False)


def labelled(write: Callable[..., None]) -> Callable[..., None]:
    return lambda frame, path: write(frame, path, variable_value_labels=WORDS)


WRITERS: dict[str, tuple[Callable[..., None], bool]] = {  # and whether cells then hold words
    "xlsx": (write_excel, False),
    "sav": (labelled(pyreadstat.write_sav), True),
    "dta": (labelled(pyreadstat.write_dta), True),
    "xpt": (pyreadstat.write_xport, False),
}


def answers(path: Path, code: Callable[[str, int], Any]) -> list[Any]:
    """Ask the main questions with every argument that takes a code."""
    coding = {
        "present": {"flair_cst": code("flair_cst", 1)},
        "absent": {"flair_cst": code("flair_cst", 2), "status": code("status", 2)},
    }
    groups = {"mimics": code("dx", 2), "healthy": code("dx", 3)}
    with als.read(path, **coding) as cohort:  # type: ignore[arg-type]
        results = [
            als.accuracy(cohort, signs="flair_cst", target=code("dx", 1), versus=groups),
            als.prevalence(
                cohort,
                findings="flair_cst",
                by="sex",
                against=str(code("sex", 1)),
                order=[code("sex", 2), code("sex", 1)],
                among={"dx": [str(code("dx", 1)), str(code("dx", 2))]},
            ),
            als.prevalence(
                cohort,
                findings="flair_cst",
                by="dx",
                merge={"other": [code("dx", 2), code("dx", 3)]},
            ),
            als.describe(
                cohort, by="sex", columns=["months_from_mri"], against=str(code("sex", 2))
            ),
            als.survival(
                cohort,
                group="flair_cst",
                adjust="sex",
                against={"sex": code("sex", 2)},
                event={"status": {"death": code("status", 1), "lost": code("status", 3)}},
                among={"dx": [str(code("dx", 1))]},
            ),
        ]
        return [result.records() for result in results]


def in_words(column: str, code: int) -> str:
    return WORDS[column][code]


@pytest.fixture(scope="module")
def in_text(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Any], list[Any]]:
    """Answers from CSV, of words and of codes."""
    path = tmp_path_factory.mktemp("text") / "cohort.csv"
    IN_WORDS.to_csv(path, index=False)
    words = answers(path, in_words)
    CODES.to_csv(path, index=False)
    return words, answers(path, lambda _, code: code)


@pytest.mark.parametrize("name", WRITERS)
def test_the_same_rows_as_from_csv(
    tmp_path: Path, name: str, in_text: tuple[list[Any], list[Any]]
) -> None:
    write, worded = WRITERS[name]
    path = tmp_path / f"cohort.{name}"
    write(CODES, path)
    words, codes = in_text
    assert answers(path, lambda _, code: code) == (words if worded else codes)
    if worded:
        assert answers(path, in_words) == words
