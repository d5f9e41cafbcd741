"""For all tests: nothing is timed; a test skipped for want of a tool is a failure in CI.

The examples of properties are the same in every run, so that a change is what makes a test fail;
`make fuzz` looks for others.
"""

import os
from collections.abc import Iterator

import pytest
from hypothesis import settings

settings.register_profile("same", deadline=None, derandomize=True)
settings.register_profile("other", deadline=None)
settings.load_profile(os.environ.get("ALSSTATS_EXAMPLES", "same"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Iterator[pytest.TestReport]:
    report = yield
    if report.skipped and os.environ.get("ALSSTATS_SKIPS_FAIL"):
        report.outcome = "failed"
    return report
