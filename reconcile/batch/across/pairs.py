"""Pairs of tables that may state the same figures, found without comparing all with all."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from reconcile.batch.across.agreement import leading
from reconcile.batch.across.figures import Figures
from reconcile.model import Integers

_FEWEST = 3  # figures in which two tables seem to agree
_NEXT = (1, 2)  # a table between two others does not hide them from each other


def pairs(figures: Figures) -> Iterator[tuple[int, int]]:
    """Tables that seem to agree in several figures other than zero, in order.

    Figures of one key that begin alike are chained, each with the next two, so that the work grows
    with the figures and not with the square of how often one is stated.
    """
    alike = leading(figures.units)
    order = np.lexsort((figures.tables, alike, figures.keys))
    order = order[alike[order] != 0]
    keys, alike, tables = figures.keys[order], alike[order], figures.tables[order]
    count = len(figures.headers)
    links: list[Integers] = []
    for step in _NEXT:
        linked = (keys[step:] == keys[:-step]) & (alike[step:] == alike[:-step])
        links.append((tables[:-step] * count + tables[step:])[linked])
    found, often = np.unique(np.concatenate(links), return_counts=True)
    for pair in found[often >= _FEWEST].tolist():
        yield divmod(pair, count)
