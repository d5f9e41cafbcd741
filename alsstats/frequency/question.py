"""What a question of prevalence counts, and the rows that it is answered with."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from alsstats.errors import UsageError
from alsstats.frequency.by_category import rows_by_category
from alsstats.frequency.finding_table import FindingTable, tabulate
from alsstats.study import Wanted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from alsstats.cohort.crossed import Crossed
    from alsstats.frequency.asked import Asked
    from alsstats.result import Row
    from alsstats.tally.remarks import Remark

    Rows = Iterator[tuple[Row, Remark | None]]


class Question(NamedTuple):
    """The columns of a question, by the part they play in it.

    `covariates` are what prevalences are standardised to, with the kind of each.
    """

    by: tuple[str, ...]
    strata: str | None
    covariates: Mapping[str, str]
    graded: tuple[str, ...]
    paired: str | None
    against: str = ""
    scores: tuple[float, ...] = ()

    def _of_levels(self) -> str:
        """Return the first flag that is of the levels of a category; --against is of pairs, too."""
        flags = {"--strata": self.strata, "--adjust": self.covariates, "--scores": self.scores}
        flags |= {} if self.paired else {"--against": self.against}
        return next((flag for flag, given in flags.items() if given), "")

    def beside(self, by: str) -> tuple[str, ...]:
        """Return what is counted beside a finding, for a table by a category."""
        return tuple(dict.fromkeys((by, *((self.strata,) if self.strata else ()))))

    def adjusted(self, by: str) -> tuple[str, ...]:
        """Return what is counted beside a finding, for prevalences that are standardised."""
        return tuple(dict.fromkeys((by, *self.covariates)))

    def wanted(self, findings: tuple[str, ...], among: Mapping[str, tuple[str, ...]]) -> Wanted:
        """Return all that is counted, in one pass."""
        if self.paired and (self.by or self.graded or self._of_levels()):
            raise UsageError(
                "--paired is a question of its own",
                why="it compares rows of one patient; a category or a number has one row each",
                fix="ask the others of a table with one row a patient",
            )
        if not self.by and (flag := self._of_levels()):
            raise UsageError(
                f"{flag} compares the levels of a category, and none is named",
                fix="--by diagnosis",
            )
        kinds = self.covariates.items()
        categories = {name: "--adjust" for name, kind in kinds if kind != "number"}
        categories |= dict.fromkeys(self.by, "--by")
        categories |= {self.strata: "--strata"} if self.strata else {}
        groupings = [self.beside(name) for name in self.by]
        groupings += [self.adjusted(name) for name in self.by if self.covariates]
        groupings += [(name,) for name in self.graded]
        if self.paired:
            categories, groupings = {self.paired: "--paired"}, [(self.paired,)]
        numbers = {name: "--adjust" for name, kind in kinds if kind == "number"}
        numbers |= dict.fromkeys(self.graded, "--with")
        return Wanted(
            findings,
            categories,
            numbers,
            tuple(dict.fromkeys(groupings)),
            among=among,
            patients=bool(self.paired),
        )

    def tables(self, crossed: Crossed) -> Iterator[FindingTable]:
        """Yield each finding in the levels of each category, which may have been named twice."""
        once = {crossed.roles.categories[name].name: name for name in self.by}
        for name in once.values():
            for finding in crossed.roles.findings.signs:
                yield tabulate(crossed, finding, name, self.strata, self.beside(name))

    def rows(self, crossed: Crossed, tables: Iterable[FindingTable], asked: Asked) -> Rows:
        """Compute every row: by category, adjusted, with numbers, paired."""
        for table in tables:
            strata = crossed.roles.categories[self.strata].name if self.strata else None
            yield from rows_by_category(table, asked, strata)
            if self.covariates:
                from alsstats.frequency.adjusted import adjusted_rows

                named = (n for n in self.by if crossed.roles.categories[n].name == table.by)
                by = next(named)
                names, covariates = self.adjusted(by), tuple(self.covariates)
                yield from adjusted_rows(crossed, table, by, names, covariates, asked)
        for finding in crossed.roles.findings.signs:
            if self.graded:
                from alsstats.frequency.graded import graded_rows

                for variable in self.graded:
                    yield from graded_rows(crossed, finding, variable, asked)
            if self.paired:
                from alsstats.frequency.paired import paired_rows

                yield from paired_rows(crossed, finding, self.paired, asked)

    def title(self, crossed: Crossed) -> str:
        """Say in words what the question is about."""
        roles = crossed.roles
        parts = [f"by {', '.join(roles.categories[name].name for name in self.by)}"]
        parts = parts if self.by else []
        if self.graded:
            parts.append(f"with {', '.join(roles.numbers[name].name for name in self.graded)}")
        if self.paired:
            parts.append(f"paired by {roles.categories[self.paired].name}")
        parts += [
            f"among {name} {' or '.join(levels)}" for name, levels in crossed.wanted.among.items()
        ]
        return f" {', '.join(parts)}"
