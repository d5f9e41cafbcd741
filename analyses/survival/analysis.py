"""Do patients with both FLAIR and SWI signs die sooner, by how much; can the model be believed.

`python analyses/survival/analysis.py` prints what `expected.txt` holds; with a folder behind it
the figures are drawn there, too. `study.toml` says what the columns mean. The cohort is synthetic,
and made to show a published hazard ratio of 6.56.
"""

import sys
from pathlib import Path

import pandas as pd

import alsstats as als
from alsstats.render.sentences import assumptions_in_words

HERE = Path(__file__).parent
COHORT = HERE.parents[1] / "sample_data" / "cohort.csv"
STUDY = HERE / "study.toml"

with als.read(COHORT, study=STUDY) as cohort:
    from_mri = als.survival(cohort)
people = pd.read_csv(COHORT, dtype={"patient_id": str})
people["months_from_onset"] = people["onset_to_mri_months"] + people["months_from_mri"]
with als.read(people, study=STUDY) as cohort:
    from_onset = als.survival(cohort, time="months_from_onset", entry="onset_to_mri_months")

print(from_mri)
print("Counted from the onset, each patient being at risk from the MRI on:\n")
print(from_onset)
for result in (from_mri, from_onset):
    print(f"{result.sentence()}\n{assumptions_in_words(result)}\n")
print(from_onset.methods())

for folder in map(Path, sys.argv[1:]):
    folder.mkdir(parents=True, exist_ok=True)
    for of, result in (("mri", from_mri), ("onset", from_onset)):
        for name in als.figures.names(result):
            (folder / f"{of}-{name}.svg").write_bytes(als.figures.file_of(result, ".svg", name))
