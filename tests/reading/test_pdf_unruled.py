"""Tables of a PDF printed without rules, and what is none."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A5
from reportlab.pdfgen.canvas import Canvas

from reconcile.model import ReconcileError
from reconcile.pipeline import audit
from reconcile.reading.pdf.document import read_pdf
from tests.reading.documents import texts

HEADER = ("Ward", "Spring", "Autumn", "Total")
ROWS = [
    ("Elm Street", "31", "12", "43"),
    ("Oak", "1,047", "25", "1,072"),
    ("Ash and Beech", "18", "–", "18"),
    ("Total", "1,096", "37", "1,133"),
]


def drawn(
    rows: Sequence[Sequence[str]], stops: Sequence[float] = (40, 190, 260, 330), above: str = ""
) -> bytes:
    """Rows of text at the same places: the first column to the right of its own, others left."""
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A5)
    canvas.setFont("Helvetica", 10)
    if above:
        canvas.drawString(40, 520, above)
    for line, row in enumerate(rows):
        for at, text in enumerate(row):
            place = canvas.drawRightString if at else canvas.drawString
            place(stops[at], 490 - 14 * line, text)
    canvas.save()
    return stream.getvalue()


def tables(content: bytes) -> list[list[list[str]]]:
    sheets = read_pdf("a.pdf", content).sheets
    return [texts(sheet) for sheet in sheets if sheet.name.startswith("Table")]


def test_figures_below_each_other_are_columns() -> None:
    assert tables(drawn([HEADER, *ROWS])) == [[list(row) for row in (HEADER, *ROWS)]]


def test_durations_are_figures() -> None:
    rows = [("Lap", "An", "Bo"), ("First", "12:30", "11:45"), ("Second", "1:02:10", "58:20"),
            ("Third", "9:05", "10:40")]  # fmt: skip
    assert tables(drawn(rows)) == [[list(row) for row in rows]]


def test_a_figure_close_to_its_label() -> None:
    wide = [("A label as long as its column", "5", "2", "7"), *ROWS]
    stops = (40, 185, 260, 330)
    assert tables(drawn([HEADER, *wide], stops))[0][1] == list(wide[0])


def test_a_heading_between_rows_and_a_title_above() -> None:
    rows = [HEADER, ROWS[0], ("Outer wards and villages",), *ROWS[1:]]
    title = "Visits to the parks of the town by ward and by season of the year"
    found = read_pdf("a.pdf", drawn(rows, above=title))
    assert texts(found.sheet("Text 1")) == [[title]]
    assert texts(found.sheet("Table 1"))[2] == ["Outer wards and villages", "", "", ""]


def test_groups_of_columns_head_those_that_they_stand_over() -> None:
    rows = [("", "", "Season of the year"), HEADER, *ROWS]
    assert tables(drawn(rows, (40, 190, 280, 340)))[0][1:] == [list(row) for row in (HEADER, *ROWS)]


@pytest.mark.parametrize("counts", [("1", "2", "3", "4"), ("(1)", "(2)", "(3)", "(4)=(2)+(3)")])
def test_numbers_of_the_columns_are_no_figures(counts: tuple[str, ...]) -> None:
    """A number stands over the labels too, in whose column it makes no figures of `Ward 1`."""
    wards = [("Ward 1", *ROWS[0][1:]), ("Ward 2", *ROWS[1][1:]), ("Ward 3", *ROWS[2][1:])]
    expected = [[list(row) for row in (HEADER, counts, *wards)]]
    assert tables(drawn([HEADER, counts, *wards])) == expected


def test_figures_that_count_on_are_figures() -> None:
    rows = [("1", "2", "3"), ("2", "8", "10"), ("3", "5", "8"), ("4", "6", "10")]
    assert tables(drawn(rows))[0][0] == ["1", "2", "3"]


def test_a_wrong_total_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(drawn([HEADER, *ROWS]))
    assert not [one for one in audit(str(path)).findings if one.severity == "error"]
    path.write_bytes(drawn([HEADER, *ROWS[:-1], ("Total", "1,096", "73", "1,133")]))
    assert [one.at.a1 for one in audit(str(path)).findings if one.severity == "error"] == ["C5"]


@pytest.mark.parametrize(
    "rows",
    [
        [("1. Opening", "3"), ("2. Closing", "9"), ("3. Index", "12")],
        [("In 2031 there were 5 and 7 of them,",), ("in 2032 then 6 and 8, which makes",),
         ("14 in all, or 26 over both years.",)],
        [("Elm", "31", "12"), ("Oak", "47", "25")],
    ],
)  # fmt: skip
def test_what_is_no_table(rows: list[tuple[str, ...]]) -> None:
    """A list of contents, prose, two rows alone."""
    assert tables(drawn(rows)) == []


def test_columns_in_doubt_are_refused_with_that_word() -> None:
    """One row has two figures below one of the others."""
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A5)
    for line, places in enumerate(((100, 200), (90, 210), (95, 145), (60, 220), (120, 240))):
        for place in places:
            canvas.drawString(place, 490 - 14 * line, "1,234,567" if line % 2 else "12,345")
    canvas.save()
    with pytest.raises(ReconcileError) as refused:
        read_pdf("a.pdf", stream.getvalue())
    assert refused.value.code == "unclear-columns"
