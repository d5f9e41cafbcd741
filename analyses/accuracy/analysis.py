"""Two signs or one: which is more sensitive, which more specific, for how sure a diagnosis.

`python analyses/accuracy/analysis.py` prints what `expected.txt` holds; with a folder behind it
the figures are drawn there, too. `study.toml` says what the columns mean. The cohort is synthetic.
"""

import sys
from dataclasses import replace
from pathlib import Path

import alsstats as als

HERE = Path(__file__).parent
COHORT = HERE.parents[1] / "sample_data" / "cohort.csv"
PAIRS = [("flair_swi", "flair_cst"), ("flair_swi", "swi_motor_cortex"), ("flair_swi", "either")]

with als.read(COHORT, study=HERE / "study.toml") as cohort:
    result = als.accuracy(cohort, signs=["flair_swi"], compare=PAIRS, prevalence=[0.1])

mimics = [row for row in result.rows if row.comparison == "mimics"]
signs = [row for row in mimics if row.statistic in {"sensitivity", "specificity"}]
gained = [row for row in mimics if row.statistic.endswith("_difference")]
shown = [row for row in signs if row.handling == "every part"]
shown += [row for row in gained if row.target == gained[-1].target]  # however sure it is

print(replace(result, rows=tuple(shown), notes=()))
print(f"{result.sentence()}\n\n{result.methods()}")

for folder in map(Path, sys.argv[1:]):
    folder.mkdir(parents=True, exist_ok=True)
    for name in als.figures.names(result):
        (folder / f"{name}.svg").write_bytes(als.figures.file_of(result, ".svg", name))
