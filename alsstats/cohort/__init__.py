"""A table of people, read in the light of a study: the door between data and statistics."""

from typing import TYPE_CHECKING

from alsstats.cohort.cohort import Cohort
from alsstats.cohort.interpretation import Interpretation
from alsstats.cohort.reading import check, read

if TYPE_CHECKING:
    from alsstats.cohort.inspection import Check

__all__ = ["Check", "Cohort", "Interpretation", "check", "read"]


def __getattr__(name: str) -> type:
    """Load what only `check` needs when it is first used."""
    if name == "Check":
        from alsstats.cohort.inspection import Check

        return Check
    raise AttributeError(name)
