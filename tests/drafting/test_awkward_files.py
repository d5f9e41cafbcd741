"""Drafts of the awkward files: each file is answered, or refused, with its draft as without."""

import tomllib
from typing import Any

import pytest

import alsstats as als
from alsstats.drafting import draft_study
from alsstats.errors import AlsstatsError
from tests.test_files import CASES, arguments, path_of

FILES = [case for case in CASES if path_of(case).is_file() and "study" not in case.get("with", {})]


def answer(path: Any, study: dict[str, Any], **how: Any) -> str:
    try:
        return repr(als.accuracy(als.read(path, study=study, **how)).rows)
    except AlsstatsError as error:
        return str(error)


@pytest.mark.parametrize("case", FILES[::2], ids=lambda case: case["name"])
def test_a_draft_changes_no_answer_and_no_refusal(case: dict[str, Any]) -> None:
    path, (how, _) = path_of(case), arguments(case)
    alone = answer(path, {}, **how)
    try:
        text = draft_study(path, **how).text
    except AlsstatsError as error:
        drafted = str(error)
    else:
        drafted = answer(path, tomllib.loads(text))
    assert drafted == alone
