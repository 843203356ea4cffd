"""What labels say of how their lines come about."""

from __future__ import annotations

import pytest

from reconcile.labels.derivations import derivation, speaks_for


@pytest.mark.parametrize(
    "label",
    ["Tỷ lệ (%)", "TY LE", "Cơ cấu", "Share", "Pass rate", "Anteil", "Taux", "Participación",
     "Incidenza", "Udział", "Pangsa"],
)  # fmt: skip
def test_shares(label: str) -> None:
    assert derivation(label).share


@pytest.mark.parametrize(
    "label",
    ["So với năm trước", "Tăng, giảm", "Growth", "Veränderung", "Évolution", "Variación",
     "Variazione", "Zmiana", "Perubahan", "+/- %"],
)  # fmt: skip
def test_changes(label: str) -> None:
    assert derivation(label).change


@pytest.mark.parametrize("label", ["Tầng", "Gang", "Region", "Năm 2024", "Operators"])
def test_other_words_are_none(label: str) -> None:
    assert not derivation(label).is_rate


@pytest.mark.parametrize(
    ("label", "upper", "lower", "says"),
    [
        ("TH/KH (%)", "Thực hiện", "Kế hoạch", 1),
        ("TH/KH (%)", "Kế hoạch", "Thực hiện", -1),
        ("So sánh 2024/2023", "Năm 2024", "Năm 2023", 1),
        ("Deaths per birth", "Deaths", "Birth", 1),
        ("Rate (%)", "Deaths", "Births", 0),
    ],
)
def test_which_of_two_is_divided(label: str, upper: str, lower: str, says: float) -> None:
    assert speaks_for(label, upper, lower) == says
