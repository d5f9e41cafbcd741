"""The rows that must come of a model of the people in an answer of survival."""

from collections.abc import Callable, Iterator
from math import exp
from typing import Any

import numpy as np
import pandas as pd

import alsstats as als
from alsstats.errors import EstimateError
from tests.prognosis import recount_curves as by_hand
from tests.prognosis.drawn_survival import Person
from tests.prognosis.recount_survival import Recount, Row, Sample


def of_model(
    held: Recount, sample: Sample, terms: tuple[str, ...], name: str, *, last: bool = False,
    group: Callable[[Person], str] | None = None, levels: list[str] | None = None,
) -> Iterator[Row]:  # fmt: skip
    """Yield the rows of `als.cox` on the people recounted, and how far one of them moves it."""
    people, out = sample
    patients = held.patients(people, group or held.group)
    columns = {one: held.column(people, one) for one in terms}
    if held.asked.group in columns:
        columns[held.asked.group] = [one.group for one in patients], levels or held.groups()
    frame = pd.DataFrame({
        one: pd.Categorical(*held_) if isinstance(held_, tuple) else held_
        for one, held_ in columns.items()
    })  # fmt: skip
    given = {
        "time": [one.time for one in patients],
        "event": [one.died for one in patients],
        "entry": None if held.without_entry else [one.entry for one in patients],
        "strata": [one.stratum for one in patients] if held.asked.strata else None,
        "covariates": frame,
    }
    where = {"model": name, "left_out": out.total(), "left_out_by": dict(out)}
    base = where | {"group": "all", "n": len(people), "events": sum(p.died for p in patients)}
    if last and held.entry:
        yield base | entry_and_survival(patients)
    model = fitted(given)
    if model is None:
        return
    skipped = set() if last else {"proportional_hazards", "concordance"}
    whole = name.endswith("adjusted")
    rows = model.summary(held.asked.level).records()
    if held.asked.cluster and not model.problem:
        cluster = [person[held.asked.cluster] for person in people]
        again = als.cox(**given, cluster=cluster).summary(held.asked.level).records()
        several = len(set(cluster)) > len(model.coefficients)
        rows += [row for row in again if several and "cluster" in row["method"]]
    for row in rows:
        if row["statistic"] not in skipped and (whole or row["category"] != "model"):
            method = (row["method"] or "").replace("by cluster", f"by {held.asked.cluster}")
            yield row | where | {"method": method}
    if last and not model.problem:
        yield from left_out_one_by_one(patients, model, base)


def fitted(given: dict[str, Any]) -> als.Cox | None:
    """Return the model, or None where nobody has the reference, or everybody one level."""
    try:
        return als.cox(**given)
    except EstimateError:
        return None


def entry_and_survival(patients: by_hand.People) -> Row:
    value, error = by_hand.tau(patients)
    found = {"estimate": value, "std_error": error, "p_value": by_hand.two_sided(value / error)}
    return found | {"statistic": "entry_dependence", "method": "conditional Kendall's tau"}


def left_out_one_by_one(patients: by_hand.People, model: als.Cox, base: Row) -> Iterator[Row]:
    x = np.asarray(model.design.matrix)
    whole = by_hand.efron(patients, x)
    each = [
        by_hand.efron(patients[:place] + patients[place + 1 :], np.delete(x, place, axis=0))
        for place in range(len(patients))
    ]
    found = np.array([b for b in each if b is not None and not np.isnan(b).any()])
    for place, column in enumerate(model.design.columns):
        low, high = (float(np.exp(edge[place])) for edge in (found.min(axis=0), found.max(axis=0)))
        row = base | column._asdict() | {"estimate": exp(whole[place])}
        row |= {"conf_low": low, "conf_high": high}
        yield row | {"statistic": "leave_one_out", "method": "exact refits"}
