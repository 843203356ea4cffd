"""Weighted totals: a row of weights under the header, and a column that adds up by them.

Under the weights 30, 50 and 20 it is `F = 0.3 * C + 0.5 * D + 0.2 * E`.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import numpy as np

from reconcile import numbers
from reconcile.model import Line, Relation, Table

_FEWEST, _SHARE = 3, 0.7  # different totals that come out, and the share of rows that do
_SCORED = ("component", "total", "subtotal", "average")  # roles of columns that weights count for
_WHOLE = (1, 100)  # what weights add up to where they are shares of a whole


def find(table: Table) -> Iterator[Relation]:
    """The columns that are the others by the weights of a row: added as they are, per cent, or as a
    mean where they add up to something else."""
    for i in [i for i, role in enumerate(table.row_roles) if role == "weight"]:
        known = table.figures.known[i]
        columns = [j for j, c in enumerate(table.columns) if c.role in _SCORED]
        for target in columns:
            terms = tuple(j for j in columns if known[j] and j != target)
            relation = _weighted_total(table, target, terms, i) if len(terms) >= 2 else None
            if relation is not None:
                yield relation
                break


def _weighted_total(
    table: Table, target: int, terms: tuple[int, ...], weights: int
) -> Relation | None:
    """The column as the sum of others by the row of weights, None where it is not."""
    figures = table.figures
    given = [Fraction(int(figures.units[weights, j]), 10**figures.scale) for j in terms]
    total = sum(given, Fraction(0))
    if total <= 0:
        return None
    factors = tuple(weight / (1 if total == 1 else total) for weight in given)
    if total not in _WHOLE and any(factor.denominator == 1 for factor in factors):
        return None
    rows = [
        i
        for i, row in enumerate(table.rows)
        if row.role == "entity" and figures.known[i, [target, *terms]].all()
    ]
    held = [i for i in rows if _holds(table, i, target, terms, factors)]
    different = {int(figures.units[i, target]) for i in held}
    if len(different) < _FEWEST or len(held) < _SHARE * len(rows):
        return None
    return Relation(
        id="",
        kind="sum",
        target=Line(table.id, "column", target),
        terms=tuple(Line(table.id, "column", j) for j in terms),
        factors=factors,
        positions=np.repeat(np.array(rows, dtype=np.int64)[:, None], 1 + len(terms), axis=1),
        declared="label",
        held=len(held),
        tested=len(rows),
    )


def _holds(
    table: Table, row: int, target: int, terms: tuple[int, ...], factors: tuple[Fraction, ...]
) -> bool:
    """Whether a row's figure is what the weights give of its others, rounded as it is printed."""
    figures = table.figures
    result = sum(
        factor * Fraction(int(figures.units[row, j]), 10**figures.scale)
        for j, factor in zip(terms, factors, strict=True)
    )
    printed = figures.number(row, target)
    return printed is not None and numbers.rounded(Fraction(result), printed.decimals) == printed
