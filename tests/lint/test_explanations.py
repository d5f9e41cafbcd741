"""Every finding and every kind of error has a text, and every finding a file that has it."""

import re
from pathlib import Path

import pytest

import alsstats as als
from alsstats import errors
from alsstats.lint.explanations import every_explanation
from alsstats.lint.finding import SEVERITIES

ROOT = Path(als.__file__).parent
KINDS = [
    kind.kind
    for kind in vars(errors).values()
    if isinstance(kind, type)
    and issubclass(kind, als.AlsstatsError)
    and kind is not als.AlsstatsError
]
FINDINGS = [name for name in every_explanation() if name not in {*KINDS, "bug"}]


def test_every_kind_of_error_is_explained() -> None:
    assert len(KINDS) == 5
    assert {*KINDS, "bug"} <= every_explanation().keys()


def test_every_name_in_the_source_is_explained_and_every_explanation_is_of_one() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "lint").glob("*.py"))
    source += "".join(path.read_text("utf-8") for path in (ROOT / "cohort").glob("date*.py"))
    named = set(re.findall(r'"([a-z]+(?:-[a-z]+)*)"', source))
    assert {name for name in named if "-" in name} <= set(FINDINGS) <= named


# Of a REDCap export with its dictionary: tests/lint/test_redcap.py
@pytest.mark.parametrize("name", [name for name in FINDINGS if name != "column-undecided"])
def test_the_example_has_the_finding_and_not_much_else(name: str, tmp_path: Path) -> None:
    path = tmp_path / "cohort.csv"
    path.write_text(every_explanation()[name].example.strip() + "\n", encoding="utf-8")
    study = {"study-contradiction": {"survival": {"entry": "onset_to_mri_months"}}}.get(name)
    more = {"certainty": ["definite"]} if name == "code-refused" else {}
    found = {one.name: one for one in als.check(path, study=study, **more).findings}
    assert name in found
    one = found[name]
    assert one.severity in SEVERITIES
    assert one.what
    assert one.why
    assert one.fix
    assert als.explain(name).title in str(als.explain(name))


def test_pages_are_of_eighty_columns() -> None:
    for held in every_explanation().values():
        assert max(map(len, str(held).splitlines())) <= 84, held.name


def test_a_wrong_name_is_refused_with_the_nearest() -> None:
    with pytest.raises(als.UsageError, match="did you mean 'value-range'"):
        als.explain("value-rang")
