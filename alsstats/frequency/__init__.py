"""Frequency: how often findings are present, in whom, and with what they go together.

`prevalence`, `exclusion` and `describe` give answers, `standardise` adjusted prevalences of counts.
A name is loaded when it is first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from alsstats.frequency.answer import prevalence
    from alsstats.frequency.other_causes import exclusion
    from alsstats.frequency.standardisation import standardise
    from alsstats.frequency.table_one import describe

__all__ = ["describe", "exclusion", "prevalence", "standardise"]

_HOME = {
    "describe": "table_one",
    "exclusion": "other_causes",
    "prevalence": "answer",
    "standardise": "standardisation",
}


def __getattr__(name: str) -> Any:
    if name in __all__:
        return getattr(import_module(f"alsstats.frequency.{_HOME[name]}"), name)
    raise AttributeError(f"module 'alsstats.frequency' has no attribute '{name}'")
