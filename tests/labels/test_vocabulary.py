"""What labels are called, and what only looks like it."""

from __future__ import annotations

import pytest

from reconcile.labels import vocabulary


@pytest.mark.parametrize(
    "label",
    [
        "ĐTB", "ĐTBCM", "TB", "TBC", "Điểm TB", "TB môn", "TB cả năm", "Điểm trung bình",
        "Bình quân", "Avg", "Average score", "Durchschnitt", "Moyenne", "Promedio", "Rata-rata",
    ],
)  # fmt: skip
def test_an_average_is_known_by_its_label(label: str) -> None:
    assert vocabulary.column_role(label) == "average"


@pytest.mark.parametrize(
    "label",
    ["TB cases", "TBLS", "Thu nhập bình quân đầu người", "Bình quân đầu người", "Avgas", "Mediana"],
)
def test_what_is_no_average(label: str) -> None:
    assert vocabulary.column_role(label) is None


@pytest.mark.parametrize("name", ["ĐTB", "TB", "Trung bình", "Average", "Durchschnitt"])
def test_a_row_of_averages_is_known_by_its_name(name: str) -> None:
    assert vocabulary.row_role(name) == "average"
    assert vocabulary.row_role("TB và bệnh binh") is None
