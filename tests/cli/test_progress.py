"""A long run on a terminal says that it lives; a short one, or one in a pipe, does not."""

import os
import pty
import re
import subprocess
import sys

SCRIPT = (
    "import time\n"
    "from alsstats.cli import progress\n"
    "progress.PATIENCE = {patience}\n"
    "with progress.progress('reading cohort.csv'): time.sleep({seconds})\n"
)


def on_terminal(seconds: float, patience: float) -> str:
    """Return what a terminal is shown during work of so many seconds."""
    keeper, terminal = pty.openpty()
    script = SCRIPT.format(seconds=seconds, patience=patience)
    subprocess.run([sys.executable, "-c", script], stderr=terminal, check=True, timeout=60)
    os.close(terminal)
    shown = b""
    try:
        while part := os.read(keeper, 1024):
            shown += part
    except OSError:
        pass  # Linux ends a closed terminal with an error
    os.close(keeper)
    return shown.decode()


def test_long_work_on_a_terminal_is_told_and_wiped_off() -> None:
    shown = on_terminal(1.5, patience=0.1)
    assert re.search(r"reading cohort\.csv, \d+ s", shown)
    assert shown.endswith("\r\x1b[K")


def test_short_work_is_not() -> None:
    assert on_terminal(0.05, patience=30) == ""


def test_nor_work_in_a_pipe() -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT.format(seconds=1, patience=0.1)],
        capture_output=True,
        check=True,
        timeout=60,
    )
    assert done.stderr == b""
