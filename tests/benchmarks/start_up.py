"""How long does a short command take, as a share of `python -c "import pandas"`?

Each round times every command once, the peer first, so that a slow moment hits all of them; the
median of the rounds' ratios is printed.
"""

import subprocess
import sys
import time
from pathlib import Path
from statistics import median

ROUNDS = 15
BIN = Path(sys.executable).parent
COHORT = Path(__file__).parents[2] / "sample_data" / "cohort.csv"
PEER = [sys.executable, "-c", "import pandas"]
COMMANDS = {
    "alsstats --help": ([BIN / "alsstats", "--help"], 0.20),
    "alsstats calc 28 3 12 13": ([BIN / "alsstats", "calc", "28", "3", "12", "13"], 0.35),
    f"alsstats accuracy {COHORT.name}": ([BIN / "alsstats", "accuracy", COHORT, "-q"], 0.70),
}


def seconds(command: list[str | Path]) -> float:
    """Return how long a command takes from its start to its end."""
    begin = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    return time.perf_counter() - begin


def main() -> None:
    """Print the median ratio of each command to the peer, and the ratio it should stay below."""
    for command in (PEER, *(command for command, _ in COMMANDS.values())):
        seconds(command)  # fills the caches
    ratios: dict[str, list[float]] = {name: [] for name in COMMANDS}
    peers = []
    for _ in range(ROUNDS):
        peers.append(seconds(PEER))
        for name, (command, _) in COMMANDS.items():
            ratios[name].append(seconds(command) / peers[-1])
    print(f"import pandas: {median(peers):.3f} s, the median of {ROUNDS} rounds; ratios to it:")
    for name, (_, most) in COMMANDS.items():
        print(f"  {name:<40} {median(ratios[name]):.2f}   (at most {most:.2f})")


if __name__ == "__main__":
    main()
