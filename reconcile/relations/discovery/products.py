"""Products: a line that is one line times another, `E = C * D`, such as a score by its weight."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from math import log
from typing import NamedTuple

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from reconcile.labels import vocabulary
from reconcile.labels.texts import fold_case
from reconcile.model import Flags, Floats, Integers, Relation, Table
from reconcile.relations.discovery.field import Field, once_at
from reconcile.relations.evidence.support import tried

_MOST_LINES = 40  # more are not tried against each other
_GLANCE, _SAMPLE = 12, 256  # positions looked at first, and then
_FACTOR = re.compile(
    r"\b(?:trọng số|hệ số|đơn giá|định mức|mức (?:chi|hỗ trợ|thu)|weights?|unit (?:price|cost)"
    r"|coefficient)\b"
)
# (least different products, share of positions, log of the chance of an accident)
_NAMED = (2, 0.7, log(1e-3))
_UNNAMED = (4, 0.9, log(1e-9))


class Product(Struct, frozen=True):
    """`target` is `first` × `second`; of `tested` positions `held` agree with what is printed."""

    target: int
    first: int
    second: int
    held: int
    tested: int
    luck: float


def find(field: Field, aside: frozenset[int]) -> Iterator[Product]:
    """The best product for each line that is one; those in `aside` are explained already.

    A rate times its base gives back what it was divided from: where no label names a factor, none
    may be called a rate, and the product has to come out to the last digit.
    """
    lines = [k for k in range(len(field.lines)) if field.known[:, k].any()]
    if not 3 <= len(lines) <= _MOST_LINES:
        return
    values = np.where(field.known, field.values(), np.nan)
    factors = np.array([_is_factor(field.names[line]) for line in lines])
    rates = np.array([vocabulary.is_rate(field.names[line]) for line in lines])
    named = factors[:, None] | factors
    wanted = named | ~(rates[:, None] | rates)
    glance = once_at(lambda rows: _glance(values[rows][:, lines]))
    asked = _Asked(field, lines, values, named, wanted, glance)
    for target in lines:
        if target in aside or field.is_declared(target):
            continue
        pairs = list(_promising(asked, target))
        options = [found for two in pairs if (found := _weighed(asked, target, two))]
        if options:
            yield min(options, key=lambda product: (-product.held, product.luck))


class _Asked(Struct, frozen=True, eq=False):
    """A field with those of its lines that have figures; of each two of them, whether a label names
    one a factor, and whether their product is looked for; and their products at a few rows."""

    field: Field
    lines: list[int]
    values: Floats
    named: Flags
    wanted: Flags
    glance: Callable[[Integers], _Glance]

    def near(self, target: int, rows: Integers, exact: Floats, named: Flags | bool) -> Flags:
        """Where a product, shape (rows, …), is what is printed: rounded to it where a factor is
        named."""
        half = 0.5 / 10.0 ** self.field.decimals[rows, target]
        printed = self.values[rows, target]
        half, printed = (one.reshape(-1, *[1] * (exact.ndim - 1)) for one in (half, printed))
        allowed = np.where(named, half * (1 + 1e-6), half * 1e-6 + 1e-9 * np.abs(exact))
        found: Flags = np.abs(exact - printed) <= allowed
        return found


class _Glance(NamedTuple):
    """The product of each two lines (the last axes) at a few positions, whether it tells something,
    and at how many it is known and does."""

    products: Floats
    tells: Flags
    known: Integers
    telling: Integers


def _glance(seen: Floats) -> _Glance:
    with np.errstate(over="ignore", invalid="ignore"):
        products = seen[:, :, None] * seen[:, None, :]
    known = np.isfinite(seen).astype(np.int64)
    told = known * ((seen != 0) & (seen != 1))  # times 0 or 1 tells nothing
    tells = (told[:, :, None] * told[:, None, :]).astype(bool)
    return _Glance(products, tells, known.T @ known, told.T @ told)


def _promising(asked: _Asked, target: int) -> Iterator[tuple[int, int]]:
    """Which two of the lines."""
    rows = tried(asked.field, target)[:_GLANCE]
    if len(rows) < 2:
        return
    seen = asked.glance(rows)
    with np.errstate(invalid="ignore"):
        near = asked.near(target, rows, seen.products, asked.named)
    likely = near.sum(axis=0) >= np.maximum(2, 0.5 * seen.known)
    likely &= (near & seen.tells).sum(axis=0) >= 0.5 * seen.telling
    likely &= asked.wanted
    own = asked.lines.index(target)
    likely[own] = likely[:, own] = False
    firsts, seconds = np.triu(likely, 1).nonzero()
    yield from zip(firsts.tolist(), seconds.tolist(), strict=True)


def _weighed(asked: _Asked, target: int, two: tuple[int, int]) -> Product | None:
    field, values = asked.field, asked.values
    is_named = bool(asked.named[*two])
    pair = (asked.lines[two[0]], asked.lines[two[1]])
    rows = np.flatnonzero(field.sound & field.known[:, [target, *pair]].all(axis=1))[:_SAMPLE]
    one, other = values[rows, pair[0]], values[rows, pair[1]]
    rows = rows[~((one == 0) | (one == 1) | (other == 0) | (other == 1))]
    if len(rows) < 2:
        return None
    printed = values[rows, target]
    half = 0.5 / 10.0 ** field.decimals[rows, target]
    with np.errstate(over="ignore", invalid="ignore"):
        exact = values[rows, pair[0]] * values[rows, pair[1]]
        holds = asked.near(target, rows, exact, is_named)
    different, chances = np.unique(printed[holds], return_index=True)
    spread = max(float(np.abs(printed).max()), 1.0)
    luck = float(np.log(np.minimum(0.5, 2 * half[holds][chances] / spread)).sum())
    least, share, accident = _NAMED if is_named else _UNNAMED
    tries = log(max(1, len(field.lines) ** 2))
    if len(different) < least or holds.mean() < share or luck + tries >= accident:
        return None
    return Product(target, *pair, int(holds.sum()), len(rows), luck)


def _is_factor(label: str) -> bool:
    return bool(_FACTOR.search(fold_case(label)))


def kept(found: Iterable[Relation], table: Table) -> Iterator[Relation]:
    """The relations, products without the rows that add up others: a total of products is none."""
    for relation in found:
        if relation.kind == "product" and relation.target.axis == "column":
            own = [table.rows[int(row)].role == "entity" for row in relation.positions[:, 0]]
            relation = replace(relation, positions=relation.positions[np.array(own, dtype=bool)])
        yield relation
