"""Flags of survival."""

from __future__ import annotations

from typing import Annotated

import typer

Time = Annotated[
    str | None,
    typer.Option(
        metavar="COLUMN",
        help="The column of the time of follow-up, a number and not a date. [default: "
        "months_from_mri; else months_from_onset with --entry onset_to_mri_months]",
        show_default=False,
    ),
]
Event = Annotated[
    str | None,
    typer.Option(
        metavar="COLUMN[=CODE,...]",
        help="The column of the event, and the codes of those in whom it occurred; --absent names "
        "codes of those alive when last seen, where they are not known. [default: death]",
        show_default=False,
    ),
]
EntryAt = Annotated[
    str | None,
    typer.Option(
        "--entry",
        metavar="COLUMN",
        help="The column of the time at which patients came under observation, counted as --time "
        "is: that of the MRI where time counts from the onset.",
    ),
]
Unit = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        help="The unit that the times are in: months, days, weeks or years; nothing is converted. "
        "[default: as the column's name has it]",
        show_default=False,
    ),
]
GroupBy = Annotated[
    str | None,
    typer.Option(
        "--group",
        metavar="NAME",
        help="The sign or the column whose levels are compared. [default: flair_swi]",
        show_default=False,
    ),
]
Adjust = Annotated[
    list[str] | None,
    typer.Option(
        metavar="COVARIATE,...",
        help="Adjust for these, as age_at_onset,bulbar_onset; 'flair_swi * bulbar_onset' with "
        "their product; 'spline(age_at_onset, 4)' as a smooth curve. [default: nothing]",
        show_default=False,
    ),
]
Compared = Annotated[
    list[str] | None,
    typer.Option(
        "--against",
        metavar="COLUMN=LEVEL",
        help="The level of a column that its others are compared with. Repeatable. [default: no, "
        "absent and the like; the last of levels in order; the level of most patients]",
        show_default=False,
    ),
]
Within = Annotated[
    str | None,
    typer.Option(
        "--strata",
        metavar="COLUMN",
        help="Compare patients within each group of this column only, as the centre.",
    ),
]
Cluster = Annotated[
    str | None,
    typer.Option(
        metavar="COLUMN",
        help="Limits also for patients who are alike within each group of this column, as the "
        "centre (robust standard errors).",
    ),
]
AllPatients = Annotated[
    bool,
    typer.Option(
        "--all-patients",
        help="Of any diagnosis, and not the target's alone; also where there is no diagnosis.",
    ),
]
Ties = Annotated[
    str, typer.Option(metavar="NAME", help="How tied deaths are treated: efron, breslow or exact.")
]
Firth = Annotated[
    bool,
    typer.Option(
        "--firth",
        help="Firth's penalised likelihood: for few events, and where all or none on one side die.",
    ),
]
Landmarks = Annotated[
    list[str] | None,
    typer.Option(
        metavar="TIME,...",
        help="Times at which survival is given. [default: one and two years]",
        show_default=False,
    ),
]
Tau = Annotated[
    float | None,
    typer.Option(
        metavar="TIME",
        help="The time up to which (restricted) mean survival is taken. [default: the last up to "
        "which every group was followed]",
        show_default=False,
    ),
]
Split = Annotated[
    list[str] | None,
    typer.Option(metavar="TIME,...", help="Hazard ratios by period, cut at these times, as 12,24."),
]
From = Annotated[
    float | None,
    typer.Option(
        "--from", metavar="TIME", help="Only from this time on, in those followed beyond it."
    ),
]
Parametric = Annotated[
    bool,
    typer.Option("--parametric", help="Also Weibull, log-normal and log-logistic models, by AIC."),
]
