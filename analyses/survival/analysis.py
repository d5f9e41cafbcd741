"""Do patients with both FLAIR and SWI signs die sooner, by how much; can the model be believed.

Run `python analyses/survival/analysis.py`; `study.toml` beside it says what the columns mean,
`expected.txt` holds what it prints. The cohort is synthetic, and made to show a published hazard
ratio of 6.56.
"""

from math import isnan
from pathlib import Path

import pandas as pd

import alsstats as als

HERE = Path(__file__).parent
COHORT = HERE.parents[1] / "sample_data" / "cohort.csv"
STUDY = HERE / "study.toml"


def curves(result: als.Result) -> None:
    """Print how many there are in each group, median survival, and those at risk."""
    for row in result.rows:
        if row.statistic == "median_survival" and row.by in {None, "flair_swi"}:
            group = f"{row.group}, {row.events} of {row.n} died"
            limits = f"{months(row.conf_low)} to {months(row.conf_high)}"
            print(f"  {group:<24} median in months: {months(row.estimate)} ({limits})")
    for curve in result.curves:
        if curve.name == "at risk, flair_swi":
            at_risk = (f"{n} at {x:g}" for x, n in zip(curve.x, curve.at_risk, strict=True))
            print(f"  {curve.group}, at risk: {', '.join(at_risk)}")


def months(time: float) -> str:
    """Return a time, which is not a number where too few have died."""
    return "not reached" if isnan(time) else f"{time:.1f}"


def ratios(result: als.Result, *models: str) -> None:
    """Print the hazard ratios of some models, with profile-likelihood limits."""
    for row in result.rows:
        if row.method == "profile likelihood" and row.model in models:
            levels = f", {row.category} against {row.comparison}" * (row.category is not None)
            limits = f"{row.conf_low:.2f} to {row.conf_high:.2f}"
            print(f"  {row.model}, n = {row.n}: {row.term}{levels}")
            print(f"    {row.estimate:.2f} ({limits}), p = {row.p_value:.2g}")


def tests(result: als.Result) -> None:
    """Print the tests of equal curves, of proportional hazards, and of entry."""
    for row in result.rows:
        if row.statistic in {"log_rank", "proportional_hazards", "entry_dependence"}:
            of_what = row.term or row.category or row.by or row.method
            print(f"  {row.statistic}, {of_what}: p = {row.p_value:.2g}")


with als.read(COHORT, study=STUDY) as cohort:
    from_mri = als.survival(cohort)
print("Counted from the MRI:")
curves(from_mri)
ratios(from_mri, "univariable", "adjusted")
print("Neither sign, one, the other, both; and both against not both in the same patients:")
ratios(from_mri, "four-level patients", "four-level patients, adjusted")
print("What this takes for granted:")
tests(from_mri)

people = pd.read_csv(COHORT, dtype={"patient_id": str})
people["months_from_onset"] = people["onset_to_mri_months"] + people["months_from_mri"]
with als.read(people, study=STUDY) as cohort:
    from_onset = als.survival(cohort, time="months_from_onset", entry="onset_to_mri_months")
print("Counted from the onset, each patient being at risk from the MRI on:")
curves(from_onset)
ratios(from_onset, "univariable", "adjusted")
tests(from_onset)
