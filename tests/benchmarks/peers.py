"""One cohort for all, and packages timed in turn on it; an answer that differs has no time."""

import subprocess
import time
from collections.abc import Callable, Iterable
from importlib.util import find_spec
from math import isnan, nan
from pathlib import Path
from shutil import which
from statistics import median
from tempfile import TemporaryDirectory
from typing import NamedTuple

import numpy as np

SCRIPT = Path(__file__).with_name("survival.R")
MONTHS = 60
SIZES = (10**4, 10**5, 10**6)
NEAR = 1e-6  # absolute or relative; lifelines stops some 1e-7 from the maximum, the others nearer
ROUNDS = {10**4: 15, 10**5: 9, 10**6: 3}
Answer = np.ndarray


class Cohort(NamedTuple):
    """Months of follow-up, who died, and a column for each covariate, the first of 0 and 1."""

    time: np.ndarray
    event: np.ndarray
    covariates: np.ndarray


class Peer(NamedTuple):
    """A package: what it is asked, and above how many rows it is asked once, and not at all.

    `ask` returns the answer; R's returns its own seconds beside it, those of its start apart.
    """

    package: str
    ask: Callable[[Cohort], Answer | tuple[float, Answer]]
    once_above: int = 10**6
    never_above: int = 10**6


def drawn(rows: int, covariates: int, *, tied: bool) -> Cohort:
    """Draw a cohort, the same each time: in whole months, or no two patients at the same time."""
    rng = np.random.default_rng(rows + covariates)
    x = rng.normal(size=(rows, covariates))
    x[:, 0] = x[:, 0] > 0.5
    months = 24 * rng.exponential(size=rows) * np.exp(-x @ np.linspace(0.5, -0.5, covariates))
    seen = rng.uniform(0, MONTHS, rows)
    time = np.minimum(months, seen)
    in_order = (1.0 + np.argsort(np.argsort(time))) * (MONTHS / rows)
    return Cohort(np.ceil(time) if tied else in_order, months <= seen, x)


def installed(peers: Iterable[Peer]) -> list[Peer]:
    """Return the peers that are there, and say which are not."""
    there = {peer: _found(peer.package) for peer in peers}
    missing = [peer.package for peer, found in there.items() if not found]
    if missing:
        print(f"not installed, so not compared with: {', '.join(missing)}")
    return [peer for peer, found in there.items() if found]


def _found(package: str) -> bool:
    if package != "R":
        return find_spec({"scikit-survival": "sksurv"}.get(package, package)) is not None
    loads = ["Rscript", "-e", "library(survival)"]
    return bool(which("Rscript")) and not subprocess.call(loads, stderr=subprocess.DEVNULL)


def by_r(question: str) -> Callable[[Cohort], tuple[float, Answer]]:
    """Return what hands a cohort to R in a file, and takes back its own seconds and its answer."""

    def ask(cohort: Cohort) -> tuple[float, Answer]:
        with TemporaryDirectory() as folder:
            path = Path(folder) / "cohort.bin"
            columns = np.column_stack([cohort.time, cohort.event, cohort.covariates])
            columns.T.astype(float).tofile(path)
            command = ["Rscript", SCRIPT, question, path, *map(str, columns.shape)]
            done = subprocess.run(command, capture_output=True, text=True, check=True)
        seconds, *answer = map(float, done.stdout.split())
        return seconds, np.array(answer)

    return ask


def timed(ask: Callable[[Cohort], Answer | tuple[float, Answer]], cohort: Cohort) -> tuple:
    """Return the seconds that an answer took, and the answer."""
    begin = time.perf_counter()
    found = ask(cohort)
    seconds = time.perf_counter() - begin
    return found if isinstance(found, tuple) else (seconds, found)


def compare(ours: Peer, peers: list[Peer], cohort: Cohort) -> tuple[float, dict[str, float]]:
    """Time all in turn, round after round; return our median seconds, and the ratios to each peer.

    A ratio is the median over rounds, and nan where the peer's answer is not ours.
    """
    rows = len(cohort.time)
    _, expected = timed(ours.ask, cohort)  # and fills the caches
    took, ratios = [], {peer.package: [] for peer in peers}
    for turn in range(ROUNDS[rows]):
        seconds, _ = timed(ours.ask, cohort)
        took.append(seconds)
        for peer in peers:
            if turn == 0 or rows <= peer.once_above:
                other, answer = timed(peer.ask, cohort)
                agrees = np.allclose(answer, expected, rtol=NEAR, atol=NEAR)
                ratios[peer.package].append(seconds / other if agrees else nan)
    return median(took), {name: median(found) for name, found in ratios.items()}


def print_head(question: str, peers: list[Peer]) -> None:
    """Print what the columns of the lines below are."""
    print(f"{question}: our seconds, and ratios of them to those of")
    print(
        f"{'rows':>9} {'columns':>8}  times   seconds" + "".join(f"{p.package:>17}" for p in peers)
    )


def print_line(
    cohort: Cohort, *, tied: bool, took: float, ratios: dict[str, float], peers: list[Peer]
) -> None:
    """Print the seconds and the ratios at one size."""
    rows, columns = cohort.covariates.shape
    shown = "".join(f"{_shown(ratios.get(peer.package)):>17}" for peer in peers)
    kind = "months" if tied else "untied"
    print(f"{rows:>9} {columns:>8}  {kind} {took:>8.4f}{shown}", flush=True)


def _shown(ratio: float | None) -> str:
    if ratio is None:
        return "-"
    return "disagrees" if isnan(ratio) else f"{ratio:.3f}"


def held(what: str, value: float, most: float, unit: str = "") -> None:
    """Print a figure beside its target, and whether that holds."""
    said = "holds" if value <= most else "MISSED"
    print(f"  {what:<58} {value:>9.3g}{unit}   (at most {most:g}{unit}: {said})")
