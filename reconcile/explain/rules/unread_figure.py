"""A figure that could not be read.

What it finds: in a column of figures, cells that begin like a figure but have no reading, such as
`12 (59.8)`, `<5` or `1,980 CR` where other figures are not marked so; and columns of nothing else.
Those of one kind in one column, or across one row, are one finding. The figures of a sheet of which
no table was read are one too.

Why it matters: the figure takes part in no check, and a total that counts it was not tested. It is
counted as unread, never as a figure that was checked.

Fix safety: no fix is offered. What the cell states is for its author to say.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby

from reconcile import numbers
from reconcile.explain.context import Context
from reconcile.explain.explanation import Observation
from reconcile.model import Cell, Place, Prose, Range, Sentence, Severity, Table

SEVERITY: Severity = "warning"
_NUMBER = re.compile(r"\d(?:[\d.,' ]*\d)?")
_SIDE = re.compile(r"\b[CD][Rr]\b")
_ROWS = "No\tAgency\tA\tB\tTotal\n1\tNorth\t11\t22\t33\n3\tEast\t41\t15\t56\n4\tWest\t24\t61\t85\n"
VALID = (_ROWS + "2\tSouth\t10\t31\t41\n", _ROWS + "2\tSouth\t10 (1)\t31\t41\n")
INVALID = (
    _ROWS + "2\tSouth\t10 (15)\t31\t41\n",
    "Drug\tPatients\tMean\nA\t41\t3.1 ± 0.2\nB\t28\t2.8 ± 0.3\nC\t52\t3.4 ± 0.1\n",
)


def observe(context: Context) -> Iterator[Observation]:
    for table in context.document.tables:
        alike: dict[str, list[Cell]] = defaultdict(list)
        for row, column in sorted(table.unread):
            text = str(table.text[row, column])
            if not (numbers.may_be_mistyped(text) and _is_mostly_read(table, column)):
                alike[_kind(text)].append(Cell(table.id, row, column))
        for cells in alike.values():
            for line in _lines(cells):
                yield _observation(context, line)
    figures = context.document.untabled
    for _, on_sheet in groupby(figures, key=lambda figure: figure.place.sheet):
        yield _untabled(list(on_sheet))


def _untabled(figures: list[Prose]) -> Observation:
    """What is said of the figures of a sheet of which no table was read."""
    first, text = figures[0].place, figures[0].text
    details = {"sheet": first.sheet, "count": str(len(figures)), "at": first.a1, "printed": text}
    several = len(figures) > 1
    return Observation(
        at=first,
        cells=tuple(figure.place for figure in figures),
        message=Sentence(f"observed.unread-figure.sheet{'' if several else '-one'}", details),
        printed=text,
    )


def _kind(text: str) -> str:
    """What the text has besides its number: `1,980 CR` and `12 DR` are of one kind."""
    return _SIDE.sub("CR", _NUMBER.sub("0", text))


def _is_mostly_read(table: Table, column: int) -> bool:
    """Where it is, the rules of mistyped figures name the cell."""
    return bool(2 * table.figures.known[:, column].sum() > len(table.rows))


def _lines(cells: list[Cell]) -> Iterator[list[Cell]]:
    """The cells by columns, or by rows where these are fewer."""
    by_column, by_row = defaultdict(list), defaultdict(list)
    for cell in cells:
        by_column[cell.column].append(cell)
        by_row[cell.row].append(cell)
    yield from (by_row if len(by_row) < len(by_column) else by_column).values()


def _observation(context: Context, cells: list[Cell]) -> Observation:
    places = [context.place(cell) for cell in cells]
    first, text = places[0], context.text(cells[0])
    details = {"at": first.a1, "last": places[-1].a1, "count": str(len(cells)), "printed": text}
    several = len(cells) > 1
    return Observation(
        at=first,
        cells=tuple(places),
        message=Sentence(f"observed.unread-figure.{'several' if several else 'one'}", details),
        range=_stretch(places) if several else None,
        row=context.row_name(cells[0]),
        column=context.path(cells[0]),
        printed=text,
    )


def _stretch(places: list[Place]) -> Range | None:
    """The cells as a range, where they stand side by side."""
    first, last = places[0], places[-1]
    area = (last.row - first.row + 1) * (last.column - first.column + 1)
    one_sheet = first.sheet == last.sheet
    return Range(*first[1:], *last[1:]) if one_sheet and area == len(places) else None
