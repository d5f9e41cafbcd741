"""Looking at a cohort before any number is made of it: findings with names, and what they mean.

A name is loaded when it is first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from alsstats.lint.explanations import Explanation, explain
    from alsstats.lint.finding import Finding
    from alsstats.lint.formats import FORMATS
    from alsstats.lint.linting import check
    from alsstats.lint.page import Check

__all__ = ["FORMATS", "Check", "Explanation", "Finding", "check", "explain"]

_HOME = {
    "FORMATS": "formats",
    "Check": "page",
    "Explanation": "explanations",
    "Finding": "finding",
    "check": "linting",
    "explain": "explanations",
}


def __getattr__(name: str) -> Any:
    if name in __all__:
        return getattr(import_module(f"alsstats.lint.{_HOME[name]}"), name)
    raise AttributeError(f"module 'alsstats.lint' has no attribute '{name}'")
