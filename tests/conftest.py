"""For all tests: nothing is timed; a test skipped for want of a tool is a failure in CI."""

import os
from collections.abc import Iterator

import pytest
from hypothesis import settings

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Iterator[pytest.TestReport]:
    report = yield
    if report.skipped and os.environ.get("ALSSTATS_SKIPS_FAIL"):
        report.outcome = "failed"
    return report
