"""Numbers as a reader meets them, rounded half away from zero on their decimal value."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from math import isinf, isnan

FEW = 200  # people: a share of fewer is printed in whole percent
BLANK = "-"  # printed where a number is undefined or does not apply


def rounded(value: float, decimals: int) -> str:
    """Round half away from zero, on the shortest decimal that is the number: 0.125 is 0.13.

    >>> rounded(0.125, 2), rounded(-0.0004, 2)
    ('0.13', '0.00')
    """
    if abs(value) >= 1e15:
        return f"{value:.3g}"
    text = str(Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))
    return text.removeprefix("-") if not float(text) else text


def percent(value: float, decimals: int = 1) -> str:
    """Return a share in percent, without the sign; what only rounds to 0 or 100 says so.

    >>> percent(0.625, 0), percent(1.0), percent(0.99999), percent(0.00001)
    ('63', '100.0', '>99.9', '<0.1')
    """
    text = rounded(float(Decimal(repr(float(value))) * 100), decimals)
    step = Decimal(1).scaleb(-decimals)
    if 0 < value < 1 and Decimal(text) == 0:
        return f"<{step}"
    if 0 < value < 1 and Decimal(text) == 100:
        return f">{100 - step}"
    return text


def significant(value: float) -> str:
    """Return a ratio with three significant digits, and no digit before the point lost.

    >>> significant(6.7318), significant(0.36923), significant(946.917), significant(131155.57)
    ('6.73', '0.369', '947', '131156')
    """
    if isinf(value):
        return "inf" if value > 0 else "-inf"
    if value == 0:
        return "0"
    if not 1e-4 <= abs(value) < 1e7:
        return f"{value:.2e}"
    return rounded(value, max(0, 2 - Decimal(repr(float(value))).adjusted()))


def p_value(value: float | None) -> str:
    """Return a p value with its sign, never as zero.

    >>> p_value(0.0214), p_value(0.00003), p_value(None)
    ('p = 0.021', 'p < 0.001', 'p = -')
    """
    if value is None or isnan(value):
        return f"p = {BLANK}"
    return "p < 0.001" if value < 0.001 else f"p = {rounded(value, 3)}"


def number(value: float | None, scale: str, n: int | None = None) -> str:
    """Return one number on the scale of its statistic; a share of few people in whole percent.

    >>> number(0.625, "share", 8), number(0.625, "share", 800), number(0.625, "proportion")
    ('63 %', '62.5 %', '62.5 %')
    """
    if value is None or isnan(value):
        return BLANK
    if scale in {"proportion", "share"}:
        return f"{percent(value, 0 if scale == 'share' and (n or 0) < FEW else 1)} %"
    if scale == "number":
        text = significant(value) if abs(value) < 100 else rounded(value, 0)
        return text.rstrip("0").rstrip(".") if "." in text and "e" not in text else text
    return rounded(value, 3) if scale == "difference" else significant(value)


def interval(low: float | None, high: float | None, scale: str, n: int | None = None) -> str:
    """Return the limits as `low to high`, with one percent sign for both.

    >>> interval(0.1, 0.25, "share", 20), interval(36.9, float("nan"), "number")
    ('10 to 25 %', '36.9 to -')
    """
    ends = f"{number(low, scale, n)} to {number(high, scale, n)}"
    if ends == f"{BLANK} to {BLANK}":
        return BLANK
    return ends.replace(" %", "", 1) if scale in {"proportion", "share"} else ends
