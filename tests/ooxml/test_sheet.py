"""What the scan of a sheet part sees, in every way a writer may put it."""

from __future__ import annotations

import pytest

from reconcile.model import Range
from reconcile.ooxml.formula_texts import formulas
from reconcile.ooxml.package import PackageError
from reconcile.ooxml.sheet import SheetScan, scan
from tests.ooxml.packages import MAIN, sheet


def scanned(rows: str, before: str = "", after: str = "") -> SheetScan:
    return scan(sheet(rows, before, after).encode())


def addresses(found: SheetScan) -> list[tuple[int, int]]:
    return list(zip(found.cells.rows.tolist(), found.cells.columns.tolist(), strict=True))


def test_cells_in_the_usual_order_of_attributes() -> None:
    found = scanned('<row r="2"><c r="B2" s="3" t="s"><v>0</v></c><c r="AA2" s="12"/></row>')
    assert addresses(found) == [(1, 1), (1, 26)]
    assert found.cells.styles.tolist() == [3, 12]
    assert found.cells.valued.tolist() == [True, False]
    assert found.shape == (2, 2)


def test_cells_in_any_order_of_attributes_and_quotes() -> None:
    found = scanned("<row><c t='n' s='4' r='C3'><v>1</v></c><c\ns=\"1\" cm=\"1\" r=\"D3\" /></row>")
    assert addresses(found) == [(2, 2), (2, 3)]
    assert found.cells.styles.tolist() == [4, 1]
    assert found.cells.valued.tolist() == [True, False]


def test_cells_without_an_address_stand_right_of_the_one_before() -> None:
    found = scanned(
        "<row><c><v>1</v></c><c><v>2</v></c></row>"
        '<row r="5"><c r="C5"><v>3</v></c><c><v>4</v></c></row><row><c><v>5</v></c></row>'
    )
    assert addresses(found) == [(0, 0), (0, 1), (4, 2), (4, 3), (5, 0)]


def test_a_prefixed_namespace() -> None:
    found = scan(
        f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="1"><x:c r="A1" s="2">'
        "<x:f>1+1</x:f><x:v>2</x:v></x:c></x:row></x:sheetData>"
        '<x:mergeCells><x:mergeCell ref="A1:B2"/></x:mergeCells></x:worksheet>'.encode()
    )
    assert addresses(found) == [(0, 0)]
    assert formulas(found) == {(0, 0): "=1+1"}
    assert found.merges == (Range(0, 0, 1, 1),)


def test_comments_and_raw_sections_hide_no_cell_and_make_none() -> None:
    found = scanned(
        '<row r="1"><!-- <c r="Z9"><v>1</v></c> --><c r="A1"><f><![CDATA[B1<C1]]></f></c></row>'
    )
    assert addresses(found) == [(0, 0)]
    assert formulas(found) == {(0, 0): "=B1<C1"}


@pytest.mark.parametrize(
    "rows",
    [
        '<row><c r="A1048577"><v>1</v></c></row>',
        '<row><c r="XFE1"><v>1</v></c></row>',
        '<row><c r="A0"><v>1</v></c></row>',
        '<row><c r="1A"><v>1</v></c></row>',
        '<row><c s="1" r="ZZZZ99999999"><v>1</v></c></row>',
        '<row><c r="A1"',
        '<row><x:c r="XFD1048576"><v>1</v></x:c><c r="A1"><v>1</v></c></row>',
        "<!-- " * 1000,
        '</sheetData><sheetData><row><c r="A1"><v>1</v></c></row>',
    ],
)
def test_what_cannot_be_told_apart_is_refused(rows: str) -> None:
    with pytest.raises(PackageError):
        scanned(rows)


def test_a_quoted_bracket_does_not_end_a_tag() -> None:
    found = scanned('<row><c x=">" r="C2"><v>1</v></c></row>')
    assert addresses(found) == [(1, 2)]


def test_no_cells_at_all() -> None:
    empty = f'<worksheet xmlns="{MAIN}"><sheetData/></worksheet>'
    assert scan(empty.encode()).shape == (0, 0)
    assert scan(f'<worksheet xmlns="{MAIN}"/>'.encode()).shape == (0, 0)


def test_shared_formulas_are_written_out_for_each_cell() -> None:
    found = scanned(
        '<row r="1"><c r="C1"><f t="shared" ref="C1:C3" si="0">A1*$B$1&amp;"x"</f></c></row>'
        '<row r="2"><c r="C2"><f t="shared" si="0"/><v>4</v></c></row>'
        '<row r="3"><c r="C3"><f t="shared" si="0"></f></c></row>'
    )
    assert formulas(found) == {
        (0, 2): '=A1*$B$1&"x"',
        (1, 2): '=A2*$B$1&"x"',
        (2, 2): '=A3*$B$1&"x"',
    }


def test_a_shared_formula_that_cannot_be_moved_reads_as_lost() -> None:
    out = '<row r="2"><c r="A2"><f t="shared" si="0">B1</f></c></row>'
    in_ = '<row r="1"><c r="A1"><f t="shared" si="0"/></c></row>'
    assert formulas(scanned(out + in_)) == {(1, 0): "=B1", (0, 0): "=#REF!"}
    untold = out.replace("B1", '"')
    assert formulas(scanned(untold + in_)) == {(1, 0): '="', (0, 0): "=#REF!"}


def test_array_formulas_stand_at_their_first_cell_and_tables_are_left_out() -> None:
    found = scanned(
        '<row r="1"><c r="A1"><f t="array" ref="A1:A2">B1:B2*2</f><v>1</v></c>'
        '<c r="B1"><f t="dataTable" ref="B1:B2" dt2D="0" r1="C1"/><v>1</v></c></row>'
    )
    assert formulas(found) == {(0, 0): "=B1:B2*2"}


def test_errors_merges_and_hidden_parts() -> None:
    found = scanned(
        '<row r="1"><c r="A1" s="1" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
        '<row r="4" hidden="1"><c r="A4"><v>1</v></c></row>',
        before='<cols><col min="1" max="1" width="9"/><col min="3" max="5" hidden="1"/></cols>',
        after='<mergeCells count="1"><mergeCell ref="B2:D3"/></mergeCells>',
    )
    assert found.errors == {(0, 0): "#DIV/0!"}
    assert found.merges == (Range(1, 1, 2, 3),)
    assert found.hidden_rows == (3,)
    assert found.hidden_columns == ((2, 4),)
