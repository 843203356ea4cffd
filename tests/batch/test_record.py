"""Tidy rows come out of a record as they went in."""

from __future__ import annotations

from decimal import Decimal

import pytest

from reconcile.batch.record import packed, unpacked
from reconcile.report.tidy.row import Tidy

ROW = Tidy(
    source="kho/a.xlsx", sheet="Điểm", table="T1", table_title="", cell="C3", row_number=3,
    row_role="entity", entity="Sở Y tế", entity_name="Sở Y tế", group="", indicator="Điểm",
    path="Điểm",
    role="component", text="8,70", value=Decimal("8.70"), decimals=2, unit="", year=2021,
)  # fmt: skip


@pytest.mark.parametrize(
    "digits", ["8.70", "-0.000000001", "1E+2", "123456789012345678901234567890"]
)
def test_figures_keep_their_digits(digits: str) -> None:
    row = ROW._replace(value=Decimal(digits))
    missing = ROW._replace(cell=None, text=None, value=None, decimals=None, year=None)
    assert list(map(str, unpacked(packed([row, missing])))) == [str(row), str(missing)]


def test_what_no_file_can_hold_is_replaced() -> None:
    (row,) = unpacked(packed([ROW._replace(sheet="a\ud800b")]))
    assert row == ROW._replace(sheet="a?b")


def test_no_rows_are_none() -> None:
    assert not list(unpacked(packed([])))
    assert not list(unpacked(b""))
