"""`alsstats explain`: what a finding of `check`, or an error, means."""

from __future__ import annotations

from typing import Annotated

import typer

from alsstats.cli.output import print_out


def explain(
    name: Annotated[
        str | None,
        typer.Argument(metavar="[NAME]", help="What stands in brackets: error[NAME]."),
    ] = None,
) -> None:
    """What a finding of 'alsstats check', or an error, means, and what to do.

    \b
      alsstats explain code-unknown
      alsstats explain

    Without a name, lists all of them. Every message that there is stands in errors.md, in the
    folder of the package.
    """
    from alsstats.lint.explanations import every_explanation, explain

    if name is not None:
        print_out(str(explain(name)))
        return
    known = every_explanation()
    width = max(map(len, known))
    print_out("".join(f"{held.name.ljust(width)}  {held.title}\n" for held in known.values()))
