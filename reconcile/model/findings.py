"""What is wrong, and what could be done."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from reconcile.model.places import Place
from reconcile.model.relations import Relations
from reconcile.model.sentences import Sentence
from reconcile.model.sheets import Book
from reconcile.model.tables import Document
from reconcile.model.words import Applicability, Kind, Language, Severity


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
    """One mistake. `printed` is the cell's text; `expected` and `difference` plain decimals."""

    id: str
    rule: str
    severity: Severity
    at: Place
    cells: tuple[Place, ...]
    message: Sentence
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
    """How many figures are vouched for, contradicted, and neither."""

    figures: int
    verified: int
    mismatched: int
    unchecked: int


class Audit(Struct, frozen=True, eq=False):
    """All that is known of one file."""

    document: Document
    relations: Relations
    findings: tuple[Finding, ...]
    coverage: Coverage

    @property
    def book(self) -> Book:
        return self.document.book

    def count(self, severity: Severity) -> int:
        return sum(finding.severity == severity for finding in self.findings)

    def told_in(self, language: Language, forced: bool) -> Audit:
        """The same, to be told in a language; unless `forced`, Vietnamese of a Vietnamese sheet."""
        if self.document.language == "vi" and not forced:
            return self
        return replace(self, document=replace(self.document, language=language))
