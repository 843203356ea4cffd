"""What the checks between files look for, as `reconcile rules` tells it.

They judge an archive and not a sheet, so they have no example sheets and no place among the rules
of a sheet; the catalogues hold their words in both languages.
"""

from __future__ import annotations

from typing import get_args

from reconcile.batch.across.findings import Rule
from reconcile.messages import catalogue
from reconcile.model import Language, Severity

RULES: tuple[Rule, ...] = get_args(Rule)
SEVERITY: dict[Rule, Severity] = {
    "cross-file-mismatch": "warning",
    "previous-year-mismatch": "warning",
    "different-versions": "info",
}


def list_of_rules(language: Language) -> str:
    """One line for each: its name, severity and title."""
    words = catalogue(language)
    return "\n".join(
        f"{rule:<22} {words[f'cli.severity.{SEVERITY[rule]}']:<9} {words[f'across.{rule}.title']}"
        for rule in sorted(RULES)
    )


def page_of_rule(name: str, language: Language) -> str | None:
    """What one finds, why it matters and what is put right; None for a name that is none's."""
    rule = next((rule for rule in RULES if rule == name), None)
    if rule is None:
        return None
    words = catalogue(language)
    severity = words[f"cli.severity.{SEVERITY[rule]}"]
    return (
        f"{rule} ({severity}): {words[f'across.{rule}.title']}\n\n{words[f'across.{rule}.about']}"
    )
