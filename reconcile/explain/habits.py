"""Lines of a table whose figures are mostly one formula."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct

from reconcile.explain.formula_grid import FormulaGrid
from reconcile.formulas.interpretation import meaning_of
from reconcile.formulas.meaning import Meaning
from reconcile.model import ADDITIVE, Cell, Line, Place

_LEAST = 2  # like formulas that make a habit
_SHARE = 0.6  # of the cells of a line that state something, in which the formula must stand
_FIGURE_ROWS = ("entity", "total")
_NAMED = re.compile(r"\$?R\[?-?\d+\]?C\[?-?\d+\]?")


class Habit(Struct, frozen=True):
    """The cells of a line that state something, in order, and which of them follow its habit.

    `texts` are their formulas by distances, '' for typed figures; `mixed` says whether totals
    stand among the figures that they add up.
    """

    line: Line
    cells: tuple[Cell, ...]
    places: tuple[Place, ...]
    texts: tuple[str, ...]
    like: tuple[bool, ...]
    mixed: bool = False

    def is_beside(self, n: int, other: int) -> bool:
        """Whether nothing stands between two cells of the line but a narrow gap."""
        first, second = (self.line.position(self.cells[m]) for m in (n, other))
        return abs(first - second) <= 2

    def has_like_beside(self, n: int, step: int) -> bool:
        """Whether the next cell, forward or back, follows the habit."""
        other = n + step
        within = 0 <= other < len(self.cells)
        return within and self.like[other] and self.is_beside(n, other)


def habits(grid: FormulaGrid) -> Iterator[Habit]:
    """The lines with a habit: the columns band by band and from top to bottom, and the rows."""
    table = grid.table
    bands: dict[str, list[int]] = {}
    for i in grid.rows:
        if table.rows[i].role == "entity":
            bands.setdefault(table.rows[i].group, []).append(i)
    whole = [i for i in grid.rows if table.rows[i].role in _FIGURE_ROWS]
    for j in grid.columns:
        line = Line(table.id, "column", j)
        for owners in bands.values():
            yield from _habit(grid, line, owners)
        if [whole] != list(bands.values()):
            yield from _habit(grid, line, whole, mixed=True)
    for i in grid.rows:
        yield from _habit(grid, Line(table.id, "row", i), grid.columns)


def _habit(
    grid: FormulaGrid, line: Line, positions: Sequence[int], mixed: bool = False
) -> Iterator[Habit]:
    held = grid.texts[positions, line.index] if line.axis == "column" else grid.texts[line.index]
    if sum(map(bool, held)) < _LEAST:
        return
    cells = [cell for cell in map(line.cell, positions) if not _goes_across(grid, cell, line)]
    stated = [(cell, place) for cell in cells if (place := grid.stated(cell)) is not None]
    places = [place for _, place in stated]
    texts = [grid.texts[cell.row, cell.column] for cell, _ in stated]
    common = [one for one in Counter(filter(None, texts)).most_common() if one[1] >= _LEAST]
    settled = bool(common) and common[0][1] >= _SHARE * len(texts)
    for main, count in common[:1] if settled else common:
        meaning = meaning_of(places[texts.index(main)], grid.formulas)
        if not settled and (meaning is None or meaning.kind not in ADDITIVE):
            continue
        # `=SUM(B2:B5)`, `=B6/B6`, `=SUM(D2:D5)`, …: two habits in turn, each without the other
        others = set() if settled else {text for text, _ in common} - {main}
        own = [n for n, text in enumerate(texts) if text not in others]
        if count < _SHARE * len(own):
            continue
        model = by_distances(grid, places[texts.index(main)])
        like = [
            texts[n] == main or bool(texts[n] and model and by_distances(grid, places[n]) == model)
            for n in own
        ]
        yield Habit(
            line,
            tuple(stated[n][0] for n in own),
            tuple(places[n] for n in own),
            tuple(texts[n] for n in own),
            tuple(like),
            mixed,
        )


def _goes_across(grid: FormulaGrid, cell: Cell, line: Line) -> bool:
    """Whether a formula has its like in the other line alone: a column of shares between columns of
    totals has nothing to do with the row of those."""
    text, row, column = grid.texts[cell.row, cell.column], cell.row, cell.column
    if not text:
        return False
    along, across = grid.times_in_column(text, column), grid.times_in_row(text, row)
    if line.axis == "row":
        along, across = across, along
    return along == 1 < across


def by_distances(grid: FormulaGrid, place: Place) -> object:
    """What a formula says by distances, however it is written; None where that is not known."""
    meaning = meaning_of(place, grid.formulas)
    if meaning is None:
        return None
    distances = _distances(meaning, place)
    return meaning.kind, distances, meaning.constant, meaning.scale, meaning.digits


def _distances(meaning: Meaning, place: Place) -> object:
    terms = zip(meaning.terms, meaning.factors, strict=True)
    near = [(term.sheet, term.row - place.row, term.column - place.column, f) for term, f in terms]
    has_order = meaning.kind not in ADDITIVE and meaning.kind != "product"
    return tuple(near if has_order else sorted(near))


def is_of_a_kind(grid: FormulaGrid, first: Place, second: Place) -> bool:
    """Whether two formulas do the same to the cells that they name, be those others."""
    texts = (grid.formulas.formula(place) for place in (first, second))
    one, other = (_NAMED.sub("#", text.replace(" ", "").lstrip("=+")) for text in texts)
    if _shape(one) == _shape(other):
        return True
    kinds = [meaning_of(place, grid.formulas) for place in (first, second)]
    return None not in kinds and len({meaning.kind for meaning in kinds if meaning}) == 1


def _shape(formula: str) -> str:
    return re.sub(r"\$?[A-Za-z]{1,3}\$?\d+", "#", formula).upper()
