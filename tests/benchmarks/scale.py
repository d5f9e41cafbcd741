"""How long does a large file take, as a ratio to DuckDB's own time for the same counts?

The peer only counts: it is told the layout, and checks neither bytes, records nor patients. Both
run in processes of their own, in turn; the medians of the rounds are printed, and the most memory
that each held at a time.

The number of rows may be given: python -m tests.benchmarks.scale 1000000
"""

import os
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import NamedTuple

import duckdb

ROUNDS = 3
ROWS = 10_000_000
BIN = Path(sys.executable).parent
SIGNS = (
    "flair_cst", "t2_cst", "t1_cst", "swi_motor_cortex", "motor_cortex_atrophy", "brain_atrophy",
    "snake_eyes", "t1_anterolateral",
)  # fmt: skip
BARE = """
import duckdb
columns = {columns}
read = f"read_csv('{path}', columns={{columns}}, header=true, auto_detect=false)"
sets = ", ".join(f"({by}, {{sign}})" for sign in {signs})
asked = ", ".join(["{by}", *{signs}])
query = f"SELECT count(*), {{asked}} FROM {{read}} GROUP BY GROUPING SETS ({{sets}})"
print(len(duckdb.sql(query).fetchall()))
"""


class Run(NamedTuple):
    """What a process took: seconds, and the most memory in bytes."""

    seconds: float
    memory: int


def write(path: Path, rows: int, signs: tuple[str, ...]) -> list[str]:
    """Write a cohort with sixteen columns or more, the same each time, and return their names."""
    columns = {
        "patient_id": "'p' || i",
        "diagnosis": "['ALS', 'MMN', 'healthy', 'MS', 'ALS'][1 + i * 7919 % 5]",
        **{
            sign: f"CASE WHEN i * {31 + place} % 23 > 0 THEN i * {place + 3} % 7 % 2 END"
            for place, sign in enumerate(signs)
        },
        "age": "20 + i * 104729 % 70",
        "centre": "1 + i * 13 % 9",
        "alsfrs": "i * 17 % 481 / 10.0",
        "sex": "['f', 'm'][1 + i * 11 % 2]",
        "months": "i * 19 % 100",
        "note": "'n'",
    }
    listed = ", ".join(f"{sql} AS {name}" for name, sql in columns.items())
    with duckdb.connect() as connection:
        connection.execute(f"COPY (SELECT {listed} FROM range({rows}) t(i)) TO '{path}' (HEADER)")
    return list(columns)


def run(command: list[str | Path]) -> Run:
    """Run a command, and return what it took."""
    begin = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return Run(time.perf_counter() - begin, usage.ru_maxrss * 1024)


def typical(runs: list[Run]) -> Run:
    """Return the medians of several runs."""
    return Run(median(one.seconds for one in runs), round(median(one.memory for one in runs)))


def against_duckdb(path: Path, rows: int) -> None:
    """Print what accuracy on a file takes, and what the bare query does."""
    kinds = dict.fromkeys(write(path, rows, SIGNS), "VARCHAR")
    bare = BARE.format(columns=kinds, path=path, signs=list(SIGNS), by="diagnosis")
    commands = {
        "bare DuckDB query": [sys.executable, "-c", bare],
        "alsstats accuracy": [BIN / "alsstats", "accuracy", path, "-q"],
    }
    runs: dict[str, list[Run]] = {name: [] for name in commands}
    for _ in range(ROUNDS):
        for name, command in commands.items():
            runs[name].append(run(command))
    peer, ours = (typical(runs[name]) for name in commands)
    print(f"{rows} rows, {len(SIGNS)} signs, {path.stat().st_size / 1e6:.0f} MB:")
    for name, took in zip(commands, (peer, ours), strict=True):
        show(name, took)
    time_ratio, memory_ratio = ours.seconds / peer.seconds, ours.memory / peer.memory
    print(f"  {'ratio':<30} {time_ratio:6.2f}    {memory_ratio:6.2f}")


def show(name: str, took: Run) -> None:
    """Print one line."""
    print(f"  {name:<30} {took.seconds:6.2f} s  {took.memory / 1e6:6.0f} MB of memory")


def many_signs(path: Path, rows: int) -> None:
    """Print what thirty signs take."""
    others = tuple(f"sign_{place}" for place in range(30 - len(SIGNS)))
    write(path, rows, SIGNS + others)
    declared = [word for name in others for word in ("--present", f"{name}=1")]
    command = [BIN / "alsstats", "accuracy", path, "-q", *declared]
    took = typical([run(command) for _ in range(ROUNDS)])
    print(f"{rows} rows, 30 signs:")
    show("alsstats accuracy", took)


def prevalence(path: Path, rows: int) -> None:
    """Print what twenty findings in nine categories take, and the bare query for their counts."""
    others = tuple(f"sign_{place}" for place in range(20 - len(SIGNS)))
    kinds = dict.fromkeys(write(path, rows, SIGNS + others), "VARCHAR")
    declared = [word for name in others for word in ("--present", f"{name}=1")]
    bare = BARE.format(columns=kinds, path=path, signs=list(SIGNS + others), by="centre")
    commands = {
        "bare DuckDB query": [sys.executable, "-c", bare],
        "alsstats prevalence": [
            *(BIN / "alsstats", "prevalence", path, "-q", "--by", "centre"),
            *declared,
        ],
    }
    peer, ours = (typical([run(held) for _ in range(ROUNDS)]) for held in commands.values())
    print(f"{rows} rows, 20 findings in nine categories:")
    for name, took in zip(commands, (peer, ours), strict=True):
        show(name, took)
    print(f"  {'ratio':<30} {ours.seconds / peer.seconds:6.2f}    {ours.memory / peer.memory:6.2f}")


def main() -> None:
    """Make the files in a folder that is removed afterwards, and measure."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    with TemporaryDirectory() as folder:
        path = Path(folder) / "cohort.csv"
        against_duckdb(path, rows)
        many_signs(path, max(1, rows // 10))
        prevalence(path, max(1, rows // 10))


if __name__ == "__main__":
    main()
