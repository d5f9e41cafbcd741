"""The sentences of the page are those of each answer."""

import re

import pytest

import alsstats as als
from alsstats.render.sentences import assumptions_in_words, sentence
from alsstats.report.parts import Heading, Listing, Table, Words
from alsstats.report.sections import sections_of
from sample_data.make_cohort import FILE


@pytest.fixture(scope="module")
def report() -> als.Report:
    with als.read(FILE) as cohort:
        return als.build_report(cohort, prevalence=0.12, without="describe")


@pytest.fixture(scope="module")
def sections(report: als.Report) -> dict[str, list[object]]:
    return {section.key: list(section.parts) for section in sections_of(report)}


def test_the_answer_is_in_three_parts(
    report: als.Report, sections: dict[str, list[object]]
) -> None:
    said = {part.lead: part.text for part in sections["answer"] if isinstance(part, Words)}
    assert list(said) == ["Accuracy", "Prevalence", "Survival"]
    assert said["Prevalence"] == sentence(report.results["prevalence"])
    assert said["Survival"] == sentence(report.results["survival"])


def test_each_answer_is_one_sentence_without_warnings(sections: dict[str, list[object]]) -> None:
    for part in sections["answer"]:
        assert isinstance(part, Words)
        assert part.text.endswith(".")
        assert ". " not in part.text


def test_the_notes_of_an_answer_stand_in_its_section(
    report: als.Report, sections: dict[str, list[object]]
) -> None:
    for name, result in report.results.items():
        *_, heading, notes = sections[name]
        assert heading == Heading("Notes")
        assert notes == Listing(list(dict.fromkeys(note.text for note in result.notes)))


def test_whether_the_model_holds_is_said(
    report: als.Report, sections: dict[str, list[object]]
) -> None:
    assert Words(assumptions_in_words(report.results["survival"])) in sections["survival"]


def test_each_answer_has_its_methods_and_every_work_that_is_cited_is_listed_once(
    report: als.Report, sections: dict[str, list[object]]
) -> None:
    *paragraphs, heading, works = sections["methods"]
    assert heading == Heading("References")
    assert isinstance(works, Listing)
    assert len(paragraphs) == len(report.results)
    texts = [part.text for part in paragraphs if isinstance(part, Words)]
    cited = {int(n) for text in texts for held in re.findall(r"\[([\d, ]+)\]", text)
             for n in held.split(", ")}  # fmt: skip
    assert cited == set(range(1, len(works.items) + 1))
    assert len(set(works.items)) == len(works.items)


def test_a_question_that_failed_is_named_in_the_answer_and_nothing_else_is_lost() -> None:
    import pandas as pd

    frame = pd.DataFrame({"diagnosis": ["ALS", "ALS", "MMN"], "flair_cst": [1, 0, 0]})
    report = als.build_report(als.read(frame))
    held = {section.key: section.parts for section in sections_of(report)}
    assert "could not be answered" in str(held["answer"])
    assert report.failures["survival"].what in str(held["answer"])
    assert any(isinstance(part, Table) for part in held["accuracy"])
