"""What the faults are put into: small, whole and answered as it stands."""

from tests.cohort.redcap_project import Line, Opened, dictionary, export

COHORT = b"""patient_id,diagnosis,flair_cst,swi_motor_cortex,age_at_onset,months_from_mri,death
S001,ALS,1,1,60,3.1,1
S002,ALS,0,1,48,81.7,0
S003,ALS,1,1,71,9.3,1
S007,ALS,1,not assessable,55,15.7,1
S008,ALS,1,,66,18.2,1
S009,ALS,1,1,59,62.0,0
S012,ALS,0,0,63,80.8,0
S004,MMN,0,0,50,,
S005,healthy,0,0,41,,
S006,"Kennedy disease",0,1,58,,
S010,MMN,1,0,62,,
"""
COHORTS = [
    COHORT,
    COHORT.replace(b",", b";").replace(b".", b","),
    b'"id"\t"diagnosis"\t"t2_cst"\r\n1\tALS\tyes\r\n2\tMMN\tno\r\n3\tALS\t"no"\r\n4\tMMN\tno\r\n',
    b'diagnosis,flair_cst,note\nALS,present,"a ""b"", c"\nMMN,absent,"x\ny"\nALS,absent,\n',
]
STUDY = b"""schema = 1

[data]
id = "patient_id"
missing = ["-9", "NA"]

[reference]
column = "diagnosis"
target = ["ALS"]
versus = { MMN = ["MMN"], mimics = ["MMN", "Kennedy disease"] }
design = "cohort"

[signs.flair_cst]
label = "Hyperintense tract"
present = ["1"]
absent = ["0"]

[signs.either]
define = "flair_cst or swi_motor_cortex"

[variables.age_at_onset]
kind = "number"
label = "Age"
"""
STUDIES = [
    STUDY,
    b'schema = 1\n[data]\ndecimal = "."\n[columns]\nsnake_eyes = "swi_motor_cortex"\n',
    b'schema = 1\n[reference]\nversus.mimics = "MMN"\nleave_out = ["Kennedy disease", "healthy"]\n',
]
EXPRESSIONS = [
    b"flair_cst and swi_motor_cortex",
    b'at_least(2, flair_cst, not "swi_motor_cortex")',
    b"not (flair_cst or not (swi_motor_cortex and flair_cst))",
    b'"flair_cst" or at_least(1, swi_motor_cortex)',
]
FIELDS = [
    Line("study_no", "intake", "text", "Study number"),
    Line("diagnosis", "intake", "dropdown", "Diagnosis", "1, ALS | 2, MMN | 3, healthy"),
    Line("flair_cst", "mri", "radio", "FLAIR", "1, Yes | 2, No | 3, Not assessable"),
    Line("found", "mri", "checkbox", "Found", "1, Motor <b>band</b> | 2, Atrophy | -9, Neither"),
    Line("score", "mri", "text", "Score", condition="[diagnosis] = '1' and [found(1)] = '1'"),
]
DICTIONARY = dictionary(FIELDS).encode()
EXPORT = export(
    FIELDS,
    {
        "a1": [Opened("intake", {"diagnosis": "1"}), Opened("mri", {"flair_cst": "1"})],
        "a2": [Opened("intake", {"diagnosis": "1"}), Opened("mri", {"flair_cst": "3"})],
        "b1": [Opened("intake", {"diagnosis": "2"}), Opened("mri", {"flair_cst": "2"})],
        "c1": [Opened("intake", {"diagnosis": "3"}), Opened("mri", {"found___1": "1"})],
    },
).encode()
