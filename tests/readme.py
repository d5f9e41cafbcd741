"""Write into the README what the program prints, or with `--check` see that it is there.

A block that begins with `$ alsstats ...` is followed by what the command prints; `>>>` lines
by what Python prints. `python -m tests.readme` writes the former anew.
"""

import doctest
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
CONSOLE = re.compile(r"```console\n\$ (alsstats[^\n]*)\n.*?```", re.DOTALL)


def printed(command: str) -> str:
    """Return the command and what it prints, standard error first, as a terminal shows it."""
    done = subprocess.run(
        [sys.executable, "-m", *shlex.split(command)],
        cwd=ROOT,
        env=os.environ | {"COLUMNS": "80", "TERM": "dumb"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    return f"```console\n$ {command}\n{done.stderr}{done.stdout}```"


def regenerated(text: str) -> str:
    """Return the README with every console block as the program prints it now."""
    return CONSOLE.sub(lambda block: printed(block[1]), text)


def failures_of_examples(text: str) -> int:
    """Run the Python examples of the README, and return how many print something else."""
    os.chdir(ROOT)
    test = doctest.DocTestParser().get_doctest(text, {}, "README.md", str(README), 0)
    return doctest.DocTestRunner().run(test).failed


if __name__ == "__main__":
    held = README.read_text(encoding="utf-8")
    new = regenerated(held)
    if "--check" not in sys.argv:
        README.write_text(new, encoding="utf-8")
    elif new != held:
        sys.exit("README.md does not show what the program prints: make readme")
    sys.exit(failures_of_examples(new) and "an example in README.md prints something else")
