"""Make visits.csv: the visits of 40 synthetic people with ALS, one row each. None of them exists.

Categories and readings at baseline and follow-up are given out in fixed numbers, so that what
changed between the two is known; who has which, and the scanners, are drawn at random.
Run `python -m sample_data.make_visits` to write the file again; a test compares it.
"""

import csv
from io import StringIO
from pathlib import Path
from random import Random

FILE = Path(__file__).parent / "visits.csv"
SEED = 40

COLUMNS = [
    "patient_id", "visit", "diagnosis", "el_escorial", "t2_cst", "flair_cst", "field_strength",
]  # fmt: skip
VISITS = ("baseline", "follow-up", "second follow-up")
ONLY_BASELINE, SEEN_AGAIN, SEEN_TWICE_AGAIN = 4, 36, 3  # the last are among those seen again
NA = "not assessable"
POSSIBLE, SUPPORTED = "possible", "probable laboratory-supported"
DEFINITE_PHASE = {"definite", "probable"}

Pair = tuple[str, str]  # at baseline and at follow-up
EL_ESCORIAL: dict[Pair, int] = {
    (POSSIBLE, "definite"): 3,
    (POSSIBLE, "probable"): 8,
    (POSSIBLE, SUPPORTED): 2,
    (POSSIBLE, POSSIBLE): 3,
    (SUPPORTED, "definite"): 5,
    (SUPPORTED, "probable"): 9,
    (SUPPORTED, SUPPORTED): 3,
    (SUPPORTED, ""): 1,
    ("probable", "definite"): 2,
}
# The first go mostly to people who come into the definite phase.
T2_CST: dict[Pair, int] = {
    ("0", "1"): 14,
    (NA, "1"): 1,
    ("1", "1"): 6,
    ("1", ""): 1,
    ("0", ""): 1,
    ("0", NA): 1,
    ("", "0"): 1,
    ("1", "0"): 2,
    ("0", "0"): 9,
}
FLAIR_CST: dict[Pair, int] = {
    ("0", "1"): 7,
    ("", "1"): 1,
    (NA, "1"): 1,
    ("1", "1"): 12,
    ("1", NA): 1,
    (NA, NA): 1,
    ("0", ""): 1,
    ("1", "0"): 1,
    ("0", "0"): 11,
}
# Category, T2 and FLAIR of those who were seen once.
ONCE = [(POSSIBLE, "0", "0"), (POSSIBLE, "0", NA), (SUPPORTED, "0", "1"), ("probable", "1", "1")]
THREE_TESLA, OTHER_SCANNER = 0.7, 0.15  # shares: of people at baseline, of later visits

Visit = tuple[str, str, str]  # category, T2 and FLAIR


def given(counts: dict[Pair, int], draw: Random, forward: list[float]) -> list[Pair]:
    """Give out every pair as often as it counts; `forward` brings people nearer to the first."""
    pairs = [pair for pair, number in counts.items() for _ in range(number)]
    order = sorted(range(SEEN_AGAIN), key=lambda person: draw.random() - forward[person])
    return [pair for _, pair in sorted(zip(order, pairs, strict=True))]


def seen_again(draw: Random) -> list[list[Visit]]:
    """Return the visits of those who came again; a third one finds what the second did."""
    categories = given(EL_ESCORIAL, draw, [0] * SEEN_AGAIN)
    definite = [(before in DEFINITE_PHASE, after in DEFINITE_PHASE) for before, after in categories]
    entered = [0.5 * (pair == (False, True)) for pair in definite]
    signs = (given(T2_CST, draw, entered), given(FLAIR_CST, draw, entered))
    people = [list(zip(*pairs, strict=True)) for pairs in zip(categories, *signs, strict=True)]
    return [[*visits, visits[1]] for visits in people[:SEEN_TWICE_AGAIN]] + people[
        SEEN_TWICE_AGAIN:
    ]


def scanners(visits: int, draw: Random) -> list[str]:
    """Return the field strength at each visit of a person, mostly the same."""
    strengths = ["3" if draw.random() < THREE_TESLA else "1.5"]
    for _ in range(visits - 1):
        other = draw.random() < OTHER_SCANNER
        strengths.append({"3": "1.5", "1.5": "3"}[strengths[-1]] if other else strengths[-1])
    return strengths


def made(draw: Random) -> str:
    """Return all visits as CSV, person by person, in the order of time."""
    people = [*([visit] for visit in ONCE), *seen_again(draw)]
    people.sort(key=lambda _: draw.random())
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for place, visits in enumerate(people, 1):
        strengths = scanners(len(visits), draw)
        for name, visit, strength in zip(VISITS, visits, strengths, strict=False):
            writer.writerow([f"V{place:02}", name, "ALS", *visit, strength])
    return out.getvalue()


if __name__ == "__main__":
    text = made(Random(SEED))  # noqa: S311 - nothing here is a secret
    FILE.write_text(text, encoding="utf-8", newline="\n")
