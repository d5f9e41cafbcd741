"""`als.cox`: what it takes, what it refuses, and that its answers are those of the functions."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest

import alsstats as als
from alsstats.prognosis.baseline import predicted_survival
from alsstats.prognosis.coding import Category
from alsstats.prognosis.regression import fit_cox
from alsstats.prognosis.robust import robust_covariance
from tests.golden import rows
from tests.golden.cox import random_sets
from tests.golden.design import LUNG, golden
from tests.prognosis.test_against_r import golden as of_lung

NAMES = ("age", "sex", "ph_ecog")
FRAME = pd.DataFrame({name: LUNG[name] for name in ("time", "event", "inst", *NAMES)})
SMALL = {"time": [1, 1, 6, 6, 8, 9], "event": [1, 0, 1, 1, 0, 1]}
X = [1.0, 1, 1, 0, 0, 0]


def lung(covariates: Any, **asked: Any) -> als.Cox:
    return als.cox(time=FRAME["time"], event=FRAME["event"], covariates=covariates, **asked)


MATRIX = FRAME[list(NAMES)].to_numpy()


@pytest.mark.parametrize(
    "covariates",
    [
        FRAME[list(NAMES)],
        {name: LUNG[name] for name in NAMES},
        {name: LUNG[name].tolist() for name in NAMES},
        {name: FRAME[name] for name in NAMES},
        pl.DataFrame({name: LUNG[name] for name in NAMES}),
        FRAME[list(NAMES)].astype("Int64"),
        als.design_matrix(FRAME, list(NAMES)),
        als.design_matrix(FRAME, "age, sex, ph_ecog"),
        MATRIX,
        MATRIX.tolist(),
        MATRIX.astype(int),
        np.asfortranarray(MATRIX),
    ],
    ids=lambda held: type(held).__name__,
)
def test_covariates_come_in_many_kinds(covariates: Any) -> None:
    model = lung(covariates)
    fit = fit_cox(model.times, MATRIX, NAMES)
    assert list(model.coefficients.values()) == fit.coefficients.tolist()
    named = hasattr(covariates, "columns") or isinstance(covariates, dict)
    assert tuple(model.coefficients) == (NAMES if named else ("x1", "x2", "x3"))


def test_one_column_is_a_covariate_too() -> None:
    assert lung(LUNG["age"]).coefficients.keys() == {"x1"}
    assert lung(FRAME["age"]).coefficients.keys() == {"age"}
    assert lung(FRAME[["age"]]).coefficients.keys() == {"age"}


def test_it_agrees_with_r() -> None:
    """R of 227 rows; the estimates are good to 1e-8 of max(|b|, SE)."""
    data = [line for line in rows("lung.csv") if line["ph_ecog"] != "NA"]
    columns = {
        name: np.array([float(line[name]) for line in data]) for name in ("time", "event", *NAMES)
    }
    frame = pd.DataFrame(columns).rename(columns={"ph_ecog": "ph.ecog"})
    for ties in ("efron", "breslow", "exact"):
        model = als.cox(
            time=frame["time"],
            event=frame["event"],
            covariates=frame[["age", "sex", "ph.ecog"]],
            ties=ties,
        )
        case = f"lung_age_sex_ecog_{ties}"
        assert model.coefficients == pytest.approx(of_lung(case, "coef"), rel=1e-8)
        assert model.std_errors == pytest.approx(of_lung(case, "se"), rel=1e-8)
        assert model.log_likelihood == pytest.approx(of_lung(case, "loglik")[""], rel=1e-11)
        assert (model.n, model.events) == (227, 164)


def test_every_random_data_set_goes_through_the_front_door() -> None:
    """Times, entries, strata and frequencies reach the fit, and give what R gives."""
    expected: dict[str, list[str]] = {}
    for line in rows("cox_terms.csv"):
        if line["ties"] == "efron":
            expected.setdefault(line["case"], []).append(line["coefficient"])
    for case, data in random_sets().items():
        columns = {"strata" if name == "stratum" else name: x for name, x in data.columns.items()}
        model = als.cox(**columns, covariates=data.covariates)
        b, errors = np.array(expected.pop(case), dtype=float), np.sqrt(np.diag(model.covariance))
        found = np.array(list(model.coefficients.values()))
        assert (np.abs(found - b) < 1e-8 * np.maximum(np.abs(b), errors)).all()
    assert not expected


def test_columns_of_categories_are_compared_with_their_first() -> None:
    certain = FRAME[FRAME["ph_ecog"] < 3]
    ecog = pd.Categorical(certain["ph_ecog"].astype(int).astype(str), ["1", "0", "2", "9"])
    frame = certain.assign(ecog=ecog)
    model = als.cox(time=frame["time"], event=frame["event"], covariates=frame[["age", "ecog"]])
    expected = golden("category", "coef")
    assert model.coefficients == pytest.approx(
        {"age": expected["age"], "ecog = 0": expected["ecog0"], "ecog = 2": expected["ecog2"]},
        rel=1e-8,
    )
    answer = model.summary()
    assert {row.comparison for row in answer.rows if row.statistic == "hazard_ratio"} == {None, "1"}
    assert [note.code for note in answer.notes] == ["empty_level"]
    same = Category(np.asarray(ecog.codes), ("1", "0", "2", "9"), "1")
    again = als.cox(
        time=frame["time"], event=frame["event"], covariates={"age": frame["age"], "ecog": same}
    )
    assert again.coefficients == model.coefficients


@pytest.mark.parametrize(
    "column",
    [
        pd.Series(list("abaabb")),
        pd.Series(list("101100")),
        np.array(list("abaabb")),
        list("101100"),
        pl.Series(list("abaabb")),
        pl.Series(list("abaabb"), dtype=pl.Categorical),
        pd.Series(pd.date_range("2020", periods=6)),
        [1, 0, "1", None, 0, 0],
    ],
    ids=lambda held: f"{type(held).__name__} {getattr(held, 'dtype', '')}",
)
def test_what_is_not_numbers_is_refused(column: Any) -> None:
    with pytest.raises(als.UsageError, match="'x' is not a column of numbers") as caught:
        als.cox(**SMALL, covariates={"x": column})
    assert "pandas.Categorical" in caught.value.fix


@pytest.mark.parametrize(
    ("covariates", "says"),
    [
        ([["a"]] * 6, "must be a matrix of numbers"),
        (np.zeros((6, 1, 1)), "must be a matrix of numbers"),
        ([[1, 2], [3]], "must be a matrix of numbers"),
        (3, "must be a matrix of numbers"),
        ({"x": np.zeros((6, 2))}, "'x' is not a column of numbers"),
        ({"x": X, "y": X[:5]}, "columns of one length"),
        ({}, "columns of one length"),
        (pd.DataFrame([[1, 2]] * 6, columns=["x", "x"]), "two covariates have one name"),
        ({1: X, "1": X}, "two covariates have one name"),
        (X[:5], "a row for each time"),
        (pd.Series(pd.Categorical([None] * 6)).to_frame("x"), "there is none"),
        ({"x": pd.Categorical([1, "1", 1, 1, 1, 1])}, "one name"),
    ],
)
def test_covariates_that_do_not_fit_are_refused(covariates: Any, says: str) -> None:
    with pytest.raises(als.UsageError, match=says):
        als.cox(**SMALL, covariates=covariates)


@pytest.mark.parametrize(
    "made",
    [
        lambda frame: frame,
        lambda frame: {name: frame[name] for name in frame},
        lambda frame: frame.astype("Int64"),
        lambda frame: frame.assign(b=pd.Categorical(frame["b"])),
        lambda frame: als.design_matrix(frame, "a, b"),
    ],
)
def test_nobody_is_dropped_for_a_missing_covariate(made: Callable[[pd.DataFrame], Any]) -> None:
    frame = pd.DataFrame({"a": [1, None, 0, 1, 0, 1], "b": [1, None, None, 0, 1, 0]})
    with pytest.raises(als.UsageError) as caught:
        als.cox(**SMALL, covariates=made(frame))
    assert caught.value.found == ("a: 1 of 6 rows", "b: 2 of 6 rows")


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"event": [1, 2, 1, 1, 2, 1]}, "event must be 0"),
        ({"event": [1, 1, 6, 6, 8, 9]}, "event must be 0"),
        ({"event": [3.5, 1, 6, 2, 8, 9, 7][:6]}, "event must be 0"),
        ({"event": pd.Series([1, None, 0, 1, 1, 0])}, "event must be known"),
        ({"event": ["died"] * 6}, "event must hold numbers"),
        ({"time": [1, None, 6, 6, 8, 9]}, "time must be known"),
        ({"time": [-1, 1, 6, 6, 8, 9]}, "time must not be negative"),
        ({"entry": [1, 0, 0, 0, 0, 0]}, "entry must be before"),
        ({"frequency": [0.5, 1, 1, 1, 1, 1]}, "frequency must be whole"),
        ({"strata": ["a", None, "b", "a", "a", "b"]}, "strata must be known"),
        ({"cluster": [1, np.nan, 2, 2, 3, 3]}, "cluster must be known"),
        ({"cluster": ["one"] * 6}, "one cluster does not show"),
        ({"ties": "discrete"}, "'discrete' is not a way"),
        ({"ties": "exact", "firth": True}, "Firth's likelihood needs"),
        ({"cluster": X, "firth": True}, "needs the partial likelihood"),
        ({"cluster": X, "ties": "exact"}, "needs the partial likelihood"),
    ],
)
def test_what_cannot_be_understood_is_refused(wrong: dict[str, Any], says: str) -> None:
    with pytest.raises(als.UsageError, match=says):
        als.cox(**(SMALL | {"covariates": X} | wrong))


@pytest.mark.parametrize("name", ["time", "event", "entry", "strata", "frequency", "cluster"])
def test_rows_of_other_patients_are_refused(name: str) -> None:
    columns = {
        "time": [2, 3, 6, 6, 8, 9],
        "event": SMALL["event"],
        "entry": [0, 1, 0, 0, 1, 0],
        "strata": [1, 1, 1, 2, 2, 2],
        "frequency": [1] * 6,
        "cluster": [1, 2, 3, 1, 2, 3],
    }
    frame = pd.DataFrame(columns | {"x": [1.0, 2, 0, 1, 0, 3]})
    turned = frame.iloc[::-1]
    given = {key: frame[key] for key in columns} | {name: turned[name]}
    for covariates in (frame[["x"]], frame["x"], {"x": frame["x"]}, als.design_matrix(frame, "x")):
        with pytest.raises(als.UsageError, match="indices differ"):
            als.cox(**given, covariates=covariates)


def test_columns_of_other_frames_among_covariates_are_refused() -> None:
    x = pd.Series(X)
    with pytest.raises(als.UsageError, match="indices differ"):
        als.cox(**SMALL, covariates={"x": x, "y": x.iloc[::-1]})


def test_frames_of_any_index_are_taken_as_they_stand() -> None:
    frame = pd.DataFrame(SMALL | {"x": X}, index=list("fedcba"))
    model = als.cox(time=frame["time"], event=frame["event"], covariates=frame[["x"]])
    plain = als.cox(**SMALL, covariates=frame[["x"]])
    assert (
        model.coefficients
        == plain.coefficients
        == als.cox(**SMALL, covariates={"x": X}).coefficients
    )


def test_the_grammar_reaches_the_fit() -> None:
    design = als.design_matrix(FRAME, "sex, spline(age, 4)")
    model = lung(design)
    assert list(model.coefficients) == [
        "sex",
        "spline(age, 4) linear",
        "spline(age, 4) bend 1",
        "spline(age, 4) bend 2",
    ]
    assert list(model.coefficients.values()) == pytest.approx(
        list(golden("spline_4", "coef").values()), rel=1e-7
    )
    assert [note.code for note in model.summary().notes] == ["knots"]


def test_the_grammar_names_columns_that_are_there() -> None:
    with pytest.raises(als.UsageError, match="there is no covariate 'agee'") as caught:
        als.design_matrix(FRAME, "agee * sex")
    assert "did you mean 'age'" in str(caught.value)
    assert als.design_matrix(MATRIX, "x1 * x3").names == ("x1", "x3", "x1 * x3")


def test_frequencies_move_the_knots() -> None:
    n = 1 + (np.arange(1, len(FRAME) + 1) * 7) % 4
    design = als.design_matrix(FRAME, "spline(age, 4)", frequency=n)
    expected = list(golden("spline_4", "frequency_knot").values())
    assert design.splines["age"].knots == pytest.approx(expected)


def test_clusters_make_the_covariance_and_the_models_own_is_kept() -> None:
    plain = lung(FRAME[["age", "sex"]])
    model = lung(FRAME[["age", "sex"]], cluster=FRAME["inst"])
    robust = robust_covariance(plain.fit, cluster=LUNG["inst"])
    assert model.covariance.tolist() == robust.tolist()
    assert model.model_covariance.tolist() == plain.covariance.tolist()
    assert list(model.std_errors.values()) == np.sqrt(np.diag(robust)).tolist()
    ratios = [row for row in model.summary().rows if row.statistic in {"hazard_ratio", "wald"}]
    assert {row.method for row in ratios} == {"wald, clustered by cluster"}
    assert model.summary().notes[0].code == "few_clusters"
    assert model.clusters == len(set(LUNG["inst"]))


def test_clusters_where_an_estimate_is_infinite_have_no_standard_errors() -> None:
    model = als.cox(time=[1, 2, 3], event=[1, 0, 0], covariates=[1, 0, 0], cluster=[1, 2, 3])
    assert model.infinite == ("x1",)
    assert np.isnan(model.covariance).all()
    assert [note.code for note in model.summary().notes][-1] == "not_computed"
    assert model.summary().rows[0].method == "profile likelihood"


def test_a_fit_with_a_problem_returns_and_says_so() -> None:
    model = als.cox(time=SMALL["time"], event=[0] * 6, covariates={"x": X}, cluster=X)
    assert model.problem == "nobody died"
    assert (model.coefficients, model.std_errors, model.infinite) == ({}, {}, ())
    assert np.isnan(model.log_likelihood)
    answer = model.summary()
    assert answer.rows == ()
    assert answer.notes[0].text == "Cox's model was not computed: nobody died"
    assert answer.notes[0].code == "not_computed"
    assert "nobody died" in repr(model)
    with pytest.raises(als.UsageError, match="no estimate"):
        model.baseline()


def test_firths_estimates_are_finite() -> None:
    """Heinze and Schemper's two patients: the hazard ratio is 3."""
    model = als.cox(time=[1, 2], event=[1, 0], covariates=[1, 0], firth=True)
    assert model.coefficients["x1"] == pytest.approx(np.log(3), abs=1e-9)
    _, profile, test, *_ = model.summary().rows
    assert profile.p_value == pytest.approx(0.4694594, abs=1e-7)
    assert test.method == "firth, likelihood ratio"


def test_the_summary_is_an_answer() -> None:
    answer = lung(FRAME[list(NAMES)]).summary(level=0.9)
    assert answer.title == "Cox's model: 226 rows, 163 deaths"
    assert answer.level == 0.9
    assert {row.model for row in answer.rows} == {"adjusted"}
    assert {row.model for row in lung(FRAME[["age"]]).summary().rows} == {"univariable"}
    assert answer.provenance["model"]["ties"] == "efron"
    frame = answer.to_pandas()
    assert frame["n"].unique().tolist() == [226]


@pytest.mark.parametrize("ties", ["efron", "breslow"])
def test_residuals_are_those_of_r(ties: str) -> None:
    """Nine digits are kept of R's residuals."""
    data = random_sets()
    expected: dict[tuple[str, str], dict[tuple[str, str], float]] = {}
    for line in rows("cox_residuals.csv"):
        if line["ties"] == ties:
            held = expected.setdefault((line["case"], line["kind"]), {})
            held[line["term"], line["row"]] = float(line["value"])
    assert expected
    for (case, kind), values in expected.items():
        columns = data[case].columns
        model = als.cox(
            time=columns["time"],
            event=columns["event"],
            entry=columns["entry"],
            strata=columns["stratum"],
            covariates=data[case].covariates,
            ties=ties,
        )
        found = model.residuals(kind)
        flat = found.matrix.T.ravel()
        assert flat.tolist() == pytest.approx(list(values.values()), rel=1e-7, abs=1e-8), case
        names = (kind,) if kind in {"martingale", "deviance"} else model.fit.names
        assert found.names == names
        assert len(found.rows) == len(found.matrix)


def test_dfbeta_is_how_far_the_estimate_moves() -> None:
    model = lung(FRAME[list(NAMES)])
    dfbeta = model.residuals("dfbeta").matrix
    assert dfbeta.T @ dfbeta == pytest.approx(robust_covariance(model.fit), rel=1e-10)
    without = FRAME.drop(index=0)
    again = als.cox(time=without["time"], event=without["event"], covariates=without[list(NAMES)])
    for j, name in enumerate(NAMES):
        moved = model.coefficients[name] - again.coefficients[name]
        # of the first order in 1/n: what is left is a share of it, and a small one of the error
        assert abs(moved - dfbeta[0, j]) < 1e-3 * model.std_errors[name]


def test_other_residuals_are_refused() -> None:
    with pytest.raises(als.UsageError, match="'pearson'"):
        lung(LUNG["age"]).residuals("pearson")


def test_survival_is_predicted_by_name() -> None:
    model = lung(FRAME[list(NAMES)])
    wanted = {"sex": 2, "age": 60, "ph_ecog": 1}
    expected = predicted_survival(model.fit, model.times, [60, 2, 1], level=0.9)
    found = model.predict(wanted, level=0.9)
    assert all((a == b).all() for a, b in zip(found, expected, strict=True))
    base = predicted_survival(model.fit, model.times, [0, 0, 0])
    assert all((a == b).all() for a, b in zip(model.baseline(), base, strict=True))
    with pytest.raises(als.UsageError, match="needs a value"):
        model.predict({"sex": 2, "age": 60})


def test_survival_is_predicted_by_stratum() -> None:
    sex = FRAME["sex"].map({1.0: "male", 2.0: "female"})
    model = lung(FRAME[["age"]], strata=sex)
    assert model.strata == ("female", "male")
    expected = predicted_survival(model.fit, model.times, [60], stratum=1)
    assert (model.predict({"age": 60}, "male").survival == expected.survival).all()
    for stratum in (None, "other"):
        with pytest.raises(als.UsageError, match="stratum must be one of"):
            model.predict({"age": 60}, stratum)
    with pytest.raises(als.UsageError, match="stratum must be one of"):
        lung(FRAME[["age"]]).baseline("male")


def test_predictions_of_a_spline_and_a_category() -> None:
    certain = FRAME[FRAME["ph_ecog"] < 3]
    frame = certain.assign(
        ecog=pd.Categorical(certain["ph_ecog"].astype(int).astype(str), ["1", "0", "2"])
    )
    design = als.design_matrix(frame, "spline(age, 3), ecog * sex")
    model = als.cox(time=frame["time"], event=frame["event"], covariates=design)
    found = model.predict({"age": frame["age"].iloc[3], "ecog": "1", "sex": 1})
    row = design.matrix[3]
    assert (frame["ecog"].iloc[3], frame["sex"].iloc[3]) == ("1", 1)
    expected = predicted_survival(model.fit, model.times, row)
    assert (found.survival == expected.survival).all()


def test_it_is_shown_in_a_line() -> None:
    shown = repr(lung(FRAME[["age"]]))
    assert shown == "<Cox: 226 rows, 163 deaths; age: 0.01888>"
