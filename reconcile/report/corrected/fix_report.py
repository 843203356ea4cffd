"""What `fix` did, as text and as JSON: every edit made, every fix refused, every finding left."""

from __future__ import annotations

from typing import Any

from reconcile import __version__
from reconcile.audited import Audit
from reconcile.correct.correction import AppliedEdit, Correction
from reconcile.messages import say
from reconcile.messages.harmless import one_line, short_address
from reconcile.model import Language, Sentence
from reconcile.report.finding_texts import consequence_text
from reconcile.report.json.contract import findings_json
from reconcile.structure.writing import as_shown, as_written


def fix_text(audit: Audit, correction: Correction, left: Audit | None, language: Language) -> str:
    """One line for each edit, refusal and consequence; then what is still to be looked at.

    `left` is the audit of the corrected copy, None where none was written.
    """
    made = "planned" if left is None else "edits"
    lines = [_heading(made, language)] if correction.applied else [_say("nothing", language)]
    lines += [_edit_line(audit, applied, language) for applied in correction.applied]
    if correction.refused:
        lines.append(_heading("left", language))
        for refused in correction.refused:
            lines.append(f"  {refused.finding.id}  {say(refused.reason, language)}")
    if correction.consequences:
        lines.append(_heading("consequences", language))
        for finding, change in correction.consequences:
            lines.append(f"  {finding.id}  {consequence_text(change, audit, language)}")
    if left is not None:
        if not left.findings:
            lines.append(_say("section.none-left", language))
        else:
            lines.append(_heading("findings", language, count=str(len(left.findings))))
        for finding in left.findings:
            message = one_line(say(finding.message, language))
            lines.append(f"  {short_address(finding.at, left.book)}  {finding.rule}  {message}")
    return "\n".join(lines)


def _edit_line(audit: Audit, applied: AppliedEdit, language: Language) -> str:
    edit = applied.edit
    place = short_address(edit.place, audit.book)
    written = as_written(edit.new, audit.document, edit.place)
    new = f"{written} ({one_line(edit.formula)})" if edit.formula else applied.formula or written
    old = as_shown(edit.old, audit.document, edit.place)
    kind = {"insert": "inserted", "remove": "removed"}.get(edit.kind)
    change = _say(f"made.{kind}", language, new=new) if kind else f"{old} → {new}"
    applicability = say(Sentence(f"report.applicability.{applied.fix.applicability}"), language)
    return f"  {applied.finding.id}  {place}: {change}  ({applied.finding.rule}, {applicability})"


def _heading(name: str, language: Language, **values: str) -> str:
    return _say(f"section.{name}", language, **values) + ":"


def _say(name: str, language: Language, **values: str) -> str:
    return say(Sentence(f"fix.{name}", values), language)


def fix_json(
    audit: Audit, correction: Correction, left: Audit | None, output: str | None
) -> dict[str, Any]:
    """Schema `reconcile.fix/1`; `output` is None for a dry run."""
    language = audit.document.language
    return {
        "schema": "reconcile.fix/1",
        "tool": {"name": "reconcile", "version": __version__},
        "path": audit.book.path,
        "sha256": audit.book.sha256,
        "output": output,
        "edits": [_edit_json(applied) for applied in correction.applied],
        "refused": [
            {"finding": refused.finding.id, "reason": say(refused.reason, language)}
            for refused in correction.refused
        ],
        "consequences": [
            {
                "finding": finding.id,
                "cell": str(change.place),
                "old": change.old,
                "new": change.new,
                "row": change.row,
                "column": list(change.column),
            }
            for finding, change in correction.consequences
        ],
        "findings": None if left is None else findings_json(left, language),
    }


def _edit_json(applied: AppliedEdit) -> dict[str, Any]:
    edit = applied.edit
    entry: dict[str, Any] = {
        "finding": applied.finding.id,
        "rule": applied.finding.rule,
        "applicability": applied.fix.applicability,
        "cell": str(edit.place),
    }
    if edit.kind == "insert":
        return {**entry, "insert": edit.new}
    if edit.kind == "remove":
        return {**entry, "remove": True}
    if edit.formula:
        return {**entry, "old": edit.old, "new": edit.new, "formula": edit.formula}
    return {**entry, "old": edit.old, "new": applied.formula or edit.new}
