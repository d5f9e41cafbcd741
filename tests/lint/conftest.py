"""Files to look at, each made on the spot."""

from tests.cohort.conftest import Write, write

__all__ = ["Write", "write"]
