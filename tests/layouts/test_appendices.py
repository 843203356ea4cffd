"""One truth, many renderings: a clean paper in every form gives the same frame and every relation
that it declares, and nothing in it is called wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest

from reconcile.audited import Audit
from reconcile.messages import say
from reconcile.model import Cell, Equation
from reconcile.pipeline import audit
from reconcile.report.tidy.frame import tidy_rows
from tests.layouts.bodies import APPENDICES
from tests.layouts.counts import OFFICE
from tests.layouts.papers import Paper
from tests.layouts.renderings import FONT, Where, draw

PAPERS = {**APPENDICES, **OFFICE}

needs_font = pytest.mark.skipif(not FONT.exists(), reason="the font DejaVu Sans is not installed")


class Stated(NamedTuple):
    """An equation as a paper states it and an audit finds it, addresses in one order."""

    kind: str
    target: str
    terms: tuple[tuple[str, Fraction], ...]
    over: Fraction
    scale: int


def declared(paper: Paper, where: Where) -> Iterator[Stated]:
    """The laws of a paper, `where` their cells are. A workbook stores 0.95 where it shows 95%."""
    for number, grid in enumerate(paper.grids):
        for law in grid.laws:
            target, *spots = (where(number, spot) for spot in (law.target, *law.terms))
            terms = zip(spots, law.factors, strict=True)
            stored = grid.figure(law.target).suffix == "%" and target.startswith("Sheet1!")
            scale = 1 if stored else law.scale
            yield Stated(law.kind, target, _ordered(law.kind, terms), Fraction(law.over), scale)


def _ordered(kind: str, terms: Iterable[tuple[str, Fraction]]) -> tuple[tuple[str, Fraction], ...]:
    """What is divided has its order; what is added or multiplied has none."""
    return tuple(terms) if kind in ("ratio", "change") else tuple(sorted(terms))


def held(found: Audit) -> set[Stated]:
    return {
        _stated(found, e) for e in found.relations.equations if e.holds in ("exact", "rounding")
    }


def _stated(found: Audit, equation: Equation) -> Stated:
    terms = ((_address(found, term.cell), term.factor) for term in equation.terms)
    over = equation.constant if len(equation.terms) == 1 else Fraction(0)
    target = _address(found, equation.target)
    return Stated(equation.kind, target, _ordered(equation.kind, terms), over, equation.scale)


def _address(found: Audit, cell: Cell) -> str:
    return str(found.document.table(cell.table).place(cell.row, cell.column))


Frame = Counter[tuple[str, str, str, str, Decimal | None]]


def frame(found: Audit) -> Frame:
    rows = tidy_rows(found)
    return Counter((row.entity, row.group, row.indicator, row.path, row.value) for row in rows)


def check(paper: Paper, folder: Path) -> None:
    frames: dict[str, Frame] = {}
    for form in paper.forms:
        path, where = draw(paper, folder, form)
        found = audit(str(path))
        wrong = [finding for finding in found.findings if finding.severity == "error"]
        assert not [f"{form} {f.at} {f.rule}: {say(f.message, 'en')}" for f in wrong]
        assert not set(declared(paper, where)) - held(found), form
        frames[form] = frame(found)
    first = frames.pop("xlsx")
    for form, other in frames.items():
        assert (first - other, other - first) == (Counter(), Counter()), form


@needs_font
@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("name", PAPERS)
def test_every_form_gives_the_same(name: str, seed: int, tmp_path: Path) -> None:
    check(PAPERS[name](Random(f"{name}{seed}")), tmp_path)


@needs_font
@pytest.mark.soak
@pytest.mark.parametrize("seed", range(2, 60))
@pytest.mark.parametrize("name", PAPERS)
def test_many_more(name: str, seed: int, tmp_path: Path) -> None:
    check(PAPERS[name](Random(f"{name}{seed}")), tmp_path)
