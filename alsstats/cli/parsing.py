"""What stands behind a flag, as lists, mappings and numbers."""

from __future__ import annotations

from alsstats.errors import UsageError


def shares(given: list[str] | None) -> list[float]:
    """Read `0.05,0.1` as numbers.

    >>> shares(["0.05,0.1", "0.2"])
    [0.05, 0.1, 0.2]
    """
    text = ",".join(given or [])
    try:
        return [] if not given else [float(part) for part in text.split(",")]
    except ValueError:
        raise UsageError(
            "--prevalence takes numbers between 0 and 1",
            found=[f"given: {text}"],
            fix="--prevalence 0.05,0.1",
        ) from None


def listed(given: list[str] | str | None) -> list[str] | None:
    """Read `1,2` as codes, and those of a flag that is given several times together.

    A code that holds a comma stands in double quotes.

    >>> listed(['1,"yes, left"', "3"])
    ['1', 'yes, left', '3']
    """
    if given is None or given == []:
        return None
    texts = [given] if isinstance(given, str) else given
    return [code for text in texts for code in _split(text)]


def _split(text: str) -> list[str]:
    import csv

    try:
        found = next(csv.reader([text], skipinitialspace=True, strict=True), [])
    except csv.Error:
        raise UsageError(
            "a code with a comma or a quote stands in double quotes",
            found=[f"given: {text}"],
            fix="""--present 'COLUMN=1,"yes, left"'""",
        ) from None
    if not found:
        raise UsageError("a flag is given, and nothing after it", why="it may be an empty variable")
    return found


def codes(flag: str, given: list[str] | None, name: str = "COLUMN=CODE") -> dict[str, list[str]]:
    """Read repeated `COLUMN=CODE,CODE` as a mapping.

    >>> codes("--present", ["motor_band=1", "snake_eyes=1,2"])
    {'motor_band': ['1'], 'snake_eyes': ['1', '2']}
    """
    declared: dict[str, list[str]] = {}
    for column, text in _pairs(flag, given, name):
        declared.setdefault(column, []).extend(listed(text) or [])
    return declared


def definitions(given: list[str] | None, flag: str = "--define") -> dict[str, str]:
    """Read repeated `NAME = EXPRESSION` as a mapping; one name may be defined once.

    >>> definitions(["both = flair_cst and swi_motor_cortex"])
    {'both': 'flair_cst and swi_motor_cortex'}
    """
    defined: dict[str, str] = {}
    for name, expression in _pairs(flag, given, "'NAME = EXPRESSION'"):
        if name in defined:
            raise UsageError(f"'{name}' is defined twice", fix="keep one of the two")
        defined[name] = expression
    return defined


def date_formats(given: list[str] | None) -> str | dict[str, str] | None:
    """Read `FORMAT`, or repeated `COLUMN=FORMAT` as a mapping, or nothing.

    >>> date_formats(["DD.MM.YYYY"]), date_formats(["mri_date=YYYY-MM"])
    ('DD.MM.YYYY', {'mri_date': 'YYYY-MM'})
    """
    if given and len(given) == 1 and "=" not in given[0]:
        return given[0]
    return one_each("--date-format", given, "COLUMN=FORMAT") or None


def named_levels(flag: str, given: list[str] | None) -> dict[str, list[str]] | None:
    """Read repeated `NAME=LEVEL,LEVEL` as a mapping, or nothing.

    >>> named_levels("--merge", ["early=1,2"])
    {'early': ['1', '2']}
    """
    return codes(flag, given, "'NAME=LEVEL,LEVEL'") if given else None


def numbers(flag: str, given: list[str] | None) -> list[float] | None:
    """Read `0,1,2.5` as numbers, or nothing.

    >>> numbers("--scores", ["0,1,2.5"])
    [0.0, 1.0, 2.5]
    """
    text = ",".join(given or [])
    try:
        return None if not given else [float(part) for part in text.split(",")]
    except ValueError:
        raise UsageError(f"{flag} takes numbers", found=[f"given: {text}"]) from None


def column_codes(given: str | None) -> str | dict[str, list[str]] | None:
    """Read `COLUMN`, or `COLUMN=CODE,CODE`.

    >>> column_codes("death"), column_codes("status=2,3")
    ('death', {'status': ['2', '3']})
    """
    if given is None or "=" not in given:
        return given
    return codes("--event", [given])


def one_each(flag: str, given: list[str] | None, example: str = "COLUMN=LEVEL") -> dict[str, str]:
    """Read repeated `COLUMN=LEVEL` as a mapping; a column has one.

    >>> one_each("--against", ["centre=B", "sex=female"])
    {'centre': 'B', 'sex': 'female'}
    """
    held = dict(_pairs(flag, given, example))
    if len(held) < len(given or []):
        raise UsageError(f"{flag} says of one name two things", fix="name each once")
    return held


def _pairs(flag: str, given: list[str] | None, example: str) -> list[tuple[str, str]]:
    pairs = []
    for item in given or []:
        name, equals, text = (part.strip() for part in item.partition("="))
        if not (name and equals and text):
            raise UsageError(
                f"{flag} takes a name, an equals sign and what it stands for",
                found=[f"given: {item}"],
                fix=f"{flag} {example}",
            )
        pairs.append((name, text))
    return pairs
