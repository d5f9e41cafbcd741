"""Columns as they are given: what cannot be a time, event or frequency is refused, by counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alsstats.errors import UsageError
from alsstats.estimate import MOST

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]
    Integers = npt.NDArray[np.int64]
    Truths = npt.NDArray[np.bool_]

FEW = 6  # as many different codes are listed; more are a measurement, not a coding


def numbers(values: npt.ArrayLike, name: str) -> Floats:
    """Return one column of numbers, nan where one is missing; refuse texts, dates and durations."""
    import numpy as np

    try:
        given = np.asarray(values)
        if given.dtype.kind not in "biufO":  # dates and durations would become numbers of some unit
            raise TypeError
        found = given.astype(float, copy=False)
    except (TypeError, ValueError):
        kinds = ["some are texts, dates, durations or lists"]
        raise UsageError(f"{name} must hold numbers", found=kinds) from None
    if found.ndim != 1 or not len(found):
        raise UsageError(f"{name} must be one column of numbers", found=[f"shape: {found.shape}"])
    return found


def known_times(values: npt.ArrayLike, name: str) -> Floats:
    """Return times of follow-up: known, finite, not negative."""
    import numpy as np

    found = numbers(values, name)
    refuse(~np.isfinite(found), f"{name} must be known", "leave these patients out, and say so")
    refuse(found < 0, f"{name} must not be negative", "time counts from its origin on")
    return found


def entries(entry: npt.ArrayLike, rows: int) -> Floats:
    """Return entries: known, not negative; or minus infinity, for at risk from the first."""
    import numpy as np

    begins = numbers(entry, "entry")
    _same_length(begins.shape, rows, "entry")
    unknown, negative = ~(begins < np.inf), (begins < 0) & (begins > -np.inf)
    refuse(unknown, "entry must be known", "minus infinity is for at risk from the first")
    refuse(negative, "entry must not be negative", "minus infinity is for at risk from the first")
    return begins


def events(event: npt.ArrayLike, rows: int) -> Truths:
    """Return who died; refuse codes other than 0 and 1, and times given in their place."""
    import numpy as np

    codes = numbers(event, "event")
    _same_length(codes.shape, rows, "event")
    refuse(np.isnan(codes), "event must be known", "leave these patients out, and say so")
    died = codes == 1
    if not (died | (codes == 0)).all():
        raise _not_events(codes)
    return np.asarray(died)


def _not_events(codes: Floats) -> UsageError:
    import numpy as np

    held, rows = np.unique(codes, return_counts=True)
    if len(held) > FEW or (held != np.rint(held)).any():
        found = [f"{len(held)} different values"]
        return UsageError("event must be 0 or 1; these look like times", found=found)
    return UsageError(
        "event must be 0 (alive when last seen) or 1 (died)",
        found=[", ".join(f"{code:g} ({n} rows)" for code, n in zip(held, rows, strict=True))],
        why="1 and 2 mean alive and died in some files, two causes of death in others",
        fix="event == 2, if 2 is the code of death" if 2 in held else "",
    )


def frequencies(frequency: npt.ArrayLike, rows: int) -> Floats:
    """Return how many people each row stands for: whole numbers, 0 meaning nobody."""
    import numpy as np

    n = numbers(frequency, "frequency")
    _same_length(n.shape, rows, "frequency")
    whole = np.isfinite(n) & (n == np.rint(n))
    refuse(~whole, "frequency must be whole numbers of people", "a share of a person is a weight")
    refuse(n < 0, "frequency must not be negative", "it counts people")
    if n.sum() > MOST:
        raise UsageError(f"more than {MOST:.0e} people", why="digits would be lost")
    return n


def labelled(values: npt.ArrayLike, rows: int, name: str) -> tuple[tuple[object, ...], Integers]:
    """Return the distinct labels in sorted order, and the place of each row's; refuse missing ones.

    >>> labels, place = labelled(["b", "a", "b"], 3, "strata")
    >>> labels, place.tolist()
    (('a', 'b'), [1, 0, 1])
    """
    import numpy as np

    labels = np.asarray(values)
    _same_length(labels.shape, rows, name)
    try:
        missing = labels != labels  # noqa: PLR0124  # nan differs from itself
        if labels.dtype.kind == "O":
            missing |= labels == None  # noqa: E711  # of each label
        refuse(missing.astype(bool), f"{name} must be known", "a group of the unknown is no group")
        held, place = np.unique(labels, return_inverse=True)
    except TypeError:
        found = ["some are texts, others are not"]
        raise UsageError(f"{name} must be known and of one kind", found=found) from None
    return tuple(held.tolist()), np.asarray(place, dtype=np.int64)


def numbered(values: npt.ArrayLike, rows: int, name: str) -> Integers:
    """Return the number of each row's group, groups in sorted order; refuse missing ones.

    >>> numbered(["b", "a", "b"], 3, "strata").tolist()
    [1, 0, 1]
    """
    return labelled(values, rows, name)[1]


def _same_length(shape: tuple[int, ...], rows: int, name: str) -> None:
    if shape != (rows,):
        found = [f"{name}: {shape}", f"time: ({rows},)"]
        raise UsageError(f"{name} and time must have one value a row", found=found)


def refuse(wrong: Truths, what: str, why: str) -> None:
    """Refuse a column with wrong rows, by how many there are."""
    if wrong.any():
        raise UsageError(what, found=[f"{int(wrong.sum())} of {len(wrong)} rows"], why=why)
