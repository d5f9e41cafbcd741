"""Which versions made a number: part of every result's provenance."""

from __future__ import annotations

__version__ = "0.6.0"

COMPUTING = ("_duckdb", "narwhals", "numpy", "scipy")


def versions_in_use() -> dict[str, str]:
    """Return the versions of this package, of Python, and of what has been loaded to compute."""
    import platform
    import sys

    loaded = {
        name.strip("_"): sys.modules[name].__version__ for name in COMPUTING if name in sys.modules
    }
    return {"alsstats": __version__, "python": platform.python_version(), **loaded}
