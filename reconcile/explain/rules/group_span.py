"""Group labels that span fewer columns than there are indicators under them.

What it finds: a header in which an indicator's label stands under no group although labels beside
it do, so that the printed groups cover too few columns. Where the sheet's template says which group
an indicator belongs to, it names the labels that stand over another group's indicators.

Why it matters: a column is missing from some group, and every group after that place may stand over
another group's indicators.

Fix safety: no fix is offered. Where the missing column belongs cannot be read from the sheet; where
the template tells, moving labels is left to the author.
"""

from __future__ import annotations

from collections.abc import Iterator

from reconcile.explain.context import Context
from reconcile.explain.explanation import Observation
from reconcile.labels.spelling import fold
from reconcile.model import (
    GroupLabel,
    Place,
    Range,
    Relations,
    Sentence,
    Severity,
    Table,
)

SEVERITY: Severity = "warning"
_ROWS = """
| 1 | North | 9 | 7 | 5 | 1 | 3 | 25 | Good |
| 2 | South | 9 | 6 | 4 | 2 | 2 | 23 | Good |
| 3 | East  | 8 | 5 | 4 | 2 | 3 | 22 | Good |
| 4 | West  | 5 | 4 | 3 | 1 | 2 | 15 | Fair |
| 5 | Coast | 4 | 4 | 3 | 1 | 1 | 13 | Fair |
| 6 | Hills | 3 | 4 | 2 | 1 | 1 | 11 | Fair |
"""
_RULE = "|---|---|---|---|---|---|---|---|---|\n"
VALID = (
    "| No | Agency | People | | Roads | | | Total | Grade |\n"
    f"{_RULE}| | | A | B | C | D | E | | |{_ROWS}",
)
INVALID = (
    "| No | Agency | People | | Roads | | Total | Grade | |\n"
    f"{_RULE}| | | A | B | C | D | | | E |{_ROWS}",
)


def observe(context: Context) -> Iterator[Observation]:
    for table in context.document.tables:
        groups = _groups(context, table)
        if groups:
            yield from _displaced(table, groups)
            continue
        orphan = _orphan(table)
        doubtful = _first_doubtful(table, orphan) if orphan is not None else None
        if orphan is not None and doubtful is not None:
            yield _finding(table, context.relations, doubtful)


def _groups(context: Context, table: Table) -> dict[str, list[int]]:
    """The columns of each group that the template states, by the folded label; only groups of which
    every indicator has its column, and all of them side by side."""
    template = context.template
    binding = template.binding_of(table.id) if template else None
    if template is None or binding is None:
        return {}
    by_group: dict[str, list[int | None]] = {}
    for indicator in template.template.indicators:
        if indicator.section == binding.section and indicator.group:
            by_group.setdefault(fold(indicator.group), []).append(
                binding.columns.get(indicator.name)
            )
    known = {group: [j for j in columns if j is not None] for group, columns in by_group.items()}
    return {
        group: sorted(columns)
        for group, columns in known.items()
        if len(columns) == len(by_group[group]) == max(columns) - min(columns) + 1
    }


def _displaced(table: Table, groups: dict[str, list[int]]) -> Iterator[Observation]:
    """One finding for all labels that begin elsewhere than their group."""
    stated = [(label, groups.get(fold(label.text))) for label in table.group_labels]
    astray = [
        (label, columns) for label, columns in stated if columns and label.first != columns[0]
    ]
    if not astray:
        return
    moves = [
        f"“{label.text}” {label.place.a1} → {_over(table, label.place, columns)}"
        for label, columns in astray
    ]
    steps = {columns[0] - label.first for label, columns in astray}
    [by] = steps if len(steps) == 1 else [0]
    manner = "early" if by > 0 else "late" if by < 0 else "astray"
    details = {"count": str(len(astray)), "by": str(abs(by)), "moves": "; ".join(moves)}
    yield Observation(
        at=astray[0][0].place,
        cells=tuple(label.place for label, _ in astray),
        message=Sentence(f"template.group-span.{manner}", details),
        column=(astray[0][0].text,),
        printed=astray[0][0].text,
    )


def _over(table: Table, label: Place, columns: list[int]) -> str:
    """The cells of the label's row over some columns."""
    at = next(n for n, part in enumerate(table.parts) if part.sheet == label.sheet)
    first, last = (int(table.column_at[at, j]) for j in (columns[0], columns[-1]))
    return Range(label.row, first, label.row, last).a1


def _grouped(table: Table) -> set[int]:
    return {column for label in table.group_labels for column in label.columns}


def _orphan(table: Table) -> int | None:
    """A column labelled in a lower tier only, directly behind a group."""
    if not table.group_labels:
        return None
    top = min(label.place.row for label in table.group_labels)
    grouped = _grouped(table)
    for j, column in enumerate(table.columns):
        alone = len(column.labels) == 1 and column.labels[0].row > top
        if alone and j - 1 in grouped and j not in grouped:
            return j
    return None


def _first_doubtful(table: Table, orphan: int) -> GroupLabel | None:
    """The first group whose start nothing fixes: a column with a label of its own fixes the group
    behind it."""
    grouped = _grouped(table)
    before = [label for label in table.group_labels if label.last < orphan]
    doubtful = None
    for label in reversed(before):
        if label.first - 1 not in grouped:
            break
        doubtful = label
    return doubtful


def _finding(table: Table, relations: Relations, label: GroupLabel) -> Observation:
    spanned = max(_grouped(table)) - min(_grouped(table)) + 1
    terms = [
        len(relation.terms)
        for relation in relations.relations
        if relation.kind == "sum"
        and relation.target.table == table.id
        and relation.target.axis == "column"
    ]
    indicators = max(terms, default=spanned + 1)
    details = {
        "at": label.place.a1,
        "label": label.text,
        "spanned": str(spanned),
        "indicators": str(indicators),
    }
    return Observation(
        at=label.place,
        cells=tuple(
            other.place for other in table.group_labels if other.place.column >= label.place.column
        ),
        message=Sentence("finding.group-span", details),
        column=(label.text,),
        printed=label.text,
    )
