"""How long does a report take, as a ratio to `import seaborn`, and how large is its page?

Of the sample cohort, and of 400 people with 200 signs and 12 diagnoses; each in a process of its
own, the page and every number.
"""

import subprocess
import sys
import time

REPORT = """
import alsstats as als
from sample_data.make_cohort import FILE
from tests.report.many_signs import many_signs
{cohort}
report = als.build_report(cohort)
print(len(report.html().encode()), len(report.json().encode()))
"""
COHORTS = {
    "the sample cohort": "cohort = als.read(FILE)",
    "200 signs x 12 diagnoses": "cohort = als.read(many_signs()[0], study=many_signs()[1])",
}


def timed(script: str) -> tuple[float, str]:
    """Run Python, and return how long it took in seconds, and what it printed."""
    begin = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, check=True
    )
    return time.perf_counter() - begin, done.stdout


def main() -> None:
    """Print a line a cohort."""
    timed("import seaborn")  # fills the caches of the disk
    peer, _ = timed("import seaborn")
    for name, cohort in COHORTS.items():
        seconds, printed = timed(REPORT.format(cohort=cohort))
        page, numbers = (int(size) / 1e6 for size in printed.split())
        print(
            f"report, {name}: {seconds:.1f} s, {seconds / peer:.1f} x import seaborn; "
            f"page {page:.2f} MB, numbers {numbers:.1f} MB"
        )


if __name__ == "__main__":
    main()
