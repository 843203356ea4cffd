"""What a column or row is for, by its label and by what it holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from reconcile.model import ColumnRole, RowRole
from reconcile.structure import words
from reconcile.structure.blocks import NUMBER, WORDS


def column_roles(
    paths: Sequence[tuple[str, ...]], kinds: Sequence[Sequence[int]], texts: Sequence[Sequence[str]]
) -> tuple[ColumnRole, ...]:
    """A role per column from its label and its cells, both given per column."""
    roles: list[ColumnRole] = []
    for path, sorts, cells in zip(paths, kinds, texts, strict=True):
        roles.append(_column_role(path, Counter(sorts), [text for text in cells if text]))
    return _with_entity(_with_serial(roles, texts), texts)


def _column_role(path: tuple[str, ...], sorts: Counter[int], cells: Sequence[str]) -> ColumnRole:
    named = words.column_role(path[-1]) if path else None
    numeric = sorts[NUMBER] > sorts[WORDS]
    if named == "serial" or named == "note":
        return named
    if numeric:
        if named in ("rank", "total", "maximum", "average"):
            return named
        return "component"
    if named in ("grade", "rank") or (cells and _is_grade(cells)):
        return "grade"
    return "text"


def _is_grade(cells: Sequence[str]) -> bool:
    """A few short words that come again and again."""
    different = set(cells) - {"TRUE", "FALSE"}
    return (
        2 <= len(different) <= 6
        and len(cells) >= 3 * len(different)
        and max(map(len, different)) <= 30
    )


def _with_serial(roles: list[ColumnRole], texts: Sequence[Sequence[str]]) -> list[ColumnRole]:
    """An unlabelled first column that counts 1, 2, 3 numbers the rows."""
    if "serial" not in roles and roles and roles[0] == "component":
        counted = [text.strip(".") for text in texts[0] if text]
        if len(counted) >= 3 and counted == [str(n) for n in range(1, len(counted) + 1)]:
            roles[0] = "serial"
    return roles


def _with_entity(roles: list[ColumnRole], texts: Sequence[Sequence[str]]) -> tuple[ColumnRole, ...]:
    """The first column of words that tell the rows apart names them."""
    for j, role in enumerate(roles):
        different = len(set(filter(None, texts[j])))
        if role == "text" and 2 * different > sum(map(bool, texts[j])):
            roles[j] = "entity"
            break
    else:
        if roles and roles[0] == "component" and len(set(texts[0])) == len(texts[0]):
            roles[0] = "entity"
    return tuple(roles)


def row_role(name: str, serial: str, figures: int) -> RowRole:
    """A row's role by its name, its number and how many figures it states."""
    if figures == 0:
        return "grade" if words.row_role(name) == "grade" else "group"
    return words.row_role(name) or words.row_role(serial) or "entity"
