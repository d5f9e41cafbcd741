"""What columns and codes mean: the built-in vocabulary, and what the user declares on top of it."""

from alsstats.study.arguments import covariates_of, levels_by_column, names_of, one_of
from alsstats.study.built_in import Sign, Vocabulary, vocabulary
from alsstats.study.codes import (
    BLANKS,
    COMMA,
    EITHER,
    POINT,
    column_key,
    folded,
    is_code_of_missing,
    is_comma_number,
    is_point_number,
    plain,
    pointed,
)
from alsstats.study.date_format import (
    ISO,
    date_pattern,
    looks_like_a_date,
    without_time,
)
from alsstats.study.declared import FLAGS, Declared, Study
from alsstats.study.durations import DAYS_IN, Duration, date_as_variable, unit_in_name
from alsstats.study.endpoint import CENSORED, Endpoint, SurvivalSaid
from alsstats.study.header import columns_shown, is_value
from alsstats.study.layout import AS_IT_IS, DELIMITERS, Layout
from alsstats.study.reference import (
    ALL_OTHERS,
    DIAGNOSIS_MISSING,
    MISSING,
    NO_STRATUM,
    NOT_ASSESSABLE,
    Reference,
    about_diagnosis,
)
from alsstats.study.variables import (
    ALL_PAIRS,
    EVERYONE,
    NO_LEVEL,
    Exclusion,
    Progression,
    Variable,
    about_levels,
    kind_of,
    levels_shown,
    variable_key,
)
from alsstats.study.wanted import TOGETHER, Wanted

__all__ = [
    "ALL_OTHERS",
    "ALL_PAIRS",
    "AS_IT_IS",
    "BLANKS",
    "CENSORED",
    "COMMA",
    "DAYS_IN",
    "DELIMITERS",
    "DIAGNOSIS_MISSING",
    "EITHER",
    "EVERYONE",
    "FLAGS",
    "ISO",
    "MISSING",
    "NOT_ASSESSABLE",
    "NO_LEVEL",
    "NO_STRATUM",
    "POINT",
    "TOGETHER",
    "Declared",
    "Duration",
    "Endpoint",
    "Exclusion",
    "Layout",
    "Progression",
    "Reference",
    "Sign",
    "Study",
    "SurvivalSaid",
    "Variable",
    "Vocabulary",
    "Wanted",
    "about_diagnosis",
    "about_levels",
    "column_key",
    "columns_shown",
    "covariates_of",
    "date_as_variable",
    "date_pattern",
    "folded",
    "is_code_of_missing",
    "is_comma_number",
    "is_point_number",
    "is_value",
    "kind_of",
    "levels_by_column",
    "levels_shown",
    "looks_like_a_date",
    "names_of",
    "one_of",
    "plain",
    "pointed",
    "unit_in_name",
    "variable_key",
    "vocabulary",
    "without_time",
]
