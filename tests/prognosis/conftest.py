"""The program as a process, for what a hard cohort makes of its exit code."""

from tests.cli.conftest import run

__all__ = ["run"]
