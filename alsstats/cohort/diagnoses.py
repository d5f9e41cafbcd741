"""From the codes of the reference column to diagnoses: target, compared, left out."""

from __future__ import annotations

from collections import Counter
from difflib import get_close_matches
from shlex import quote
from typing import TYPE_CHECKING, NamedTuple

from alsstats.cohort.unknown import SHOWN, listed, quoted, shown
from alsstats.errors import CodingError, RoleError
from alsstats.study import DIAGNOSIS_MISSING, folded, plain, vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from alsstats.study import Study

MIMICS = "mimics"  # the group that is offered to diagnoses that are not known


class Diagnoses(NamedTuple):
    """The reference column, understood.

    `names` maps each raw code to the diagnosis that is printed, or to `DIAGNOSIS_MISSING`; `target`
    holds those that are the disease, and `groups` the comparison groups that occur. `absent` lists
    what was declared and is not in the column.
    """

    names: Mapping[str, str]
    target: frozenset[str]
    groups: Mapping[str, frozenset[str]]
    absent: tuple[str, ...]

    @property
    def label(self) -> str:
        """The target as rows name it."""
        return " + ".join(sorted(self.target, key=str.casefold))

    def said(self, column: str, codes: Mapping[str, int]) -> str:
        """Say in words which diagnosis is the target, who is compared with it, and who is not."""
        rows: Counter[str] = Counter()
        for code, count in codes.items():
            rows[self.names[code]] += count
        of_target = sum(rows[name] for name in self.target)
        outside = set(rows) - self.target.union(*self.groups.values())
        parts = [f"target is {self.label} ({of_target} rows)"]
        for group, members in [*self.groups.items(), ("left out", outside)]:
            if members:
                listing = ", ".join(f"{member} ({rows[member]})" for member in sorted(members))
                parts.append(f"{group}: {listing}")
        return f"{column}: {'; '.join(parts)}"


def refuse_empty_side(diagnoses: Diagnoses) -> None:
    """Refuse a question of telling the one from the other where one of them is not there."""
    held = set(diagnoses.names.values())
    if diagnoses.groups and diagnoses.target & held:
        return
    nobody = f"nobody is compared with {diagnoses.label}"
    flag = '--versus "NAME=LEVEL,LEVEL"'
    if diagnoses.groups:
        nobody, flag = f"nobody has {diagnoses.label}", "--target LEVEL"
    raise RoleError(
        nobody,
        found=[f"diagnoses: {', '.join(sorted(held))}"],
        why="accuracy is how well a sign tells the one from the other",
        fix=flag,
    )


def diagnoses_of(codes: Mapping[str, int], study: Study, where: str) -> Diagnoses:
    """Understand each code as the vocabulary has it, and as the study says.

    A diagnosis that neither knows stops the run: it may be the disease, a mimic, or neither, and
    each gives other numbers. So does one that was declared, is not there, and is nearly spelt as
    one that is there and was not declared.
    """
    said, known = study.reference, vocabulary()
    versus = {group: frozenset(map(known.diagnosis, said.versus[group])) for group in said.versus}
    target = frozenset(map(known.diagnosis, said.target or (known.target,)))
    left_out = frozenset(map(known.diagnosis, said.leave_out))
    declared = target.union(left_out, *versus.values())
    names = {code: _name(code, declared, study) for code in codes}
    held = frozenset(names.values())
    absent = [name for name in (*said.target, *_levels(study)) if known.diagnosis(name) not in held]
    _refuse_misspelt(absent, held - declared, where)
    groups = versus or {name: members - target - left_out for name, members in known.groups.items()}
    if unknown := {code: codes[code] for code, name in names.items() if not name}:
        both = held & target and held & frozenset[str]().union(*groups.values())
        raise _unknown(unknown, sum(codes.values()), where, groups if both else {}, held)
    occurring = {name: members & held for name, members in groups.items() if members & held}
    return Diagnoses(names, target, occurring, tuple(dict.fromkeys(absent)))


def _levels(study: Study) -> Iterator[str]:
    for levels in study.reference.versus.values():
        yield from levels
    yield from study.reference.leave_out


def _name(code: str, declared: frozenset[str], study: Study) -> str:
    """Return the diagnosis that a code names, or an empty text where it is not known."""
    known = vocabulary()
    name = known.diagnosis(code)
    if name in declared:
        return name
    if study.is_missing(code):
        return DIAGNOSIS_MISSING
    return name if folded(code) in known.diagnoses else ""


def _refuse_misspelt(absent: Iterable[str], undeclared: Iterable[str], where: str) -> None:
    others = [name for name in undeclared if name and name != DIAGNOSIS_MISSING]
    for name in absent:
        if near := get_close_matches(name, others, n=1, cutoff=0.75):
            raise RoleError(
                f"no diagnosis '{name}'; did you mean '{near[0]}'?",
                found=[f"{where}: '{near[0]}' is there, and not declared"],
                why="whoever has it would be left out, or compared with nobody",
                fix=f"write '{near[0]}' in place of '{name}', or declare both",
            )


def _unknown(
    unknown: Mapping[str, int],
    total: int,
    where: str,
    groups: Mapping[str, frozenset[str]],
    held: frozenset[str],
) -> CodingError:
    """Name the diagnoses that are not known; offer both choices for words where there are groups.

    Numbers are not offered: a reference of numbers has the compared among them, too.
    """
    rows = sum(unknown.values())
    hints = [f"{shown(code)}; did you mean '{near}'?" for code in unknown if (near := _near(code))]
    texts = [plain(code) for code in unknown]
    short = groups and not hints and len(texts) <= SHOWN and all(map(_is_word, texts))
    return CodingError(
        "the reference column holds diagnoses that are not known",
        found=[f"{where}: {listed(unknown)}; {rows} of {total} rows", *hints[:SHOWN]],
        why="whether they have the disease (--target), are compared (--versus) or are left out "
        "changes the numbers",
        fix=f"either {_compared(texts, groups, held)}, if they are compared, or "
        f"--leave-out {quote(','.join(texts))}"
        if short
        else "correct them, or name each with --target LEVEL, --versus NAME=LEVEL,LEVEL or "
        "--leave-out LEVEL",
    )


def _compared(
    texts: Iterable[str], groups: Mapping[str, frozenset[str]], held: frozenset[str]
) -> str:
    """Return flags that compare some diagnoses as mimics, and all that were compared as before."""
    named = {name: sorted(members & held) for name, members in groups.items() if members & held}
    named = {MIMICS: [*named.get(MIMICS, ()), *texts]} | {
        name: members for name, members in named.items() if name != MIMICS
    }
    return " ".join(f"--versus {quoted(name, members)}" for name, members in named.items())


def _is_word(text: str) -> bool:
    return text == shown(text) and "," not in text and not text.lstrip("-").isdigit()


def _near(code: str) -> str:
    """Return the diagnosis of the vocabulary that is nearly spelt so."""
    known = vocabulary().diagnoses
    near = get_close_matches(folded(code), known, n=1, cutoff=0.85)
    return known[near[0]] if near else ""
