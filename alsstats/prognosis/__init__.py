"""Prognosis: how long patients live, and whether those with a sign die sooner.

`survival` gives answers about a cohort; `cox` fits Cox's model to columns of numbers, for which
`design_matrix` makes products, splines and categories. A name is loaded when it is first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from alsstats.prognosis.answer import survival
    from alsstats.prognosis.cox_answer import Cox
    from alsstats.prognosis.cox_of_columns import cox
    from alsstats.prognosis.given import design_matrix

__all__ = ["Cox", "cox", "design_matrix", "survival"]

_HOME = {
    "Cox": "cox_answer",
    "cox": "cox_of_columns",
    "design_matrix": "given",
    "survival": "answer",
}


def __getattr__(name: str) -> Any:
    if name in __all__:
        return getattr(import_module(f"alsstats.prognosis.{_HOME[name]}"), name)
    raise AttributeError(f"module 'alsstats.prognosis' has no attribute '{name}'")
