"""A sign of life on long work: after two seconds, on a terminal only."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

PATIENCE = 2.0  # seconds without a word
CLEAR = "\r\x1b[K"


@contextmanager
def progress(doing: str) -> Iterator[None]:
    """Say on standard error what is being done and for how long, and wipe it off at the end."""
    if not sys.stderr.isatty():
        yield
        return
    done = Event()
    teller = Thread(target=_tell, args=(doing, done), daemon=True)
    teller.start()
    try:
        yield
    finally:
        done.set()
        teller.join()


def _tell(doing: str, done: Event) -> None:
    begin = time.monotonic()
    if done.wait(PATIENCE):
        return
    while not done.wait(0.5):
        print(
            f"{CLEAR}{doing}, {time.monotonic() - begin:.0f} s", end="", file=sys.stderr, flush=True
        )
    print(CLEAR, end="", file=sys.stderr, flush=True)
