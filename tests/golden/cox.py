"""The data sets behind the reference values of Cox's model."""

from typing import NamedTuple

import numpy as np

from alsstats.prognosis.times import SurvivalTimes, survival_times
from tests.golden import rows


class DataSet(NamedTuple):
    """One data set: its times as they are read and as they are used, covariates and clusters."""

    columns: dict[str, np.ndarray]
    times: SurvivalTimes
    covariates: np.ndarray
    names: tuple[str, ...]
    cluster: np.ndarray


def random_sets() -> dict[str, DataSet]:
    """Return the random data sets by number."""
    return {case: _data_set(lines) for case, lines in _grouped("cox_rows.csv", "case").items()}


def period_sets() -> dict[str, DataSet]:
    """Return the data sets of hazard ratios by period, by number; and veteran."""
    sets = {case: _data_set(lines) for case, lines in _grouped("periods_rows.csv", "case").items()}
    veteran = published_sets()["veteran"]
    x, names = veteran.covariates[:, [1, 0]], ("karno", "trt")
    return sets | {"veteran": veteran._replace(covariates=x, names=names)}


def published_sets() -> dict[str, DataSet]:
    """Return the data sets of R's package survival by name."""
    return {name: _data_set(lines) for name, lines in _grouped("cox_published.csv", "data").items()}


def _grouped(name: str, key: str) -> dict[str, list[dict[str, str]]]:
    groups: dict[str, list[dict[str, str]]] = {}
    for line in rows(name):
        groups.setdefault(line[key], []).append(line)
    return groups


def _data_set(lines: list[dict[str, str]]) -> DataSet:
    columns = {
        name: np.array([float(line.get(name, 1)) for line in lines])
        for name in ("time", "event", "entry", "stratum", "frequency")
    }
    covariates = np.array([line["covariates"].split() for line in lines], dtype=float)
    times = survival_times(
        columns["time"],
        columns["event"],
        entry=columns["entry"],
        strata=columns["stratum"],
        frequency=columns["frequency"],
    )
    names = tuple(f"x{j + 1}" for j in range(covariates.shape[1]))
    return DataSet(columns, times, covariates, names, np.array([x["cluster"] for x in lines]))
