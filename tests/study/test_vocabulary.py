"""The built-in names and codes: each means one thing."""

from collections import Counter

import pytest

from alsstats.study import column_key, folded, vocabulary

KNOWN = vocabulary()
ALIASES = {
    KNOWN.reference: KNOWN.reference_aliases,
    **{sign.name: sign.aliases for sign in KNOWN.signs.values()},
    **KNOWN.columns,
}


def test_every_name_of_a_column_is_of_one_only() -> None:
    names = Counter(name for own, others in ALIASES.items() for name in (own, *others))
    assert [name for name, times in names.items() if times > 1] == []
    assert [name for name in names if column_key(name) != name] == []


@pytest.mark.parametrize("canonical", ALIASES)
def test_every_name_leads_to_its_column(canonical: str) -> None:
    for name in (canonical, *ALIASES[canonical]):
        assert KNOWN.canonical(name.upper()) == canonical, name


def test_no_code_means_two_things() -> None:
    absent, present = ({pair[side] for pair in KNOWN.pairs} for side in (0, 1))
    meanings = [absent, present, KNOWN.missing, KNOWN.not_assessable]
    times = Counter(code for codes in meanings for code in codes)
    assert [code for code, several in times.items() if several > 1] == []


def test_no_diagnosis_is_in_two_groups_or_means_missing() -> None:
    groups = Counter(name for members in KNOWN.groups.values() for name in members)
    assert [name for name, times in groups.items() if times > 1] == []
    assert not KNOWN.missing & KNOWN.diagnoses.keys()


def test_every_spelling_stands_under_one_diagnosis() -> None:
    import tomllib

    from alsstats.study.built_in import FILE

    document = tomllib.loads(FILE.read_text(encoding="utf-8"))
    tables = [*document["groups"].values(), document["outside"]]
    held = [(name, others) for table in tables for name, others in table.items()]
    held.append((KNOWN.target, document["target"][KNOWN.target]["spellings"]))
    spellings = Counter(folded(one) for name, others in held for one in (name, *others))
    assert [text for text, times in spellings.items() if times > 1] == []
