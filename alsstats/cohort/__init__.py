"""A table of people, read in the light of a study: the door between data and statistics."""

from alsstats.cohort.cohort import Cohort
from alsstats.cohort.interpretation import Interpretation
from alsstats.cohort.reading import opened, read

__all__ = ["Cohort", "Interpretation", "opened", "read"]
