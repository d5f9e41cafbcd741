"""Put faults into files and see that each is answered or refused by name.

    python -m tests.fuzz --cases 200000
    python -m tests.fuzz --case csv-0-123

A case is made again from its name: the kind, the seed and its number.
"""

import argparse
import resource
import signal
import sys
import tempfile
import warnings
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from alsstats.errors import AlsstatsError
from tests.fuzz.kinds import KINDS

LONGEST = 20  # seconds
LARGEST = 200 * 1024  # KB that a case may add to what the process holds


class Hang(BaseException):
    """A case that takes too long."""


class Outcome(NamedTuple):
    """What became of a case: answered, the kind of the refusal, or what went wrong."""

    case: str
    kind: str
    refused: str = ""
    fault: str = ""


def cases(number: int, seed: int) -> Iterator[str]:
    """Name so many cases, of each kind as many as its weight says."""
    weights = [weight for _, weight in KINDS.values()]
    rng = Random(seed)
    for place, kind in enumerate(rng.choices(list(KINDS), weights, k=number)):
        yield f"{kind}-{seed}-{place}"


def tried(case: str, folder: Path) -> tuple[Outcome, bytes]:
    """Make a case and try it."""
    kind, before = case.partition("-")[0], held()
    trial: Any = KINDS[kind][0](folder, Random(case))
    content = next(trial)
    outcome = Outcome(case, kind)
    try:
        with at_most(LONGEST), warnings.catch_warnings():
            warnings.simplefilter("error")
            next(trial, None)
    except AlsstatsError as error:
        str(error).encode()
        outcome = outcome._replace(refused=error.kind)
    except (Exception, Hang) as error:  # noqa: BLE001  # any other is a fault
        outcome = outcome._replace(fault=f"{type(error).__name__}: {error}"[:300])
    if held() - before > LARGEST:
        outcome = outcome._replace(fault=f"{held() - before} KB of memory")
    return outcome, content


def held() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


@contextmanager
def at_most(seconds: int) -> Iterator[None]:
    def stop(*_: object) -> None:
        raise Hang(f"{seconds} seconds")

    signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)


def fuzzed(number: int, seed: int) -> Iterator[Outcome]:
    """Try so many cases."""
    with tempfile.TemporaryDirectory() as folder:
        for case in cases(number, seed):
            yield tried(case, Path(folder))[0]


def told(outcomes: list[Outcome]) -> Iterator[str]:
    """Say in lines what became of the cases."""
    counted = Counter(
        (held.kind, "failed" if held.fault else f"refused {held.refused}" * bool(held.refused))
        for held in outcomes
    )
    for (kind, what), times in sorted(counted.items()):
        yield f"{kind:8}{what or 'answered':20}{times:>8}"
    yield f"{len(outcomes)} cases, {sum(bool(held.fault) for held in outcomes)} failed"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--case", help="try this case alone, and show its bytes")
    given = parser.parse_args()
    if given.case:
        with tempfile.TemporaryDirectory() as folder:
            outcome, content = tried(given.case, Path(folder))
        print(content, outcome, sep="\n")
        return bool(outcome.fault)
    outcomes = []
    for outcome in fuzzed(given.cases, given.seed):
        outcomes.append(outcome)
        if outcome.fault:
            print(f"--case {outcome.case}: {outcome.fault}", flush=True)
    print(*told(outcomes), sep="\n")
    return any(outcome.fault for outcome in outcomes)


if __name__ == "__main__":
    sys.exit(main())
