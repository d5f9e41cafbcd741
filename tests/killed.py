"""Kill the program at any moment of reading and writing, and look at what is left.

    python -m tests.killed FOLDER

Everything is loaded once; each case is a process forked from this one, which kills itself before
some call to the system, chosen at random among all of them, or in the middle of a file; or which
is killed after some time. The seeds are fixed. Prints one line for each kind of output.
"""

import os
import random
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import IO, Any, Self

from alsstats import temporary
from sample_data.published.rebuild import FOLDER

COHORT = FOLDER / "motor_band_2024.csv"
QUESTION = ["accuracy", str(COHORT), "-q"]
COMMANDS = {
    "text": (*QUESTION, "-o", "answer.txt"),
    "json": (*QUESTION, "-o", "answer.json"),
    "csv": (*QUESTION, "-o", "answer.csv"),
    "markdown": (*QUESTION, "-o", "answer.md"),
    "svg": (*QUESTION, "--plot", "figure.svg"),
    "pdf": (*QUESTION, "--plot", "figure.pdf"),
    "png": (*QUESTION, "--plot", "figure.png"),
    "report": ("report", str(COHORT), "-q", "-o", "page.html"),
}
CALLS = {
    "fcntl.flock", "open", "os.chmod", "os.listdir", "os.mkdir", "os.remove", "os.rename",
    "os.rmdir", "os.scandir", "shutil.rmtree",
}  # fmt: skip
ANSWERED = {0, 5}  # 5: these patients have no times, and the page says so
MOMENTS, TIMES = 50, 2
LOADED = ("matplotlib.pyplot", "scipy.stats", "alsstats.cli", "alsstats.cohort.source")
OLD = b"the old answer\n"


class Moments:
    """Counts the calls to the system that change or look at files, and kills at one of them."""

    def __init__(self, at: int) -> None:
        self.at = at
        self.passed = 0
        sys.addaudithook(lambda call, _: self.pass_one() if call in CALLS else None)
        self.fsync, self.open = os.fsync, Path.open
        os.fsync = self.synced  # not told of by hooks
        Path.open = self.opened  # type: ignore[assignment]

    def pass_one(self) -> None:
        self.passed += 1
        if self.passed == self.at:
            os.kill(os.getpid(), signal.SIGKILL)

    def synced(self, descriptor: int) -> None:
        self.pass_one()
        self.fsync(descriptor)

    @property
    def opened(self) -> Callable[..., Any]:
        return lambda path, mode="r", *how, **named: (
            Halved(self.open(path, mode, buffering=0), self)
            if mode == "wb"
            else self.open(path, mode, *how, **named)
        )


class Halved:
    """A file that is written in two halves, with a moment between them."""

    def __init__(self, file: IO[bytes], moments: Moments) -> None:
        self.file, self.moments = file, moments

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.file.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self.file, name)

    def write(self, content: bytes) -> None:
        half = len(content) // 2
        self.file.write(content[:half])
        self.moments.pass_one()
        self.file.write(content[half:])


def forked(child: Callable[[], object]) -> int:
    """Begin a process that does something and nothing else."""
    process = os.fork()
    if process:
        return process
    for descriptor in (1, 2):
        os.dup2(os.open(os.devnull, os.O_WRONLY), descriptor)
    try:
        child()
    finally:
        os._exit(1)


def ended(process: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def whole(command: tuple[str, ...]) -> None:
    """Run the program as it is."""
    from alsstats.cli import main

    sys.argv = ["alsstats", *command]
    main()


def counted_and_written(target: Path, new: bytes, at: int) -> None:
    """Count the cohort, then write an answer that is there already: the drawing takes long."""
    import alsstats as als
    from alsstats.cli.writing import write_all

    moments = Moments(at)
    with als.read(COHORT) as cohort:
        cohort.source.distinct()
        write_all({target: new})
    Path("passed").write_text(str(moments.passed))


class Kind:
    """One kind of output: where it is written, and all that may stand there."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name, self.command, self.folder = name, COMMANDS[name], folder
        self.target = folder / self.command[-1]
        self.outcomes: dict[str, int] = {"old": 0, "new": 0}
        self.left = 0
        self.target.write_bytes(OLD)
        begin = time.monotonic()
        assert ended(forked(lambda: whole(self.command))) in ANSWERED
        self.lasts, self.new = time.monotonic() - begin, self.target.read_bytes()

    def look(self) -> None:
        """See that the file is the old or the new one, and that the next run tidies up."""
        held = self.target.read_bytes()
        assert held in {OLD, self.new}, f"{self.name}: {len(held)} bytes"
        self.outcomes["old" if held == OLD else "new"] += 1
        places = (self.folder, self.folder / "temporary")
        self.left += sum(path.name.startswith(".") for place in places for path in place.iterdir())
        temporary.remove_dead.cache_clear()
        for place in places:
            temporary.remove_dead(str(place))
        temporary.remove_dead.cache_clear()
        names = {path.name for path in self.folder.iterdir()}
        assert names == {self.target.name, "temporary"}, names
        assert not list(places[1].iterdir())
        self.target.write_bytes(OLD)

    def at_calls(self, rng: random.Random) -> None:
        child = counted_and_written
        assert ended(forked(lambda: child(self.target, self.new, 0))) == 1
        count = Path("passed")
        moments = int(count.read_text())
        count.unlink()
        self.look()
        for _ in range(MOMENTS):
            at = rng.randint(1, moments)
            assert ended(forked(lambda at=at: child(self.target, self.new, at))) == -signal.SIGKILL
            self.look()

    def at_times(self, rng: random.Random) -> None:
        for _ in range(TIMES):
            process = forked(lambda: whole(self.command))
            time.sleep(rng.uniform(0, self.lasts))
            os.kill(process, signal.SIGKILL)
            assert ended(process) in {*ANSWERED, -signal.SIGKILL}
            self.look()


def main() -> None:
    for module in LOADED:
        import_module(module)
    top = Path(sys.argv[1])
    for place, name in enumerate(COMMANDS):
        folder = top / name
        (folder / "temporary").mkdir(parents=True)
        tempfile.tempdir = str(folder / "temporary")  # Python tries others with files of its own
        os.chdir(folder)
        kind, rng = Kind(name, folder), random.Random(place)
        kind.at_calls(rng)
        kind.at_times(rng)
        told = ", ".join(f"{outcome} {times}" for outcome, times in kind.outcomes.items())
        print(f"{name}: {told}, something left {kind.left}", flush=True)


if __name__ == "__main__":
    main()
