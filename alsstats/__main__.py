"""`alsstats`, and `python -m alsstats`: start the command line."""

import gc
from typing import NoReturn


def main() -> NoReturn:
    """Run the command line, without a search for cyclic rubbish: a short command makes little.

    Switched off before anything is loaded, since loading is most of the time of such a command.
    """
    gc.disable()
    from alsstats.cli import main

    main()


if __name__ == "__main__":
    main()
