"""A whole comparison in a few sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from reconcile.comparing.comparison import Compared, Comparison
from reconcile.report.comparison.differences import Teller

_PARTS = ("own", "followed", "left", "ranks")
_LINES = tuple(
    f"{axis}-{fate}"
    for axis in ("row", "column", "table")
    for fate in ("added", "removed", "renamed", "moved")
)


def totals(teller: Teller) -> Iterator[str]:
    """What differs, counted; then what differs in spelling only."""
    comparison = teller.comparison
    if not comparison.differs:
        yield teller.say("same")
    else:
        counted = _counted(comparison)
        parts = (
            teller.say(f"part.{name}", count=str(counted[name]))
            for name in (*_PARTS, *_LINES, "unclear")
            if counted[name]
        )
        yield teller.say("result", parts="; ".join(parts))
    rewritten = sum(table.rewritten for table in comparison.tables)
    if rewritten:
        yield teller.say("rewritten", count=str(rewritten))


def _counted(comparison: Comparison) -> Counter[str]:
    found: Counter[str] = Counter()
    for table in comparison.tables:
        found.update(_in_table(table))
    found["table-added"] = len(comparison.added)
    found["table-removed"] = len(comparison.removed)
    found["unclear"] += len(comparison.unclear)
    return found


def _in_table(table: Compared) -> Iterator[str]:
    for change in table.changes:
        if change.content == "rank":
            yield "ranks"
        else:
            yield "own" if change.cause is None else "followed"
    yield from ("left" for _ in table.left_behind)
    yield from (f"{change.axis}-{change.fate}" for change in table.lines)
    yield from ("unclear" for _ in table.unclear)
