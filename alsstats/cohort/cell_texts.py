"""How a number, a date or a time that a file holds as such is written as text."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any


def cell_text(value: Any) -> str:
    """Return a value as text: the shortest number, ISO dates and times, TRUE and FALSE.

    A day without a time of day is a date; what is no value is an empty text.

    >>> [cell_text(value) for value in (1.0, 0.1, 1e-7, True, " 007", None)]
    ['1', '0.1', '0.0000001', 'TRUE', ' 007', '']
    >>> (
    ...     cell_text(datetime(2024, 5, 1)),
    ...     cell_text(datetime(2024, 5, 1, 8, 30)),
    ...     cell_text(time(8, 30)),
    ... )
    ('2024-05-01', '2024-05-01T08:30:00', '08:30:00')
    """
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, timedelta):
        return duration_text(value)
    if isinstance(value, datetime):
        return (value.date() if value.time() == time() else value).isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    return number_text(value) if isinstance(value, float) else str(value)


def number_text(value: float) -> str:
    """Return the shortest decimal that is this number, without an exponent.

    >>> number_text(2.50), number_text(-0.0), number_text(1e21)
    ('2.5', '0', '1000000000000000000000')
    """
    text = format(Decimal(repr(value)), "f")
    short = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if short == "-0" else short


def duration_text(value: timedelta) -> str:
    """Return a duration as hours, minutes and seconds, as many hours as there are.

    >>> duration_text(timedelta(days=1, hours=2, seconds=5))
    '26:00:05'
    """
    sign, held = ("-", -value) if value < timedelta() else ("", value)
    minutes, seconds = divmod(held.days * 86400 + held.seconds, 60)
    hours, minutes = divmod(minutes, 60)
    part = f".{held.microseconds:06}".rstrip("0") if held.microseconds else ""
    return f"{sign}{hours}:{minutes:02}:{seconds:02}{part}"
