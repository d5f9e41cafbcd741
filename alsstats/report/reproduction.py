"""How to get the same numbers again: the Python that asks the same questions of the same data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from alsstats.cohort import Cohort


def python_of(cohort: Cohort, asked: Mapping[str, Mapping[str, Any]]) -> str:
    """Return a script that reads the table as it was read, and asks each question.

    The study is written out as it was declared, so that no file beside the data has to be there.
    """
    import pprint

    known = cohort.provenance()["sha256"] is not None
    data = repr(cohort.source.name) if known else "frame"
    declared = {name: said for name, said in cohort.study.document.items() if said}
    lines = ["import alsstats as als", ""]
    lines += [] if known else ["# `frame` is the data frame that the report was made of"]
    if declared:
        lines += [f"study = {pprint.pformat(declared, sort_dicts=False, width=88)}"]
    lines += [f"cohort = als.read({data}{', study=study' if declared else ''})"]
    for name, arguments in asked.items():
        said = "".join(f", {key}={value!r}" for key, value in arguments.items())
        lines.append(f"{name} = als.{name}(cohort{said})")
    return "\n".join(lines) + "\n"
