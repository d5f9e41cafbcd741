"""Design matrices: categories, interactions and splines, against R and by hand."""

import numpy as np
import pytest

from alsstats.errors import EstimateError, UsageError
from alsstats.prognosis.coding import Category
from alsstats.prognosis.design import design_of
from alsstats.prognosis.patient_row import row_of
from alsstats.prognosis.splines import knots_of, spline_columns, weighted_quantiles
from alsstats.prognosis.terms import parse_terms
from tests.golden.design import LUNG, golden

CENTRE = Category(np.array([0, 1, 3, 1, 0]), ("A", "B", "C", "D"), "B")
SIGN = Category(np.array([0, 1, 0, 1, 1]), ("absent", "present"), "absent")
AGE = np.array([50.0, 60.0, 55.0, 40.0, 70.0])
COVARIATES = {"centre": CENTRE, "sign": SIGN, "age": AGE}


def made(text: str):
    return design_of(COVARIATES, parse_terms(text))


def test_a_category_has_a_column_a_level_against_the_named_one() -> None:
    design = made("centre")
    assert design.matrix.tolist() == [[1, 0], [0, 0], [0, 1], [0, 0], [1, 0]]
    assert design.columns == (("centre", "A", "B"), ("centre", "D", "B"))
    assert design.names == ("centre = A", "centre = D")
    assert design.empty == (("centre", "C", "B"),)
    (term,) = design.terms
    assert (term.text, term.kind, term.df) == ("centre", "category", 2)


def test_terms_keep_their_order_and_know_their_columns() -> None:
    design = made("age, sign * centre")
    assert [(term.text, term.columns) for term in design.terms] == [
        ("age", slice(0, 1)),
        ("sign", slice(1, 2)),
        ("centre", slice(2, 4)),
        ("sign * centre", slice(4, 5)),
    ]
    assert [term.kind for term in design.terms] == ["number", "category", "category", "interaction"]


def test_an_interaction_of_a_number_and_a_category() -> None:
    design = made("age * centre")
    assert design.columns[3:] == (("age * centre", "A", "B"), ("age * centre", "D", "B"))
    assert design.matrix[:, 3].tolist() == [50, 0, 0, 0, 70]


def test_an_interaction_of_categories_leaves_out_combinations_of_nobody() -> None:
    design = made("sign * centre")
    assert design.columns[3:] == (("sign * centre", "present x A", "absent x B"),)
    assert design.matrix[:, 3].tolist() == [0, 0, 0, 0, 1]
    assert [column.name for column in design.empty] == [
        "centre = C",
        "sign * centre = present x C",
        "sign * centre = present x D",
    ]


def test_an_interaction_of_numbers_is_their_product() -> None:
    design = design_of({"a": AGE, "b": AGE - 50}, parse_terms("a * b"))
    assert design.matrix[:, 2].tolist() == (AGE * (AGE - 50)).tolist()
    assert design.columns[2] == ("a * b", None, None)


def test_the_order_of_rows_and_the_coding_of_levels_do_not_matter() -> None:
    order = np.array([3, 1, 4, 0, 2])
    turned = Category(3 - CENTRE.codes[order], ("D", "C", "B", "A"), "B")
    design = design_of({"centre": turned}, parse_terms("centre"))
    assert set(design.names) == set(made("centre").names)
    columns = [design.names.index(name) for name in made("centre").names]
    assert design.matrix[:, columns].tolist() == made("centre").matrix[order].tolist()


@pytest.mark.parametrize(
    ("covariate", "error", "says"),
    [
        (CENTRE._replace(reference="b"), UsageError, "did you mean 'B'|'b' is no level of 'x'"),
        (CENTRE._replace(reference="C"), EstimateError, "nobody has the level 'C' of 'x'"),
        (CENTRE._replace(codes=np.array([0, -1, 1, 1, 7])), UsageError, "must be known"),
        (CENTRE._replace(codes=np.ones(5, dtype=int)), EstimateError, "everybody has the same"),
        (np.array([1.0, np.nan, 2.0, np.inf, 3.0]), UsageError, "must be known"),
    ],
)
def test_covariates_that_cannot_be_columns_are_refused(covariate, error, says: str) -> None:
    with pytest.raises(error, match=says):
        design_of({"x": covariate}, parse_terms("x"))


def test_a_long_text_among_levels_is_not_echoed() -> None:
    name = "somebody's name and the street"
    covariate = CENTRE._replace(levels=("A", "B", name, "D"), reference="E")
    with pytest.raises(UsageError) as caught:
        design_of({"x": covariate}, parse_terms("x"))
    assert name not in str(caught.value)


def test_all_covariates_with_unknown_values_are_named_with_counts() -> None:
    covariates = {"a": np.array([1.0, np.nan]), "b": np.array([np.nan, np.nan]), "c": AGE[:2]}
    with pytest.raises(UsageError) as caught:
        design_of(covariates, parse_terms("a, b, c"))
    assert caught.value.found == ("a: 1 of 2 rows", "b: 2 of 2 rows")


def test_an_interaction_that_nobody_shows_is_refused() -> None:
    other = Category(1 - SIGN.codes, ("no", "yes"), "no")
    with pytest.raises(EstimateError, match="'sign \\* other'"):
        design_of({"sign": SIGN, "other": other}, parse_terms("sign * other"))


def test_a_spline_of_levels_is_refused() -> None:
    with pytest.raises(UsageError, match="'centre' has levels"):
        made("spline(centre, 3)")


def test_two_columns_of_one_name_are_refused() -> None:
    with pytest.raises(UsageError, match="one name"):
        design_of({"c": SIGN, "c = present": AGE}, parse_terms('c, "c = present"'))


def test_a_new_patient_has_the_row_of_one_analysed() -> None:
    design = made("spline(age, 3), sign * centre, age * sign")
    for i in range(5):
        values = {
            "age": AGE[i],
            "sign": SIGN.levels[SIGN.codes[i]],
            "centre": CENTRE.levels[CENTRE.codes[i]],
        }
        assert row_of(design, values).tolist() == design.matrix[i].tolist()


@pytest.mark.parametrize(
    ("values", "error", "says"),
    [
        ({"sign": "present"}, UsageError, "needs a value"),
        ({"sign": "present", "centre": "A", "age": 1}, UsageError, "needs a value"),
        ({"sign": "yes", "centre": "A"}, UsageError, "no such level of 'sign'"),
        ({"sign": "present", "centre": "C"}, EstimateError, "nobody analysed is in 'centre = C'"),
        ({"sign": "present", "centre": "D"}, EstimateError, "present x D"),
    ],
)
def test_a_new_patient_unlike_all_analysed_is_refused(values, error, says: str) -> None:
    with pytest.raises(error, match=says):
        row_of(made("sign * centre"), values)


def test_a_text_for_a_number_is_refused() -> None:
    with pytest.raises(UsageError, match="'age' is a number"):
        row_of(made("age"), {"age": "old"})


@pytest.mark.parametrize("count", [3, 4, 5])
def test_knots_and_columns_of_splines_agree_with_r(count: int) -> None:
    """R's quantiles and Hmisc's basis; 12 digits are kept of them."""
    case = f"spline_{count}"
    design = design_of({"age": LUNG["age"]}, parse_terms(f"spline(age, {count})"))
    knots = design.splines["age"].knots
    assert knots == pytest.approx(list(golden(case, "knot").values()), rel=1e-11)
    many = 1 + (np.arange(1, len(LUNG["age"]) + 1) * 7) % 4
    weighted = knots_of(LUNG["age"], many.astype(float), count, "age")
    assert weighted == pytest.approx(list(golden(case, "frequency_knot").values()), rel=1e-11)
    for j in range(count - 1):
        expected = golden(case, f"column_{j + 1}")
        found = spline_columns(np.array(list(map(float, expected))), knots)[j]
        assert found.tolist() == pytest.approx(list(expected.values()), rel=1e-10, abs=1e-11)


@pytest.mark.parametrize("count", [3, 4, 5])
def test_a_spline_is_straight_below_the_first_and_above_the_last_knot(count: int) -> None:
    knots = tuple(np.array([1.0, 4.0, 6.0, 7.0, 11.0])[:count])
    for ends in (np.linspace(-9, 1, 6), np.linspace(knots[-1], 90, 6)):
        for column in spline_columns(ends, knots):
            assert np.abs(np.diff(column, 2)).max() < 1e-9 * max(1, np.abs(column).max())


def test_frequencies_are_rows_and_zero_is_nobody() -> None:
    n = np.array([3.0, 0.0, 1.0, 4.0, 2.0])
    rows = np.repeat(AGE, n.astype(int))
    assert weighted_quantiles(AGE, n, (0.05, 0.5, 0.9)) == pytest.approx(
        np.quantile(rows, (0.05, 0.5, 0.9)), rel=1e-15
    )
    design = design_of({"age": AGE}, parse_terms("spline(age, 3)"), frequency=n)
    assert design.splines["age"].median == np.median(rows)
    assert (design.splines["age"].least, design.splines["age"].most) == (40.0, 70.0)


def test_frequencies_that_are_not_whole_have_no_quantiles() -> None:
    with pytest.raises(UsageError, match="whole"):
        weighted_quantiles(AGE, np.full(5, 0.5), (0.5,))


@pytest.mark.parametrize("apart", [0.0, 1e-13])
def test_knots_that_coincide_are_a_named_error(apart: float) -> None:
    ages = np.array([60.0] * 8 + [60.0 + apart] * 8 + [70.0, 80.0])
    with pytest.raises(EstimateError, match="'age' with 4 knots") as caught:
        knots_of(ages, None, 4, "age")
    assert "60, 60" in str(caught.value)
