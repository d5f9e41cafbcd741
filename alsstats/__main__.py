"""`python -m alsstats` is the command `alsstats`."""

from alsstats.cli import main

main()
