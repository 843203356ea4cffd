"""Durations are told from times of day by what adds them up, and counted."""

from __future__ import annotations

import datetime

import numpy as np
import pytest
from msgspec.structs import replace

from reconcile.model import Sheet, Table
from reconcile.structure import understand
from tests.drawing import book, drawn, table

CREWS = """
Crew  | Hours  | Trips
North | 30:30  | 12
South | 41:15  | 18
East  | 27:00  | 9
"""


def durations(made: Table) -> list[str]:
    """The texts of the figures that are durations, row by row."""
    known = np.zeros(made.text.shape, dtype=bool)
    if made.figures.durations is not None:
        known = made.figures.durations.known
    return [str(text) for text in made.text[known]]


def typed(text: str, code: str) -> Table:
    """A workbook's table with its times as times of day, or as what they are beyond a day."""
    sheet = drawn(text)
    cells, formats = sheet.cells.copy(), np.zeros(sheet.shape, dtype=np.int32)
    for at, cell in np.ndenumerate(cells):
        if isinstance(cell, str) and ":" in cell:
            hours, minutes = map(int, cell.split(":"))
            moment = datetime.datetime(1899, 12, 31) + datetime.timedelta(
                hours=hours, minutes=minutes
            )
            cells[at], formats[at] = moment.time() if hours < 24 else moment, 1
        elif isinstance(cell, str) and cell.isdigit():
            cells[at] = float(cell)
    made = replace(
        sheet, cells=cells, formats=formats, format_codes=("General", code), typed=True, widths=None
    )
    return only(made)


def only(sheet: Sheet) -> Table:
    [made] = understand(book(sheet)).tables
    return made


def test_a_column_that_is_labelled_so_is_of_durations() -> None:
    made = table(CREWS)
    assert durations(made) == ["30:30", "41:15", "27:00"]
    assert made.figures.units[:, 1].tolist() == [1830, 2475, 1620]
    assert made.figures.durations is not None and made.figures.durations.seconds == 60


@pytest.mark.parametrize("label", ["Duration", "Thời lượng", "Số giờ làm", "Time (h:mm)", "Durée"])
def test_labels_that_say_so(label: str) -> None:
    assert len(durations(table(CREWS.replace("Hours ", f"{label} ")))) == 3


@pytest.mark.parametrize("label", ["Departs", "Giờ mở cửa", "Time", "Score", "Hours of opening"])
def test_times_of_day_and_scores_are_none(label: str) -> None:
    assert durations(table(CREWS.replace("Hours ", f"{label} ").replace("30:30", "07:30"))) == []


def test_a_row_of_totals_tells_the_columns_that_it_adds_up() -> None:
    made = table(
        "Day | In | Out | Stay\nMon | 07:30 | 16:45 | 9:15\nTue | 08:00 | 17:00 | 9:00\n"
        "Wed | 07:45 | 16:30 | 8:45\nTotal | | | 27:00"
    )
    assert durations(made) == ["9:15", "9:00", "8:45", "27:00"]


def test_a_column_of_totals_tells_the_times_beside_it() -> None:
    made = table(
        "Runner | Start | Club | Lap 1 | Lap 2 | Total\nAn | 09:00 | X | 12:30 | 13:10 | 25:40\n"
        "Bo | 09:05 | Y | 11:45 | 12:20 | 24:05"
    )
    assert durations(made) == ["12:30", "13:10", "25:40", "11:45", "12:20", "24:05"]


def test_a_formula_that_adds_times_tells_them() -> None:
    sheet = drawn("Who | n | a | b | c\nAn | 4 | 7:30 | 8:00 | 15:30\nBo | 3 | 6:15 | 7:45 | 14:00")
    assert durations(only(sheet)) == []
    added = replace(sheet, formulas={(1, 4): "=SUM(C2:D2)", (2, 4): "=SUM(C3:D3)"})
    assert len(durations(only(added))) == 6


def test_two_parts_beside_three_are_minutes_where_that_makes_them_alike() -> None:
    laps = table("Task | Duration\nA | 12:30\nB | 1:05:20\nC | 45:10\nD | 8:05")
    assert laps.figures.units[:, 1].tolist() == [750, 3920, 2710, 485]
    shifts = table("Task | Duration\nA | 8:00\nB | 7:30:30\nC | 6:15\nD | 9:00:15")
    assert shifts.figures.units[:, 1].tolist() == [28800, 27030, 22500, 32415]
    assert durations(shifts) == ["8:00", "7:30:30", "6:15", "9:00:15"]


def test_times_that_a_workbook_stores_are_counted_beyond_a_day() -> None:
    """Excel shows 42:45 as 18:45 in the format of a time of day; what is stored counts."""
    rows = "Name | Stay | n\nAn | 8:30 | 3\nBo | 25:45 | 4\nCy | 8:30 | 2\nTotal | 42:45 | 9"
    made = typed(rows, "h:mm")
    assert made.figures.units[:, 1].tolist() == [510, 1545, 510, 2565]
    assert durations(made)[-1] == "42:45"
    assert durations(typed(rows, "h:mm AM/PM")) == []


def test_a_day_that_no_calendar_has_is_left_alone() -> None:
    """28 February 1900 is read of day 59 and of day 60."""
    made = typed("Name | Duration\nAn | 8:30\nBo | 1430:00\nCy | 9:30", "h:mm")
    assert durations(made) == ["8:30", "9:30"]


def test_a_plain_number_among_durations_is_unread() -> None:
    made = table(CREWS + "West | 8 | 7\nPort | 0 | 4")
    assert made.unread == {(3, 1)}
    assert made.figures.known[4, 1]


def test_a_line_of_counts_across_columns_of_durations_is_read() -> None:
    made = table(
        "Item | North | South | East\nWork | 7:30 | 8:15 | 6:45\nOvertime | 1:30 | 0:45 | 2:15\n"
        "Leave | 0:30 | 1:00 | 0:15\nTotal | 9:30 | 10:00 | 9:15\nTrips | 4 | 3 | 5"
    )
    assert not made.unread
    assert made.figures.known[4, 1:].all() and not made.figures.is_duration(4, 1)
