"""The accuracy of every sign of a cohort, against whom, in which strata, by which handling."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from alsstats.diagnostic.notes import notes_of_numbers
from alsstats.diagnostic.rows import Asked, Found
from alsstats.diagnostic.scanned import scanned_rows
from alsstats.diagnostic.sign import SignTallies, homogeneity_rows, rows_of_sign
from alsstats.diagnostic.study_notes import notes_of_study, notes_of_unread
from alsstats.diagnostic.tables import Comparison, comparisons
from alsstats.errors import UsageError
from alsstats.result import Note, Result, Row
from alsstats.study import about_diagnosis
from alsstats.tally.handling import Handling, handlings
from alsstats.tally.people import tallies
from alsstats.versions import versions_in_use

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from alsstats.cohort import Cohort, Interpretation


def accuracy(  # noqa: PLR0913  # a question has many sides
    cohort: Cohort,
    *,
    reference: str | None = None,
    target: str | Iterable[str] | None = None,
    versus: Mapping[str, str | Iterable[str]] | None = None,
    leave_out: str | Iterable[str] | None = None,
    certainty: Iterable[str] | None = None,
    signs: str | Iterable[str] | None = None,
    compare: Iterable[Iterable[str]] | None = None,
    strata: str | None = None,
    indeterminate: str = "exclude",
    parts: str = "all",
    prevalence: Iterable[float] | float = (),
    level: float = 0.95,
    interval: str = "wilson",
) -> Result:
    """How well each sign of a cohort tells the target disease from each comparison group.

    For every sign, single or combined (or for `signs` alone): all statistics of
    `diagnostic.table.STATISTICS` against each comparison group and against all others together,
    with counts, limits, how many readings could be made, and who was left out and why; and how
    many were scanned.

    `reference` is the column of the diagnosis and `target` the diagnosis, or diagnoses, that are
    the disease; `versus` maps each comparison group to its diagnoses, and `leave_out` lists those
    that are neither. `certainty` lists categories, the most certain first: one analysis with the
    first as target, one with the first two, and so on, those of lower certainty left out.
    `compare` lists pairs of signs: does the one beat the other in the same people? `strata` is a
    column: every number in each of its groups too, with a test of homogeneity.

    `parts`: `all` reads a combined sign in those in whom every part was read, `any` adds those whom
    the read parts decide. `indeterminate` says what a reading counts as that could not be made:
    `exclude`, `positive`, `negative`, `worst` or `best`. PPV and NPV are projected to each
    `prevalence`.

    Raises `RoleError` or `CodingError` where a column or a code is not known, and computes nothing
    then.

    >>> import pandas as pd
    >>> from alsstats import read
    >>> frame = pd.DataFrame({"diagnosis": ["ALS", "ALS", "MMN"], "flair_cst": [1, 0, 0]})
    >>> [(row.statistic, row.events, row.n) for row in accuracy(read(frame)).rows[:3]]
    [('assessable', 3, 3), ('sensitivity', 1, 2), ('specificity', 1, 1)]
    """
    if not hasattr(cohort, "ask"):
        raise UsageError(
            "accuracy takes a cohort",
            found=[f"this is a {type(cohort).__name__}"],
            fix="als.accuracy(als.read(...))",
        )
    study = cohort.study.with_(about_diagnosis(reference, target, versus, leave_out, certainty))
    case_control = study.reference.design == "case-control"
    asked = Asked.of(level, interval, prevalence)._replace(case_control=case_control)
    rules = handlings(indeterminate, parts)
    meaning = cohort.ask(study, signs=_listed(signs), compare=_pairs(compare), strata=strata)
    meaning.refuse_empty_side()
    against = comparisons(meaning.targets, meaning.diagnoses.groups)
    held = [_tallied(name, meaning) for name in meaning.roles.findings.signs]
    blocks = [_block(sign, one, rules, asked) for sign in held for one in against]
    pairs = list(_found_of_pairs(meaning, against, asked))
    found = [one for block in blocks for one in block.found]
    return Result(
        title=f"Accuracy of MRI signs for {meaning.diagnoses.label}: {cohort.title}",
        level=level,
        rows=(
            *(row for block in blocks for row in block.rows()),
            *(row for one in pairs for row in one.rows()),
            *scanned_rows(meaning, against),
        ),
        notes=(
            *notes_of_numbers([*found, *pairs], asked),
            *notes_of_study(study, rules[0].name, paired=bool(pairs)),
            *notes_of_unread(held, against[-1], rules),
            *(note for block in blocks for _, note in block.tests if note),
            *meaning.notes,
        ),
        provenance={"versions": versions_in_use(), "input": cohort.provenance()}
        | {"study": meaning.provenance(), "assumed": (*cohort.assumed, *meaning.assumed)},
    )


class _Block(NamedTuple):
    """What there is to say of one sign in one comparison."""

    found: list[Found]
    tests: list[tuple[Row, Note | None]]

    def rows(self) -> Iterator[Row]:
        for one in self.found:
            yield from one.rows()
        yield from (row for row, _ in self.tests)


def _block(
    sign: SignTallies, comparison: Comparison, rules: tuple[Handling, ...], asked: Asked
) -> _Block:
    tests = homogeneity_rows(sign, comparison, rules[0]) if sign.by else ()
    return _Block(list(rows_of_sign(sign, comparison, rules, asked)), list(tests))


def _tallied(name: str, meaning: Interpretation) -> SignTallies:
    table, sign = meaning.table, meaning.roles.findings.signs[name]
    unread, value, n = table.unread(name, sign), table.value(name, sign), table.n(name)
    held = tallies(meaning.people(name), unread, value, n, meaning.strata_of(name))
    return SignTallies(name, held, meaning.roles.strata)


def _found_of_pairs(
    meaning: Interpretation, against: Sequence[Comparison], asked: Asked
) -> Iterator[Found]:
    for one, other in meaning.roles.findings.compared:
        from alsstats.diagnostic.paired import pair_found, pairs

        key = (one.name, other.name)
        first, second = (
            meaning.table.unread(key, sign) + meaning.table.value(key, sign)
            for sign in (one, other)
        )  # whatever is not 0 or 1 was not read
        n, stratum = meaning.table.n(key), meaning.strata_of(key)
        held = pairs(key, meaning.people(key), (first, second), n, stratum, meaning.roles.strata)
        for comparison in against:
            for pair in held:
                yield from pair_found(pair, comparison, asked)


def _listed(names: str | Iterable[str] | None) -> tuple[str, ...]:
    several = (names,) if isinstance(names, str) else tuple(names or ())
    for name in several:
        if not isinstance(name, str):
            raise UsageError("a sign is named by a text", found=[f"given: {name!r}"])
    return several


def _pairs(compare: Iterable[Iterable[str]] | None) -> tuple[tuple[str, str], ...]:
    """Check that every entry names two signs; one pair may stand by itself."""
    if isinstance(compare, str):
        raise UsageError(
            "a pair is two names", found=[f"given: {compare}"], fix="compare=('a', 'b')"
        )
    given: list[Iterable[str]] = list(compare or ())
    if given and all(isinstance(name, str) for name in given):
        given = [tuple(map(str, given))]
    pairs = []
    for names in given:
        several = () if isinstance(names, str) else _listed(names)
        if len(several) != 2:
            raise UsageError(
                "two different signs are compared",
                found=[f"given: {', '.join(several)}"],
                fix="--compare flair_swi,flair_cst",
            )
        pairs.append((several[0], several[1]))
    return tuple(pairs)
