"""A whole comparison in a few sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from reconcile.comparing.comparison import ComparedTable, Comparison
from reconcile.report.comparison.differences import ComparisonView

_PARTS = ("own", "followed", "left", "ranks")
_LINES = tuple(
    f"{axis}-{fate}"
    for axis in ("row", "column", "table")
    for fate in ("added", "removed", "renamed", "moved")
)


def totals(view: ComparisonView) -> Iterator[str]:
    """What differs, counted; then what differs in spelling only."""
    comparison = view.comparison
    if not comparison.differs:
        yield view.say("same")
    else:
        counted = _counted(comparison)
        parts = (
            view.say(f"part.{name}", count=str(counted[name]))
            for name in (*_PARTS, *_LINES, "unclear")
            if counted[name]
        )
        yield view.say("result", parts="; ".join(parts))
    rewritten = sum(table.rewritten for table in comparison.tables)
    if rewritten:
        yield view.say("rewritten", count=str(rewritten))


def _counted(comparison: Comparison) -> Counter[str]:
    counts: Counter[str] = Counter()
    for table in comparison.tables:
        counts.update(_in_table(table))
    counts["table-added"] = len(comparison.added)
    counts["table-removed"] = len(comparison.removed)
    counts["unclear"] += len(comparison.unclear)
    return counts


def _in_table(table: ComparedTable) -> Iterator[str]:
    for change in table.changes:
        if change.content == "rank":
            yield "ranks"
        else:
            yield "own" if change.cause is None else "followed"
    yield from ("left" for _ in table.left_behind)
    yield from (f"{change.axis}-{change.fate}" for change in table.lines)
    yield from ("unclear" for _ in table.unclear)
