"""The answer on frequencies in words: which finding differs most, and how often it is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alsstats.errors import printable
from alsstats.render.cells import EVERYONE, adjusted, estimate, label
from alsstats.render.cells import limits as limits_of
from alsstats.render.numbers import BLANK, p_value
from alsstats.render.sentences.parts import interval_named, known, rows_of, sign_in_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from alsstats.result import Result, Row


def of_frequency(result: Result) -> str:
    """Return a sentence for each category: its finding of the smallest p value, level by level."""
    shares = [row for row in rows_of(result, "prevalence") if row.model in {None, "paired"}]
    shares = [row for row in shares if row.handling == shares[0].handling]
    groupings = dict.fromkeys((row.by, _pair(row)) for row in shares)
    held = [_of_grouping(result, [row for row in shares if (row.by, _pair(row)) == one])
            for one in groupings]  # fmt: skip
    return " ".join([*held, *_of_numbers(result)]) or "No finding was counted."


def _of_numbers(result: Result) -> Iterator[str]:
    """Say how a number differs between those with a finding and without: one that differs most."""
    areas = [row for row in rows_of(result, "auc") if known(row.estimate)]
    tests = {(row.term, row.comparison): row for row in rows_of(result, "mann_whitney")}
    held = [(row, tests[row.term, row.comparison]) for row in areas]
    for row, test in sorted(held, key=lambda pair: pair[1].p_value or 0.0)[:1]:
        yield (
            f"Of two people, one with {sign_in_words(result, row.term)} and one without, the first "
            f"has the higher {printable(row.comparison or '')} with probability {estimate(row)} "
            f"({interval_named(result)}{limits_of(row)}; 0.5 is chance){_tested(test)}."
        )


def _pair(row: Row) -> str | None:
    """Return which two levels a row of pairs belongs to."""
    return f"{row.group} against {row.comparison}" if row.model == "paired" else None


def _of_grouping(result: Result, rows: Sequence[Row]) -> str:
    """Say how often the finding that differs most is there."""
    terms = list(dict.fromkeys(row.term for row in rows))
    tests = {term: _test(result, term, rows[0]) for term in terms}
    known_p = {term: test.p_value for term, test in tests.items() if test and known(test.p_value)}
    term = min(known_p, key=lambda name: known_p[name] or 0.0) if known_p else terms[0]
    words = sign_in_words(result, term)
    begun = (
        f"Of {len(terms)} findings, {words} differs most" if len(terms) > 1 and known_p else words
    )
    by = f" by {printable(rows[0].by)}" if rows[0].by else ""
    said = [_share(row, interval_named(result) if not place else "")
            for place, row in enumerate(row for row in rows if row.term == term)]  # fmt: skip
    test = tests[term]
    return f"{begun}{by}: {'; '.join(said)}{_tested(test) if test else ''}."


def _test(result: Result, term: str | None, like: Row) -> Row | None:
    """Return the test of a finding over all levels, or in two: Fisher's where it was made."""
    where = {"term": term, "by": like.by, "handling": like.handling, "model": like.model}
    if like.model == "paired":
        of_pair = {"group": like.group, "comparison": like.comparison}
        return next(iter(rows_of(result, "mcnemar", **where, **of_pair)), None)
    exact = rows_of(result, "fisher_exact", **where)
    over_all = exact if len(exact) == 1 else [row for row in exact if row.comparison is None]
    return next(iter([*over_all, *rows_of(result, "chi_squared", **where)]), None)


def _share(row: Row, level: str) -> str:
    """Return a level and its share, as `57 % of ALS (34 of 60; 44 to 68 %)`."""
    of_whom = "everyone" if row.group in {EVERYONE, None} else printable(str(row.group))
    if row.category:
        of_whom = printable(row.category)
    if not known(row.estimate):
        return f"in {of_whom} it cannot be computed, as nobody was assessed"
    ends = limits_of(row)
    said = f"; {level}{ends}" * (ends != BLANK)
    return f"{estimate(row)} of {of_whom} ({row.events} of {row.n}{said})"


def _tested(row: Row) -> str:
    """Return the p value, never as zero, and the adjusted one."""
    name = label(row)
    if not known(row.p_value):
        return f"; {name}: cannot be computed"
    held = adjusted(row).replace("adj. ", "adjusted ") if row.p_adjusted is not None else ""
    return f"; {name}: {p_value(row.p_value)}{f', {held}' * bool(held)}"


def of_exclusion(result: Result) -> str:
    """Say in how many another cause was found, and in how many MRI showed what they had."""
    found = rows_of(result, "other_cause", group=EVERYONE) or rows_of(result, "other_cause")
    level = interval_named(result)
    said = [f"{printable(found[0].term or '')}: found in {_share(found[0], level)}"]
    said += [
        f"MRI showed {printable(row.term or '')} in {_share(row, '')}"
        for row in rows_of(result, "shown")[-1:]
    ]
    return f"{'; '.join(said)}."


def of_description(result: Result) -> str:
    """Say how many people there are in each group."""
    rows = rows_of(result, "missing")
    sizes = {row.group: row.n for row in rows}
    names = (
        "altogether" if group in {EVERYONE, None} else f"in {printable(group)}" for group in sizes
    )
    said = ", ".join(f"{n} {name}" for n, name in zip(sizes.values(), names, strict=True))
    terms = len(dict.fromkeys(row.term for row in rows))
    return (
        f"{terms} characteristics of people are described: {said}."
        if rows
        else "Nobody is described."
    )
