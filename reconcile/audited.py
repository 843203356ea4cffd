"""All that is known of one file, held together."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from reconcile.model import Book, Coverage, Document, Finding, Language, Relations, Severity
from reconcile.template.recognise import NO_TEMPLATE, TemplateChoice


class Audit(Struct, frozen=True, eq=False):
    """A document, what must hold in it, and what is wrong; `template` is the one it was read by."""

    document: Document
    relations: Relations
    findings: tuple[Finding, ...]
    coverage: Coverage
    template: TemplateChoice = NO_TEMPLATE

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
