"""The `check` and `inspect` JSON of the contract, as plain dicts and lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from msgspec import Struct

from reconcile import __version__
from reconcile.audited import Audit
from reconcile.messages import say
from reconcile.model import Edit, Explained, Finding, Fix, Language, Part, Table, letters, quoted
from reconcile.report.json.claims import claims_json
from reconcile.report.json.equations import equations_json

Json = dict[str, Any]


class Unreadable(Struct, frozen=True):
    """A file that could not be audited: the error's stable code, and its sentence as said."""

    path: str
    code: str
    message: str


Outcome = Audit | Unreadable


def check_json(outcomes: Iterable[Outcome], language: Language | None = None) -> Json:
    """`reconcile.check/1`; `language` None says each file's messages in its own language."""
    return {
        "schema": "reconcile.check/1",
        "tool": {"name": "reconcile", "version": __version__},
        "files": [
            _unreadable(outcome) if isinstance(outcome, Unreadable) else _checked(outcome, language)
            for outcome in outcomes
        ],
    }


def inspect_json(outcomes: Iterable[Outcome], language: Language | None = None) -> Json:
    """`reconcile.inspect/1`; `language` as in `check_json`."""
    return {
        "schema": "reconcile.inspect/1",
        "files": [
            _unreadable(outcome)
            if isinstance(outcome, Unreadable)
            else _inspected(outcome, language)
            for outcome in outcomes
        ],
    }


def _unreadable(outcome: Unreadable) -> Json:
    return {"path": outcome.path, "error": {"code": outcome.code, "message": outcome.message}}


# check


def _checked(audit: Audit, language: Language | None) -> Json:
    spoken = language or audit.document.language
    coverage = audit.coverage
    return {
        "path": audit.book.path,
        "sha256": audit.book.sha256,
        "format": audit.book.format,
        "language": spoken,
        "template": _template(audit, spoken),
        "summary": {
            "error": audit.count("error"),
            "warning": audit.count("warning"),
            "info": audit.count("info"),
        },
        "coverage": {
            "figures": coverage.figures,
            "verified": coverage.verified,
            "mismatched": coverage.mismatched,
            "unchecked": coverage.unchecked,
            "unread": coverage.unread,
            "not_borne_out": coverage.not_borne_out,
        },
        "unread": list(_unread(audit)),
        "findings": findings_json(audit, spoken),
    }


def _unread(audit: Audit) -> Iterator[Json]:
    """The cells that should state a figure and could not be read, line by line."""
    for table in audit.document.tables:
        for row, column in sorted(table.unread):
            place = table.place(row, column)
            if place is not None:
                yield {"cell": str(place), "text": str(table.text[row, column])}
    for figure in audit.document.untabled:
        yield {"cell": str(figure.place), "text": figure.text}


def _template(audit: Audit, language: Language) -> Json | None:
    """Which template was taken, by what, and why; None where none was."""
    taken, about = audit.template.taken, audit.template.reason
    if about is None:
        return None
    why = say(about, language)
    if taken is None:
        return {"name": None, "title": None, "by": None, "why": why}
    return {"name": taken.name, "title": taken.template.name, "by": taken.by, "why": why}


def findings_json(audit: Audit, language: Language) -> list[Json]:
    """The findings of one audit as `check_json` lists them."""
    return [_finding(finding, language) for finding in audit.findings]


def _finding(finding: Finding, language: Language) -> Json:
    return {
        "id": finding.id,
        "rule": finding.rule,
        "severity": finding.severity,
        "confidence": finding.confidence,
        "at": str(finding.at),
        "range": _range(finding),
        "cells": [str(place) for place in finding.cells],
        "row": finding.row,
        "column": list(finding.column),
        "message": say(finding.message, language),
        "printed": finding.printed,
        "expected": finding.expected,
        "difference": finding.difference,
        "interval": None if finding.interval is None else list(finding.interval),
        "explains": [_explained(explained) for explained in finding.explains],
        "fixes": [_fix(fix, language) for fix in finding.fixes],
        "consequences": [
            {
                "row": consequence.row,
                "column": list(consequence.column),
                "cell": str(consequence.place),
                "old": consequence.old,
                "new": consequence.new,
            }
            for consequence in finding.consequences
        ],
    }


def _range(finding: Finding) -> str | None:
    return None if finding.range is None else f"{quoted(finding.at.sheet)}!{finding.range.a1}"


def _explained(explained: Explained) -> Json:
    return {
        "relation": explained.relation,
        "target": str(explained.target),
        "printed": explained.printed,
        "expected": explained.expected,
        "difference": explained.difference,
    }


def _fix(fix: Fix, language: Language) -> Json:
    return {
        "title": say(fix.title, language),
        "applicability": fix.applicability,
        "confidence": fix.confidence,
        "edits": [_edit(edit) for edit in fix.edits],
    }


def _edit(edit: Edit) -> Json:
    cell = str(edit.place)
    if edit.kind == "insert":
        return {"cell": cell, "insert": edit.new}
    if edit.kind == "remove":
        return {"cell": cell, "remove": True}
    fields: Json = {"cell": cell, "old": edit.old, "new": edit.new}
    return {**fields, "formula": edit.formula} if edit.formula else fields


# inspect


def _inspected(audit: Audit, language: Language | None) -> Json:
    return {
        "path": audit.book.path,
        "tables": [_table(table) for table in audit.document.tables],
        "equations": list(equations_json(audit, language or audit.document.language)),
        "claims": list(claims_json(audit, language or audit.document.language)),
    }


def _table(table: Table) -> Json:
    return {
        "id": table.id,
        "title": table.title,
        "decimal": table.decimal,
        "parts": [_part(part) for part in table.parts],
        "columns": list(_columns(table)),
        "rows": list(_rows(table)),
    }


def _part(part: Part) -> Json:
    return {
        "sheet": part.sheet,
        "range": part.range.a1,
        "header_rows": [row + 1 for row in part.header_rows],
        "body_rows": [row + 1 for row in part.body_rows],
    }


def _columns(table: Table) -> Iterator[Json]:
    for part in range(len(table.parts)):
        for j, column in enumerate(table.columns):
            at = int(table.column_at[part, j])
            if at >= 0:
                path = list(column.path)
                yield {"part": part, "letter": letters(at), "path": path, "role": column.role}


def _rows(table: Table) -> Iterator[Json]:
    for part in range(len(table.parts)):
        for i, row in enumerate(table.rows):
            at = int(table.row_at[part, i])
            if at >= 0:
                yield {"part": part, "number": at + 1, "role": row.role, "name": row.name}
