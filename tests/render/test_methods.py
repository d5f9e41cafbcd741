"""The methods paragraph names what the rows were made by, all of it and nothing else."""

import re
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

import alsstats as als
from alsstats.render.methods import SAYINGS
from alsstats.render.methods.references import numbered, works
from alsstats.render.methods.saying import parts
from alsstats.result import Result, Row

SAMPLES = Path(__file__).parents[2] / "sample_data"
# What a reader looks for in the text, for each part of a method that rows can have. Written here by
# hand, and not read from the tables of words.
WITNESS = {
    "wilson": "Wilson's score method",
    "clopper-pearson": "Clopper and Pearson",
    "mid-p": "the exact method with mid-p",
    "blaker": "Blaker",
    "jeffreys": "Jeffreys",
    "agresti-coull": "Agresti and Coull",
    "+0.5": "0.5 was added to all four cells",
    "as counted": "without the 0.5",
    "bayes": "likelihood ratios (logit limits)",
    "range": "are given as a range",
    "conditional exact": "conditional maximum-likelihood",
    "fisher exact": "Fisher's exact test",
    "cochran-armitage": "Cochran-Armitage",
    "cochran-armitage exact": "also tested exactly",
    "mantel-haenszel": "Mantel and Haenszel",
    "tarone": "Breslow and Day's test with Tarone's",
    "standardised": "(standardisation)",
    "mcnemar exact": "McNemar's exact test",
    "mcnemar mid-p": "McNemar's test with mid-p",
    "tango": "Tango's score limits",
    "newcombe paired": "Newcombe's limits for pairs",
    "delong": "DeLong",
    "mann-whitney": "Mann and Whitney's test, corrected",
    "mann-whitney exact": "Mann and Whitney's exact test",
    "bonett-wright": "Bonett and Wright",
    "type 7": "quartiles are of type 7",
    "kruskal-wallis": "Kruskal and Wallis",
    "welch": "Welch's test",
    "kaplan-meier": "Kaplan and Meier's method",
    "restricted mean": "Restricted mean survival time",
    "log-rank": "log-rank test",
    "within sex": "compared within sex",
    "firth": "Firth's penalised likelihood",
    "profile likelihood": "the profile likelihood",
    "clustered by centre": "by clusters of centre",
    "likelihood ratio": "tested by the likelihood ratio",
    "score": "Grambsch and Therneau",
    "harrell": "Harrell's concordance",
    "exact refits": "left out in turn",
    "conditional Kendall's tau": "Kendall's tau",
    "hanley-newcombe": "one group lies above the other",
}
OF_STATISTICS = {
    "hazard_ratio": "Cox's model",
    "diagnostic_odds_ratio": "Woolf's",
    "lr_positive": "LR+ and LR-",
    "youden": "Youden's index",
    "prevalence_ratio": "Ratios of prevalences",
    "chi_squared": "chi-squared test, without continuity correction",
    "median_follow_up": "reverse Kaplan-Meier",
    "median_survival": "Median survival has",
    "standardised_mean_difference": "standardised mean differences",
    "mean": "Means are given",
    "aic": "Akaike",
    "time_ratio": "accelerated failure time",
    "constant_hazard_ratio": "to differ between periods",
    "sensitivity_difference": "Two signs were compared",
    "scanned": "The scanned are",
}


def of_cohort() -> dict[str, Result]:
    with als.read(SAMPLES / "cohort.csv") as cohort:
        pair = [("flair_swi", "flair_cst")]
        return {
            "accuracy": als.accuracy(cohort, signs="flair_swi", compare=pair, prevalence=0.05),
            "policy": als.accuracy(cohort, signs="snake_eyes", indeterminate="worst"),
            "strata": als.accuracy(cohort, signs="flair_swi", strata="centre", interval="blaker"),
            "prevalence": als.prevalence(
                cohort, by="el_escorial", findings=["t2_cst", "snake_eyes"], with_="alsfrs_r"
            ),
            "adjusted": als.prevalence(
                cohort, by="el_escorial", findings="t2_cst", strata="centre",
                adjust="age_at_onset", p_adjust="bh",
                merge={"late": ["definite", "probable"],
                       "early": ["probable laboratory-supported", "possible"]},
            ),
            "table one": als.describe(
                cohort, by="centre", columns=["age_at_onset", "sex", "dfs"], mean="dfs",
                against="A", p_values=True,
            ),
            "exclusion": als.exclusion(cohort, shows={"demyelination": ["MS"]}),
            "survival": als.survival(cohort, adjust=["age_at_onset"], split=[12], strata="sex"),
            "clusters": als.survival(cohort, group="bulbar_onset", cluster="centre"),
            "firth": als.survival(
                cohort, group="bulbar_onset", adjust=["spline(age_at_onset, 4)"], firth=True,
                among={"diagnosis": "ALS", "centre": "C"},
            ),
            "exact": als.survival(cohort, ties="exact", parametric=True, group="bulbar_onset"),
        }  # fmt: skip


def of_other_data() -> dict[str, Result]:
    with als.read(SAMPLES / "visits.csv") as visits:
        held = {"tango": als.prevalence(visits, paired="visit", findings="t2_cst")}
        held["newcombe"] = als.prevalence(
            visits, paired="visit", findings="t2_cst", paired_limits="newcombe"
        )
    with als.read(SAMPLES / "intervals.csv") as intervals:
        held["intervals"] = als.survival(intervals)
    people = pd.read_csv(SAMPLES / "cohort.csv").query("diagnosis == 'ALS'")
    since = people["onset_to_mri_months"] + people["months_from_mri"]
    with als.read(people.assign(months_from_onset=since)) as late:
        said = {"time": "months_from_onset", "entry": "onset_to_mri_months"}
        held["entry"] = als.survival(late, group="snake_eyes", **said)
    ranks = pd.DataFrame({"t2_cst": [0, 0, 0, 1, 1, 1], "score": [1, 2, 3, 4, 5, 6.5]})
    with als.read(ranks) as apart:
        held["ranks"] = als.prevalence(apart, by=[], findings="t2_cst", with_="score")
    columns = {"time": people["months_from_mri"], "event": people["death"]}
    held["columns"] = als.cox(
        **columns, covariates=people[["bulbar_onset"]], ties="breslow"
    ).summary()
    for name in ("clopper-pearson", "mid-p", "jeffreys", "agresti-coull"):
        held[name] = als.calc(tp=8, fp=0, fn=6, tn=40, interval=name, level=0.9)
    held["given"] = als.calc(sens=0.7, spec=0.81, prevalence=0.1)
    return held


@pytest.fixture(scope="module")
def results() -> dict[str, Result]:
    return of_cohort() | of_other_data()


def test_the_results_hold_every_witness(results: dict[str, Result]) -> None:
    held = {part for result in results.values() for row in result.rows for part in parts(row)}
    assert sorted(set(WITNESS) - held) == []


def has_only_undefined(row: Row) -> bool:
    """Tell whether every number of a row is nan, and none is there."""
    numbers = pd.Series([row.estimate, row.conf_low, row.conf_high, row.p_value], dtype=object)
    return numbers.isna().all() and any(number is not None for number in numbers)


def test_what_could_not_be_computed_is_no_method(results: dict[str, Result]) -> None:
    assert "Grambsch" not in results["firth"].methods()  # whose residuals are of another model
    people = pd.read_csv(SAMPLES / "cohort.csv").query("diagnosis == 'ALS'").assign(death=0)
    with als.read(people) as cohort:
        text = als.survival(cohort, group="t2_cst", landmarks=[12]).methods()
    assert "Nobody had the event (column death): all were censored when last seen." in text
    assert "log-rank" not in text
    assert "Kaplan and Meier" in text


def test_a_method_is_in_the_text_where_it_is_in_the_rows_and_nowhere_else(
    results: dict[str, Result],
) -> None:
    for name, result in results.items():
        text = result.methods().partition("\nReferences\n")[0]
        numbers = [row for row in result.rows if not has_only_undefined(row)]
        held = {part for row in numbers for part in parts(row)}
        for part, words in WITNESS.items():
            assert (words in text) == (part in held), f"{name}: {part}"
        statistics = {row.statistic for row in numbers}
        for statistic, words in OF_STATISTICS.items():
            assert (words in text) == (statistic in statistics), f"{name}: {statistic}"


def test_words_are_known_for_every_method(results: dict[str, Result]) -> None:
    for name, result in results.items():
        assert "by the method '" not in result.methods(), name


def test_works_are_numbered_in_the_order_of_the_text(results: dict[str, Result]) -> None:
    for name, result in results.items():
        text, _, listed = result.methods().partition("\n\nReferences\n")
        marks = [int(n) for found in re.findall(r"\[([\d, ]+)\]", text) for n in found.split(", ")]
        lines = listed.splitlines()
        assert list(dict.fromkeys(marks)) == list(range(1, len(lines) + 1)), name
        assert [line.partition(".")[0] for line in lines] == [str(n + 1) for n in range(len(lines))]
        assert "@" not in text


def test_every_work_is_cited_and_is_the_one_that_the_code_names() -> None:
    """Docstrings name most sources by year, volume and first page: `1927;22:209`."""
    source = "".join(
        path.read_text(encoding="utf-8") for path in Path(als.__file__).parent.rglob("*.py")
    )
    cited = set(re.findall(r"@(\w+)", source))
    docstrings = re.sub(r"\s+", " ", source)
    named = 0
    for name, work in works().items():
        assert name in cited, name
        assert (work.author, work.title, work.journal) > ("", "", ""), name
        where = rf"{work.year};(?:\s?){work.volume}[:;]\s?{work.pages.partition('-')[0]}\b"
        named += bool(work.pages and re.search(where, docstrings))
    assert named >= 56  # of 62; the others are books, or are named by author and year


def test_what_was_asked_is_in_the_text(results: dict[str, Result]) -> None:
    for name, wanted in {
        "accuracy": ["diagnosis of ALS", "mimics (Kennedy disease", "flair_swi is flair_cst and",
                     "not read were left out", "prevalence of 5 %"],
        "policy": ["counted against the sign"],
        "strata": ["Homogeneity of sensitivity and specificity over centre"],
        "prevalence": ["Levels of el_escorial: definite, probable", "Holm's method"],
        "adjusted": ["late (definite and probable)", "adjusted for age_at_onset", "Benjamini"],
        "survival": ["in months from the MRI (column months_from_mri)", "The event was death",
                     "adjusted for age_at_onset", "each stratum of sex", "0 to 12 and after 12",
                     "Efron's method"],
        "intervals": ["at risk from start on (left truncation)", "267 intervals"],
        "firth": ["splines are restricted cubic"],
        "exact": ["treated exactly", "weibull", "Akaike"],
        "columns": ["Breslow's method"],
        "given": ["taken as given", "prevalence of 10 %"],
        "jeffreys": ["90 % confidence limits"],
    }.items():  # fmt: skip
        text = results[name].methods()
        assert [words for words in wanted if words not in text] == [], name
        assert f"alsstats {als.__version__}" in text


def test_a_method_that_nobody_knows_is_named_as_it_is() -> None:
    row = Row(statistic="sensitivity", estimate=0.5, method="crystal\x1bball")
    text = Result(title="", level=0.95, rows=(row,)).methods()
    assert text == "Sensitivity: by the method 'crystal\\x1bball'."


def test_a_name_that_looks_like_a_mark_is_a_name() -> None:
    assert (
        numbered("column [@nobody]; [@wilson, @nobody]") == "column [@nobody]; [@wilson, @nobody]"
    )
    row = Row(statistic="sensitivity", estimate=0.5, method="wilson")
    study = {"reference": {"column": "[@x]\n", "target": ["A"], "versus": {"B": ["B"]}}}
    result = Result(title="", level=0.95, rows=(row,), provenance={"study": study})
    assert "[@x]\\n" in result.methods()
    assert len(result.methods().partition("References")[0].splitlines()) == 2


def test_an_empty_answer_has_nothing_to_say() -> None:
    assert Result(title="", level=0.95).methods() == ""


def test_the_words_say_nothing_of_rows_that_are_not_there(results: dict[str, Result]) -> None:
    """Rows of one statistic give the sentences of these, and those of who was asked only."""
    result = results["survival"]
    curves = tuple(row for row in result.rows if row.statistic == "survival_at")
    text = replace(result, rows=curves, notes=()).methods()
    assert "Kaplan and Meier" in text
    for words in ("Cox's model", "log-rank", "Median", "Restricted", "concordance"):
        assert words not in text
    assert len({saying.words for saying in SAYINGS if isinstance(saying.words, str)}) > 40
