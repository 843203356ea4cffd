"""The frozen values that flow through the house. Imports nothing of ours.

Rows, columns and lines are counted from 0 here; only `str(Place)` and `Range.a1` print them the
way a spreadsheet does.
"""

from __future__ import annotations

from reconcile.model.arrays import Flags, Floats, Integers, Objects
from reconcile.model.figures import Figures, Number, Reading
from reconcile.model.findings import Consequence, Coverage, Edit, Explained, Finding, Fix
from reconcile.model.places import Place, Range, letters, quoted
from reconcile.model.relations import (
    Cell,
    CheckedRelation,
    Equation,
    Line,
    Lines,
    Ordering,
    Relation,
    Relations,
    Term,
)
from reconcile.model.sentences import ReconcileError, Sentence
from reconcile.model.sheets import FIGURE, LOGICAL, NOTHING, OTHER, TEXT, Book, Sheet, sorts_of
from reconcile.model.tables import (
    Column,
    Declared,
    Document,
    GroupLabel,
    HeaderShift,
    Part,
    Prose,
    Row,
    Shift,
    Table,
)
from reconcile.model.words import (
    HOLDS,
    Applicability,
    ColumnRole,
    Convention,
    Holds,
    Kind,
    Language,
    RowRole,
    Severity,
)

__all__ = [
    "FIGURE",
    "HOLDS",
    "LOGICAL",
    "NOTHING",
    "OTHER",
    "TEXT",
    "Applicability",
    "Book",
    "Cell",
    "CheckedRelation",
    "Column",
    "ColumnRole",
    "Consequence",
    "Convention",
    "Coverage",
    "Declared",
    "Document",
    "Edit",
    "Equation",
    "Explained",
    "Figures",
    "Finding",
    "Fix",
    "Flags",
    "Floats",
    "GroupLabel",
    "HeaderShift",
    "Holds",
    "Integers",
    "Kind",
    "Language",
    "Line",
    "Lines",
    "Number",
    "Objects",
    "Ordering",
    "Part",
    "Place",
    "Prose",
    "Range",
    "Reading",
    "ReconcileError",
    "Relation",
    "Relations",
    "Row",
    "RowRole",
    "Sentence",
    "Severity",
    "Sheet",
    "Shift",
    "Table",
    "Term",
    "letters",
    "quoted",
    "sorts_of",
]
