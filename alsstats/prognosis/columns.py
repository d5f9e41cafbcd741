"""Columns as they are given: what cannot be a time, event or frequency is refused, by counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alsstats.errors import UsageError

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]
    Integers = npt.NDArray[np.int64]
    Truths = npt.NDArray[np.bool_]

FEW = 6  # as many different codes are listed; more are a measurement, not a coding


def numbered(values: npt.ArrayLike, rows: int, name: str) -> Integers:
    """Return the number of each row's group, groups in sorted order; refuse missing ones.

    >>> numbered(["b", "a", "b"], 3, "strata").tolist()
    [1, 0, 1]
    """
    import numpy as np

    groups = np.asarray(values)
    _same_length(groups.shape, rows, name)
    if groups.dtype.kind == "f":
        refuse(np.isnan(groups), f"{name} must be known", "a group of the unknown is no group")
    try:
        return np.asarray(np.unique(groups, return_inverse=True)[1])
    except TypeError:
        found = ["some are texts, others are not"]
        raise UsageError(f"{name} must be known and of one kind", found=found) from None


def numbers(values: npt.ArrayLike, name: str) -> Floats:
    """Return one column of numbers, none of them negative; times must be finite, too."""
    import numpy as np

    try:
        numbers = np.asarray(values, dtype=float)
    except (TypeError, ValueError):
        raise UsageError(f"{name} must hold numbers", found=["some are texts"]) from None
    if numbers.ndim != 1 or not len(numbers):
        raise UsageError(f"{name} must be one column of numbers", found=[f"shape: {numbers.shape}"])
    least = numbers[np.isfinite(numbers)].min(initial=0.0)
    if not np.isfinite(numbers).all() and name == "time":
        refuse(~np.isfinite(numbers), "time must be known", "leave these patients out, and say so")
    if least < 0:
        refuse(numbers < 0, f"{name} must not be negative", "time counts from its origin on")
    return numbers


def entries(entry: npt.ArrayLike, ends: Floats) -> Floats:
    """Return entries: known, not negative, before the time; or minus infinity."""
    import numpy as np

    begins = np.asarray(entry, dtype=float)
    _same_length(begins.shape, len(ends), "entry")
    refuse(np.isnan(begins), "entry must be known", "minus infinity is for at risk from the first")
    refuse((begins < 0) & np.isfinite(begins), "entry must not be negative", "time has one origin")
    refuse(begins >= ends, "entry must be before the time", "nobody is at risk in between")
    return begins


def events(event: npt.ArrayLike, rows: int) -> Truths:
    """Return who died; refuse codes other than 0 and 1, and times given in their place."""
    import numpy as np

    codes = np.asarray(event)
    _same_length(codes.shape, rows, "event")
    if codes.dtype == bool:
        return codes
    if codes.dtype.kind not in "iuf":
        raise UsageError("event must be 0 or 1", found=["some are not numbers"])
    refuse(np.isnan(codes), "event must be known", "leave these patients out, and say so")
    died = codes == 1
    if (died | (codes == 0)).all():
        return np.asarray(died)
    held, rows_of = np.unique(codes, return_counts=True)
    if len(held) > FEW:
        found = [f"{len(held)} different values"]
        raise UsageError("event must be 0 or 1; these look like times", found=found)
    found = [", ".join(f"{code:g} ({n} rows)" for code, n in zip(held, rows_of, strict=True))]
    raise UsageError(
        "event must be 0 (alive when last seen) or 1 (died)",
        found=found,
        why="1 and 2 mean alive and died in some files, two causes of death in others",
        fix="event == 2, if 2 is the code of death",
    )


def frequencies(frequency: npt.ArrayLike, died: Truths) -> Floats:
    """Return how many patients each row stands for, whole numbers where they died."""
    import numpy as np

    n = numbers(frequency, "frequency")
    _same_length(n.shape, len(died), "frequency")
    refuse(~((n > 0) & np.isfinite(n)), "frequency must be positive", "it counts patients")
    refuse(died & (n != np.rint(n)), "frequency of deaths must be whole", "each death is a person")
    return n


def _same_length(shape: tuple[int, ...], rows: int, name: str) -> None:
    if shape != (rows,):
        found = [f"{name}: {shape}", f"time: ({rows},)"]
        raise UsageError(f"{name} and time must have one value a row", found=found)


def refuse(wrong: Truths, what: str, why: str) -> None:
    """Refuse a column with wrong rows, by how many there are."""
    if wrong.any():
        raise UsageError(what, found=[f"{int(wrong.sum())} of {len(wrong)} rows"], why=why)
