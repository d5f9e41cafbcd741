"""Which columns each sign is read from: one, or those that its definition comes down to."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from alsstats.cohort.columns import Columns
from alsstats.errors import RoleError, UsageError, did_you_mean
from alsstats.signs import AtLeast, Expression, Name, Not, leaves, parse
from alsstats.study import FLAGS, Variable, variable_key, vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from alsstats.study import Declared, Study


DEEPEST = 40  # definitions in definitions
MOST = 10_000  # names that all definitions come down to


class SignRole(NamedTuple):
    """A sign as a table holds it.

    `expression` has columns for names. `definition` is empty for a single sign; `stated` is the
    column, if there is one, that claims to hold a combined sign ready made.
    """

    name: str
    label: str
    definition: str
    expression: Expression
    stated: str | None = None

    @property
    def parts(self) -> tuple[str, ...]:
        """The columns that the sign is read from, each once."""
        return tuple(dict.fromkeys(leaves(self.expression)))

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns to count for the sign: its parts, and the one that states it."""
        return tuple(dict.fromkeys((*self.parts, *([self.stated] if self.stated else []))))


class Signs:
    """All signs of a table: by the vocabulary, and by what the study says.

    `single` maps the name of a sign to its column, `defined` that of a combined one to its
    definition, and `declared` a column to what is said of its codes.
    """

    def __init__(self, columns: Columns, study: Study, taken: set[str | None]) -> None:
        self.columns = columns
        self.study = study
        self.taken = taken
        self.used: dict[str, None] = {}  # definitions that were looked into, in that order
        self._looked_up = 0
        self.single: dict[str, str] = {}
        self.defined: dict[str, str] = {}
        usual = {
            sign.name: columns.usual(sign.name, sign.aliases)
            for sign in vocabulary().signs.values()
        }
        self.single = {
            name: column
            for name, column in usual.items()
            if column is not None and column not in taken
        }
        self.declared = self._declared()
        known = {*self.single.values()}
        self.single |= {name: name for name in columns.names if name in set(self.declared) - known}
        self.defined = dict(self._defined())

    def names(self) -> tuple[str, ...]:
        """Return the names of all signs, combined ones last.

        What came after the examination is no sign, also where its codes are declared.
        """
        event = self.study.document.get("survival", {}).get("event", {}).get("column")
        single = (
            name
            for name, column in self.single.items()
            if name not in self.defined and column != event and not vocabulary().is_outcome(column)
        )
        return (*single, *self.defined)

    def role(self, name: str, flag: str = "--sign") -> SignRole:
        """Return a sign by its name, or by that of a column that is not known as a sign yet."""
        canonical = vocabulary().sign(name)
        said = self.study.signs.get(canonical)
        usual = vocabulary().signs.get(canonical)
        redefined = said is not None and bool(said.define)
        label = (said.label if said else "") or (usual.label if usual and not redefined else "")
        if canonical in self.defined:
            definition = self.defined[canonical]
            expression = self._expanded(Name(canonical), ())
            column = self.columns.named(canonical)
            stated = None if column in self.taken else column
            return SignRole(canonical, label, definition, expression, stated)
        column = self._column(name, flag)
        named = next((sign for sign, held in self.single.items() if held == column), column)
        label = label or self.study.variables.get(variable_key(column), Variable()).label
        return SignRole(named, label, "", Name(column))

    def _declared(self) -> dict[str, Declared]:
        """Return what is said of codes by column; refuse columns that are not there."""
        declared: dict[str, Declared] = {}
        for name, said in self.study.signs.items():
            if said.define and not said.codes:
                continue
            flag = next((FLAGS[held] for held in FLAGS if getattr(said, held)), "")
            column = self._column(name, flag, "=CODE")
            if column in declared:
                raise RoleError(
                    f"column '{column}' is declared under two names",
                    why="its codes can mean one thing only",
                    fix="keep one of the names",
                )
            declared[column] = said
        return declared

    def _column(self, name: str, flag: str, value: str = "") -> str:
        column = self.columns.named(name)
        if column is None:
            raise self.columns.missing(name, flag, value, [*self.single, *self.defined])
        if column in self.taken:
            raise RoleError(
                f"column '{column}' is not a sign",
                found=["it holds the diagnosis or the patient, and its codes cannot be declared"],
                fix="name the sign's own column",
            )
        return column

    def _defined(self) -> Iterator[tuple[str, str]]:
        """Yield names and definitions: the vocabulary's where all parts are there, the study's."""
        said = {name: held.define for name, held in self.study.signs.items() if held.define}
        for sign in vocabulary().signs.values():
            parts = leaves(parse(sign.define, sign.name)) if sign.define else ()
            if sign.name not in said and sign.define and set(parts) <= {*self.single, *said}:
                yield sign.name, sign.define
        yield from said.items()

    def _expanded(self, expression: Expression, inside: tuple[str, ...]) -> Expression:
        """Return an expression with definitions in the place of names, down to columns."""
        match expression:
            case Name(name):
                return self._expanded_name(name, inside)
            case Not(part):
                return Not(self._expanded(part, inside))
            case AtLeast(least, parts):
                several = tuple(self._expanded(part, inside) for part in parts)
                if 1 < least < len(several) and len(set(several)) < len(several):
                    raise UsageError(
                        f"a sign stands twice in the definition of '{inside[-1]}'",
                        why="at_least would count it twice",
                    )
                return AtLeast(least, several)

    def _expanded_name(self, name: str, inside: tuple[str, ...]) -> Expression:
        canonical = vocabulary().sign(name)
        if canonical in inside:
            raise UsageError(
                f"the definition of '{canonical}' comes back to itself",
                found=[" -> ".join((*inside, canonical))],
                why="a sign cannot be a part of itself",
                fix="write the definition with columns",
            )
        self._looked_up += 1
        if len(inside) > DEEPEST or self._looked_up > MOST:
            raise UsageError(
                f"the definition of '{inside[0]}' is too large",
                found=[f"more than {DEEPEST} definitions deep, or {MOST} signs in all"],
                fix="write it with fewer signs",
            )
        if canonical not in self.defined:
            return Name(self._part(name, inside))
        definition = self.defined[canonical]
        self.used[canonical] = None
        return self._expanded(parse(definition, canonical), (*inside, canonical))

    def _part(self, name: str, inside: tuple[str, ...]) -> str:
        column = self.columns.named(name)
        if column is None or column in self.taken:
            known = [*self.columns.names, *self.defined]
            raise RoleError(
                f"'{name}' in the definition of '{inside[-1]}' is no sign or column"
                f"{did_you_mean(name, known)}",
                found=[self.columns.listing()],
                fix="name a sign that 'alsstats check' lists",
            )
        return column
