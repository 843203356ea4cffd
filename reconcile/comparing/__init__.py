"""Two versions of one sheet: what became of their tables, rows, columns and figures.

Nothing goes by position. Tables are known by title, headings and rows, columns by their header
path, rows by name; what could be two things is said to be unclear, never guessed.
"""

from __future__ import annotations

from reconcile.audited import Audit
from reconcile.comparing.causes import with_causes
from reconcile.comparing.cells import changed
from reconcile.comparing.comparison import ComparedTable, Comparison
from reconcile.comparing.lines import lines_of
from reconcile.comparing.tables import paired
from reconcile.model import Table

__all__ = ["Comparison", "compare"]


def compare(old: Audit, new: Audit) -> Comparison:
    """What `new` says that `old` did not."""
    tables = paired(old.document.tables, new.document.tables)
    compared = [_compared(*pair, (old, new)) for pair in tables.pairs]
    return Comparison(
        old, new, with_causes(compared, (old, new)), tables.removed, tables.added, tables.unclear
    )


def _compared(old: Table, new: Table, sides: tuple[Audit, Audit]) -> ComparedTable:
    rows, columns = lines_of(old, new, sides)
    changes, rewritten = changed(old, new, rows, columns, sides)
    return ComparedTable(old, new, rows, columns, changes, (), rewritten)
