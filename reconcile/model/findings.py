"""What is wrong, and what could be done."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from reconcile.model.places import Place, Range
from reconcile.model.sentences import Sentence
from reconcile.model.words import Applicability, Kind, Severity


class Edit(Struct, frozen=True):
    """`new` replaces `old` at `place`; `insert` moves the rest of the row right, `remove` left.

    `formula`, with its '=', is what a workbook's cell is to hold, `new` what it comes to.
    """

    place: Place
    old: str = ""
    new: str = ""
    kind: Literal["replace", "insert", "remove"] = "replace"
    formula: str = ""


class Fix(Struct, frozen=True):
    """Edits that would put a finding right, and how far they may be trusted."""

    title: Sentence
    applicability: Applicability
    confidence: float
    edits: tuple[Edit, ...]


class Consequence(Struct, frozen=True):
    """A figure that a fix would change elsewhere."""

    row: str
    column: tuple[str, ...]
    place: Place
    old: str
    new: str


class Explained(Struct, frozen=True):
    """A broken equation that a finding accounts for; numbers are plain decimals."""

    relation: Kind
    target: Place
    printed: str
    expected: str
    difference: str


class Finding(Struct, frozen=True):
    """One mistake. `printed` is the cell's text; `expected` and `difference` plain decimals.

    `confidence` is the probability that it is true. `range` is what the finding stands for where
    one cause shows in many cells.
    """

    id: str
    rule: str
    severity: Severity
    at: Place
    cells: tuple[Place, ...]
    message: Sentence
    range: Range | None = None
    confidence: float = 1.0
    row: str = ""
    column: tuple[str, ...] = ()
    printed: str | None = None
    expected: str | None = None
    difference: str | None = None
    interval: tuple[str, str] | None = None
    explains: tuple[Explained, ...] = ()
    fixes: tuple[Fix, ...] = ()
    consequences: tuple[Consequence, ...] = ()


class Coverage(Struct, frozen=True):
    """How many figures are vouched for, contradicted, and neither; `unread` are the cells that
    should state one and could not be read, which are none of these. `not_borne_out` are the lines
    that are called totals, or say otherwise how they are made, and nothing comes to."""

    figures: int
    verified: int
    mismatched: int
    unchecked: int
    unread: int = 0
    not_borne_out: int = 0
