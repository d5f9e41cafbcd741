"""How often are MRI findings present in the definite and the indefinite phase, and in whom else.

`python analyses/prevalence/analysis.py` prints what `expected.txt` holds; with a folder behind it,
the figures are drawn there, too. `study.toml` says what the columns mean. The cohort is synthetic;
that of nerves and muscles is rebuilt from published percentages.
"""

import sys
from pathlib import Path

import alsstats as als

HERE = Path(__file__).parent
SAMPLES = HERE.parents[1] / "sample_data"

with als.read(SAMPLES / "cohort.csv", study=HERE / "study.toml") as cohort:
    phases = als.prevalence(cohort, findings=["t2_cst", "flair_swi", "any"])
with als.read(SAMPLES / "staff2015.csv") as cohort:
    nerves = als.prevalence(cohort)

print(phases)
print(nerves)
print(f"{phases.sentence()}\n{nerves.sentence()}\n\n{phases.methods()}")

for folder in map(Path, sys.argv[1:]):
    folder.mkdir(parents=True, exist_ok=True)
    for of, result in (("phases", phases), ("nerves", nerves)):
        for name in als.figures.names(result):
            (folder / f"{of}-{name}.svg").write_bytes(als.figures.file_of(result, ".svg", name))
