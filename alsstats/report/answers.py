"""The report: every question that the cohort can answer, and why it cannot answer the others."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from alsstats.errors import AlsstatsError, UsageError
from alsstats.report.questions import function_of, questions_of
from alsstats.report.reproduction import python_of
from alsstats.result import SCHEMA, Result
from alsstats.versions import versions_in_use

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from alsstats.cohort import Cohort


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The answers to several questions about one cohort, in the order of the page.

    `results` maps a question to its answer, `failures` to the named error of one that could not be
    answered. `source` is the name of the data and its size; `python` gives the same numbers.
    """

    title: str
    source: str
    results: Mapping[str, Result] = field(default_factory=dict)
    failures: Mapping[str, AlsstatsError] = field(default_factory=dict)
    python: str = ""

    def html(self) -> str:
        """Return one page of HTML that loads nothing: the same report gives the same bytes."""
        from alsstats.report.page import to_page

        return to_page(self)

    def figures(self) -> dict[str, tuple[Result, str]]:
        """Return each figure's file name, without extension, with its result and its kind.

        `alsstats.figures.file_of(result, ".pdf", kind)` makes the file.
        """
        from alsstats.figures import names
        from alsstats.report.projection import without_usual

        drawn = {name: without_usual(result) for name, result in self.results.items()}
        return {
            kind if kind.startswith(name) else f"{name}-{kind}": (result, kind)
            for name, result in drawn.items()
            for kind in names(result)
        }

    def json(self) -> str:
        """Return every answer as `--format json` has it, and the errors of those that failed."""
        from alsstats.render.json import document

        held = {
            "schema": SCHEMA,
            "title": self.title,
            "results": {name: document(result) for name, result in self.results.items()},
            "failures": {name: _said(error) for name, error in self.failures.items()},
        }
        return json.dumps(held, indent=2, allow_nan=False) + "\n"


def _said(error: AlsstatsError) -> dict[str, Any]:
    return {
        "kind": error.kind,
        "what": error.what,
        "found": error.found,
        "why": error.why,
        "fix": error.fix,
        "text": str(error),
        "exit_code": error.exit_code,
    }


def build_report(
    cohort: Cohort,
    *,
    without: str | Iterable[str] = (),
    prevalence: Iterable[float] | float | None = None,
    level: float = 0.95,
    command: str = "",
) -> Report:
    """Everything that a cohort says, as one page: who they are, accuracy, prevalence, survival.

    Asks `describe` by the diagnosis, `accuracy` of every sign, `prevalence` by the category of the
    study, `exclusion` where other causes are recorded, and `survival` as the study says; those in
    `without` are not asked. PPV and NPV are projected to usual prevalences and to `prevalence`.
    A question that cannot be answered leaves its named error, and the others stand. `command` is
    what was typed, if anything was, for the record.

    >>> import pandas as pd
    >>> from alsstats import read
    >>> frame = pd.DataFrame({"diagnosis": ["ALS", "ALS", "MMN"], "flair_cst": [1, 0, 0]})
    >>> report = build_report(read(frame))
    >>> list(report.results), list(report.failures)
    (['describe', 'accuracy', 'prevalence'], ['survival'])
    """
    if not hasattr(cohort, "cross"):
        raise UsageError(
            "a report is of a cohort",
            found=[f"this is a {type(cohort).__name__}"],
            fix="als.build_report(als.read(...))",
        )
    asked = questions_of(cohort, without, prevalence, level)
    results: dict[str, Result] = {}
    failures: dict[str, AlsstatsError] = {}
    for name, arguments in asked.items():
        try:
            results[name] = function_of(name)(cohort, **arguments)
        except AlsstatsError as error:
            failures[name] = error
    made = {"versions": versions_in_use()} | ({"command": command} if command else {})
    results = {
        name: replace(answer, provenance=dict(answer.provenance) | made)
        for name, answer in results.items()
    }
    return Report(
        title=f"MRI in suspected ALS: {cohort.title}",
        source=cohort.title,
        results=results,
        failures=failures,
        python=python_of(cohort, {name: asked[name] for name in results}),
    )
