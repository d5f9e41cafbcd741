"""Codes are understood where they can be in one way only; else the run stops."""

import shlex

import pandas as pd
import pytest

import alsstats as als
from alsstats.cli.parsing import codes as parse_codes
from alsstats.errors import CodingError, RoleError, UsageError
from alsstats.study import folded, plain, vocabulary

N = 12


def frame(readings: list[object], column: str = "swi_motor_cortex") -> pd.DataFrame:
    """Return a cohort of twelve, half of them with ALS, with these readings over and over."""
    return pd.DataFrame(
        {
            "diagnosis": ["ALS", "MMN"] * (N // 2),
            column: [readings[place % len(readings)] for place in range(N)],
        },
        dtype=object,
    )


def counted(data: pd.DataFrame, **declared: object) -> tuple[int, int]:
    """Return how many were read present, and how many were read at all."""
    rows = als.accuracy(als.read(data, **declared)).rows
    main = [row for row in rows if row.handling == "every part" and row.method != "as counted"]
    by_name = {row.statistic: row for row in main}
    sensitivity, specificity = by_name["sensitivity"], by_name["specificity"]
    present = sensitivity.events + specificity.n - specificity.events
    assert sensitivity.n + specificity.n + sensitivity.left_out == N
    return present, sensitivity.n + specificity.n


@pytest.mark.parametrize("pair", vocabulary().pairs, ids="/".join)
def test_closed_pairs_in_any_case_and_trimmed(pair: tuple[str, str]) -> None:
    absent, present = pair
    readings = [absent, f" {present.upper()} ", absent.title(), present]
    assert counted(frame(readings)) == (6, N)


@pytest.mark.parametrize("readings", [[True, False], [1, 0], [1.0, 0.0], ["1.0", "0"], ["1", 0]])
def test_numbers_and_truth_values_of_a_frame(readings: list[object]) -> None:
    assert counted(frame(readings)) == (6, N)


@pytest.mark.parametrize("absent", ["0", "no", "negative", "nein"])
def test_the_absent_word_alone_is_understood(absent: str) -> None:
    assert counted(frame([absent])) == (0, N)


@pytest.mark.parametrize(
    ("readings", "unread"),
    [
        (["1", "0", "", "NA"], 6),
        (["1", "0", None, float("nan")], 6),
        (["1", "0", "N/A", "."], 6),
        (["1", "0", "not assessable", "Not done"], 6),
    ],
)
def test_missing_and_not_assessable_by_default(readings: list[object], unread: int) -> None:
    assert counted(frame(readings)) == (3, N - unread)


@pytest.mark.parametrize(
    "readings",
    [
        ["1"], ["yes"], ["1", "2"], ["1", "2", "90"], ["A", "B"], ["1", "0", "9"], ["+", "-"],
        ["yes", "0"], ["1", "007"], ["none", "mild"], ["yes", "no", "motion artefact"],
        ["1", ""], ["a b", "c'd"], ["1", "2", "-99"], ["1", "2", "unreadable"],
        ["yes, left", "no"], [">=2", "<2"], ['a"b', "c"], ["pos", "pos ", "neg"], ["x=1", "x=2"],
    ],
)  # fmt: skip
def test_anything_else_is_refused_and_the_line_to_paste_works(readings: list[object]) -> None:
    data = frame(readings)
    with pytest.raises(CodingError) as caught:
        counted(data)
    message = str(caught.value)
    assert message.startswith("error[coding]: ")
    assert "'swi_motor_cortex'" in message
    assert "column 2" in message
    words = shlex.split(message.rpartition("add: ")[2])
    flags: dict[str, list[str]] = {"--present": [], "--absent": [], "--not-assessable": []}
    for flag, value in zip(words[::2], words[1::2], strict=True):
        flags[flag].append(value)
    declared = {name[2:].replace("-", "_"): parse_codes(name, v) for name, v in flags.items()}
    counted(data, **declared)


@pytest.mark.parametrize(
    ("readings", "declared"),
    [
        (["0", "1", "2", "3", "9"], {}),
        (["0", "1", "2", "3", "9"], {"present": {"swi_motor_cortex": ["2", "3"]}}),
        (["1", "2", "3", "4", "5"], {}),
        (["1", "0", "7"], {}),
        (["1", "0", "0.99999999988767"], {}),
        (["none", "mild", "moderate"], {}),
        (["yes", "no", "ja"], {}),
        (["vorhanden", "weg"], {}),
        (["Yes", "No`"], {}),
        (["no such", "yes"], {}),
    ],
)
def test_grades_and_codes_with_no_place_are_named_and_no_line_is_offered(
    readings: list[object], declared: dict[str, object]
) -> None:
    with pytest.raises(CodingError) as caught:
        counted(frame(readings), **declared)
    assert "add: " not in str(caught.value)
    assert "swi_motor_cortex=CODE,CODE" in str(caught.value)


def test_with_both_sides_declared_a_third_code_is_refused() -> None:
    coded = {"present": {"swi_motor_cortex": 1}, "absent": {"swi_motor_cortex": 0}}
    with pytest.raises(CodingError, match="2 in 4 of 12 rows"):
        counted(frame(["1", "0", "2"]), **coded)


def test_a_declared_code_need_not_occur() -> None:
    assert counted(frame(["0"]), present={"swi_motor_cortex": 1}) == (0, N)
    assert counted(frame(["2"]), present={"swi_motor_cortex": 1}) == (0, N)


@pytest.mark.parametrize(
    "declared",
    [
        {"present": {"flair_cst": 1}, "absent": {"flair_cst": "1.0"}},
        {"present": {"flair_cst": 1}, "missing": 1},
        {"absent": {"flair_cst": 0}, "not_assessable": {"flair_cst": ["9", 0]}},
        {"present": {"flair_cst": ["1", ""]}},
        {"absent": {"flair_cst": " "}},
    ],
)
def test_a_code_means_one_thing_and_an_empty_cell_is_missing(declared: dict[str, object]) -> None:
    with pytest.raises(UsageError, match="declared"):
        als.read(frame(["1", "0"], column="flair_cst"), **declared)


def test_one_code_may_be_given_as_it_is() -> None:
    data = frame(["1", "0", "99", "9"])
    with pytest.raises(CodingError, match="9 in 3 of 12 rows"):
        counted(data, missing="99")
    assert counted(data, missing=["99", 9]) == (3, 6)


def test_none_is_nothing_and_not_the_word() -> None:
    with pytest.raises(CodingError, match="None in 6 of 12 rows"):
        counted(frame(["1", "0", "None", "None"]), missing=None, absent=None)
    with pytest.raises(UsageError, match="said by column"):
        als.read(frame(["1", "0"]), present="swi_motor_cortex=1")


def test_values_that_are_equal_in_python_are_told_apart_by_their_text() -> None:
    for readings in ([1, True, 0, False], [True, 1, False, 0], [0, False, 1, True]):
        assert counted(frame(readings)) == (6, N)


def test_spellings_of_a_word_are_suggested_together() -> None:
    with pytest.raises(CodingError) as caught:
        counted(frame(["Ja", "ja", " ja", ""]))
    assert "add: --present swi_motor_cortex=Ja,ja" in str(caught.value)


@pytest.mark.parametrize(
    ("readings", "flags"),
    [
        (
            ["yes", "equivocal"],
            "--present swi_motor_cortex=yes --not-assessable swi_motor_cortex=equivocal",
        ),
        (
            ["1", "2", "90"],
            (
                "--present swi_motor_cortex=1 --absent swi_motor_cortex=2 "
                "--not-assessable swi_motor_cortex=90"
            ),
        ),
    ],
)
def test_a_known_word_keeps_its_meaning_in_the_suggestion(readings: list[str], flags: str) -> None:
    with pytest.raises(CodingError) as caught:
        counted(frame(readings))
    assert str(caught.value).endswith("add: " + flags)


@pytest.mark.parametrize(
    "pair",
    [
        ("01", "00"), ("=1", "=0"), ("\uff11", "\uff10"), ("pos", "neg"), ("pres", "abs"),
        ("pathological", "normal"), (">=2", "<2"), ("+", "-"), ("with", "without"), ("x", "none"),
    ],
)  # fmt: skip
def test_what_looks_like_a_no_is_not_offered_as_present(pair: tuple[str, str]) -> None:
    with pytest.raises(CodingError) as caught:
        counted(frame(list(pair)))
    words = shlex.split(str(caught.value).rpartition("add: ")[2])
    assert words[1] == f"swi_motor_cortex={pair[0]}"


def test_a_declared_code_that_does_not_occur_is_said_and_turns_nothing_around() -> None:
    with pytest.raises(CodingError) as caught:
        counted(frame(["yes", "no"]), present={"swi_motor_cortex": "ja"})
    assert "declared, and not in the column: ja" in str(caught.value)
    assert str(caught.value).endswith("do: declare codes that are in the column")
    with pytest.raises(CodingError, match="declare codes that are in the column"):
        counted(frame(["1", "0"]), present={"swi_motor_cortex": "l"})


def test_nothing_is_suggested_for_free_text_or_numbers() -> None:
    with pytest.raises(CodingError) as caught:
        counted(frame(list(range(3, 15))))
    assert "add: " not in str(caught.value)
    assert "and 4 more" in str(caught.value)


def test_a_half_coded_sign_names_codes_counts_and_the_danger() -> None:
    data = pd.DataFrame(
        {"diagnosis": ["ALS"] * 318, "motor_band": [1] * 109 + [2] * 203 + [""] * 6}
    )
    with pytest.raises(CodingError) as caught:
        als.accuracy(als.read(data))
    assert str(caught.value) == (
        "error[coding]: cannot tell which code of 'motor_band' means \"present\"\n"
        "  data frame, column 2: empty (6 rows), 1 (109), 2 (203)\n"
        "  choosing wrongly would swap sensitivity and specificity: check the line below before "
        "you add it\n"
        "  add: --present motor_band=1"
    )


def test_an_unknown_code_is_named_with_its_rows() -> None:
    data = pd.DataFrame(
        {"diagnosis": ["ALS"] * 160, "flair_cst": ["0"] * 100 + ["1"] * 58 + ["7"] * 2}
    )
    with pytest.raises(CodingError, match=r"7 in 2 of 160 rows"):
        als.accuracy(als.read(data))


def test_all_codes_on_one_side_are_refused_unless_the_other_is_declared_too() -> None:
    data = frame(["1", "0"])
    with pytest.raises(CodingError, match="every code of 'swi_motor_cortex' is declared present"):
        counted(data, present={"swi_motor_cortex": ["1", "0"]})
    with pytest.raises(CodingError, match="declared absent"):
        counted(data, absent={"swi_motor_cortex": ["1", "0"]})
    grades = {"present": {"swi_motor_cortex": [2, 3]}, "absent": {"swi_motor_cortex": [0, 1]}}
    assert counted(frame(["2", "3"]), **grades) == (N, N)
    assert counted(frame(["0", "1", "2", "3"]), **grades) == (6, N)


def test_several_columns_are_named_at_once() -> None:
    data = frame(["1", "2"]).assign(flair_cst=["1", "0", "9"] * 4)
    with pytest.raises(CodingError) as caught:
        als.accuracy(als.read(data))
    assert "2 columns" in str(caught.value)
    assert "--not-assessable flair_cst=9" in str(caught.value)


def test_declared_codes() -> None:
    half = frame(["1", "2"])
    assert counted(half, present={"swi_motor_cortex": ["1"]}) == (6, N)
    assert counted(half, present={"swi_motor_cortex": "2"}) == (6, N)
    assert counted(half, absent={"swi_motor_cortex": ["1"]}) == (6, N)
    als_is_ill = als.accuracy(als.read(half, present={"swi_motor_cortex": ["1"]})).rows[1]
    other = als.accuracy(als.read(half, present={"swi_motor_cortex": ["2"]})).rows[1]
    assert (als_is_ill.events, other.events) == (6, 0)
    consortium = frame(["1", "2", "90"])  # 1 yes, 2 no, 90 not done
    coded = {"present": {"swi_motor_cortex": ["1"]}, "absent": {"swi_motor_cortex": ["2"]}}
    assert counted(consortium, **coded, not_assessable={"swi_motor_cortex": ["90"]}) == (4, 8)
    assert counted(consortium, **coded, missing=["90"]) == (4, 8)
    turned = frame(["1", "0"])  # declared beats the usual pair
    assert als.accuracy(als.read(turned, present={"swi_motor_cortex": ["0"]})).rows[1].events == 0
    numbers = frame(["1.0", "2.00"])
    assert counted(numbers, present={"swi_motor_cortex": ["1"]}) == (6, N)


def test_an_unknown_column_is_a_sign_once_its_codes_are_declared_or_it_is_named() -> None:
    data = frame(["P", "A"], column="new_sign").assign(age=50)
    with pytest.raises(RoleError, match="no column of a known sign"):
        als.accuracy(als.read(data))
    declared = {"present": {"new_sign": ["P"]}, "absent": {"new_sign": ["A"]}}
    assert counted(data, **declared) == (6, N)
    cohort = als.read(data, **declared)
    assert any("age" in text for text in als.accuracy(cohort).provenance["assumed"])
    usual = frame(["1", "0"], column="new_sign")
    assert als.accuracy(als.read(usual), signs="new_sign").rows[1].events == 6


def test_codes_are_compared_as_written_or_as_plain_numbers() -> None:
    assert plain(" 1.0 ") == plain("1") == "1"
    assert plain("007") == "007"
    assert plain("1,5") == "1,5"
    assert plain("-0") == "0"
    assert plain("1e3") == "1e3"
    assert folded("\u00a0YES\u00a0") == "yes"


def test_a_long_text_is_not_echoed() -> None:
    secret = "Anna Example, born 1950-01-01, Main Street 5"
    with pytest.raises(CodingError) as caught:
        counted(frame(["1", secret]))
    assert "born" not in str(caught.value)
    with pytest.raises(CodingError) as caught:
        als.accuracy(als.read(pd.DataFrame({"diagnosis": [secret], "flair_cst": [1]})))
    assert "born" not in str(caught.value)


@pytest.mark.parametrize("date", ["2019-05-12", "12.5.2019", "5/12/19", "2019-05-12 08:30"])
def test_a_date_is_not_echoed(date: str) -> None:
    with pytest.raises(CodingError) as caught:
        counted(frame(["1", "0", date]))
    assert "a date in 4 of 12 rows" in str(caught.value)
    assert date not in str(caught.value)
    with pytest.raises(CodingError) as caught:
        als.accuracy(als.read(frame(["1", "0"]).assign(diagnosis=date)))
    assert date not in str(caught.value)


def test_each_word_of_the_vocabulary_is_in_one_place_only() -> None:
    known = vocabulary()
    absent = {pair[0] for pair in known.pairs}
    present = {pair[1] for pair in known.pairs}
    assert not absent & present
    assert not (absent | present) & (known.missing | known.not_assessable)
    assert "none" not in known.missing
