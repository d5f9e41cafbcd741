"""Fisher's test of tables of any size: R, whole-number listing, and what must not matter."""

from fractions import Fraction
from itertools import product
from math import comb, factorial, isnan, log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alsstats.association import fisher_exact, fisher_freeman_halton
from alsstats.association.freeman_halton import _drawn, _held, _margins, _ordered
from alsstats.association.lengths import _minus_log_poisson, cell_length, table_length
from alsstats.association.paths import tail
from alsstats.errors import UsageError
from tests.golden import number, rows

Table = list[list[int]]

# R adds up rounded lengths of paths: off by up to 5e-11, where listing agrees with us to 1e-15.
LIKE_R = 1e-9
LISTED = 1e-13
TIED = Fraction(1, 10**7)
# So many people in 5 x 3 groups have more tables than are weighed.
MANY = [[130, 70, 50], [120, 90, 60], [100, 80, 80], [110, 60, 90], [95, 85, 70]]

shapes = st.tuples(st.integers(1, 4), st.integers(1, 3))
tables = shapes.flatmap(
    lambda shape: st.lists(
        st.lists(st.integers(0, 5), min_size=shape[1], max_size=shape[1]),
        min_size=shape[0],
        max_size=shape[0],
    )
)


def parsed(text: str) -> Table:
    return [[int(cell) for cell in row.split("-")] for row in text.split("/")]


@pytest.mark.parametrize("row", rows("freeman_halton.csv"), ids=lambda r: r["table"])
def test_equal_to_r(row: dict[str, str]) -> None:
    found = fisher_freeman_halton(parsed(row["table"]))
    assert found.test.p_value == pytest.approx(number(row["p"]), rel=LIKE_R)
    assert found.test.method == "fisher exact"
    assert isnan(found.low)
    assert isnan(found.high)


def limits_of_drawn(table: Table, seed: int) -> tuple[float, float] | None:
    cells = _ordered(_held(table))
    sides = _margins(cells)
    if min(map(len, sides)) < 2:
        return None
    cut = float(table_length(cells, *sides)) - 1e-7
    _, low, high = _drawn(*sides, cut, seed)
    return low, high


@pytest.mark.once
def test_limits_of_a_drawn_p_hold_the_exact_one() -> None:
    """By chance one of 100 does not; four of 60 would be seen in one of 300 such tests."""
    missed = 0
    for seed, row in enumerate(rows("freeman_halton.csv")[40:100]):
        limits = limits_of_drawn(parsed(row["table"]), seed)
        missed += limits is not None and not limits[0] <= number(row["p"]) <= limits[1]
    assert missed < 4


def listed(table: Table) -> float:
    """Every table with the same margins, weighed in whole numbers."""
    cells = [row for row in table if any(row)]
    sums, left = [sum(row) for row in cells], [sum(column) for column in zip(*cells, strict=True)]

    def weight(row: tuple[int, ...] | list[int]) -> Fraction:
        bottom = 1
        for cell in row:
            bottom *= factorial(cell)
        return Fraction(1, bottom)

    def weights(place: int, left: list[int], so_far: Fraction) -> list[Fraction]:
        if place == len(sums) - 1:
            return [so_far * weight(left)]
        return [
            found
            for row in product(*(range(min(most, sums[place]) + 1) for most in left))
            if sum(row) == sums[place]
            for found in weights(
                place + 1, [a - b for a, b in zip(left, row, strict=True)], so_far * weight(row)
            )
        ]

    if not cells:
        return 1.0
    seen = Fraction(1)
    for row in cells:
        seen *= weight(row)
    every = weights(0, left, Fraction(1))
    return float(sum(each for each in every if each <= seen * (1 + TIED)) / sum(every))


@pytest.mark.once
@given(tables)
def test_equal_to_listing_all_tables(table: Table) -> None:
    assert fisher_freeman_halton(table).test.p_value == pytest.approx(listed(table), rel=LISTED)


@pytest.mark.parametrize("alike", [13, 16, 26, 58, 66, 86])
def test_many_small_rows_are_counted_by_how_many_are_alike(alike: int) -> None:
    """Of rows of two people as many are [2, 0] as are [0, 2], and that alone tells tables apart.

    Lengths from 0 would be hundreds here, and their weights too small for a number.
    """
    size = 60 if alike < 30 else 250
    table = [[2, 0]] * alike + [[0, 2]] * alike + [[1, 1]] * (size - 2 * alike)
    weights = [
        comb(size, same) * comb(size - same, same) * 2 ** (size - 2 * same)
        for same in range(size // 2 + 1)
    ]
    expected = float(Fraction(sum(weights[alike:]), sum(weights)))
    assert fisher_freeman_halton(table).test.p_value == pytest.approx(expected, rel=LISTED)


def test_many_rows_of_one_person_have_tables_equally_probable() -> None:
    assert fisher_freeman_halton([[1, 0], [0, 1]] * 400).test.p_value == pytest.approx(
        1, rel=LISTED
    )


@given(tables, st.randoms(use_true_random=False))
def test_order_does_not_matter_nor_which_side_is_which(table: Table, random: object) -> None:
    found = fisher_freeman_halton(table).test.p_value
    mixed = random.sample(table, len(table))
    columns = list(zip(*mixed, strict=True))
    mixed = random.sample(columns, len(columns))
    assert fisher_freeman_halton(mixed).test.p_value == pytest.approx(found, rel=LISTED)


@given(*[st.integers(0, 60)] * 4)
def test_of_two_by_two_is_fisher_exact(a: int, b: int, c: int, d: int) -> None:
    expected = fisher_exact(a, b, c, d).p_value
    found = fisher_freeman_halton([[a, b], [c, d]]).test.p_value
    assert found == pytest.approx(expected, rel=1e-11)
    cells = _ordered(_held([[a, b], [c, d]]))
    rows_, columns = _margins(cells)
    if len(rows_) == len(columns) == 2:  # and so is the way of the larger tables
        cut = float(table_length(cells, rows_, columns)) - 1e-7
        assert tail(rows_, columns, cut) == pytest.approx(expected, rel=1e-11)


def test_empty_rows_and_columns_are_left_out() -> None:
    full, padded = [[3, 1, 4], [1, 5, 9]], [[3, 0, 1, 4], [0, 0, 0, 0], [1, 0, 5, 9]]
    assert repr(fisher_freeman_halton(padded)) == repr(fisher_freeman_halton(full))
    for alone in ([], [[]], [[0, 0], [0, 0]], [[3, 4, 5]], [[3], [4]], [[3, 0], [5, 0]]):
        found = fisher_freeman_halton(alone).test
        assert (found.p_value, found.method, found.note) == (1.0, "fisher exact", "")


def test_large_tables_are_drawn_and_say_so() -> None:
    found = fisher_freeman_halton(MANY, seed=7)
    assert found.test.method == "fisher, monte carlo"
    assert 0 <= found.low < found.test.p_value < found.high <= 1
    for words in ("100000 drawn", "seed 7", "99 % limits", f"{found.low:.3g} to {found.high:.3g}"):
        assert words in found.test.note


def test_the_same_seed_draws_the_same() -> None:
    found = repr(fisher_freeman_halton(MANY, seed=7))
    assert repr(fisher_freeman_halton(MANY[::-1], seed=7)) == found
    assert repr(fisher_freeman_halton(list(zip(*MANY, strict=True)), seed=7)) == found
    assert repr(fisher_freeman_halton(MANY, seed=8)) != found


def test_drawn_p_is_never_zero() -> None:
    found = fisher_freeman_halton([[900, 10, 10], [10, 900, 10], [10, 10, 900]])
    assert found.test.p_value == 1 / 100_001
    assert (found.low, round(found.high, 7)) == (0.0, 5.3e-05)


def test_few_events_among_very_many_people_are_weighed() -> None:
    found = fisher_freeman_halton([[3, 10**9 - 3], [4, 10**8], [9, 10**8]])
    assert found.test.method == "fisher exact"
    assert 1.0e-8 < found.test.p_value < 1.1e-8


@pytest.mark.parametrize("expected", [0.3, 19.4, 20.5, 1e3, 123456789.25, 1e12])
def test_lengths_of_neighbouring_counts_differ_by_a_logarithm(expected: float) -> None:
    near = int(expected)
    for count in {0, 1, 18, 19, 20, near, near + 1000}:
        step = float(cell_length(count + 1, expected) - cell_length(count, expected))
        size = max(1.0, float(_minus_log_poisson(count, expected)))
        assert step == pytest.approx(log((count + 1) / expected), abs=1e-14 * size)


@pytest.mark.parametrize("call", [
    lambda: fisher_freeman_halton([[1, 2], [3]]),
    lambda: fisher_freeman_halton([[1, 2], [3, -4]]),
    lambda: fisher_freeman_halton([[1, 2.5], [3, 4]]),
    lambda: fisher_freeman_halton([[1, 2], [3, 4]], seed=-1),
    lambda: fisher_freeman_halton([[1, 2], [3, 4]], seed="a"),
    lambda: fisher_freeman_halton([[10**9, 10**9]] * 3),
])  # fmt: skip
def test_what_cannot_be_tested_is_refused(call: object) -> None:
    with pytest.raises(UsageError):
        call()
