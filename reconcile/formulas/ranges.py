"""Cells written as ranges, the way a formula names them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reconcile.model import Place, quoted


def ranges(places: Sequence[Place], sheet: str) -> Iterator[str]:
    """The places as ranges, runs along a row or down a column taken together; `sheet` is where the
    formula stands."""
    first, last = places[0], places[0]
    for place in (*places[1:], None):
        if place is not None and _continues(first, last, place):
            last = place
            continue
        before = "" if first.sheet == sheet else f"{quoted(first.sheet)}!"
        yield before + (first.a1 if first == last else f"{first.a1}:{last.a1}")
        if place is not None:
            first = last = place


def _continues(first: Place, last: Place, place: Place) -> bool:
    across = place == last._replace(column=last.column + 1) and place.row == first.row
    down = place == last._replace(row=last.row + 1) and place.column == first.column
    return across or down
