"""The diagnosis in a study file: target, comparison groups, who is left out, certainty."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alsstats.cohort.unknown import listed
from alsstats.drafting.candidates import may_be_diagnosis
from alsstats.drafting.seen import in_short, written
from alsstats.drafting.toml_text import Section, holds, proposed, question, remark, to_fill
from alsstats.study import folded, vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from alsstats.drafting.seen import Seen
    from alsstats.drafting.toml_text import Line


def sections_of_diagnosis(seen: Seen) -> Iterator[Section]:
    """Yield what is known of the diagnosis, or the questions that are open."""
    known = vocabulary()
    column = seen.column(known.reference)
    if not column:
        yield Section(("reference",), (_no_column(seen),))
    else:
        yield from _of_column(seen, column)
    if certainty := seen.column(known.certainty):
        yield _certainty(seen, certainty)


def _no_column(seen: Seen) -> Line:
    held = seen.columns.get(vocabulary().reference, ())
    if held:
        names = ", ".join(held)
        return to_fill("column", held[0], f"{len(held)} columns may be it: {names}")
    if may_be := may_be_diagnosis(seen):
        where = " or ".join(map(seen.place, may_be))
        return to_fill("column", may_be[0], f"{where}: is it the reference diagnosis?")
    return to_fill("column", "COLUMN", "which column holds the reference diagnosis?")


def _of_column(seen: Seen, column: str) -> Iterator[Section]:
    known, codes = vocabulary(), seen.codes[column]
    told = [code for code in codes if not seen.cohort.study.is_missing(code)]
    unknown = {code: codes[code] for code in told if folded(code) not in known.diagnoses}
    place = holds("column", column, seen.place(column))
    if unknown and len(unknown) == len(told):
        shown, listing = in_short(unknown)
        ill = to_fill("target", shown[:1], f"{listing}: which of them are the disease?")
        yield Section(("reference",), (place, ill, proposed("leave_out", [])))
        compared = to_fill("mimics", shown[1:], "which are compared with it, by the group's name?")
        yield Section(("reference", "versus"), (compared,))
        return
    target = [code for code in told if known.diagnosis(code) == known.target]
    lines = [place, *_open(unknown)]
    lines += _held(seen, column, "target", target) if target else [_no_target(codes, told)]
    outside = [code for code in told if code not in target and not _group(code)]
    lines += _held(seen, column, "leave_out", [code for code in outside if code not in unknown])
    yield Section(("reference",), tuple(lines))
    groups = {name: [code for code in told if _group(code) == name] for name in known.groups}
    held = [line for name, group in groups.items() for line in _held(seen, column, name, group)]
    yield Section(("reference", "versus"), tuple(held) if held or unknown else (_nobody(),))


def _open(unknown: Mapping[str, int]) -> Iterator[Line]:
    if unknown:
        _, listing = in_short(unknown)
        where = "each belongs in target, in a group of [reference.versus], or in leave_out"
        yield question(f"{listing}: not known; {where}")


def _no_target(codes: Mapping[str, int], told: Iterable[str]) -> Line:
    held = {code: codes[code] for code in told}
    return to_fill("target", [], f"nobody has {vocabulary().target}; there are {listed(held)}")


def _nobody() -> Line:
    return to_fill("mimics", [], "nobody is compared with the target")


def _group(code: str) -> str:
    """Return the comparison group that a diagnosis belongs to, or an empty text."""
    known = vocabulary()
    name = known.diagnosis(code)
    return next((group for group, members in known.groups.items() if name in members), "")


def _held(seen: Seen, column: str, name: str, codes: list[str]) -> Iterator[Line]:
    """Write diagnoses as the file has them, those that mean the same once."""
    if codes:
        yield holds(name, written(codes), seen.rows_of(column, codes))


def _certainty(seen: Seen, column: str) -> Section:
    """Name the column of certainty; its categories are offered for the question that moves them."""
    known, codes = vocabulary(), seen.codes[column]
    held = {known.category(code) for code in codes}
    nested = [name for name in dict.fromkeys(known.categories.values()) if name in held]
    lines = [holds("column", column, seen.place(column))]
    if nested:
        lines.append(
            remark("accuracy again and again, each time with one category more as target:")
        )
        lines.append(proposed("nested", nested))
    return Section(("reference", "certainty"), tuple(lines))
