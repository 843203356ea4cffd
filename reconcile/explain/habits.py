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

_FEWEST = 2  # like formulas that make a habit
_SHARE = 0.6  # of the cells of a line that state something, in which the formula must stand
_FIGURE_ROWS = ("entity", "total")  # roles of rows that one habit may run through
_REFERENCE = re.compile(r"\$?R\[?-?\d+\]?C\[?-?\d+\]?")


class Habit(Struct, frozen=True):
    """The cells of a line that state something, in order, and which of them follow its habit
    (`is_like`): in E2:E9 all but E5, where `=C2+D2` is filled down and E5 holds `=C5`.

    `texts` are their formulas by distances, '' for typed figures; `is_mixed` says whether totals
    stand among the figures that they add up.
    """

    line: Line
    cells: tuple[Cell, ...]
    places: tuple[Place, ...]
    texts: tuple[str, ...]
    is_like: tuple[bool, ...]
    is_mixed: bool = False

    def is_beside(self, n: int, other: int) -> bool:
        """Whether nothing stands between two cells of the line but a narrow gap."""
        first, second = (self.line.position(self.cells[m]) for m in (n, other))
        return abs(first - second) <= 2

    def has_like_beside(self, n: int, step: int) -> bool:
        """Whether the next cell, forward or back, follows the habit."""
        other = n + step
        is_within = 0 <= other < len(self.cells)
        return is_within and self.is_like[other] and self.is_beside(n, other)


def habits(grid: FormulaGrid) -> Iterator[Habit]:
    """The lines with a habit: the columns band by band and from top to bottom, and the rows."""
    table = grid.table
    bands: dict[str, list[int]] = {}
    for i in grid.rows:
        if table.rows[i].role == "entity":
            bands.setdefault(table.rows[i].group, []).append(i)
    all_rows = [i for i in grid.rows if table.rows[i].role in _FIGURE_ROWS]
    for j in grid.columns:
        line = Line(table.id, "column", j)
        for rows in bands.values():
            yield from _habits(grid, line, rows)
        if [all_rows] != list(bands.values()):
            yield from _habits(grid, line, all_rows, is_mixed=True)
    for i in grid.rows:
        yield from _habits(grid, Line(table.id, "row", i), grid.columns)


def _habits(
    grid: FormulaGrid, line: Line, positions: Sequence[int], is_mixed: bool = False
) -> Iterator[Habit]:
    """The one habit of a line at some positions, or those that take turns in it."""
    formulas = (
        grid.texts[positions, line.index] if line.axis == "column" else grid.texts[line.index]
    )
    if sum(map(bool, formulas)) < _FEWEST:
        return
    cells = [cell for cell in map(line.cell, positions) if not _is_of_other_line(grid, cell, line)]
    stated = [(cell, place) for cell in cells if (place := grid.place_of_stated(cell)) is not None]
    places = [place for _, place in stated]
    texts = [grid.texts[cell.row, cell.column] for cell, _ in stated]
    counts = Counter(filter(None, texts)).most_common()
    common = [(text, count) for text, count in counts if count >= _FEWEST]
    has_one = bool(common) and common[0][1] >= _SHARE * len(texts)
    for main, count in common[:1] if has_one else common:
        meaning = meaning_of(places[texts.index(main)], grid.formulas)
        if not has_one and (meaning is None or meaning.kind not in ADDITIVE):
            continue
        # `=SUM(B2:B5)`, `=B6/B6`, `=SUM(D2:D5)`, …: two habits in turn, each without the other
        others = set() if has_one else {text for text, _ in common} - {main}
        own = [n for n, text in enumerate(texts) if text not in others]
        if count < _SHARE * len(own):
            continue
        model = _by_distances(grid, places[texts.index(main)])
        is_like = [
            texts[n] == main or bool(texts[n] and model and _by_distances(grid, places[n]) == model)
            for n in own
        ]
        yield Habit(
            line,
            tuple(stated[n][0] for n in own),
            tuple(places[n] for n in own),
            tuple(texts[n] for n in own),
            tuple(is_like),
            is_mixed,
        )


def _is_of_other_line(grid: FormulaGrid, cell: Cell, line: Line) -> bool:
    """Whether a formula has its like in the other line alone: a column of shares between columns of
    totals has nothing to do with the row of those."""
    text, row, column = grid.texts[cell.row, cell.column], cell.row, cell.column
    if not text:
        return False
    along, across = grid.times_in_column(text, column), grid.times_in_row(text, row)
    if line.axis == "row":
        along, across = across, along
    return along == 1 < across


def _by_distances(grid: FormulaGrid, place: Place) -> object:
    """What a formula says by distances, however it is written; None where that is not known."""
    meaning = meaning_of(place, grid.formulas)
    if meaning is None:
        return None
    distances = _distances(meaning, place)
    return meaning.kind, distances, meaning.constant, meaning.scale, meaning.digits


def _distances(meaning: Meaning, place: Place) -> object:
    terms = zip(meaning.terms, meaning.factors, strict=True)
    distances = [
        (term.sheet, term.row - place.row, term.column - place.column, factor)
        for term, factor in terms
    ]
    has_order = meaning.kind not in ADDITIVE and meaning.kind != "product"
    return tuple(distances if has_order else sorted(distances))


def is_of_a_kind(grid: FormulaGrid, first: Place, second: Place) -> bool:
    """Whether two formulas do the same to the cells that they name, be those others: `=C5/D5` and
    `=C6/D5` do, `=C5/D5` and `=C5*D5` do not."""
    formulas = (grid.formulas.formula(place) for place in (first, second))
    shapes = {
        _shape(_REFERENCE.sub("#", formula.replace(" ", "").lstrip("=+"))) for formula in formulas
    }
    if len(shapes) == 1:
        return True
    meanings = [meaning_of(place, grid.formulas) for place in (first, second)]
    return None not in meanings and len({meaning.kind for meaning in meanings if meaning}) == 1


def _shape(formula: str) -> str:
    """A formula with `#` for each cell that it names: `#/#`."""
    return re.sub(r"\$?[A-Za-z]{1,3}\$?\d+", "#", formula).upper()
