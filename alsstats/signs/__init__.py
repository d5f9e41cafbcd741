"""Readings of a sign, and signs made of several: a grammar of their own, in three-valued logic."""

from alsstats.signs.grammar import AtLeast, Expression, Name, Not, leaves, parse
from alsstats.signs.logic import Reading, Value, unread, value

__all__ = [
    "AtLeast",
    "Expression",
    "Name",
    "Not",
    "Reading",
    "Value",
    "leaves",
    "parse",
    "unread",
    "value",
]
