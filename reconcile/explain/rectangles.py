"""Cells as the rectangles that they fill."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from reconcile.model import Place, Range


def rectangles(places: Iterable[Place]) -> list[tuple[str, Range]]:
    """The places as ranges of their sheets, in the order in which the first cell of each is given.

    Runs down a column come first; those side by side that are as long are one: E2:E9 and F2:F9 are
    E2:F9, while E2:E9 and F2:F5 stay two.
    """
    order = {place: n for n, place in enumerate(places)}
    areas: list[tuple[str, Range]] = []
    runs = sorted(_runs(order), key=lambda run: (run[0], run[1].top, run[1].bottom, run[1].left))
    for sheet, run in runs:
        last = areas[-1] if areas else None
        if (
            last
            and last[0] == sheet
            and last[1][0::2] == run[0::2]
            and last[1].right == run.left - 1
        ):
            areas[-1] = sheet, last[1]._replace(right=run.right)
        else:
            areas.append((sheet, run))
    return sorted(areas, key=lambda area: order[Place(area[0], *area[1][:2])])


def cells_of(sheet: str, area: Range) -> tuple[Place, ...]:
    """The cells of a range, row by row."""
    return tuple(
        Place(sheet, row, column)
        for row in range(area.top, area.bottom + 1)
        for column in range(area.left, area.right + 1)
    )


def _runs(places: Iterable[Place]) -> Iterator[tuple[str, Range]]:
    """The longest runs down a column."""
    ordered = sorted(places, key=lambda place: (place.sheet, place.column, place.row))
    for _, run in groupby(enumerate(ordered), key=lambda numbered: _run_of(*numbered)):
        (_, first), *rest = run
        yield first.sheet, Range(first.row, first.column, first.row + len(rest), first.column)


def _run_of(n: int, place: Place) -> tuple[str, int, int]:
    """The same for all cells of one run: the row grows as the number does."""
    return place.sheet, place.column, place.row - n
