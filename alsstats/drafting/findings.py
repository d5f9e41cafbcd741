"""The signs in a study file: which codes mean present, absent, not assessable."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alsstats.cohort.coding import makes_pair
from alsstats.drafting.seen import codes_as, in_short, written
from alsstats.drafting.toml_text import Line, Section, holds, proposed, question, remark, to_fill
from alsstats.signs import Reading, leaves, parse
from alsstats.study import Declared, folded, vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from alsstats.cohort.coding import Coding
    from alsstats.drafting.seen import Seen

MEANINGS = {
    "present": Reading.PRESENT,
    "absent": Reading.ABSENT,
    "not_assessable": Reading.NOT_ASSESSABLE,
}


def sections_of_signs(seen: Seen) -> Iterator[Section]:
    """Yield every sign of the table, in the order in which signs are reported."""
    known, study = vocabulary(), seen.cohort.study
    names = dict.fromkeys((*known.signs, *study.signs))
    for name in names:
        said = study.signs.get(name, Declared())
        define = said.define or _usual_definition(seen, name)
        held = seen.columns.get(name, ())
        if known.is_outcome(name) or not (held or define):
            continue
        lines = [*_words(name, said.label, define), *(_codes(seen, name) if held else ())]
        where = "" if len(held) != 1 else seen.place(held[0], name)
        yield Section(("signs", name), tuple(lines), where)


def _usual_definition(seen: Seen, name: str) -> str:
    """Return how the vocabulary makes a sign of others, where they are all there."""
    known, said = vocabulary(), seen.cohort.study.signs
    define = known.signs[name].define if name in known.signs else ""
    parts = leaves(parse(define, name)) if define else ()
    there = all(seen.column(part) or (part in said and said[part].define) for part in parts)
    return define if there else ""


def _words(name: str, label: str, define: str) -> Iterator[Line]:
    """Yield label and definition; a definition that is written down needs the label beside it."""
    usual = vocabulary().signs.get(name)
    is_usual = usual is not None and define == usual.define != ""
    if label or (usual and is_usual):
        yield holds("label", label or (usual.label if usual else ""))
    if define:
        yield holds("define", define)


def _codes(seen: Seen, name: str) -> Iterator[Line]:
    columns = seen.columns[name]
    if len(columns) > 1:
        yield question(f"{len(columns)} columns may be it: {', '.join(columns)}; keep one of them")
        return
    coding = seen.coding(columns[0], name)
    if coding.unknown:
        yield from _unknown(seen, coding)
    else:
        yield from _known(seen, coding, seen.cohort.study.signs.get(name, Declared()))
    if missing := codes_as(coding, Reading.MISSING):
        yield remark(f"missing: {seen.rows_of(coding.column, missing)}")


def _known(seen: Seen, coding: Coding, said: Declared) -> Iterator[Line]:
    """Yield what each code means; of a column where nobody is said to have the sign, a remark."""
    held = {key: codes_as(coding, reading) for key, reading in MEANINGS.items()}
    sure = (held["present"] and held["absent"]) or coding.declared
    for key, codes in held.items():
        declared = getattr(said, key)
        if both := written((*declared, *codes)):
            line = holds if sure or key == "not_assessable" else proposed
            yield line(key, both, seen.rows_of(coding.column, codes) if codes else "no row")


def _unknown(seen: Seen, coding: Coding) -> Iterator[Line]:
    """Ask what the codes mean that are not known; nothing holds until that is said."""
    codes = seen.codes[coding.column]
    shown, listing = in_short({code: codes[code] for code in coding.unknown})
    held = {key: codes_as(coding, reading) for key, reading in MEANINGS.items()}
    if not any(held.values()) and makes_pair(map(folded, coding.unknown)):
        yield to_fill("present", shown[:1], f"{listing}: which code means present?")
        return
    yield question(f"{listing}: put each where it belongs, and take the # away")
    for key, known in held.items():
        yield proposed(key, written(known))
