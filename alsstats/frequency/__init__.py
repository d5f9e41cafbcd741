"""Frequency: how often findings are present, in whom, and with what they go together.

`prevalence` answers by category; a name is loaded when it is first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from alsstats.frequency.answer import prevalence

__all__ = ["prevalence"]

_HOME = {"prevalence": "answer"}


def __getattr__(name: str) -> Any:
    if name in __all__:
        return getattr(import_module(f"alsstats.frequency.{_HOME[name]}"), name)
    raise AttributeError(f"module 'alsstats.frequency' has no attribute '{name}'")
