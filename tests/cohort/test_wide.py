"""Tables of thousands of columns: looked at, counted, and in no more passes than they need."""

import random
import resource
from typing import Any

import pytest

import alsstats as als
from alsstats.cohort.engine import Table
from tests.cohort.conftest import Write

COLUMNS, ROWS = 3000, 30


def wide(values: list[str], columns: int) -> str:
    """Return a table of columns without a name that is known."""
    rng = random.Random(columns)
    lines = [["patient_id", "diagnosis", "flair_cst", *(f"v{place}" for place in range(columns))]]
    for row in range(ROWS):
        held = [f"p{row}", ("ALS", "MMN")[row % 2], str(row % 3 % 2)]
        lines.append([*held, *rng.choices(values, k=columns)])
    return "\n".join(map(",".join, lines)) + "\n"


@pytest.mark.once
@pytest.mark.parametrize("values", [["0", "1"], [str(number) for number in range(9999)]])
def test_thousands_of_columns_are_looked_at_in_little_memory(
    write: Write, values: list[str]
) -> None:
    path = write(wide(values, COLUMNS))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found = als.check(path)
    assert len(found.columns) == COLUMNS + 3
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 600 * 1024


def test_values_are_told_apart_in_every_column(write: Write) -> None:
    text = wide(["1", "2", "", "a"], 40)
    header, *rows = (line.split(",") for line in text.splitlines())
    with als.read(write(text)) as cohort:
        assert cohort.source.distinct() == {
            name: len({row[place] for row in rows} - {""}) for place, name in enumerate(header)
        }


def test_combinations_are_made_in_the_pass_that_counts_them(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    select, passes = Table.select, []

    def counted(self: Table, *given: Any) -> Any:
        passes.append(given[3] is not None if len(given) > 3 else False)
        return select(self, *given)

    signs = {f"v{place}": {"present": ["1"], "absent": ["0"]} for place in range(130)}
    with als.read(write(wide(["0", "1"], 130)), study={"schema": 1, "signs": signs}) as cohort:
        monkeypatch.setattr(Table, "select", counted)
        result = als.accuracy(cohort)
    assert len({row.term for row in result.rows}) > len(signs)
    assert sum(passes) == 1
    assert len(passes) > 2
