"""A column called a difference is one of any two others; few of these pairs are weighed."""

from __future__ import annotations

import random
from itertools import permutations

import pytest

from reconcile.relations.discovery import differences, field
from reconcile.relations.discovery.field import Field
from reconcile.relations.evidence.support import Pattern, candidate_of
from tests.drawing import document
from tests.relations.drawn_relations import Told

PERIODS = 8
COLUMNS = 3 * PERIODS


def sheet(rows: int, seed: int, *, holds: bool) -> str:
    """Plans, results and differences of some periods side by side, with blanks and decimals; where
    they do not hold the last are figures like any other."""
    chance = random.Random(seed)
    periods = range(1, PERIODS + 1)
    header = [f"Plan {n} | Result {n} | Difference {n}" for n in periods]
    lines = [" | ".join(["Agency", *header])]
    for row in range(rows):
        cells = [f"Agency {row + 1}"]
        for period in periods:
            plan, result = chance.randint(10, 999), chance.randint(10, 999)
            left = plan - result if holds else chance.randint(-900, 900)
            left += 7 * (chance.random() < 0.1)
            figures = [plan / 10, result / 10, left / 10] if period % 2 else [plan, result, left]
            cells += ["-" if chance.random() < 0.1 else str(figure) for figure in figures]
        lines.append(" | ".join(cells))
    return "\n".join(lines)


def across(rows: int, seed: int, *, holds: bool) -> Field:
    [table] = document(sheet(rows, seed, holds=holds)).tables
    return field.across(table)


def names(lines: Field) -> list[int]:
    return [n for n in range(len(lines.lines)) if "Difference" in lines.names[n]]


def test_the_two_columns_are_found_wherever_they_stand() -> None:
    told = Told("""
        Agency | Plan | A  | Done | B | Left over (difference)
        North  | 40   | 31 | 13   | 8 | 27
        South  | 92   | 17 | 35   | 4 | 57
        East   | 71   | 55 | 28   | 9 | 43
        West   | 65   | 22 | 46   | 3 | 19
    """)
    assert set(told.verdicts("sum").values()) == {"exact"}


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("rows", [4, 12])
def test_what_is_not_weighed_would_not_be_believed(rows: int, seed: int) -> None:
    lines = across(rows, seed, holds=True)
    believed, looked_at = set(), set()
    for target in names(lines):
        others = [line for line in range(len(lines.lines)) if line != target]
        looked_at |= {(target, *pair) for pair in differences.promising(lines, target, others)}
        for pair in permutations(others, 2):
            candidate = candidate_of(lines, Pattern(target, pair, (1, -1)))
            if candidate and candidate.share >= (0.75 if candidate.not_meant else 0.5):
                believed.add((target, *pair))
    assert len(believed) >= PERIODS / 2
    assert believed <= looked_at


@pytest.mark.parametrize("rows", [12, 300])
def test_few_pairs_are_weighed(rows: int) -> None:
    """Of the 506 for each column, in columns where none holds."""
    lines = across(rows, 1, holds=False)
    for target in names(lines):
        others = [line for line in range(len(lines.lines)) if line != target]
        assert len(list(differences.promising(lines, target, others))) <= COLUMNS
