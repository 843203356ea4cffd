"""A written number has every reading it could have, and no other."""

from __future__ import annotations

import datetime
from decimal import Decimal
from fractions import Fraction
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconcile import numbers
from reconcile.model import Convention, Number

conventions = st.sampled_from(["point", "comma"])


def read(text: str) -> list[tuple[str, Convention | None]]:
    return [(str(r.number), r.convention) for r in numbers.readings(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0", [("0", None)]),
        ("12", [("12", None)]),
        ("007", [("7", None)]),
        ("8,7", [("8.7", "comma")]),
        ("8.7", [("8.7", "point")]),
        ("10.00", [("10.00", "point")]),
        (".5", [("0.5", "point")]),
        ("-3,25", [("-3.25", "comma")]),
        ("−3.25", [("-3.25", "point")]),
        ("(3.25)", [("-3.25", "point")]),
        ("+4", [("4", None)]),
        ("1.234", [("1234", "comma"), ("1.234", "point")]),
        ("1,234", [("1234", "point"), ("1.234", "comma")]),
        ("0.123", [("0.123", "point")]),
        ("1234.567", [("1234.567", "point")]),
        ("1.234.567", [("1234567", "comma")]),
        ("1,234,567.8", [("1234567.8", "point")]),
        ("1.234,5", [("1234.5", "comma")]),
        ("1 234,5", [("1234.5", "comma")]),
        ("1\u00a0234,5", [("1234.5", "comma")]),
        ("1'234.5", [("1234.5", "point")]),
        ("1 234", [("1234", None)]),
    ],
)
def test_every_reading(text: str, expected: list[tuple[str, Convention | None]]) -> None:
    assert sorted(read(text), key=str) == sorted(expected, key=str)


@pytest.mark.parametrize(
    "text",
    ["", "-", "abc", "1.2.3", "1,2,3", "12.34.567", "1.234.56", "15/8/2022", "3-5", "1e5", "(3",
     "12:30", "5 6", "Q1", "I", "1,2,345", "3..5", "0.1.2", "8,7,", "1.234'567,8"],
)  # fmt: skip
def test_what_is_no_number(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "number", "overlooked"),
    [("12%", "12", ("%",)), ("8,7 điểm", "8.7", ("điểm",)), ("45*", "45", ("*",)),
     ("5²", "5", ("²",)), ("5 (1)", "5", ("(1)",))],
)  # fmt: skip
def test_what_is_set_aside_is_said(text: str, number: str, overlooked: tuple[str, ...]) -> None:
    [reading] = numbers.readings(text)
    assert (str(reading.number), reading.overlooked) == (number, overlooked)


@pytest.mark.parametrize(
    ("text", "number"),
    [("7.204,18-", "-7204.18"), ("318-", "-318"), ("7’204.18", "7204.18"), ("7‘204", "7204"),
     ("'-61.20", "-61.20"), ("'7204", "7204"), ("4.1705E+03", "4170.5"), ("6.00E+07", "60000000"),
     ("8.25e-02", "0.0825"), ("7,204.18 CR", "-7204.18"), ("61.20 DR", "61.20"),
     ("$7,204.18", "7204.18"), ("($61.20)", "-61.20"), ("$(61.20)", "-61.20"), ("-$61", "-61"),
     ("7.204,18 €", "7204.18"), ("€ -61", "-61"), ("61.20- €", "-61.20"), ("7.204 đ", "7204"),
     ("61 đồng", "61"), ("61 VNĐ", "61"), ("USD 61.5", "61.5"), ("￥61", "61"), ("61₫", "61"),
     ("٧٬٢٠٤٫١٨", "7204.18"), ("-٦١٫٢٠", "-61.20"), ("७,२०४.१८", "7204.18"), ("６１．２", "61.2"),
     ("7,20,418", "720418"), ("61½", "61.5"), ("8 ¾", "8.75"),
     ("61 3/8", "61.375"), ("-6 1/2", "-6.5"), ("(6 1⁄4)", "-6.25"), ("6 1/16", "6.0625"),
     ("6 1/2 ha", "6.5"), ("¾", "0.75"), ("-½", "-0.5"), ("$½", "0.5"), ("61 (31.8%)", "61"),
     ("61.2[3]", "61.2"), ("61.2 [b]", "61.2"), ("61.2 3)", "61.2"), ("61^2", "61"),
     ("61 (a)", "61"), ("61#", "61"), ("~61", "61"), ("61 (est.)", "61"), ("61.2%*", "61.2")],
)  # fmt: skip
def test_a_number_in_other_notations(text: str, number: str) -> None:
    assert number in [value for value, _ in read(text)]


@pytest.mark.parametrize(
    "text",
    ["5-10", "5 – 10", "1:4", "12/2020", "QĐ 12/2020", "A12", "1E5", "2E10", "12.03.1998",
     "2020-05-01", "0912 345 678", "+84 912 345 678", "024-3825 1234", "1990-", "4-", "5-A",
     "12-B", "10^6", "'98", "USD 2015", "$000", "5±2", "<5", ">100", "3 1/3", "61 (31.8)", "8h30",
     "Fri 12", "R12", "61.23)", "5--", "(5|5)", "$5-10", "#12", "6⅓",
     "⅔", "½½", "1/2", "6 4/3", "6 1/4/2020", "1 234 1/2", "6.5 1/2", "1E-99", "$A$1", "5% VAT"],
)  # fmt: skip
def test_what_looks_like_another_notation_is_no_number(text: str) -> None:
    assert read(text) == []


@given(st.integers(-(10**12), 10**12), st.integers(0, 6), conventions)
def test_a_written_number_reads_back(units: int, decimals: int, convention: Convention) -> None:
    number = Number(units, decimals)
    reading = numbers.read(numbers.written(str(number), convention), convention)
    assert reading is not None
    assert reading.number == number


@given(st.integers(0, 10**12), st.integers(1, 6), conventions)
def test_a_grouped_number_reads_back(units: int, decimals: int, convention: Convention) -> None:
    number = Number(units, decimals)
    text = f"{number.value:,f}"
    if convention == "comma":
        text = text.translate(str.maketrans(".,", ",."))
    reading = numbers.read(text, convention)
    assert reading is not None
    assert reading.number == number


@given(st.text(max_size=12))
def test_any_text_has_at_most_two_readings(text: str) -> None:
    assert len(numbers.readings(text)) <= 2


@given(st.text("0123456789.,' ()-%", max_size=10))
def test_a_reading_keeps_every_digit(text: str) -> None:
    for reading in numbers.readings(text):
        digits = "".join(filter(str.isdigit, text))
        rest = "".join(filter(str.isdigit, "".join(reading.overlooked)))
        assert str(abs(reading.number.units)).lstrip("0") == digits[
            : len(digits) - len(rest)
        ].lstrip("0")


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["8.5", "9.25", "8,7"], "point"),
        (["8,5", "1.234"], "comma"),
        (["1.234", "5.678"], "comma"),
        (["1,234", "5,678"], "point"),
        (["1.234", "5,678"], None),
        (["8.5", "8,5"], None),
        (["1", "2"], None),
        ([], None),
    ],
)
def test_the_convention_of_a_table(texts: list[str], expected: Convention | None) -> None:
    assert numbers.convention_of(texts) == expected


def test_a_text_of_two_readings_follows_the_table() -> None:
    point, comma = numbers.read("1.234", "point"), numbers.read("1.234", "comma")
    assert point and comma
    assert (str(point.number), str(comma.number)) == ("1.234", "1234")


@pytest.mark.parametrize(
    ("value", "code", "expected"),
    [
        (178.47, "General", "178.47"),
        (0.1 + 0.2, "General", "0.30000000000000004"),
        (47108186362648.5, "General", "47108186362648.5"),
        (167067446.39000002, "#,##0.00", "167067446.39000002"),
        (-2.7755575615628914e-17, "General", "-0.000000000000000027755575615628914"),
        (8.0, "General", "8"),
        (8.0, "0.00", "8.00"),
        (8.125, "0.00", "8.125"),
        (0.5, "0%", "0.50"),
        (0.1234, "0.00%", "0.1234"),
        (1 / 3, "0.00", "0.3333333333333333"),
        (192.33 / 220, "0.000", "0.8742272727272727"),
        (1e15, "General", "1000000000000000"),
        (-2.5, "General", "-2.5"),
        (1234.5, "#,##0.00", "1234.50"),
    ],
)
def test_a_stored_double_is_its_shortest_decimal(value: float, code: str, expected: str) -> None:
    assert str(numbers.stored_number(value, code)) == expected


@pytest.mark.parametrize(
    ("value", "expected", "decimals"),
    [
        (0.1 + 0.2, "0.3", 1),
        (167067446.39000002, "167067446.39", 2),
        (-2.7755575615628914e-17, "0", 0),
        (685419174797.37, "685419174797.37", 2),
        (2142833.743862, "2142833.743862", 6),
        (47108186362648.5, "47108186362648.5", 1),
        (12345678901234.56, "12345678901234.56", 2),
        (1 / 3, "0.3333333333333333", 12),
        (5267.21549527294, "5267.21549527294", 8),
    ],
)
def test_what_adding_left_is_no_digit_and_a_calculation_no_print(
    value: float, expected: str, decimals: int
) -> None:
    meant = numbers.meant_number(value)
    assert str(meant) == expected
    units, places = (np.array([part]) for part in meant)
    assert numbers.counted_decimals(units, places).tolist() == [decimals]


@given(st.floats(1e-9, 1e22))
def test_a_stored_double_gives_itself_back(value: float) -> None:
    assert float(numbers.stored_number(value).value) == value


@given(st.integers(-(10**9), 10**9), st.integers(0, 5))
def test_a_double_gives_back_what_was_typed(units: int, decimals: int) -> None:
    typed = numbers.stored_number(float(Number(units, decimals).value))
    assert typed.value == Number(units, decimals).value


@pytest.mark.parametrize(
    ("value", "code", "expected"),
    [
        (None, "General", ""),
        ("8,7", "General", "8,7"),
        (True, "General", "TRUE"),
        (8.7, "General", "8.7"),
        (8.7, "0.00", "8.70"),
        (0.815, "0%", "82%"),
        (1234.5, "#,##0.0", "1,234.5"),
        (2.5, "0", "3"),
        (-2.5, "0", "-3"),
        (1e20, "General", "1E+20"),
        (datetime.datetime(2022, 8, 15), "dd/mm/yyyy", "15/08/2022"),
        (datetime.date(2022, 8, 15), "dd/mm/yyyy", "15/08/2022"),
    ],
)
def test_what_a_person_sees(value: object, code: str, expected: str) -> None:
    assert numbers.shown(value, code) == expected


@pytest.mark.parametrize("places", [0, 1, 2, 4, 8, 11, 14])
def test_many_stored_values_are_counted_as_each_alone(places: int) -> None:
    random = Random(places)
    values = [round(random.uniform(-1, 1) * 10 ** random.randint(-4, 16), places)
              for _ in range(2_000)]  # fmt: skip
    values += [value / 3 for value in values[:500]] + [0.0, -0.0, 0.1 + 0.2, 1e15, 1e-9, 2.5e22]
    units, decimals, sure = numbers.meant_numbers(np.array(values))
    found = [Number(*pair) for pair in zip(units.tolist(), decimals.tolist(), strict=True)]
    alone = [numbers.meant_number(value) for value in values]
    assert [a for a, known in zip(found, sure, strict=True) if known] == [
        a for a, known in zip(alone, sure, strict=True) if known
    ]
    assert sure.mean() > 0.5


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [(Fraction(5, 2), 0, "3"), (Fraction(-5, 2), 0, "-3"), (Fraction(1, 3), 3, "0.333"),
     (Fraction(17977, 22000), 3, "0.817"), (Fraction(2), 2, "2.00")],
)  # fmt: skip
def test_halves_round_away_from_zero(value: Fraction, decimals: int, expected: str) -> None:
    assert str(numbers.rounded(value, decimals)) == expected


@pytest.mark.parametrize(
    ("value", "least", "expected"),
    [(Fraction(5, 2), 0, "2.5"), (Fraction(5, 2), 2, "2.50"), (Fraction(2), 0, "2"),
     (Fraction(1, 3), 0, "0.333333333333"), (Decimal("0.10"), 0, "0.1"),
     (Fraction(-1, 4), 0, "-0.25")],
)  # fmt: skip
def test_plain_decimals(value: Fraction | Decimal, least: int, expected: str) -> None:
    assert numbers.plain(value, least) == expected


@pytest.mark.parametrize(
    ("text", "number"),
    [("1/2", "0.5"), ("-3/8", "-0.375"), ("1⁄16", "0.0625"), ("2/3", None), ("5/4", None),
     ("4/4", None), ("0/4", None), ("1/2/2020", None), ("1 1/2", None), ("12", None)],
)  # fmt: skip
def test_what_a_fraction_alone_would_come_to(text: str, number: str | None) -> None:
    fraction = numbers.lone_fraction(text)
    assert (fraction and str(fraction)) == number


# Durations


@pytest.mark.parametrize("text", ["7:30", "07:05", "161:00", "-0:30", "1:05:20", "0:00"])
def test_a_duration_is_shown_as_it_was_typed(text: str) -> None:
    typed = numbers.typed_duration(text)
    assert typed is not None
    assert numbers.duration_text(Fraction(typed.seconds(typed.code)), typed.code) == text


@pytest.mark.parametrize(
    "text", ["7:60", "7:5", "12", "1:2:3", "7:30 PM", "3:00-4:00", ":30", "7.30"]
)
def test_what_is_no_duration(text: str) -> None:
    assert numbers.typed_duration(text) is None


def test_two_parts_are_hours_and_minutes_or_minutes_and_seconds() -> None:
    typed = numbers.typed_duration("12:30")
    assert typed is not None
    assert (typed.seconds(typed.code), typed.seconds(typed.minutes_code)) == (45000, 750)


@pytest.mark.parametrize(
    ("code", "elapsed"),
    [("h:mm", "[h]:mm"), ("hh:mm:ss", "[hh]:mm:ss"), ("h:mm;@", "[h]:mm"), ("mm:ss", "[mm]:ss"),
     ("[h]:mm", "[h]:mm"), ("h:mm AM/PM", ""), ("d/m/yyyy h:mm", ""), ("mm", ""), ("0.00", ""),
     ("General", "")],
)  # fmt: skip
def test_which_formats_show_times(code: str, elapsed: str) -> None:
    assert numbers.elapsed_code(code) == elapsed


@pytest.mark.parametrize(
    ("seconds", "code", "text"),
    [("579600", "[h]:mm", "161:00"), ("3723", "[h]:mm", "1:02:03"), ("-60", "[h]:mm", "-0:01"),
     ("3723", "[mm]:ss", "62:03"), ("64.8", "[mm]:ss", "01:04.8"), ("90", "[s]", "90")],
)  # fmt: skip
def test_a_duration_is_shown_by_its_format(seconds: str, code: str, text: str) -> None:
    """Seconds are shown, also where a format has none: nothing is to be cut."""
    assert numbers.duration_text(Fraction(seconds), code) == text


def test_stored_days_in_such_a_format_are_a_duration() -> None:
    assert numbers.all_shown(np.array([0.5, 3.0, -0.25]), "[h]:mm") == ["12:00", "72:00", "-6:00"]
    assert numbers.shown(datetime.timedelta(hours=30, minutes=15), "[h]:mm") == "30:15"


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("08/07/2021", (8, 7)),
        ("2021-07-08", (8, 7)),
        ("2021-07-08 00:00:00", (8, 7)),
        ("8-Jul", (8, 7)),
        ("08. Jul", (8, 7)),
        ("8-Jul-21", (8, 7)),
        ("Jul-08", (8, 7)),
        ("5. Mai", (5, 5)),
        ("08-Thg7", (8, 7)),
        ("8 Tháng 7", (8, 7)),
        ("32-Jul", None),
        ("8-Thg13", None),
        ("8-July 3rd", None),
        ("8/7", None),
        ("8.7", None),
        ("Julia 8", None),
    ],
)
def test_a_date_that_was_a_figure(text: str, date: tuple[int, int] | None) -> None:
    assert numbers.day_and_month(text) == date


@pytest.mark.parametrize("text", ["(1) 419.278", "[2] 419.278", "(1) 419,278"])
def test_a_note_mark_before_a_figure(text: str) -> None:
    assert str(numbers.readings(text)[0].number).replace(".", "") == "419278"


@pytest.mark.parametrize("text", ["(1) of 419", "(12) 5", "(1)", "(1) - 419"])
def test_what_is_no_note_mark_before_a_figure(text: str) -> None:
    assert "(1)" not in [piece for r in numbers.readings(text) for piece in r.overlooked]
