"""A process killed at any moment leaves the old output or the new one, and no more for long."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.killed import COMMANDS, MOMENTS, TIMES

ROOT = Path(__file__).parents[2]


@pytest.mark.once
def test_killed_at_any_moment(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.killed", str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    told = re.findall(r"(\w+): old (\d+), new (\d+), something left (\d+)\n", done.stdout)
    assert [name for name, *_ in told] == list(COMMANDS)
    for _, old, new, left in told:
        assert int(old) + int(new) == MOMENTS + 1 + TIMES
        assert min(int(old), int(new), int(left)) > 0  # every kind of moment was met
