"""What was asked, of whom, and with what: the beginning and the end of the text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from alsstats.prognosis.time_origin import FROM_MRI, FROM_ONSET
from alsstats.render.methods.saying import listed
from alsstats.study import variable_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from alsstats.result import Result

HANDLINGS = {
    "every part": "Those in whom a sign, or a part of a combined sign, was not read were left out "
    "and counted",
    "any part": "Those whom the parts of a combined sign that were read decide were added",
    "positive": "Readings that were not assessable were counted as present",
    "negative": "Readings that were not assessable were counted as absent",
    "worst": "Readings that were not assessable were counted against the sign: as absent in those "
    "with the disease, as present in the others",
    "best": "Readings that were not assessable were counted in favour of the sign: as present "
    "in those with the disease, as absent in the others",
}
ORIGINS = {FROM_MRI: "from the MRI ", FROM_ONSET: "from the onset "}
OUT = ("", "censored")  # what a code of the event's column means, where it did not occur
ADJUSTED = {
    "Holm": "Holm's method [@holm]",
    "Benjamini-Hochberg": "Benjamini and Hochberg's method [@benjamini_hochberg]",
}


def opening(result: Result) -> Iterator[str]:
    """Yield who was looked at, and what was asked of them."""
    held = result.provenance
    study = held.get("study", {})
    if "input" in held:
        yield _people(held["input"]["rows"], study.get("data", {}).get("rows"))
    if among := study.get("among"):
        levels = (f"{name} {' or '.join(map(str, codes))}" for name, codes in among.items())
        yield f"Only those with {listed(levels)} were analysed."
    yield from _reference(study.get("reference"))
    yield from _survival(study)
    yield from _signs(study.get("signs", {}), result)
    yield from _categories(study.get("categories", {}), result)
    yield from _handling(result)


def _people(rows: int, what: str | None) -> str:
    each = {"visit": "visits", "interval": "intervals of follow-up"}.get(what or "", "people")
    return f"The data hold {rows} {each}."


def _reference(said: Mapping[str, Any] | None) -> Iterator[str]:
    """Yield the target condition, and with whom it was compared."""
    if not said:
        return
    groups = [f"{name} ({listed(members)})" if [name] != list(members) else name
              for name, members in said["versus"].items()]  # fmt: skip
    together = " and with all of these together" * (len(groups) > 1)
    yield (
        f"The target condition was a final diagnosis of {listed(said['target'])} (column "
        f"{listed([said['column']])}), compared with {listed(groups)}{together}."
    )
    if certainty := said.get("certainty"):
        yield (
            f"It was taken as sure as {listed(certainty['nested'])}, adding one category after the "
            "other."
        )
    if said.get("design") == "case-control":
        yield "The design is case-control: the table has no prevalence of its own."


def _survival(study: Mapping[str, Any]) -> Iterator[str]:
    """Yield from when time counts, to which event, and for what ratios were adjusted."""
    said = study.get("survival")
    if not said:
        return
    unit = f"in {said['unit']} " if said["unit"] else ""
    since = ORIGINS.get(variable_key(said["time"]), "")
    yield f"Time was counted {unit}{since}(column {listed([said['time']])})."
    if said["entry"]:
        yield (
            f"Patients were at risk from {listed([said['entry']])} on (left truncation), and not "
            "before."
        )
    if said["from"] is not None:
        yield f"Nothing before time {said['from']:g} counts."
    if event := study.get("event"):
        names = dict.fromkeys(name for name in event["codes"].values() if name not in OUT)
        column = f"(column {listed([event['column']])})"
        if names:
            yield (
                f"The event was {' or '.join(listed([name]) for name in names)} {column}; all "
                "others were censored when last seen."
            )
        else:
            yield f"Nobody had the event {column}: all were censored when last seen."
    if said["adjust"]:
        yield f"Groups of {listed([said['group']])} were adjusted for {listed(said['adjust'])}."


def _signs(signs: Mapping[str, Any], result: Result) -> Iterator[str]:
    """Yield how combined signs were made."""
    terms = {term for row in result.rows for term in (row.term, row.by) if term}
    made = [f"{name} is {sign['define']}" for name, sign in signs.items() if sign.get("define")
            and any(name in term for term in terms)]  # fmt: skip
    if made:
        yield f"Combined signs: {'; '.join(listed([text]) for text in made)}."


def _categories(categories: Mapping[str, Any], result: Result) -> Iterator[str]:
    """Yield the levels of the categories, and which codes were merged to one."""
    used = {row.by for row in result.rows}
    for name, held in categories.items():
        if name not in used:
            continue
        codes: dict[str, list[str]] = {}
        for code, level in held["codes"].items():
            codes.setdefault(level, []).append(code)
        levels = [
            f"{level} ({listed(codes[level])})" if len(codes.get(level, [])) > 1 else level
            for level in held["order"]
        ]
        yield f"Levels of {listed([name])}: {listed(levels)}."


def _handling(result: Result) -> Iterator[str]:
    """Yield how readings that could not be made were treated."""
    names = [part for row in result.rows for part in (row.handling or "").split(", ")]
    said = [HANDLINGS[name] for name in dict.fromkeys(names) if name in HANDLINGS]
    if said and "reference" in result.provenance.get("study", {}):
        said[0] += " [@stard]"
    yield from (f"{text}." for text in said)


def closing(result: Result) -> Iterator[str]:
    """Yield how p values were adjusted, and the software."""
    if any(row.p_adjusted is not None for row in result.rows):
        text = next((note.text for note in result.notes if note.code == "p_values"), "")
        how = [words for name, words in ADJUSTED.items() if name in text]
        yield f"p values are given raw, and adjusted for how many they are by {listed(how)}."
    versions = result.provenance.get("versions", {})
    if versions:
        yield f"Computed with alsstats {versions['alsstats']}."
