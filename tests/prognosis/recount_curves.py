"""Curves, tests and Cox's estimates again, slowly, from their definitions: a patient is a tuple."""

from itertools import combinations
from math import erfc, exp, inf, log, nan, sqrt
from statistics import NormalDist
from typing import NamedTuple

import numpy as np
from scipy.optimize import linprog


class Patient(NamedTuple):
    """One person at risk on (entry, time], who died at `time` or was last seen alive then."""

    entry: float
    time: float
    died: bool
    group: str = ""
    stratum: str = ""


People = list[Patient]
Step = tuple[float, float, float, float]  # time, survival, Greenwood's sum, at risk


def at_risk(people: People, time: float) -> int:
    return sum(one.entry < time <= one.time for one in people)


def reversed_events(people: People) -> People:
    return [one._replace(died=not one.died) for one in people]


def curve(people: People) -> list[Step] | None:
    """Kaplan-Meier at all times of death; None if it is at 0 before the last one enters."""
    steps, alive, greenwood = [], 1.0, 0.0
    for time in sorted({one.time for one in people if one.died}):
        n = at_risk(people, time)
        d = sum(one.died and one.time == time for one in people)
        if n == d and any(one.entry >= time for one in people):
            return None
        alive *= (n - d) / n
        greenwood = inf if n == d else greenwood + d / (n * (n - d))
        steps.append((time, alive, greenwood, n))
    return steps


def limits(step: Step, level: float) -> tuple[float, float]:
    """Log-log limits, none where nobody or everybody has died."""
    _, alive, greenwood, _ = step
    if alive in {0.0, 1.0}:
        return nan, nan
    width = NormalDist().inv_cdf((1 + level) / 2) * sqrt(greenwood) / -log(alive)
    return alive ** exp(width), alive ** exp(-width)


def median(steps: list[Step], level: float) -> tuple[float, float, float]:
    """The median and its limits, nan where the curve, or a limit of it, is never so low."""
    bounds = [limits(step, level) for step in steps]
    curves = [[s[1] for s in steps], [low for low, _ in bounds], [high for _, high in bounds]]
    found = []
    for values in curves:
        low = [place for place, value in enumerate(values) if value <= 0.5 + 1.5e-8]
        if not low:
            found.append(nan)
            continue
        first = low[0]
        level_with = abs(values[first] - 0.5) < 1.5e-8
        lower = [place for place in low if values[place] < values[first]]
        last = lower[0] if level_with and lower else first
        found.append((steps[first][0] + steps[last][0]) / 2)
    return found[0], found[1], found[2]


def survival_at(people: People, steps: list[Step], time: float, level: float, start: float):
    """Survival at a time with limits and standard error; unknown after the last one was seen."""
    before = [step for step in steps if step[0] <= time]
    step = before[-1] if before else (0.0, 1.0, 0.0, 0.0)
    if time < start or (time > max(one.time for one in people) and step[1] > 0):
        return nan, nan, nan, nan
    if step[1] in {0.0, 1.0}:
        return step[1], nan, nan, nan
    return step[1], *limits(step, level), step[1] * sqrt(step[2])


def mean_up_to(steps: list[Step], people: People, start: float, tau: float) -> tuple[float, float]:
    """The area below the curve from `start` to tau, and its variance."""
    ends = [step[0] for step in steps if step[0] < tau] + [tau]
    heights = [1.0] + [step[1] for step in steps if step[0] < tau]
    begins = [start, *ends[:-1]]
    areas = [(e - b) * h for b, e, h in zip(begins, ends, heights, strict=True)]
    variance = 0.0
    for place, time in enumerate(ends[:-1]):
        n = at_risk(people, time)
        d = sum(one.died and one.time == time for one in people)
        variance += sum(areas[place + 1 :]) ** 2 * d / (n * (n - d)) if n > d else 0.0
    return sum(areas), variance


def log_rank(people: People, names: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """Observed less expected deaths of each group, and their covariance."""
    excess, variance = np.zeros(len(names)), np.zeros((len(names), len(names)))
    for stratum, time in sorted({(one.stratum, one.time) for one in people if one.died}):
        held = [one for one in people if one.stratum == stratum and one.entry < time <= one.time]
        share = np.array([sum(one.group == name for one in held) for name in names]) / len(held)
        dying = [one.group for one in held if one.died and one.time == time]
        excess += [dying.count(name) for name in names] - len(dying) * share
        spread = len(dying) * (len(held) - len(dying)) / max(1, len(held) - 1)
        variance += spread * (np.diag(share) - np.outer(share, share))
    return excess, variance


def tau(people: People) -> tuple[float, float]:
    """Kendall's tau of entry and survival among pairs at risk together; and its standard error."""
    sums, count, squares = [0.0] * len(people), 0, 0.0
    for i, j in combinations(range(len(people)), 2):
        one, other = people[i], people[j]
        first, second = sorted((one, other), key=lambda who: (who.time, not who.died))
        together = first.died and second.entry < first.time and one.stratum == other.stratum
        count += together
        if together and not (second.died and first.time == second.time):
            sign = float(np.sign(second.entry - first.entry)) if one.entry != other.entry else 0.0
            sums[i], sums[j], squares = sums[i] + sign, sums[j] + sign, squares + abs(sign)
    if not squares:
        return nan, nan
    total, n = sum(sums) / 2, len(people)
    spread = sum(value**2 for value in sums) - 2 * squares
    error = sqrt((n - 1) / (n - 2) * spread) / count if n > 2 and spread > 0 else nan
    return total / count, error


def weights(people: People) -> tuple[np.ndarray, np.ndarray]:
    """Return who dies, and for each death how much everybody is at risk, by Efron's rule."""
    entry, time, died, _, stratum = map(np.array, zip(*people, strict=True))
    dying, risk = [], []
    for where, when in sorted({(one.stratum, one.time) for one in people if one.died}):
        inside = (stratum == where) & (entry < when) & (time >= when)
        dead = inside & died & (time == when)
        for share, place in enumerate(np.flatnonzero(dead)):
            dying.append(place)
            risk.append(inside - dead * share / dead.sum())
    return np.array(dying, dtype=int), np.array(risk).reshape(len(dying), len(people))


def efron(people: People, x: np.ndarray) -> np.ndarray | None:
    """Cox's estimates by Newton's steps, -+inf where they run away; None where there are none."""
    dying, risk = weights(people)
    scale = np.maximum(np.ptp(x, axis=0), 1e-300)
    centred = (x - x.mean(axis=0)) / scale
    products = np.einsum("ij,ik->ijk", centred, centred)
    b = np.zeros(x.shape[1])
    for _ in range(90):
        ratio = risk * np.exp(centred @ b)
        share = ratio / ratio.sum(axis=1, keepdims=True)
        means = share @ centred
        score = (centred[dying] - means).sum(axis=0)
        information = np.tensordot(share.sum(axis=0), products, 1) - means.T @ means
        if not b.any() and np.linalg.matrix_rank(information, tol=1e-9) < len(b):
            return None
        step = np.linalg.solve(information, score)
        size = np.abs(step).max()
        b = b + step * min(1.0, 5 / max(size, 1e-300))
        if size < 1e-11 or np.abs(b).max() > 25:
            break
    return b / scale if np.abs(b).max() < 12 else b / scale + endless(dying, risk, centred)


def endless(dying: np.ndarray, risk: np.ndarray, x: np.ndarray) -> np.ndarray:
    """Return -+inf, or nan for both, where a direction in which no death is below the others."""
    apart = [x[i] - x[j] for i, held in zip(dying, risk, strict=True) for j in np.flatnonzero(held)]
    far = [
        [
            -linprog(-sign * e, -np.array(apart), np.zeros(len(apart)), bounds=(-1, 1)).fun > 1e-7
            for e in np.eye(x.shape[1])
        ]
        for sign in (1, -1)
    ]
    with np.errstate(invalid="ignore"):
        return np.where(far[0], inf, 0.0) - np.where(far[1], inf, 0.0)


def two_sided(z: float) -> float:
    return erfc(abs(z) / sqrt(2))
