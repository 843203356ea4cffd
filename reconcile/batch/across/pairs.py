"""Pairs of tables that may state the same figures, found without comparing all with all."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from reconcile.batch.across.figures import Figures
from reconcile.model import Integers

_FEWEST = 3  # figures in which two tables seem to agree
_AT_ONCE = 1_000_000  # figures
_NEXT = (1, 2)  # a table between two others does not hide them from each other


def pairs(figures: Figures) -> Iterator[tuple[int, int]]:
    """Tables that seem to agree in several figures other than zero, in order.

    Figures of one key that begin alike are chained, each with the next two, so that the work grows
    with the figures and not with the square of how often one is stated. They are gone through part
    by part, so that sorting takes little memory.
    """
    parts = 1 + len(figures.keys) // _AT_ONCE
    linked = [_links(figures, np.flatnonzero(figures.keys % parts == part))
              for part in range(parts)]  # fmt: skip
    found, where = np.unique(np.concatenate([pair for pair, _ in linked]), return_inverse=True)
    often = np.bincount(where, weights=np.concatenate([often for _, often in linked]))
    for pair in found[often >= _FEWEST].tolist():
        yield divmod(pair, len(figures.headers))


def _links(figures: Figures, some: Integers) -> tuple[Integers, Integers]:
    """Pairs of tables, each as one number, and how often they are linked."""
    some = some[figures.alike[some] != 0]
    order = np.lexsort((figures.tables[some], figures.alike[some], figures.keys[some]))
    keys, alike = figures.keys[some[order]], figures.alike[some[order]]
    tables = figures.tables[some[order]].astype(np.int64)
    links: list[Integers] = []
    for step in _NEXT:
        linked = (keys[step:] == keys[:-step]) & (alike[step:] == alike[:-step])
        links.append((tables[:-step] * len(figures.headers) + tables[step:])[linked])
    return np.unique(np.concatenate(links), return_counts=True)
