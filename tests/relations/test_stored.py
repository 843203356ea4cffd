"""Sums and copies of stored doubles: exact as stored, equal within the error of adding doubles,
and right where they show what their parts come to."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import numpy as np
import pytest

from reconcile.audited import Audit
from reconcile.model import Book, Sheet
from reconcile.pipeline import audit_book
from reconcile.report.tidy.frame import tidy_rows
from reconcile.settings import Settings

Sheets = dict[str, Sequence[Sequence[object]]]
HEAD = ("Office", "Salaries", "Goods", "Total")


def audited(sheets: Sheets, code: str = "General") -> Audit:
    """A workbook whose numbers are stored in one format."""
    own = tuple(_sheet(name, rows, code) for name, rows in sheets.items())
    return audit_book(Book("book.xlsx", "xlsx", "", own), Settings(templates=False))


def _sheet(name: str, rows: Sequence[Sequence[object]], code: str) -> Sheet:
    cells = np.array([list(row) for row in rows], dtype=object)
    formats = np.zeros(cells.shape, dtype=np.int64)
    return Sheet(name, cells, typed=True, formats=formats, format_codes=(code,))


def accused(rows: Sequence[Sequence[object]], code: str = "General") -> list[str]:
    found = audited({"S": rows}, code).findings
    return [one.at.a1 for one in found if one.severity != "info"]


def added(*pairs: tuple[float, float], wrong: float = 0.0) -> list[Sequence[object]]:
    rows = [(f"Office {n}", one, other, one + other) for n, (one, other) in enumerate(pairs, 1)]
    name, *parts, total = rows[-1]
    return [HEAD, *rows[:-1], (name, *parts, total + wrong)]


FINE = ((71.337, 8.01), (0.1, 0.2), (15.704, 22.49), (33.118, 4.407), (9.55, 61.283))
LARGE = ((418230551902.31, 77310224018.66), (93817204416.07, 310558102277.94),
         (204981137650.25, 8830174902.18), (51093827716.4, 99371640028.55),
         (60118390274.12, 40772910385.9))  # fmt: skip
THIRDS = tuple((one / 3, other / 7) for one, other in FINE)


@pytest.mark.parametrize("pairs", [FINE, LARGE, THIRDS])
def test_what_adding_doubles_leaves_is_no_difference(pairs: Sequence[tuple[float, float]]) -> None:
    assert accused(added(*pairs)) == []
    assert accused(added(*pairs), "#,##0") == []


@pytest.mark.parametrize(("pairs", "wrong"), [(FINE, 0.5), (LARGE, 0.05), (THIRDS, 0.001)])
def test_more_than_that_is_one(pairs: Sequence[tuple[float, float]], wrong: float) -> None:
    assert accused(added(*pairs, wrong=wrong)) == ["D6"]


def test_what_rounding_to_the_shown_digits_leaves_is_no_error() -> None:
    def severities(code: str) -> list[str]:
        pairs = [(one * 100 + 7, other * 100) for one, other in FINE]
        found = audited({"S": added(*pairs, wrong=0.6)}, code).findings
        return [one.severity for one in found if one.severity != "info"]

    assert severities("General") == ["error"]
    assert severities("#,##0") == ["warning"]


def test_a_total_that_shows_what_its_parts_come_to_is_right() -> None:
    assert accused(added(*FINE, wrong=0.001), "0.00") == []
    assert accused(added(*FINE, wrong=0.02), "0.00") == ["D6"]


def test_a_summary_beside_finer_figures_still_repeats_its_table() -> None:
    parts = [(f"Line {n}", amount, amount / 7) for n, amount in enumerate(LARGE[0] + LARGE[1], 1)]
    total = ("Total", *(sum(column) for column in zip(*(row[1:] for row in parts), strict=True)))
    head = ("Line", "Salaries", "Goods")
    shares = ("Share", 0.927540272817248, 0.817455334940752)
    sheets: Sheets = {
        "Detail": [head, *parts, total],
        "Summary": [head, *parts, total, shares],
    }
    assert [one.at for one in audited(sheets).findings if one.severity == "error"] == []


def test_tidy_keeps_every_digit_that_is_stored() -> None:
    amounts = [47108186362648.5, 0.1 + 0.2, 1 / 3, 12345678901234.56, -2.7755575615628914e-17, 8.0]
    rows = [("Office", "Amount"), *((f"Office {n}", one) for n, one in enumerate(amounts, 1))]
    values = [row.value for row in tidy_rows(audited({"S": rows}))]
    assert values == [Decimal(repr(one)) for one in amounts]
