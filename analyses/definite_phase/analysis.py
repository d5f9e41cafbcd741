"""How often are MRI findings present in the definite and the indefinite phase, and in whom else.

Run `python analyses/definite_phase/analysis.py`; `study.toml` beside it says what the columns mean,
`expected.txt` holds what it prints. The cohort is synthetic; that of nerves and muscles is rebuilt
from published percentages.
"""

from pathlib import Path

import alsstats as als

HERE = Path(__file__).parent
SAMPLES = HERE.parents[1] / "sample_data"
FINDINGS = ["t2_cst", "flair_swi", "any"]


def shares(result: als.Result, finding: str) -> None:
    """Print the shares of a finding in every group, and the difference with its p value."""
    rows = [row for row in result.rows if row.term == finding]
    for row in rows:
        if row.statistic == "prevalence" and row.group != "all":
            limits = f"{row.conf_low:.3f} to {row.conf_high:.3f}"
            place = f"{finding}, {row.group}"
            print(f"  {place:<34} {row.events:>3}/{row.n:<3} {row.estimate:.3f} ({limits})")
    [gap] = [row for row in rows if row.statistic == "prevalence_difference"]
    [test] = [row for row in rows if row.statistic == "fisher_exact"]
    limits = f"{gap.conf_low:+.3f} to {gap.conf_high:+.3f}"
    print(f"    difference {gap.estimate:+.3f} ({limits}), Fisher's p = {test.p_value:.2g}")


print("By phase of ALS:")
with als.read(SAMPLES / "cohort.csv", study=HERE / "study.toml") as cohort:
    phases = als.prevalence(cohort, findings=FINDINGS)
for name in FINDINGS:
    shares(phases, name)

print("Nerves and muscles:")
with als.read(SAMPLES / "staff2015.csv") as cohort:
    staff = als.prevalence(cohort)
for name in dict.fromkeys(row.term for row in staff.rows):
    shares(staff, name or "")
