"""The cells of several columns of a data frame as one text a row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from alsstats.cohort.cells import CELLS, RECORDED, together
from alsstats.cohort.count import text_of

if TYPE_CHECKING:
    from collections.abc import Collection

    import numpy as np
    import numpy.typing as npt

    from alsstats.cohort.cells import Cells


def together_in(data: Any, cells: Cells) -> Any:
    """Return the column CELLS: RECORDED, or the cells of the row as one text."""
    import narwhals as nw
    import numpy as np

    plainly = [
        _holds(data[name], {*codes, RECORDED})
        for name, codes in zip(cells.columns, cells.readings, strict=True)
    ]
    rest = np.flatnonzero(~np.any(plainly, axis=0))
    columns = [map(_cell, data[rest][name].to_list()) for name in cells.columns]
    texts = np.full(len(data), RECORDED, dtype=object)
    texts[rest] = list(map(together, zip(*columns, strict=True)))
    return nw.new_series(CELLS, texts.tolist(), nw.String, backend=data.implementation)


def _holds(series: Any, codes: Collection[str]) -> npt.NDArray[np.bool_]:
    """Tell of each cell whether its text is one of some codes."""
    import narwhals as nw
    import numpy as np

    if series.dtype.is_nested() or series.dtype in {nw.Object, nw.Unknown}:
        return np.array([_cell(value) in codes for value in series.to_list()], dtype=bool)
    held = [value for value in series.unique().to_list() if _cell(value) in codes]
    if not held:
        return np.zeros(len(series), dtype=bool)
    return np.asarray(series.is_in(held).fill_null(value=False).to_numpy(), dtype=bool)


def _cell(value: object) -> str:
    """Return the text of a value; a value without one is something recorded, too."""
    try:
        return text_of(value)
    except TypeError:
        return RECORDED
