"""The claims of the `inspect` JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from reconcile.audited import Audit
from reconcile.messages import say
from reconcile.model import Language
from reconcile.report.claim_texts import claim_texts, claims_of, reading_text, scope_text

Json = dict[str, Any]
_DIGITS = 4  # of a probability; more would say more than is known


def claims_json(audit: Audit, language: Language) -> Iterator[Json]:
    """Each claim; `says` and `why` are in the language asked for, what programs read in English."""
    tables = {table.id: table for table in audit.document.tables}
    for claim, told in zip(claims_of(audit), claim_texts(audit, language), strict=True):
        yield {
            "source": claim.source,
            "says": told.says,
            "table": claim.target.table,
            "target": scope_text((claim.target,), tables, claim.target.table, "en"),
            "scope": scope_text(claim.terms, tables, claim.target.table, "en"),
            "reading": reading_text(claim, tables, "en"),
            "confidence": None if claim.confidence is None else round(claim.confidence, _DIGITS),
            "status": claim.status,
            "equations": claim.equations,
            "why": None if claim.reason is None else say(claim.reason, language),
        }
