"""Each analysis prints what is kept beside it."""

import subprocess
import sys
from pathlib import Path

import pytest

ANALYSES = Path(__file__).parents[1] / "analyses"


@pytest.mark.parametrize(
    "script", sorted(ANALYSES.glob("*/analysis.py")), ids=lambda p: p.parent.name
)
def test_the_analysis_prints_what_is_expected(script: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", script],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert done.stdout == (script.parent / "expected.txt").read_text()
