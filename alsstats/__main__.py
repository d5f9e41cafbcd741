"""`alsstats`, and `python -m alsstats`: start the command line."""

import gc
import signal
from typing import NoReturn


def main() -> NoReturn:
    """Run the command line, without a search for cyclic rubbish: a short command makes little.

    Switched off before anything is loaded, since loading is most of the time of such a command.
    Until then there is nothing to clean up, and Ctrl-C may simply end the process.
    """
    gc.disable()
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # nohup has another
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from alsstats.cli import main

    main()


if __name__ == "__main__":
    main()
