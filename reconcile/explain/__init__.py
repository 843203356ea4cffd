"""What is wrong: broken equations explained, tables observed, each mistake one finding."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from msgspec.structs import replace

from reconcile.explain.context import context_of
from reconcile.explain.coverage import coverage
from reconcile.explain.findings import finding
from reconcile.explain.rules import rules
from reconcile.explain.search import choose
from reconcile.model import Document, Finding, Place, Relations

if TYPE_CHECKING:
    from reconcile.template import TemplateBinding

__all__ = ["coverage", "explain"]


def explain(
    document: Document, relations: Relations, template: TemplateBinding | None = None
) -> tuple[Finding, ...]:
    """The findings of a document in reading order, numbered F1, F2, …; `template` is that of the
    document."""
    context = context_of(document, relations, template)
    findings = [finding(context, chosen) for chosen in choose(context)]
    edited = _edited(findings)
    edited_by_errors = _edited(f for f in findings if f.severity == "error")
    for rule in rules():
        explained = {known.at for known in findings if known.rule == rule.name}
        observed = [
            new
            for new in rule.findings(context)
            if new.at not in explained | (edited_by_errors if new.severity == "error" else edited)
        ]
        # what is sure of a cell stands in place of what only may be wrong with it
        errors = {new.at for new in observed if new.severity == "error"}
        findings = [f for f in findings if f.severity == "error" or f.at not in errors] + observed
    return tuple(_numbered(document, findings))


def _edited(findings: Iterable[Finding]) -> set[Place]:
    return {edit.place for known in findings for fix in known.fixes for edit in fix.edits}


def _numbered(document: Document, findings: Iterable[Finding]) -> Iterable[Finding]:
    sheets = [sheet.name for sheet in document.book.sheets]
    ordered = sorted(
        findings, key=lambda f: (sheets.index(f.at.sheet), f.at.row, f.at.column, f.rule)
    )
    for n, known in enumerate(ordered, start=1):
        yield replace(known, id=f"F{n}")
