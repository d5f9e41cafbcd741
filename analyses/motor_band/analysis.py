"""Does it matter whom ALS is told from? The motor band sign against mimics and against the healthy.

Run `python analyses/motor_band/analysis.py`; `expected.txt` beside it holds what it prints.
"""

from pathlib import Path

import alsstats as als

COHORT = Path(__file__).parents[2] / "sample_data" / "published" / "motor_band_2024.csv"
CLINIC = 0.10  # of those referred for suspected ALS to a general neurology clinic, say

with als.read(COHORT) as cohort:
    result = als.accuracy(cohort, prevalence=[CLINIC])

for row in result.rows:
    if row.statistic == "specificity" or row.at == CLINIC:
        print(
            f"{row.statistic:<11} against {row.comparison:<10} "
            f"{row.estimate:.3f} ({row.conf_low:.3f} to {row.conf_high:.3f})"
        )
