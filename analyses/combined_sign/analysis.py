"""Two signs or one: which is more sensitive, which more specific, for how sure a diagnosis.

Run `python analyses/combined_sign/analysis.py`; `study.toml` beside it says what the columns mean,
`expected.txt` holds what it prints. The cohort is synthetic.
"""

from pathlib import Path

import alsstats as als

HERE = Path(__file__).parent
COHORT = HERE.parents[1] / "sample_data" / "cohort.csv"
PAIRS = [("flair_swi", "flair_cst"), ("flair_swi", "swi_motor_cortex"), ("flair_swi", "either")]

with als.read(COHORT, study=HERE / "study.toml") as cohort:
    result = als.accuracy(cohort, signs=["flair_swi"], compare=PAIRS)

rows = [row for row in result.rows if row.comparison == "mimics"]
print("Sensitivity by how sure the diagnosis is:")
for row in rows:
    if (row.statistic, row.handling) == ("sensitivity", "every part"):
        limits = f"{row.conf_low:.3f} to {row.conf_high:.3f}"
        print(f"  {row.target:<68} {row.events:>3}/{row.n:<3} {row.estimate:.3f} ({limits})")

print("In all of these against mimics, in the same people:")
for row in rows:
    if row.statistic.endswith("_difference") and row.target == rows[-1].target:
        name = f"{row.term}, {row.statistic.removesuffix('_difference')}"
        limits = f"{row.conf_low:+.3f} to {row.conf_high:+.3f}"
        print(f"  {name:<48} {row.estimate:+.3f} ({limits}), p = {row.p_value:.2g}")
