"""The command line: a command is a file; the only code that opens outputs, prints or exits."""

from __future__ import annotations

import os
import signal
import sys
from types import FrameType
from typing import Annotated, NoReturn

import typer

from alsstats.cli.accuracy import accuracy
from alsstats.cli.calc import calc
from alsstats.cli.check import check
from alsstats.cli.describe import describe
from alsstats.cli.exclusion import exclusion
from alsstats.cli.explain import explain
from alsstats.cli.init import init
from alsstats.cli.prevalence import prevalence
from alsstats.cli.report import report
from alsstats.cli.streams import flush, open_streams, tell
from alsstats.cli.survival import survival
from alsstats.errors import AlsstatsError, UsageError
from alsstats.versions import __version__

BUG = 70
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
stopped: list[int] = []  # exit codes of the signals that came
kept: list[bool] = []  # whether tracebacks are

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command()(accuracy)
app.command(context_settings={"ignore_unknown_options": True})(calc)
app.command()(check)
app.command()(init)
app.command()(explain)
app.command()(prevalence)
app.command()(survival)
app.command()(exclusion)
app.command()(describe)
app.command()(report)


def _debug(wanted: bool) -> None:
    kept[:] = [wanted]


def _version(wanted: bool) -> None:
    if wanted:
        print(__version__)
        raise typer.Exit


@app.callback()
def alsstats(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
    debug: Annotated[
        bool,
        typer.Option(
            "--debug",
            callback=_debug,
            is_eager=True,
            help="Keep the traceback of an error, which may hold values of the data.",
        ),
    ] = False,
) -> None:
    """Statistics for cohorts examined by MRI for suspected ALS.

    \b
      alsstats accuracy cohort.csv
      alsstats prevalence cohort.csv --by diagnosis
      alsstats survival cohort.csv --adjust age_at_onset
      alsstats report cohort.csv -o report.html
      alsstats check cohort.csv
      alsstats explain code-unknown
      alsstats init cohort.csv
      alsstats calc 28 3 12 13 --prevalence 0.05,0.1

    The answer goes to standard output, what was assumed to standard error.

    \b
    Exit codes:
      0   done
      1   check found an error
      2   usage: a flag, a number, an output or a study file that cannot be used
      3   the file cannot be read without guessing
      4   a column or a code is not known, and nothing was computed
      5   a model or a section could not be computed; all else was
      70  a bug
    """


def main() -> NoReturn:
    """Run the command line, and leave with the exit code that the outcome has.

    Leaves without taking the interpreter apart, an eighth of the time of a short command: outputs
    are closed and temporary folders gone by then.
    """
    for number in SIGNALS:
        if signal.getsignal(number) is not signal.SIG_IGN:  # as nohup has it
            signal.signal(number, _stop)
    code = _run()
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)  # what is left is cleaning up, not to be cut short
    if "alsstats.cohort.database" in sys.modules:
        sys.modules["alsstats.cohort.database"].close_all()
    if "alsstats.temporary" in sys.modules:
        sys.modules["alsstats.temporary"].remove_all()
    flush()
    os._exit(code)


def _run() -> int:
    open_streams()
    try:
        app(prog_name="alsstats")
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else int(stop.code is not None)
    except BrokenPipeError:
        return 1
    except AlsstatsError as error:
        return _refused(error)
    except OSError as error:
        return _refused(
            UsageError(
                "an output cannot be written",
                found=[f"{error.strerror}"],
                fix="choose another place, or make room there",
            )
        )
    except Exception as error:  # noqa: BLE001  # the last resort: name the bug, echo no data
        return _stopped_or_bug(error)
    return 0


def _refused(error: AlsstatsError) -> int:
    """Say what was refused, unless it was in consequence of a signal."""
    if stopped:
        return stopped[0]
    _tell(error, error)
    return error.exit_code


def _stopped_or_bug(error: Exception) -> int:
    """Return the code of the signal that came: duckdb makes an error of its own of the exit."""
    if stopped:
        return stopped[0]
    _tell(error, _bug(error))
    return BUG


def _tell(error: Exception, said: object) -> None:
    """Say what is said of an error; with --debug the whole of it, values of the data too."""
    if any(kept):
        import traceback

        said = "".join(traceback.format_exception(error))
    tell(said)


def _stop(number: int, _frame: FrameType | None) -> None:
    """Turn a signal into an exit, so that temporary files are removed."""
    for other in SIGNALS:
        signal.signal(other, signal.SIG_IGN)  # one is enough
    stopped.append(128 + number)
    sys.exit(stopped[0])


def _bug(error: Exception) -> str:
    """Describe an error that has no name: where, never the values, which may be a patient's."""
    import traceback

    frames = traceback.extract_tb(error.__traceback__)
    places = [f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in frames]
    return "\n".join(
        [
            f"error[bug]: {type(error).__name__}: alsstats {__version__} did not expect this",
            *places[-8:],
            "  the lines above hold no data and can be sent to the authors",
        ]
    )
