"""A table of people, read in the light of a study: the door between data and statistics."""

from alsstats.cohort.cohort import Cohort
from alsstats.cohort.inspection import Check
from alsstats.cohort.interpretation import Interpretation
from alsstats.cohort.reading import check, read

__all__ = ["Check", "Cohort", "Interpretation", "check", "read"]
