"""How dates are written: `DD/MM/YYYY` and the like, as the user says or as they look."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from alsstats.errors import UsageError
from alsstats.study.built_in import vocabulary
from alsstats.study.codes import folded

ISO = "YYYY-MM-DD"
TOKENS = {
    "YYYY": r"(?P<year>[0-9]{4})",
    "19YY": r"(?P<year>[0-9]{2})",
    "20YY": r"(?P<year>[0-9]{2})",
    "MMM": r"(?P<month>[^\W\d_]+)\.?",
    "MM": r"(?P<month>[0-9]{1,2})",
    "DD": r"(?P<day>[0-9]{1,2})",
}
TOKEN = re.compile(f"{'|'.join(TOKENS)}|[-/., ]")
WHOLE = (["D", "M", "Y"], ["M", "Y"], ["Y"])  # a day has a month, and a month a year
TIME = re.compile(
    r"[Tt\s]\s*[0-9]{1,2}:[0-9]{2}(:[0-9]{2}([.,][0-9]+)?)?"
    r"\s*([AaPp]\.?[Mm]\.?|[Zz]|[+-][0-9]{2}:?[0-9]{2})?$"
)
NUMERIC = re.compile(
    r"[0-9]{4}[-/. ][0-9]{1,2}[-/. ][0-9]{1,2}|([0-9]{1,2}[-/. ]){2}([0-9]{2}|[0-9]{4})"
)

NAMED = re.compile(
    r"[0-9]{1,2}[-/. ]*([^\W\d_]+)\.?[-/. ]*[0-9]{2,4}|([^\W\d_]+)\.? [0-9]{1,2}, [0-9]{4}"
)


def declared_format(value: Any, where: str) -> str:
    """Return a format of dates as it is declared; refuse one that leaves open what a date is.

    >>> declared_format("dd.mm.yyyy", "mri_date"), declared_format("DD/MM/20YY", "mri_date")
    ('DD.MM.YYYY', 'DD/MM/20YY')
    """
    text = " ".join(value.split()).upper() if isinstance(value, str) else ""
    tokens = TOKEN.findall(text)
    parts = sorted(token[-1] for token in tokens if token in TOKENS)
    if "".join(tokens) == text and parts in WHOLE:
        return text
    two_digits = re.search(r"(?<![Y0-9])YY(?!Y)", text) is not None
    raise UsageError(
        f"{where}: the format of dates does not say which century 'YY' is of"
        if two_digits
        else f"{where}: not a format of dates",
        found=[f"it is: {str(value)[:60]}"],
        why="it is made of DD, MM or MMM (a name), YYYY, and - / . or blanks between; 20YY is a "
        "year of two digits from 2000 to 2099",
        fix=f"--date-format {text.replace('YY', '20YY') if two_digits else 'DD/MM/YYYY'}",
    )


@cache
def date_pattern(form: str) -> re.Pattern[str]:
    """Return what the dates of a format look like; day and month have two digits if nothing parts.

    >>> date_pattern("DD/MM/YYYY").fullmatch("7/3/2024")["month"]
    '3'
    """
    tokens = TOKEN.findall(form)
    pattern = "".join(TOKENS.get(token, re.escape(token)) for token in tokens)
    parted = "MMM" in tokens or any(token not in TOKENS for token in tokens)
    return re.compile(pattern if parted else pattern.replace("{1,2}", "{2}"))


def without_time(text: str) -> str:
    """Return a date without the time of day behind it, and without blanks around it.

    >>> without_time("2024-03-07T10:30:00"), without_time(" 7.3.2024 10:30")
    ('2024-03-07', '7.3.2024')
    """
    text = " ".join(text.split())
    return TIME.sub("", text) if ":" in text else text


def looks_like_a_date(text: str) -> bool:
    """Tell whether a text is a whole date, with or without a time of day.

    >>> (
    ...     looks_like_a_date("13/02/2020 00:00"),
    ...     looks_like_a_date("3 Mai 20"),
    ...     looks_like_a_date("1.5"),
    ... )
    (True, True, False)
    """
    day = without_time(text)
    if found := NAMED.fullmatch(day):
        return folded(found[1] or found[2]) in vocabulary().months
    return NUMERIC.fullmatch(day) is not None
