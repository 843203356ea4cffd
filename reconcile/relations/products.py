"""Products: a line that is one line times another, such as a score by its weight."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from math import log

import numpy as np
import numpy.typing as npt
from msgspec import Struct
from msgspec.structs import replace

from reconcile.model import Relation, Table
from reconcile.relations.field import Field
from reconcile.structure import words

_MOST_LINES = 40  # more are not tried against each other
_GLANCE, _SAMPLE = 12, 256  # positions looked at first, and then
_FACTOR = re.compile(
    r"\b(?:trọng số|hệ số|đơn giá|định mức|mức (?:chi|hỗ trợ|thu)|weights?|unit (?:price|cost)"
    r"|coefficient)\b"
)
# (least different products, share of positions, log of the chance of an accident)
_NAMED = (2, 0.7, log(1e-3))
_UNNAMED = (4, 0.9, log(1e-9))

Floats = npt.NDArray[np.float64]


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
    for target in lines:
        if target in aside or field.is_declared(target):
            continue
        pairs = list(_promising(field, values, target, lines))
        options = [found for pair in pairs if (found := _weighed(field, values, target, pair))]
        if options:
            yield min(options, key=lambda product: (-product.held, product.luck))


def _promising(
    field: Field, values: Floats, target: int, lines: list[int]
) -> Iterator[tuple[int, int]]:
    rows = np.flatnonzero(field.sound & field.known[:, target])[:_GLANCE]
    if len(rows) < 2:
        return
    printed = values[rows, target]
    half = 0.5 / 10.0 ** field.decimals[rows, target] * (1 + 1e-6)
    others = [line for line in lines if line != target]
    seen = values[rows][:, others]
    with np.errstate(over="ignore", invalid="ignore"):
        misses = np.abs(seen[:, :, None] * seen[:, None, :] - printed[:, None, None])
        near = misses <= half[:, None, None]
    finite = np.isfinite(seen).astype(np.int64)
    likely = near.sum(axis=0) >= np.maximum(2, 0.5 * (finite.T @ finite))
    told = finite * ((seen != 0) & (seen != 1))  # times 0 or 1 tells nothing
    near &= (told[:, :, None] * told[:, None, :]).astype(bool)
    likely &= near.sum(axis=0) >= 0.5 * (told.T @ told)
    for first, second in np.argwhere(np.triu(likely, 1)).tolist():
        yield others[first], others[second]


def _weighed(field: Field, values: Floats, target: int, pair: tuple[int, int]) -> Product | None:
    labels = [field.names[line] for line in pair]
    is_named = any(map(_is_factor, labels))
    if not is_named and any(map(words.is_rate, labels)):
        return None
    rows = np.flatnonzero(field.sound & field.known[:, [target, *pair]].all(axis=1))[:_SAMPLE]
    one, other = values[rows, pair[0]], values[rows, pair[1]]
    rows = rows[~((one == 0) | (one == 1) | (other == 0) | (other == 1))]
    if len(rows) < 2:
        return None
    printed = values[rows, target]
    half = 0.5 / 10.0 ** field.decimals[rows, target]
    with np.errstate(over="ignore", invalid="ignore"):
        exact = values[rows, pair[0]] * values[rows, pair[1]]
    allowed = half * (1 + 1e-6) if is_named else half * 1e-6 + 1e-9 * np.abs(exact)
    holds = np.abs(exact - printed) <= allowed
    different, chances = np.unique(printed[holds], return_index=True)
    spread = max(float(np.abs(printed).max()), 1.0)
    luck = float(np.log(np.minimum(0.5, 2 * half[holds][chances] / spread)).sum())
    least, share, accident = _NAMED if is_named else _UNNAMED
    tries = log(max(1, len(field.lines) ** 2))
    if len(different) < least or holds.mean() < share or luck + tries >= accident:
        return None
    return Product(target, *pair, int(holds.sum()), len(rows), luck)


def _is_factor(label: str) -> bool:
    return bool(_FACTOR.search(words.fold_case(label)))


def kept(found: Iterable[Relation], table: Table) -> Iterator[Relation]:
    """The relations, products without the rows that add up others: a total of products is none."""
    for relation in found:
        if relation.kind == "product" and relation.target.axis == "column":
            own = [table.rows[int(row)].role == "entity" for row in relation.positions[:, 0]]
            relation = replace(relation, positions=relation.positions[np.array(own, dtype=bool)])
        yield relation
