"""What columns and codes mean: the built-in vocabulary, and what the user declares on top of it."""

from alsstats.study.built_in import Sign, Vocabulary, vocabulary
from alsstats.study.codes import BLANKS, column_key, folded, plain
from alsstats.study.declared import FLAGS, Declared, Study
from alsstats.study.reference import (
    ALL_OTHERS,
    DIAGNOSIS_MISSING,
    MISSING,
    NO_STRATUM,
    NOT_ASSESSABLE,
    Reference,
    about_diagnosis,
)

__all__ = [
    "ALL_OTHERS",
    "BLANKS",
    "DIAGNOSIS_MISSING",
    "FLAGS",
    "MISSING",
    "NOT_ASSESSABLE",
    "NO_STRATUM",
    "Declared",
    "Reference",
    "Sign",
    "Study",
    "Vocabulary",
    "about_diagnosis",
    "column_key",
    "folded",
    "plain",
    "vocabulary",
]
