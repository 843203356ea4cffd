"""The words of other languages by which a row or a column says what it is."""

from __future__ import annotations

import pytest

from reconcile.labels import vocabulary


@pytest.mark.parametrize(
    "name",
    [
        "Insgesamt", "Summe der Einnahmen", "Einnahmen gesamt", "Zwischensumme", "Gesamtausgaben",
        "Total général", "Sous-total", "Ensemble", "Totaux", "Suma", "Total de gastos",
        "Soma", "Totale", "Totale entrate", "Razem", "Dochody ogółem", "Razem wydatki", "Łącznie",
        "Jumlah", "JUMLAH BELANJA", "Sub Jumlah", "Regional total", "Σ", "TC",
    ],
)  # fmt: skip
def test_a_total_names_itself(name: str) -> None:
    assert vocabulary.row_role(name) == "total"


@pytest.mark.parametrize(
    "name",
    [
        "Share of total", "Anteil am gesamt", "Sumatra", "Somalia", "Summer school",
        "Gesamtschule", "Jumlah Penduduk", "Mittelfranken", "Media Markt", "TB cases",
    ],
)  # fmt: skip
def test_what_only_begins_alike_is_none(name: str) -> None:
    assert vocabulary.row_role(name) is None


@pytest.mark.parametrize(
    ("label", "role"),
    [
        ("Rang", "rank"), ("Classement", "rank"), ("Peringkat", "rank"), ("Miejsce", "rank"),
        ("Durchschnitt", "average"), ("Moyenne", "average"), ("Média", "average"),
        ("Rata-rata", "average"), ("Średnia", "average"), ("Bemerkungen", "note"),
        ("Keterangan", "note"), ("Lp.", "serial"), ("No. Urut", "serial"), ("Jumlah", "total"),
        ("Maximalpunkte", "maximum"), ("Skor maksimal", "maximum"), ("Numero", None),
    ],
)  # fmt: skip
def test_a_column_says_what_stands_below_it(label: str, role: str | None) -> None:
    assert vocabulary.column_role(label) == role


@pytest.mark.parametrize(
    "label", ["Anteil (in)", "Veränderung zum Vorjahr", "Part du total", "Udział", "Persentase"]
)
def test_a_rate_does_not_add_up(label: str) -> None:
    assert vocabulary.is_rate(label)


@pytest.mark.parametrize("label", ["Part A", "Media spending", "Quota of imports", "Par value"])
def test_what_adds_up_is_no_rate(label: str) -> None:
    assert not vocabulary.is_rate(label)


@pytest.mark.parametrize("label", ["Saldo", "Écart", "Różnica", "Selisih", "Variance"])
def test_a_difference_is_one_figure_less_another(label: str) -> None:
    assert vocabulary.is_difference(label)
