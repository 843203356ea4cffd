"""Every broken sum that the program meets, what speaks about it, and whether it is a mistake."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from benchmarks.calibration.annotated import Annotated, Spot, annotated, is_first_half
from reconcile import ReconcileError
from reconcile.model import Document, Equation, Place
from reconcile.reading import read
from reconcile.relations import check
from reconcile.relations.evidence.belief import doubts
from reconcile.relations.evidence.doubt import Doubt
from reconcile.structure import understand


class Example(NamedTuple):
    """`origin` is `planted`, `printed` (in an annotated table as it was published) or `field`."""

    origin: str
    name: str
    doubt: Doubt
    is_mistake: bool

    @property
    def is_first_half(self) -> bool:
        return is_first_half(self.name)


class _Broken(NamedTuple):
    doubt: Doubt
    kind: str
    target: Place
    terms: tuple[Place, ...]


def of_tables(path: Path, times: int) -> Iterator[Example]:
    """Of annotated tables, each as it is and so many times with mistakes."""
    for table in annotated(path):
        chance = random.Random(table.name)
        met = set()
        for broken in _broken_in(table):
            met.add((broken.target, broken.terms))
            example = _printed(table, broken)
            if example is not None:
                yield example
        for _ in range(times if table.spots else 0):
            mistaken, wrong = table.with_mistakes(chance)
            for broken in _broken_in(mistaken):
                if (broken.target, broken.terms) not in met and wrong & _spots(broken):
                    yield Example("planted", table.name, broken.doubt, _is_meant(table, broken))


def of_files(folder: Path) -> Iterator[Example]:
    """Of real files whose mistakes are known; what a careful reader may see either way is left
    out."""
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    for name, entry in truth.get("files", truth).items():
        if not isinstance(entry, dict):
            continue
        wrong = {cell for mistake in entry.get("true", ()) for cell in mistake["cells"]}
        moot = {cell for mistake in entry.get("open", ()) for cell in mistake["cells"]}
        for broken in _broken(folder / "files" / name):
            cells = {str(place) for place in (broken.target, *broken.terms)}
            if str(broken.target) not in moot:
                yield Example("field", name, broken.doubt, bool(cells & wrong))


def _printed(table: Annotated, broken: _Broken) -> Example | None:
    """Annotators list what holds: what they do not list may be wrong nevertheless, where it is off
    by a little. What they do, and several such are off by what rounding leaves, is rounded."""
    meant, doubt = _is_meant(table, broken), broken.doubt
    if doubt.is_near and (not meant or doubt.near_misses < 2):
        return None
    return Example("printed", table.name, doubt, meant and not doubt.is_near)


def _is_meant(table: Annotated, broken: _Broken) -> bool:
    operator = "Sum" if broken.kind == "sum" else "Average"
    target = broken.target.row, broken.target.column
    return table.means(operator, target, frozenset((p.row, p.column) for p in broken.terms))


def _spots(broken: _Broken) -> frozenset[Spot]:
    return frozenset((place.row, place.column) for place in (broken.target, *broken.terms))


def _broken_in(table: Annotated) -> list[_Broken]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "table.csv"
        table.written(path)
        return _broken(path)


def _broken(path: Path) -> list[_Broken]:
    try:
        checked = check(understand(read(str(path))))
    except ReconcileError:
        return []
    own = {relation.relation.id: relation for relation in checked.relations}
    return [
        _located(checked.document, own[id].equation(n), doubt)
        for id, n, doubt in doubts(checked.tables, checked.relations, checked.measured)
        if doubt.declared not in ("template", "formula")
    ]


def _located(document: Document, equation: Equation, doubt: Doubt) -> _Broken:
    cells = (equation.target, *(term.cell for term in equation.terms))
    tables = {table.id: table for table in document.tables}
    places = [tables[cell.table].place(cell.row, cell.column) for cell in cells]
    known: Sequence[Place] = [place for place in places if place is not None]
    return _Broken(doubt, equation.kind, known[0], tuple(known[1:]))
