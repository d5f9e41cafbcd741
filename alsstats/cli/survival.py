"""`alsstats survival`: do patients with a sign die sooner, and by how much."""

from __future__ import annotations

from alsstats.cli.frequency_options import Among, Category, Number
from alsstats.cli.options import (
    File,
    Format,
    Level,
    Output,
    Parts,
    Quiet,
)
from alsstats.cli.output import deliver
from alsstats.cli.parsing import column_codes, listed, named_levels, numbers, one_each
from alsstats.cli.plots import GreyBelow, Plot, PlotWidth, plots
from alsstats.cli.progress import progress
from alsstats.cli.reading import How, reading
from alsstats.cli.survival_options import (
    Adjust,
    AllPatients,
    Cluster,
    Compared,
    EntryAt,
    Event,
    Firth,
    From,
    GroupBy,
    Landmarks,
    Parametric,
    Split,
    Tau,
    Ties,
    Time,
    Unit,
    Within,
)


@reading
def survival(
    file: File,
    how: How,
    time: Time = None,
    event: Event = None,
    entry: EntryAt = None,
    unit: Unit = None,
    group: GroupBy = None,
    adjust: Adjust = None,
    against: Compared = None,
    category: Category = None,
    number: Number = None,
    strata: Within = None,
    cluster: Cluster = None,
    among: Among = None,
    all_patients: AllPatients = False,
    ties: Ties = "efron",
    firth: Firth = False,
    landmarks: Landmarks = None,
    tau: Tau = None,
    split: Split = None,
    from_: From = None,
    parametric: Parametric = False,
    parts: Parts = "all",
    level: Level = 0.95,
    format: Format = None,
    output: Output = None,
    plot: Plot = None,
    plot_width: PlotWidth = 174,
    grey_below: GreyBelow = 10,
    quiet: Quiet = False,
) -> None:
    """Survival by a sign: curves, tests and hazard ratios.

    \b
      alsstats survival cohort.csv
      alsstats survival cohort.csv --adjust age_at_onset,bulbar_onset
      alsstats survival cohort.csv --group snake_eyes --split 12,24
      alsstats survival cohort.csv --time months --event status=2 --group arm
      alsstats survival intervals.csv --rows interval --entry start --time stop

    Among patients with the disease, do those with the sign die sooner? Kaplan-Meier curves with
    medians, the log-rank test, and Cox's model: the hazard ratio with limits, alone and adjusted on
    the same patients, and whether the model can be believed.
    """
    from alsstats.cohort import read
    from alsstats.prognosis import survival

    figures = plots(plot, plot_width, grey_below)
    with (
        progress(f"survival from {file.name}"),
        read(file, **how) as cohort,
    ):
        result = survival(
            cohort,
            time=time,
            event=column_codes(event),
            entry=entry,
            unit=unit,
            group=group,
            adjust=adjust,
            against=one_each("--against", against),
            category=listed(category),
            number=listed(number),
            strata=strata,
            cluster=cluster,
            among=named_levels("--among", among),
            all_patients=all_patients,
            ties=ties,
            firth=firth,
            landmarks=numbers("--landmarks", landmarks),
            tau=tau,
            split=numbers("--split", split),
            from_=from_,
            parametric=parametric,
            parts=parts,
            level=level,
        )
    deliver(result, format, output, quiet=quiet, source=file, plots=figures)
