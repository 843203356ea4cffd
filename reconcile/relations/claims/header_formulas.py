"""Relations that the header's row of formulas declares, `(3)=(1)+(2)`: believed where they hold.

A formula may be a mistake itself, or have been left from last year's form; one that holds in few
rows is dropped, one that holds in most judges the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

import numpy as np
from msgspec.structs import replace

from reconcile.model import QUOTIENTS, Declared, Line, Rejected, Relation, Table
from reconcile.relations.check.verdicts import check_relation
from reconcile.relations.discovery.field import Field
from reconcile.relations.outcome import Outcome, rejected


def find(lines: Field) -> Outcome:
    """The declared relations of a table that its rows bear out; the others are rejected."""
    believed: list[Relation] = []
    dropped: list[Rejected] = []
    for law in lines.table.declared:
        options = [_tested(lines.table, option) for option in _options(lines, law)]
        best = max(options, key=lambda relation: relation.held)
        if _is_believed(best):
            believed.append(best)
        elif best.tested:
            dropped.append(_rejected(lines.table, best))
    return Outcome(tuple(believed), tuple(dropped))


def _options(lines: Field, law: Declared) -> Iterator[Relation]:
    """The relation as declared; for a rate also per cent, or not: `(3)/(2)` is written for both."""
    plain = Relation(
        id="",
        kind=law.kind,
        target=Line(lines.table.id, "column", law.target),
        terms=tuple(Line(lines.table.id, "column", term) for term in law.terms),
        factors=law.factors or (Fraction(1),) * len(law.terms),
        positions=_positions(lines, law),
        constant=law.constant,
        scale=law.scale,
        declared="header",
    )
    yield plain
    if law.kind in QUOTIENTS and len(law.terms) == 2:
        yield replace(plain, scale=1 if law.scale == 100 else 100)


def _positions(lines: Field, law: Declared) -> np.ndarray:
    """Rows of totals add up products and averages; they are not made of them."""
    aside = ("total", "subtotal") if law.kind in ("product", "average") else ()
    rows = [i for i in lines.positions if lines.table.rows[i].role not in aside]
    return np.repeat(np.array(rows, dtype=np.int64)[:, None], 1 + len(law.terms), axis=1)


def _tested(table: Table, relation: Relation) -> Relation:
    """The relation with how often it holds in its table."""
    checked = check_relation({table.id: table}, relation, {})
    stated = table.figures.units[checked.positions[:, 0], relation.target.index] != 0
    tested = ~checked.are("untested") & (stated | ~checked.nothing)
    held = int((tested & ~checked.are("no")).sum())
    return replace(relation, held=held, tested=int(tested.sum()))


def _is_believed(relation: Relation) -> bool:
    """It holds in most of its rows, and in two if it does not hold in all."""
    if relation.held == relation.tested:
        return relation.held > 0
    return relation.held >= 2 and 2 * relation.held > relation.tested


def _rejected(table: Table, relation: Relation) -> Rejected:
    label = table.columns[relation.target.index].name
    return rejected("header", "relation.fallen-formula", label, relation)


def unexplained(discovered: Iterable[Relation], declared: Sequence[Relation]) -> Iterator[Relation]:
    """The relations that do not restate a declared one, the same columns otherwise arranged."""
    targets = {relation.target for relation in declared}
    known = {frozenset((relation.target, *relation.terms)) for relation in declared}
    for relation in discovered:
        lines = frozenset((relation.target, *relation.terms))
        if relation.target not in targets and lines not in known:
            yield relation
