"""A finding: what is wrong with a cohort or looks so, where, how often, why it matters, a line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from alsstats.errors import CodingError, EstimateError, RoleError

if TYPE_CHECKING:
    from alsstats.errors import AlsstatsError

ERROR, WARNING, NOTE = "error", "warning", "note"
SEVERITIES = (ERROR, WARNING, NOTE)
LISTS_COLUMNS = "columns: "  # which the page does already
NAMES: dict[type[AlsstatsError], str] = {
    RoleError: "role-missing",
    CodingError: "code-refused",
    EstimateError: "not-estimable",
}


class Finding(NamedTuple):
    """What `check` found in one column, or in the table where `column` is empty.

    `severity` is error, where a question would refuse; warning, where something looks wrong; or
    note. `place` is the number of the column, `rows` counts those concerned, and `first_rows`
    numbers a few of them, the first below the header being 1. `evidence` holds codes and counts;
    what could identify a patient stands there only where it was asked for. `fix` is a line to
    paste, or what to do. `codes` are the cells concerned while the rows are looked for, and gone
    afterwards.
    """

    name: str
    severity: str
    what: str
    column: str = ""
    place: int | None = None
    rows: int | None = None
    evidence: tuple[str, ...] = ()
    why: str = ""
    fix: str = ""
    first_rows: tuple[int, ...] = ()
    codes: tuple[str, ...] = ()

    @classmethod
    def of_error(cls, error: AlsstatsError, name: str = "", **more: Any) -> Finding:
        """Return an error as a finding, under the name of its kind unless another is given."""
        known = name or NAMES.get(type(error), "study-contradiction")
        said = tuple(line for line in error.found if not line.startswith(LISTS_COLUMNS))
        held = {"evidence": said, "why": error.why, "fix": error.fix} | more
        return cls(known, ERROR, error.what, **held)

    def lines(self) -> list[str]:
        """Return the finding as it is shown at the terminal.

        >>> print(*Finding("empty-column", "note", "'x' is empty", fix="remove it").lines())
        note[empty-column]: 'x' is empty   do: remove it
        """
        act = "add" if self.fix.startswith("-") else "do"
        lines = [f"{self.severity}[{self.name}]: {self.what}"]
        lines += [f"  {line}" for line in (*self.evidence, *([self.why] if self.why else []))]
        return lines + ([f"  {act}: {self.fix}"] if self.fix else [])


def in_order(findings: list[Finding]) -> tuple[Finding, ...]:
    """Return findings with the worst first, those of the table before those of its columns."""
    once = {(held.name, held.what, held.column): held for held in reversed(findings)}
    return tuple(
        sorted(once.values(), key=lambda f: (SEVERITIES.index(f.severity), f.place or 0, f.name))
    )
