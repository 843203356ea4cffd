"""A small part of the second fault campaign; `python -m benchmarks.strangers` is the whole."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import product
from pathlib import Path
from random import Random

import pytest

from benchmarks.strangers.campaign import alarm, clean_sheet, outcome, struck_sheet
from benchmarks.strangers.formulas import formula
from benchmarks.strangers.holding import broken, holds, with_implied
from benchmarks.strangers.judging import readings, states, truths
from benchmarks.strangers.layouts import LAYOUTS
from benchmarks.strangers.report import of_sheets
from benchmarks.strangers.sheet import Figure, Law, Manner, Text
from benchmarks.strangers.striking import Fault, struck
from benchmarks.strangers.traps import TRAPS
from benchmarks.strangers.words import TONGUES
from benchmarks.strangers.writing import texts, write

SEED = 1
KEPT = {
    "exact": {},
    "rounded apart": {"apart": True},
    "deep": {"deep": True},
    "live": {"live": True},
}


@pytest.mark.parametrize(("name", "kept"), list(product([*LAYOUTS, *TRAPS], KEPT)))
def test_a_clean_sheet_obeys_its_laws(name: str, kept: str) -> None:
    for seed, tongue in enumerate(TONGUES.values()):
        sheet = {**LAYOUTS, **TRAPS}[name](Random(seed), Manner(tongue, **KEPT[kept]))
        assert broken(sheet.laws, sheet.cells) == []
        assert len(sheet.laws) >= 3 or name in TRAPS
        rows, columns = sheet.size(0)
        assert 5 <= rows <= 130 and 2 <= columns <= 20


@pytest.mark.parametrize("name", LAYOUTS)
def test_sums_are_exact_unless_rounded_apart(name: str) -> None:
    sheet = LAYOUTS[name](Random(SEED), Manner(TONGUES["de"]))
    sums = [law for law in sheet.laws if law.kind == "sum"]
    exact = {spot: replace(cell, slack=Decimal(0)) if isinstance(cell, Figure) else cell
             for spot, cell in sheet.cells.items()}  # fmt: skip
    assert broken(sums, exact) == []


def test_laws_that_follow_from_others_are_known() -> None:
    sheet = LAYOUTS["quarters"](Random(SEED), Manner(TONGUES["de"]))
    after = with_implied(sheet)
    assert broken(after.laws, after.cells) == []
    made = {law.target[2] for law in after.laws if len(law.terms) > 2}
    assert made == {1, 2, 3, 4, 5, 6, 7}


def test_sheets_and_faults_are_the_same_each_time() -> None:
    assert struck_sheet(SEED, 7) == struck_sheet(SEED, 7)
    assert struck_sheet(SEED, 7) != struck_sheet(SEED + 1, 7)
    assert clean_sheet(SEED, 30) == clean_sheet(SEED, 30)


@pytest.mark.parametrize("number", range(4 * len(LAYOUTS)))
def test_faults_change_their_cells_and_no_others(number: int) -> None:
    sheet, faults = struck_sheet(SEED, number)
    assert faults
    for fault in faults.values():
        after = struck(sheet, [fault])
        changed = {spot for spot in after.cells if after.cells[spot] != sheet.cells.get(spot)}
        assert fault.cells.keys() <= changed
        assert changed <= fault.at or sheet.manner.live


def test_a_wrong_part_under_two_totals_is_the_only_answer() -> None:
    sheet = LAYOUTS["cross"](Random(SEED), Manner(TONGUES["en"]))
    terms = next(law for law in sheet.laws if law.kind == "sum").terms
    spot, old = next((at, cell) for at in terms if isinstance(cell := sheet.cells[at], Figure))
    (truth,) = truths(sheet, [Fault({spot: old.with_value(old.value + 17)})])
    assert truth.detectable and truth.decidable
    assert truth.answers == {spot}


def test_a_wrong_part_under_one_total_leaves_several_answers() -> None:
    sheet = LAYOUTS["remainder"](Random(SEED), Manner(TONGUES["en"]))
    law = sheet.laws[0]
    old = sheet.cells[law.terms[0]]
    assert isinstance(old, Figure)
    (truth,) = truths(sheet, [Fault({law.terms[0]: old.with_value(old.value + 17)})])
    assert truth.answers == {law.target, *law.terms}
    assert truth.detectable and not truth.decidable


def test_what_rounding_explains_is_no_mistake() -> None:
    half = Decimal("0.5")
    target, terms = (0, 0, 0), ((0, 1, 0), (0, 2, 0))
    law = Law("sum", target, terms, (1, 1))
    for total, is_so in ((8, True), (9, False), (6, True), (5, False)):
        cells = {
            spot: Figure(Decimal(n), 0, "plain", half)
            for spot, n in zip(terms, (3, 4), strict=True)
        }
        assert holds(law, {**cells, target: Figure(Decimal(total), 0, "plain", half)}) is is_so


def test_formulas_are_written_as_people_enter_them() -> None:
    sheet = LAYOUTS["months"](Random(SEED), Manner(TONGUES["de"], live=True))
    written = {formula(sheet, law) for law in sheet.formulas.values()}
    assert "=SUM(B4:D4)" in written
    assert any(one.startswith("=Januar!B4+Februar!B4") for one in written)


def test_a_text_table_is_in_the_marks_of_its_language() -> None:
    manner = Manner(TONGUES["fr"], "csv")
    sheet = LAYOUTS["cross"](Random(2), manner)
    figures = [text for row in texts(sheet) for text in row if text[:1].isdigit()]
    assert any("\u00a0" in text for text in figures) and not any("." in text for text in figures)


def test_edits_are_read_by_either_mark() -> None:
    assert set(readings("1.234")) == {Decimal("1.234"), Decimal(1234)}
    assert states("1234,5", Figure(Decimal("1234.5"), 1))
    assert states("12.3%", Figure(Decimal("0.12345"), 1, "percent"))
    assert not states("12", Figure(Decimal(13)))
    assert states("Gut", Text("Gut")) and states("", None)


@pytest.mark.parametrize("format", ["xlsx", "csv", "docx"])
def test_sheets_are_written_in_every_format(tmp_path: Path, format: str) -> None:
    sheet = LAYOUTS["enrolment"](Random(SEED), Manner(TONGUES["vi"], format))
    assert write(sheet, tmp_path / "sheet").stat().st_size > 200


def test_the_campaign_judges_every_layout(tmp_path: Path) -> None:
    outcomes = [outcome(SEED, number, tmp_path) for number in range(len(LAYOUTS))]
    counts = of_sheets(outcomes)
    assert counts["sheets"] == counts["faults"] == len(LAYOUTS)
    assert 0 < counts["found"] <= counts["told"] <= counts["detectable"]
    clean = alarm(SEED, len(LAYOUTS), tmp_path)
    assert clean.layout in TRAPS and clean.faults == () and clean.verdict.found == ()
