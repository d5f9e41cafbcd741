"""How codes and names of columns are compared."""

from __future__ import annotations

import re

BLANKS = " \t\n\r\v\f\u00a0"  # what is trimmed from a code or an identifier
MISSING_NUMBER = re.compile(r"-(9+|88+|9[5-8])")
NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")

# The same patterns for DuckDB, Polars, Arrow and Python; pandas warns of groups that capture.
POINT = r"^[+-]?[0-9]*\.[0-9]+$"
COMMA = r"^[+-]?(?:[0-9]*,(?:[0-9]{1,2}|[0-9]{4,})|(?:0[0-9]*|[0-9]{4,}|),[0-9]{3})$"
EITHER = r"^[+-]?[1-9][0-9]{0,2}(?:,[0-9]{3})+$"  # 1,234 may be a thousand and more


def plain(code: str) -> str:
    """Return a code as codes are compared: one blank for several, a number without empty decimals.

    >>> plain(" 1.0 "), plain("007"), plain("not\u00a0 done"), plain("-9.50")
    ('1', '007', 'not done', '-9.5')
    """
    text = " ".join(code.split())
    if NUMBER.fullmatch(text) and "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def is_code_of_missing(code: str) -> bool:
    """Tell whether a code is one of the negative numbers that usually stand for missing.

    >>> is_code_of_missing("-9"), is_code_of_missing("-99.0"), is_code_of_missing("-2")
    (True, True, False)
    """
    return MISSING_NUMBER.fullmatch(plain(code)) is not None


def folded(code: str) -> str:
    """Return a code as the vocabulary's words are compared: `plain`, in any case."""
    return plain(code).casefold()


def column_key(name: str) -> str:
    """Return a column name as names are compared: `Motor Band ` is `motor_band`."""
    return re.sub(r"[\s-]+", "_", name.strip()).casefold()


def is_comma_number(code: str) -> bool:
    """Tell whether a code is a number with a comma, be it decimal or between thousands.

    >>> is_comma_number(" 0,5"), is_comma_number("1,234"), is_comma_number("a,b")
    (True, True, False)
    """
    return "," in code and re.match(f"{COMMA}|{EITHER}", code.strip(BLANKS)) is not None


def is_point_number(code: str) -> bool:
    """Tell whether a code is a number with a decimal point.

    >>> is_point_number(" 0.5"), is_point_number("1.234"), is_point_number("1")
    (True, True, False)
    """
    return re.match(POINT, code.strip(BLANKS)) is not None


def pointed(code: str) -> str:
    """Return a number with a decimal comma as one with a point; any other code as it stands."""
    return code.replace(",", ".") if is_comma_number(code) else code
