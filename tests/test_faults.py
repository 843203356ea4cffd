"""A small fixed part of the fault campaign; `python -m benchmarks.faults` is the whole."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from benchmarks.faults.campaign import FAULTS, SHEETS, alarm, outcome, struck
from benchmarks.faults.laws import broken, cells_of, menders, state
from benchmarks.faults.report import counted

SEED = 1
MUTANTS = 6 * len(FAULTS)


@pytest.mark.parametrize("name", SHEETS)
@pytest.mark.parametrize("seed", range(3))
def test_a_clean_sheet_obeys_its_laws(name: str, seed: int) -> None:
    clean = SHEETS[name](Random(seed))
    cells = cells_of(clean.rows)
    assert clean.laws
    assert {state(law, cells) for law in clean.laws} == {"holds"}
    assert menders(clean.laws, cells) == {}


@pytest.mark.parametrize("number", range(len(FAULTS)))
def test_a_mutant_differs_from_its_clean_sheet(number: int) -> None:
    one = struck(SEED, number)
    before, after = cells_of(one.victim.clean.rows), cells_of(one.mutant.rows)
    differing = {spot for spot, cell in after.items() if cell != before.get(spot)}
    assert differing & one.mutant.at


def test_a_mutant_is_the_same_each_time() -> None:
    assert struck(SEED, 7).mutant == struck(SEED, 7).mutant
    assert struck(SEED, 7).mutant != struck(SEED + 1, 7).mutant


def test_a_wrong_part_under_two_totals_is_the_only_mender() -> None:
    clean = SHEETS["budget"](Random(SEED))
    cells = cells_of(clean.rows)
    spot = (5, 3)
    right = cells[spot]
    cells[spot] = clean.figure((6, 3))
    assert len(broken(clean.laws, cells)) == 2
    found = menders(clean.laws, cells)
    assert list(found) == [spot]
    assert found[spot].value == right.value  # type: ignore[union-attr]


def test_no_safe_fix_is_wrong(tmp_path: Path) -> None:
    outcomes = [outcome(SEED, number, tmp_path) for number in range(MUTANTS)]
    assert [one.number for one in outcomes if one.verdict.wrong_safe] == []
    whole = counted(outcomes)
    assert whole["detected"] >= 0.85 * whole["detectable"]


def test_clean_sheets_raise_no_alarm(tmp_path: Path) -> None:
    alarms = [alarm(SEED, number, tmp_path) for number in range(2 * len(SHEETS))]
    assert [(one.number, one.errors) for one in alarms if one.errors] == []
    assert [one.number for one in alarms if one.safe] == []
