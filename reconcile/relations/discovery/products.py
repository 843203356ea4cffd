"""Products, `E = C * D`, down to the rows that they are meant for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
from msgspec.structs import replace

from reconcile.model import Relation, Table


def kept(found: Iterable[Relation], table: Table) -> Iterator[Relation]:
    """The relations, products without the rows that add up others: a total of products is none."""
    for relation in found:
        if relation.kind == "product" and relation.target.axis == "column":
            own = [table.rows[int(row)].role == "entity" for row in relation.positions[:, 0]]
            relation = replace(relation, positions=relation.positions[np.array(own, dtype=bool)])
        yield relation
