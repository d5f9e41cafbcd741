"""Each published figure beside what its counts allow.

`python analyses/published/analysis.py` prints what `expected.txt` holds; with a folder behind it,
figures of the rebuilt cohorts are drawn there, too. Sources of counts are in sample_data/README.md.
"""

import sys
from dataclasses import replace
from math import exp, log, sqrt
from pathlib import Path

import alsstats as als
from alsstats.diagnostic import STATISTICS, tables_that_round_to
from alsstats.estimate import proportion
from alsstats.intervals import normal_quantile

SAMPLES = Path(__file__).parents[2] / "sample_data"
OF_TABLE = {statistic.name: statistic.compute for statistic in STATISTICS}
RATIO = 6.56


def shares(title: str, by: str, *counts: tuple[str, str, int, int]) -> als.Result:
    """Return a table of shares with the interval that a percentage hides."""
    rows = (
        als.Row.of("prevalence", proportion(k, n), term=term, by=by, group=group)
        for term, group, k, n in counts
    )
    return als.Result(title=title, level=0.95, rows=tuple(rows))


def counted(result: als.Result) -> als.Result:
    """Return only the shares of a result, and what is projected to another prevalence."""
    rows = (row for row in result.rows if row.events is not None or row.method == "bayes")
    return replace(result, rows=tuple(rows), notes=())


def limits(died: int, died_others: int) -> str:
    """Return the limits of a hazard ratio of 6.56, of two groups in which so many died.

    Its logarithm has a standard error of about sqrt(1/d1 + 1/d0), which is that of two constant
    hazards, and rough where few died. Source: Parmar, Torri and Stewart, Stat Med 1998;17:2815.
    """
    width = normal_quantile(0.95) * sqrt(1 / died + 1 / died_others)
    low, high = (exp(log(RATIO) + side * width) for side in (-1, 1))
    return f"{died:>3} and {died_others:>2} died: {low:5.2f} to {high:5.2f}"


print("Sensitivity 70 %, specificity 81 %, PPV 90 %, accuracy 73 %: of which counts?")
tables = tables_that_round_to(0.70, 0.81, ppv=0.90, accuracy=0.73, up_to=300)
sizes = list(dict.fromkeys(table.total for table in tables))
print(f"  {len(tables)} tables of up to 300 people, of {', '.join(map(str, sizes[:5]))} ... people")
for name in ("npv", "lr_positive", "lr_negative", "prevalence"):
    values = [OF_TABLE[name](table).value for table in tables]
    print(f"  {name:<11} {min(values):.3f} to {max(values):.3f} in all of them")
for table in (tables[0], tables[-1]):
    print(f"\n{counted(als.calc(tp=table.tp, fp=table.fp, fn=table.fn, tn=table.tn))}", end="")

print("\nWhat a PPV of 90 % becomes where few have ALS\n")
print(als.calc(sens=0.70, spec=0.81, prevalence=[0.02, 0.10]))

with als.read(SAMPLES / "staff2015.csv") as cohort:
    nerves = als.prevalence(cohort)
rows = tuple(row for row in nerves.rows if row.statistic == "prevalence" and row.group != "all")
print(replace(nerves, title="Nerve and muscle MRI (2015)", rows=rows, notes=()))
print(f"Of 8 it may be {', '.join(f'{100 * k / 8:g}' for k in range(9))} %, and not 33 %;")
print(f"of 3, one: {als.intervals.wilson(1, 3)[0]:.3f} to {als.intervals.wilson(1, 3)[1]:.3f}\n")

phases = [("in few", "definite", 6, 8), ("in few", "indefinite", 2, 9)]
phases += [("in some", "definite", 24, 32), ("in some", "indefinite", 7, 32)]
phases += [("in many", "definite", 48, 64), ("in many", "indefinite", 14, 64)]
print(
    shares("A finding in 75 % of the definite and 22 % of the indefinite phase", "phase", *phases)
)

print(
    "T2 hyperintensity of the corticospinal tract, of any grade: in 35 of 39 with ALS or PLS and in"
)
print("29 of 37 others, so absent in 8 of 37 (Neuroradiology 1999;41:744)\n")
print(als.calc(tp=35, fp=29, fn=4, tn=8, prevalence=0.10))

print("A hazard ratio of 6.56, by cohort and by how many died there")
for table in (tables[0], tables[-1]):  # if they were those of the counts above
    for share in (0.1, 0.25, 0.5, 0.75):  # who died of those without the sign; then, at that ratio:
        died = round((1 - (1 - share) ** RATIO) * table.tp)
        of_them = f"{table.tp} with the sign, {table.fn} without"
        print(f"  {of_them}, {limits(died, round(share * table.fn))}")
print(f"  85 with the sign, 37 without, as in cohort.csv, {limits(78, 12)}")
with als.read(SAMPLES / "cohort.csv") as cohort:
    print(f"\nThe model of that cohort: {als.survival(cohort).sentence()}")

results = {}
for name in ("motor_band_2024", "t1_cord_1997"):
    with als.read(SAMPLES / "published" / f"{name}.csv") as cohort:
        results[name] = als.accuracy(cohort, prevalence=[0.10])
    print(f"\n{counted(results[name])}\n{results[name].sentence()}")

for folder in map(Path, sys.argv[1:]):
    folder.mkdir(parents=True, exist_ok=True)
    for of, result in results.items():
        for name in als.figures.names(result):
            (folder / f"{of}-{name}.svg").write_bytes(als.figures.file_of(result, ".svg", name))
