"""Write anew what the program prints and the project keeps, or with `--check` see that it is so.

* README.md: a block that begins with `$ alsstats ...` is followed by what the command prints;
  `>>>` lines are followed by what Python prints (these are checked, not written).
* analyses/*/expected.txt: what the script beside it prints.
* alsstats/errors.md: every error, from the source.
* tests/golden/motor_band_2024.json: the rows of one answer, which every set of versions compares
  with; its numbers are held by other tests.
"""

import doctest
import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from alsstats.diagnostic import STATISTICS
from alsstats.figures import FIGURES
from alsstats.frequency.labels import LABELS
from alsstats.prognosis.labels import LABELS as OF_PROGNOSIS
from tests.errors_page import PAGE, page

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
KEPT = ROOT / "tests" / "golden" / "motor_band_2024.json"
MOTOR_BAND = "sample_data/published/motor_band_2024.csv"
OF_FREQUENCY = re.compile(r"\| \| of frequency: .* \|")
OF_SURVIVAL = re.compile(r"\| \| of survival:.* \|")
DRAWN = re.compile(r"(\| figure \| what it shows \|\n\| --- \| --- \|\n).*?\n\n", re.DOTALL)
LISTED = re.compile(r"\| `statistic` \| .* \|")
CONSOLE = re.compile(r"```console\n\$ (alsstats[^\n]*)\n.*?```", re.DOTALL)


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    """Run Python in the project's folder, as at a terminal of 80 columns."""
    return subprocess.run(
        [sys.executable, *map(str, arguments)],
        cwd=ROOT,
        env=os.environ | {"COLUMNS": "80", "TERM": "dumb"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


def readme() -> str:
    """Return the README with every console block and the list of statistics as they are now."""

    def block(command: str) -> str:
        done = run("-m", *shlex.split(command))
        return f"```console\n$ {command}\n{done.stderr}{done.stdout}```"

    names = ", ".join(f"`{statistic.name}`" for statistic in STATISTICS)
    frequency = ", ".join(f"`{name}`" for name in LABELS)
    text = LISTED.sub(f"| `statistic` | {names} |", README.read_text(encoding="utf-8"))
    text = OF_FREQUENCY.sub(f"| | of frequency: `prevalence`, {frequency} |", text)
    survival = ", ".join(f"`{name}`" for name in OF_PROGNOSIS)
    text = OF_SURVIVAL.sub(f"| | of survival: {survival} |", text)
    figures = "".join(f"| `{name}` | {kind.shows} |\n" for name, kind in FIGURES.items())
    text = DRAWN.sub(lambda found: f"{found[1]}{figures}\n", text)
    return CONSOLE.sub(lambda found: block(found[1]), text)


def kept_rows() -> str:
    """Return the rows of the motor band cohort's answer."""
    answer = json.loads(run("-m", "alsstats", "accuracy", MOTOR_BAND, "--format", "json").stdout)
    return json.dumps(answer["rows"], indent=1) + "\n"


def printed_by(script: Path) -> str:
    """Return what an analysis prints."""
    return run(script).stdout


def outputs() -> dict[Path, Callable[[], str]]:
    """Return what makes every kept output as it is now."""
    scripts = sorted(ROOT.glob("analyses/*/analysis.py"))
    analyses = {script.with_name("expected.txt"): partial(printed_by, script) for script in scripts}
    return {README: readme, KEPT: kept_rows, PAGE: page} | analyses


def failures_of_examples() -> int:
    """Run the Python examples of the README, and return how many print something else."""
    os.chdir(ROOT)
    text = README.read_text(encoding="utf-8")
    test = doctest.DocTestParser().get_doctest(text, {}, "README.md", str(README), 0)
    return doctest.DocTestRunner().run(test).failed


if __name__ == "__main__":
    for path, made in outputs().items():
        text = made()
        if "--check" not in sys.argv:
            path.write_text(text, encoding="utf-8", newline="\n")
        elif path.read_text(encoding="utf-8") != text:
            sys.exit(f"{path.relative_to(ROOT)} is not what the program prints: make outputs")
    sys.exit("an example in README.md prints something else" if failures_of_examples() else 0)
