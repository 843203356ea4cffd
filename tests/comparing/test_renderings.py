"""One truth in two forms does not differ; one figure changed is the one difference in any two."""

from __future__ import annotations

import copy
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest

from reconcile.audited import Audit
from reconcile.comparing import Comparison, compare
from reconcile.pipeline import audit
from tests.layouts.bodies import APPENDICES
from tests.layouts.counts import OFFICE
from tests.layouts.drawing import Figure
from tests.layouts.papers import Paper, Spot
from tests.layouts.renderings import FONT, Where, draw

PAPERS = {**APPENDICES, **OFFICE}

needs_font = pytest.mark.skipif(not FONT.exists(), reason="the font DejaVu Sans is not installed")


def drawn(paper: Paper, folder: Path) -> dict[str, tuple[Audit, Where]]:
    folder.mkdir()
    found = {}
    for form in paper.forms:
        path, where = draw(paper, folder, form)
        found[form] = audit(str(path)), where
    return found


def spoiled(paper: Paper, rng: Random) -> tuple[Paper, int, Spot, Decimal]:
    """The paper with one part of a sum off; its table and spot, and by how much."""
    paper = copy.deepcopy(paper)
    parts = [
        (number, spot)
        for number, grid in enumerate(paper.grids)
        for law in grid.laws
        if law.kind == "sum"
        for spot in law.terms
        if isinstance(grid.rows[spot[0]][spot[1]], Figure)
    ]
    number, (row, column) = rng.choice(parts)
    grid = paper.grids[number]
    old = grid.figure((row, column))
    new = replace(old, value=old.value + (3 if old.value >= 0 else -3))
    cells = grid.rows[row]
    grid.rows[row] = (*cells[:column], new, *cells[column + 1 :])
    return paper, number, (row, column), new.value - old.value


def told(comparison: Comparison) -> list[tuple[str, str, Decimal | None]]:
    return [
        (
            str(change.old.place),
            str(change.new.place),
            change.difference and change.difference.value,
        )
        for table in comparison.tables
        for change in table.changes
    ]


def check(name: str, seed: int, folder: Path) -> None:
    paper = PAPERS[name](Random(f"{name}{seed}"))
    found = drawn(paper, folder / "old")
    for form, (new, _) in found.items():
        assert not compare(found["xlsx"][0], new).differs, form
    if not any(law.kind == "sum" for grid in paper.grids for law in grid.laws):
        return
    other, number, spot, off = spoiled(paper, Random(seed))
    for form, (new, there) in drawn(other, folder / "new").items():
        old, here = found["docx" if form == "xlsx" else "xlsx"]
        comparison = compare(old, new)
        assert told(comparison) == [(here(number, spot), there(number, spot), off)], form
        assert not comparison.removed + comparison.added + comparison.unclear
        assert not [change for table in comparison.tables for change in table.lines], form


@needs_font
@pytest.mark.parametrize("name", PAPERS)
def test_two_forms_of_one_paper(name: str, tmp_path: Path) -> None:
    check(name, 0, tmp_path)


@needs_font
@pytest.mark.soak
@pytest.mark.parametrize("seed", range(1, 30))
@pytest.mark.parametrize("name", PAPERS)
def test_many_more(name: str, seed: int, tmp_path: Path) -> None:
    check(name, seed, tmp_path)
