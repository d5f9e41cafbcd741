"""How long does accuracy on a small frame in memory take, in milliseconds a sign?"""

import time
from collections.abc import Callable
from random import Random
from statistics import median
from typing import Any

import pandas as pd
import polars as pl

import alsstats as als

ROUNDS = 30
PEOPLE = 300
SIGNS = (
    "flair_cst", "t2_cst", "t1_cst", "swi_motor_cortex", "motor_cortex_atrophy", "brain_atrophy",
    "snake_eyes", "cord_atrophy",
)  # fmt: skip
LIBRARIES: dict[str, tuple[Callable[..., Any], float]] = {
    "pandas": (pd.DataFrame, 5.0),
    "Polars": (pl.DataFrame, 2.0),
}


def main() -> None:
    """Print the median time of each library, and the time it should stay below."""
    draw = Random(1)  # no secret
    columns = {"diagnosis": draw.choices(["ALS", "MMN", "healthy"], k=PEOPLE)}
    columns |= {sign: draw.choices(["0", "1", ""], k=PEOPLE) for sign in SIGNS}
    terms = len(SIGNS) + 1  # the combined sign, too
    print(f"{PEOPLE} rows in memory, {terms} signs:")
    for name, (frame, most) in LIBRARIES.items():
        data = frame(columns)
        als.accuracy(als.read(data))
        took = []
        for _ in range(ROUNDS):
            begin = time.perf_counter()
            als.accuracy(als.read(data))
            took.append(time.perf_counter() - begin)
        print(f"  {name:<10} {1000 * median(took) / terms:.2f} ms a sign   (at most {most:.0f})")


if __name__ == "__main__":
    main()
