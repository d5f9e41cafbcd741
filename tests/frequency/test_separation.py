"""Separation against whole-number geometry, which finds every direction, and a published case."""

from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from alsstats.frequency.separation import BATCH, infinite_coefficients

# Endometrial cancer: neovascularisation (0 or 1), pulsatility index, endometrium height in 1/100,
# the low grades and then the high ones (Heinze and Schemper, Stat Med 2002;21:2409; Agresti 2015,
# Foundations of Linear and Generalized Linear Models, 5.7). The estimate of NV is infinite, the
# others are finite: `detect_separation` of the R package detectseparation, in its documentation.
LOW_GRADE = """
0 13 164,0 16 226,0 8 314,0 34 268,0 20 128,0 5 231,0 17 180,0 10 168,0 26 156,0 17 231,0 8 201,
0 7 189,0 20 315,0 10 123,0 18 127,0 16 176,0 18 200,0 28 150,0 11 133,0 19 237,0 10 182,0 10 313,
0 18 131,0 14 192,0 21 164,0 11 201,0 17 188,0 25 193,0 16 211,0 19 129,0 15 172,0 33 75,0 24 192,
0 29 202,0 15 229,0 12 233,0 3 290,0 20 170,0 23 141,0 12 225,0 22 154,0 42 197,0 15 175,0 13 216,
0 14 257,0 19 137,0 12 361,0 13 204,0 10 217
"""
HIGH_GRADE = """
0 8 264,0 29 88,0 12 127,0 20 137,1 38 97,1 22 114,1 7 88,1 25 91,1 15 58,0 7 97,0 48 184,
0 12 111,0 19 161,0 2 118,1 22 144,1 40 118,1 5 93,1 0 117,0 21 119,0 15 106,0 12 169,1 49 27,
0 6 184,0 5 130,0 17 96,1 11 101,1 21 98,0 5 35,1 19 102,0 33 85
"""


def exact_infinite(design: list[list[int]], present: list[bool]) -> list[bool]:
    """Find the infinite coefficients without a linear programme or a rounded number.

    Directions of separation are a pointed cone: sums of its edges. Each edge is at a right angle to
    rows of rank one less than the columns, so that those rows and its sign determine it.
    """
    signed = [[v if is_so else -v for v in row] for row, is_so in zip(design, present, strict=True)]
    columns = len(design[0])
    infinite = [False] * columns
    for chosen in combinations({tuple(row) for row in signed}, columns - 1):
        edge = null_vector([list(row) for row in chosen], columns)
        for sign in (1, -1) if edge else ():
            margins = [sum(sign * d * v for d, v in zip(edge, row, strict=True)) for row in signed]
            if min(margins) >= 0:
                infinite = [was or d != 0 for was, d in zip(infinite, edge, strict=True)]
    return infinite


def null_vector(rows: list[list[int]], columns: int) -> list[Fraction]:
    """Return the one direction at a right angle to all rows, or nothing where there are several."""
    held = [[Fraction(v) for v in row] for row in rows]
    pivots: list[int] = []
    for column in range(columns):
        at = next((i for i in range(len(pivots), len(held)) if held[i][column]), None)
        if at is None:
            continue
        top = len(pivots)
        held[top], held[at] = held[at], held[top]
        held[top] = [v / held[top][column] for v in held[top]]
        for i, row in enumerate(held):
            if i != top:
                held[i] = [v - row[column] * t for v, t in zip(row, held[top], strict=True)]
        pivots.append(column)
    free = [column for column in range(columns) if column not in pivots]
    if len(free) != 1:
        return []
    edge = [Fraction(0)] * columns
    edge[free[0]] = Fraction(1)
    for row, pivot in zip(held, pivots, strict=False):
        edge[pivot] = -row[free[0]]
    return edge


@st.composite
def small_data(draw: st.DrawFn) -> tuple[list[list[int]], list[bool]]:
    columns = draw(st.integers(1, 4))
    value = st.integers(-3, 3) if draw(st.booleans()) else st.integers(0, 1)
    row = st.tuples(st.just(1), *[value] * (columns - 1))
    rows = draw(st.lists(st.tuples(row, st.booleans()), min_size=columns, max_size=12))
    return [list(x) for x, _ in rows], [is_so for _, is_so in rows]


@pytest.mark.once
@settings(max_examples=300)
@given(small_data())
def test_it_is_what_whole_number_geometry_finds(data: tuple[list[list[int]], list[bool]]) -> None:
    design, present = data
    matrix = np.array(design, dtype=float)
    assume(np.linalg.matrix_rank(matrix) == matrix.shape[1])  # others are found before
    found = infinite_coefficients(matrix, np.array(present))
    assert found.tolist() == exact_infinite(design, present)


def test_endometrial_cancer() -> None:
    low, high = (
        np.array([row.split() for row in text.split(",")], dtype=float)
        for text in (LOW_GRADE, HIGH_GRADE)
    )
    assert (len(low), len(high)) == (49, 30)
    covariates = np.vstack([low, high])
    design = np.column_stack([np.ones(79), (covariates - covariates.mean(0)) / covariates.std(0)])
    found = infinite_coefficients(design, np.arange(79) >= 49)
    # centred, so that the intercept is that of a woman with average NV, which is infinite too
    assert found.tolist() == [True, True, False, False]
    assert infinite_coefficients(
        np.column_stack([np.ones(79), covariates / [1, 10, 100]]), np.arange(79) >= 49
    ).tolist() == [False, True, False, False]


def test_one_row_among_many_decides() -> None:
    """The programme starts with a few rows; those that break its answer have to join."""
    x = np.linspace(-1.7, 1.7, 40 * BATCH)
    design, present = np.column_stack([np.ones(len(x)), x]), x > 0
    assert infinite_coefficients(design, present).all()
    present[-1] = False
    assert not infinite_coefficients(design, present).any()


def test_an_overlap_far_below_a_spread_is_seen() -> None:
    x = np.array([-1.0, 1e-6, 0.0, 1.0])
    design = np.column_stack([np.ones(4), x])
    assert not infinite_coefficients(design, np.array([False, False, True, True])).any()
    assert infinite_coefficients(design, np.array([False, True, False, True])).tolist() == [
        True,
        True,
    ]
