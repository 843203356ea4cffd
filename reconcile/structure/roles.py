"""What a column or row is for, by its label and by what it holds."""

from __future__ import annotations

from collections.abc import Sequence, Set
from itertools import count, filterfalse, pairwise

import numpy as np

from reconcile.labels import vocabulary
from reconcile.model import ColumnRole, Objects, RowRole
from reconcile.structure import codes
from reconcile.structure.grid import NUMBER, WORDS

_NO_GRADES = frozenset({"", "TRUE", "FALSE"})
_MOST_GRADES, _GLANCE = 6, 100  # grades of a scale; cells that are looked at first

Kinds = np.ndarray[tuple[int, ...], np.dtype[np.int8]]


def column_roles(
    paths: Sequence[tuple[str, ...]], kinds: Kinds, text: Objects
) -> tuple[ColumnRole, ...]:
    """A role per column from its label and its cells, both of shape (rows, columns)."""
    roles = [_column_role(path, kinds[:, j], text[:, j]) for j, path in enumerate(paths)]
    return _with_entity(*_without_codes(_with_serial(roles, text), paths, text), text)


def _column_role(path: tuple[str, ...], kinds: Kinds, cells: Objects) -> ColumnRole:
    named = vocabulary.column_role(path[-1]) if path else None
    if named == "serial" or named == "note":
        return named
    if (kinds == NUMBER).sum() > (kinds == WORDS).sum():
        if named in ("rank", "total", "maximum", "average"):
            return named
        return "component"
    if named in ("grade", "rank") or _is_grade(cells.tolist()):
        return "grade"
    return "text"


def _is_grade(cells: Sequence[str]) -> bool:
    """A few short words that come again and again."""
    if len(set(cells[:_GLANCE]) - _NO_GRADES) > _MOST_GRADES:
        return False
    held = list(filter(None, cells))
    different = set(held) - _NO_GRADES
    return (
        2 <= len(different) <= _MOST_GRADES
        and len(held) >= 3 * len(different)
        and max(map(len, different)) <= 30
    )


def _with_serial(roles: list[ColumnRole], text: Objects) -> list[ColumnRole]:
    """An unlabelled first column that counts 1, 2, 3 numbers the rows, and one that numbers their
    headings too."""
    if "serial" not in roles and roles and roles[0] == "component":
        counted = [cell.strip(".").lstrip("0") for cell in text[:, 0] if cell]
        if len(counted) >= 3 and counted == [str(n) for n in range(1, len(counted) + 1)]:
            roles[0] = "serial"
    beside = zip(count(), roles, roles[1:], strict=False)
    before = next((j for j, _, right in beside if right == "text"), None)  # left of the names
    if (
        "serial" not in roles
        and before is not None
        and codes.numbers_rows(text[:, before].tolist())
    ):
        roles[before] = "serial"
    return roles


def _without_codes(
    roles: list[ColumnRole], paths: Sequence[tuple[str, ...]], text: Objects
) -> tuple[list[ColumnRole], set[int]]:
    """The roles with columns that only look like figures told apart, and which of them hold codes
    or years."""
    cells = {j: text[:, j].tolist() for j, role in enumerate(roles) if role == "component"}
    names = roles.index("text") if "text" in roles else 0  # left of them nothing is counted
    labels = [path[-1] if path else "" for path in paths]
    coded = {
        j
        for j, held in cells.items()
        if codes.is_year(labels[j], held) or codes.is_code(labels[j], held, leading=j < names)
    }
    for j in coded:
        roles[j] = "text"
    labelled = [bool(label) and label != left for left, label in pairwise(["", *labels])]
    for j in codes.note_columns(cells, labelled):
        roles[j] = "note"
    return roles, coded


def _with_entity(roles: list[ColumnRole], coded: Set[int], text: Objects) -> tuple[ColumnRole, ...]:
    """The first column of words that tell the rows apart names them, or else the first of codes."""
    for j in [j for j, role in enumerate(roles) if role == "text" and j not in coded]:
        held = list(filter(None, text[:, j].tolist()))
        if 2 * len(set(held)) > len(held):
            roles[j] = "entity"
            break
    else:
        first = roles and (roles[0] == "component" or 0 in coded)
        if first and len(set(text[:, 0])) == len(text):
            roles[0] = "entity"
    return tuple(roles)


def row_roles(
    names: Sequence[str], serials: Sequence[str], figures: Sequence[int]
) -> tuple[RowRole, ...]:
    """Each row's role by its name, its number and how many figures it states."""
    wordy = (serial for serial in filterfalse(str.isdigit, serials) if not serial[:1].isdigit())
    odd = {serial: vocabulary.row_role(serial) for serial in set(wordy)}
    named_roles = vocabulary.row_roles(names)
    return tuple(
        named or odd.get(serial) or "entity"
        if stated
        else ("grade" if named == "grade" else "group")
        for named, serial, stated in zip(named_roles, serials, figures, strict=True)
    )
