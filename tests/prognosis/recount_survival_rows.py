"""The rows that must come of the people in an answer of survival."""

from collections import Counter
from collections.abc import Callable, Iterator
from math import exp, isnan, nan, sqrt
from statistics import NormalDist

import numpy as np
from scipy.stats import chi2

from tests.prognosis import recount_curves as by_hand
from tests.prognosis.drawn_survival import Person
from tests.prognosis.recount_models import of_model
from tests.prognosis.recount_survival import FOUR, Recount, Row, Sample, four_of

KM = "kaplan-meier, log-log"


def rows_of(held: Recount) -> Iterator[Row]:
    """Yield all rows but those by period."""
    asked = held.asked
    yield from of_group(held, held.sample[0], {"group": "all"}, held.sample[1], whole=True)
    yield from of_groups(held, asked.group, held.sample, held.group, held.groups())
    models = [(asked.group,), *((name,) for name in asked.adjust)]
    models += [(asked.group, *asked.adjust)] if asked.adjust else []
    for terms in models:
        name = "univariable" if len(terms) == 1 else "adjusted"
        yield from of_model(held, held.complete, terms, name, last=terms == models[-1])
    if asked.group == "flair_swi" and held.rule == "every part":
        base = held.without(held.sample, held.why_no_level)
        levels = list(FOUR.values())
        yield from of_groups(held, "flair_swi, four levels", base, four_of, levels)
        models = {"four-level patients": (base, (asked.group,))}
        if asked.adjust:
            complete = held.without(base, held.why_incomplete)
            models["four-level patients, adjusted"] = complete, (asked.group, *asked.adjust)
        for group, names in ((four_of, levels), (held.group, held.groups())):
            for name, (sample, terms) in models.items():
                for row in of_model(held, sample, terms, name, group=group, levels=names):
                    ratio = row["statistic"] == "hazard_ratio"
                    if row["term"] == asked.group and (ratio or group is four_of):
                        yield row


def of_group(
    held: Recount, people: list[Person], where: Row, out: Counter[str], *, whole: bool = False
) -> Iterator[Row]:
    """Yield counts, time at risk, medians and survival at one and two years."""
    patients, level = held.patients(people, held.group), held.asked.level
    base = where | {"left_out": out.total(), "left_out_by": dict(out)}
    base |= {"n": len(patients), "events": sum(one.died for one in patients)}
    yield base | {"statistic": "events", "method": "count"}
    if held.asked.composite:
        codes = [person["status"] for person in people]
        for name, code in (("death", "2"), ("tracheostomy", "1")):
            count = {"category": name, "events": codes.count(code)}
            yield base | {"statistic": "events", "method": "count"} | count
    time = sum(one.time - max(one.entry, 0.0) for one in patients)
    yield base | {"statistic": "person_time", "method": "months", "estimate": time}
    if whole:
        follow_up = by_hand.curve(by_hand.reversed_events(patients))
        if follow_up is not None:
            yield base | median("median_follow_up", follow_up, level)
    steps = by_hand.curve(patients)
    if steps is None:
        return
    yield base | median("median_survival", steps, level)
    for at in (12.0, 24.0):
        found = by_hand.survival_at(patients, steps, at, level, held.start)
        row = base | {"statistic": "survival_at", "method": KM, "at": at, "events": None}
        row |= dict(zip(("estimate", "conf_low", "conf_high", "std_error"), found, strict=True))
        yield row | {"n": by_hand.at_risk(patients, at)}


def median(statistic: str, steps: list[by_hand.Step], level: float) -> Row:
    value, low, high = by_hand.median(steps, level)
    limits = {"estimate": value, "conf_low": low, "conf_high": high}
    return {"statistic": statistic, "method": KM, "at": 0.5} | limits


def of_groups(
    held: Recount, by: str, sample: Sample, group: Callable[[Person], str], levels: list[str]
) -> Iterator[Row]:
    """Yield the rows of each group, restricted means, and the log-rank test."""
    inside = {name: [p for p in sample[0] if group(p) == name] for name in levels}
    inside = {name: people for name, people in inside.items() if people}
    sizes = Counter({f"{by} {name}": len(people) for name, people in inside.items()})
    for name, people in inside.items():
        others = Counter({who: n for who, n in sizes.items() if who != f"{by} {name}"})
        yield from of_group(held, people, {"by": by, "group": name}, sample[1] + others)
    patients = {name: held.patients(people, group) for name, people in inside.items()}
    yield from restricted_means(held, by, patients, sizes, sample[1], levels[0])
    everyone = [one for people in patients.values() for one in people]
    within = f", within {held.asked.strata}" * bool(held.asked.strata)
    base = {"by": by, "group": "all", "n": len(everyone), "left_out": sample[1].total()}
    base |= {"left_out_by": dict(sample[1]), "events": sum(one.died for one in everyone)}
    excess, variance = by_hand.log_rank(everyone, list(inside))
    df = int(np.linalg.matrix_rank(variance, tol=1e-9))
    statistic = float(excess @ np.linalg.pinv(variance, rtol=1e-9) @ excess) if df else nan
    test = {"statistic_value": statistic, "df": df or nan, "p_value": chi2.sf(statistic, df or 1)}
    yield base | {"statistic": "log_rank", "method": f"log-rank{within}"} | test
    if by == "el_escorial" and len(levels) > 2:
        score = np.array([-levels.index(name) for name in inside if name in levels])
        score = np.argsort(np.argsort(score))  # 0, 1, 2 ... over the groups that somebody is in
        spread = score @ variance @ score
        z2 = (score @ excess) ** 2 / spread if spread > 1e-9 else nan
        test = {"statistic_value": z2, "df": nan if isnan(z2) else 1, "p_value": chi2.sf(z2, 1)}
        method = f"log-rank, scores 0, 1, 2 ...{within}"
        yield base | {"statistic": "log_rank_trend", "method": method} | test


def restricted_means(
    held: Recount, by: str, patients: dict[str, by_hand.People], sizes: Counter[str],
    out: Counter[str], reference: str,
) -> Iterator[Row]:  # fmt: skip
    curves = {name: by_hand.curve(people) for name, people in patients.items()}
    if None in curves.values():
        return
    end = min(max(one.time for one in people) for people in patients.values())
    z = NormalDist().inv_cdf((1 + held.asked.level) / 2)
    means = {
        name: by_hand.mean_up_to(steps, patients[name], held.start, end)
        for name, steps in curves.items()
    }
    for name, (mean, variance) in means.items():
        others = Counter({who: n for who, n in sizes.items() if who != f"{by} {name}"}) + out
        died = {one: sum(p.died for p in people) for one, people in patients.items()}
        base = {"by": by, "group": name, "at": end, "method": "restricted mean"}
        row = base | {"left_out": others.total(), "left_out_by": dict(others)}
        row |= {"n": len(patients[name]), "events": died[name], "estimate": mean}
        error = sqrt(variance) or nan
        limits = max(0.0, mean - z * error), min(end - held.start, mean + z * error)
        row |= dict(zip(("conf_low", "conf_high"), limits if variance else (nan, nan), strict=True))
        yield row | {"statistic": "restricted_mean", "std_error": error}
        if name == reference or reference not in means:
            continue
        other, spread = means[reference]
        base |= {"comparison": reference, "events": died[name] + died[reference]}
        base |= {"n": len(patients[name]) + len(patients[reference])}
        known = variance > 0 and spread > 0  # else one mean has no error to go by
        error = sqrt(variance + spread) if known else nan
        value = mean - other
        yield base | {
            "statistic": "restricted_mean_difference", "estimate": value, "std_error": error,
            "conf_low": value - z * error, "conf_high": value + z * error,
            "p_value": by_hand.two_sided(value / error),
        }  # fmt: skip
        error = sqrt(variance / mean**2 + spread / other**2) if known else nan
        yield base | {
            "statistic": "restricted_mean_ratio", "estimate": mean / other, "std_error": error,
            "conf_low": mean / other * exp(-z * error), "conf_high": mean / other * exp(z * error),
            "p_value": by_hand.two_sided(np.log(mean / other) / error),
        }  # fmt: skip
