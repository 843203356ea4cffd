"""The decimal mark of each table, told by another where its own figures leave it open.

    Summary              Details of North and South
    North | 15.250       North | 5    | 10.25 | 15.25
    South | 14.750       South | 4.75 | 10    | 14.75

By itself the summary may state thousands. But the details repeat 15.25 and 14.75, not 15250.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

import numpy as np

from reconcile import numbers
from reconcile.model import Convention
from reconcile.structure.contents import Contents
from reconcile.structure.figures import convention_of

_LEAST = 3  # different figures with decimals that other tables repeat
_SHARE = 0.5  # of the figures that would have decimals


def conventions(tables: Sequence[Sequence[Contents]]) -> list[Convention | None]:
    """The convention of each table, given as the bodies of its parts; None where it shows none."""
    known = [convention_of(bodies) for bodies in tables]
    open_ones = [
        n for n, bodies in enumerate(tables) if known[n] and len(tables) > 1 and _is_open(bodies)
    ]
    if not open_ones or len(open_ones) == len(tables):
        return known
    values_elsewhere = {
        value
        for n, bodies in enumerate(tables)
        if n not in open_ones
        for value in _values(bodies, known[n])
    }
    for n in open_ones:
        own = known[n]
        assert own is not None
        other = numbers.OTHER_CONVENTION[own]
        with_decimals = {value for value in _values(tables[n], other) if value % 1}
        as_read = set(_values(tables[n], own))
        repeated = len(with_decimals & values_elsewhere)
        repeated_as_read = len(as_read & values_elsewhere)
        if repeated >= max(_LEAST, _SHARE * len(with_decimals)) and repeated > repeated_as_read:
            known[n] = other
    return known


def _is_open(bodies: Sequence[Contents]) -> bool:
    """Whether all the figures of a table are texts that could be read in both conventions."""
    if any(body.stored.any() for body in bodies):
        return False
    return not any(map(numbers.sole_convention, _texts(bodies)))


def _texts(bodies: Sequence[Contents]) -> Iterator[str]:
    """The different texts that state a figure."""
    for body in bodies:
        yield from map(str, body.pool.texts[np.unique(body.shown[body.legible])])


def _values(bodies: Sequence[Contents], convention: Convention | None) -> Iterator[Decimal]:
    for text in _texts(bodies):
        reading = numbers.read(text, convention)
        if reading is not None:
            yield reading.number.value
