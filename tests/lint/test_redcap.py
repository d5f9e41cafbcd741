"""A column of an export that has several rows a patient is named where a question needs it."""

import alsstats as als
from tests.cohort.redcap_project import Line, Opened, dictionary, export
from tests.lint.conftest import Write

LINES = [
    Line("study_no", "intake", "text", "Study number"),
    Line("diagnosis", "intake", "text", "Final diagnosis"),
    Line("flair_cst", "mri", "radio", "FLAIR", "1, Yes | 0, No"),
]
EVENTS = {"baseline": ("intake",), "first": ("mri",), "second": ("mri",)}


def test_a_column_that_the_rule_leaves_open_is_an_error(write: Write) -> None:
    patients = {}
    for name, diagnosis, present in (("a", "ALS", "1"), ("b", "MMN", "0")):
        read = [Opened("mri", {"flair_cst": present}, event=when) for when in ("first", "second")]
        intake = Opened("intake", {"diagnosis": diagnosis}, event="baseline")
        patients[name] = [intake, *read]
    said = {"dictionary": str(write(dictionary(LINES), "dictionary.csv"))}
    path = write(export(LINES, patients, EVENTS, ()), "export.csv")
    found = als.check(path, pick="baseline", **said)
    [undecided] = found.problems
    assert (undecided.name, undecided.column) == ("column-undecided", "flair_cst")
    assert undecided.fix.startswith("--pick ")
    assert als.check(path, pick="first", **said).problems == ()
