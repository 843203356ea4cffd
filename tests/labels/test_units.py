"""Units in lines above tables and in labels; offices and names of columns are none."""

from __future__ import annotations

from decimal import Decimal

import pytest

from reconcile.labels.units import is_unit, maximum_of_label, unit_of_label, unit_of_line


@pytest.mark.parametrize(
    "line",
    [
        "Đơn vị: Sở Y tế",
        "Đơn vị báo cáo: UBND xã Hòa An",
        "Gửi: các đơn vị",
        "Unit: Finance",
        "",
    ],
)
def test_an_office_is_no_unit(line: str) -> None:
    assert unit_of_line(line) == ""


@pytest.mark.parametrize(
    ("line", "unit"),
    [
        ("Đơn vị: Triệu đồng", "Triệu đồng"),
        ("(Đơn vị tính: tỷ đồng)", "tỷ đồng"),
        ("ĐVT: Ha", "Ha"),
        ("ĐVT: bao 50 kg", "bao 50 kg"),
        ("Unit: million USD", "million USD"),
        ("(in thousands)", "thousands"),
        ("Einheit: Mio EUR", "Mio EUR"),
        ("Triệu đồng/người/năm", "Triệu đồng/người/năm"),
    ],
)
def test_the_unit_of_a_line(line: str, unit: str) -> None:
    assert unit_of_line(line) == unit


@pytest.mark.parametrize("label", ["Số lượng", "Kế hoạch (lần 2)", "Tổng (A)", "Năm", "2021"])
def test_a_label_without_a_unit(label: str) -> None:
    assert unit_of_label(label) == ""


@pytest.mark.parametrize(
    ("label", "unit"),
    [
        ("Số tiền (triệu đồng)", "triệu đồng"),
        ("Chỉ số phát triển (năm trước = 100) - %", "%"),
        ("Tỷ lệ (%)", "%"),
        ('"000 Hours"', "000 Hours"),
        ("Chi (ĐVT: nghìn đồng)", "nghìn đồng"),
    ],
)
def test_the_unit_of_a_label(label: str, unit: str) -> None:
    assert unit_of_label(label) == unit


def test_what_only_joins_is_no_unit() -> None:
    assert not is_unit("1000")
    assert not is_unit("de")


@pytest.mark.parametrize(
    ("label", "most"),
    [
        ("Parks (5 points)", "5"),
        ("Vệ sinh (tối đa 10)", "10"),
        ("Thang điểm: 10", "10"),
        ("Roads, max. 20", "20"),
        ("Giao thông (7,5 điểm)", "7.5"),
        ("Maximum", None),
        ("Parks (5)", None),
        ("Class 5", None),
        ("Max 24h", None),
    ],
)
def test_the_highest_mark_in_a_label(label: str, most: str | None) -> None:
    assert maximum_of_label(label) == (None if most is None else Decimal(most))
