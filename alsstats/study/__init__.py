"""What columns and codes mean: the built-in vocabulary, and what the user declares on top of it."""

from alsstats.study.built_in import Sign, Vocabulary, vocabulary
from alsstats.study.codes import (
    BLANKS,
    COMMA,
    EITHER,
    POINT,
    column_key,
    folded,
    is_comma_number,
    plain,
    pointed,
)
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
    "COMMA",
    "DIAGNOSIS_MISSING",
    "EITHER",
    "FLAGS",
    "MISSING",
    "NOT_ASSESSABLE",
    "NO_STRATUM",
    "POINT",
    "Declared",
    "Reference",
    "Sign",
    "Study",
    "Vocabulary",
    "about_diagnosis",
    "column_key",
    "folded",
    "is_comma_number",
    "plain",
    "pointed",
    "vocabulary",
]
