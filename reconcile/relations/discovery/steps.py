"""A field in steps: each position beside the one before, January's figures beside February's.

What is cumulated, `C4 = C3 + B4`, or carried on, `opening = closing of the month before`, is a sum
in it like any other.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from msgspec import Struct

from reconcile.model import Integers
from reconcile.relations.discovery.field import Field
from reconcile.relations.discovery.stretches import SAMPLE

_FEWEST = 3  # steps; two tell nothing


class Steps(Struct, frozen=True, eq=False):
    """`field` has the lines of another (`of`) as they stand, and behind these the same lines at the
    position before; its positions are the first of the steps. `now` and `before` are the positions
    of the table between which all the steps lead, both of shape (steps,); `firsts` the positions of
    the other field before which there is none."""

    of: Field
    field: Field
    now: Integers
    before: Integers
    firsts: Integers

    @property
    def count(self) -> int:
        """The lines of the field itself; the same one before is so much further."""
        return len(self.of.lines)


def steps(field: Field) -> Steps | None:
    """The steps along a field, from each of its plain positions to the next; no step leads over the
    head of a group."""
    runs = [run for run in _runs(field) if len(run) > 1]
    now = np.array([n for run in runs for n in run[1:]], dtype=np.int64)
    before = np.array([n for run in runs for n in run[:-1]], dtype=np.int64)
    if len(now) < _FEWEST:
        return None
    of_table = np.array(field.positions)
    firsts = np.array([run[0] for run in runs], dtype=np.int64)
    stepped = _stepped(field, now[:SAMPLE], before[:SAMPLE])
    return Steps(field, stepped, of_table[now], of_table[before], firsts)


def _runs(field: Field) -> Iterator[list[int]]:
    """The plain positions of a field, group by group."""
    run: list[int] = []
    last: object = None
    for n, (plain, group) in enumerate(zip(*_plain_in_groups(field), strict=True)):
        if run and group != last:
            yield run
            run = []
        last = group
        if plain:
            run.append(n)
    yield run


def _plain_in_groups(field: Field) -> tuple[list[bool], list[object]]:
    """Whether each position holds a part, no total; and something that tells its group."""
    table = field.table
    if field.axis == "row":
        columns = [table.columns[position] for position in field.positions]
        return [c.role == "component" for c in columns], [c.path[:-1] for c in columns]
    heads = np.cumsum([role in ("group", "header") for role in table.row_roles])
    plain = [table.row_roles[position] == "entity" for position in field.positions]
    return plain, [int(heads[position]) for position in field.positions]


def _stepped(field: Field, now: Integers, before: Integers) -> Field:
    columns = field.columns
    return Field(
        table=field.table,
        axis=field.axis,
        lines=field.lines * 2,
        positions=tuple(np.array(field.positions)[now].tolist()),
        units=np.concatenate([field.units[now], field.units[before]], axis=1),
        decimals=np.concatenate([field.decimals[now], field.decimals[before]], axis=1),
        known=np.concatenate([field.known[now], field.known[before]], axis=1),
        withheld=np.concatenate([field.withheld[now], field.withheld[before]], axis=1),
        sound=field.sound[now] & field.sound[before],
        exempt=field.exempt[now] | field.exempt[before],
        names=field.names * 2,
        roles=field.roles * 2,
        columns=None if columns is None else tuple([columns[n] for n in now.tolist()]),
    )
