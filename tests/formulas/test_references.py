"""A formula by distances: copies read the same, whatever cell they stand in."""

from __future__ import annotations

import pytest

from reconcile.formulas.references import moved, ranges, relative
from reconcile.model import Place


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("=SUM(C8:F8)", 7, 6), ("=sum( C9:F9 )", 8, 6)),
        (("=G8/$G$4", 7, 7), ("=G9/$G$4", 8, 7)),
        (("=SUM(C:C)", 7, 4), ("=SUM(D:D)", 7, 5)),
        (("=SUM(8:8)", 6, 0), ("=SUM(9:9)", 7, 0)),
        (("='Bảng 1'!C8*2", 7, 0), ("='Bảng 1'!C9*2", 8, 0)),
        (('=IF(C8>0,"A1",LOG10(C8))', 7, 3), ('=IF(C9>0,"A1",LOG10(C9))', 8, 3)),
    ],
)
def test_copies_read_the_same(one: tuple[str, int, int], other: tuple[str, int, int]) -> None:
    assert relative(*one) == relative(*other)


def test_a_formula_is_moved_as_copying_its_cell_would() -> None:
    assert moved("='Bảng 1'!C8*$D$2", (7, 0), (8, 1)) == "='Bảng 1'!D9*$D$2"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("=SUM(C8:F8)", 7, 6), ("=SUM(C9:E9)", 8, 6)),
        (("=G8/$G$4", 7, 7), ("=G9/$G$5", 8, 7)),
        (("=G8/$G$4", 7, 7), ("=G9/G5", 8, 7)),
        (('="A1"&C8', 7, 3), ('="A2"&C9', 8, 3)),
        (("='T 1'!C8", 7, 0), ("='T 2'!C9", 8, 0)),
    ],
)
def test_others_do_not(one: tuple[str, int, int], other: tuple[str, int, int]) -> None:
    assert relative(*one) != relative(*other)


def test_what_would_leave_the_sheet_cannot_be_moved() -> None:
    assert moved("=A1+B1", (0, 2), (0, 0)) in (None, "=#REF!+#REF!")


def test_places_as_ranges() -> None:
    places = [Place("T 1", 1, 2), Place("T 1", 2, 2), Place("T 1", 4, 2), Place("U", 0, 0)]
    assert list(ranges(places, "T 1")) == ["C2:C3", "C5", "U!A1"]
