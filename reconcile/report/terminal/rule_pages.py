"""The list of rules, and the page that explains one.

In English a rule speaks for itself, by its module's docstring; the catalogue holds the Vietnamese.
"""

from __future__ import annotations

from textwrap import indent

from reconcile.explain.rules import Rule, rules
from reconcile.messages import catalogue
from reconcile.model import Language
from reconcile.report.finding_texts import rule_title


def rule_list(language: Language) -> str:
    """One line for each rule: its name, severity and title."""
    lines = []
    for rule in rules():
        severity = catalogue(language)[f"cli.severity.{rule.severity}"]
        lines.append(f"{rule.name:<20} {severity:<9} {rule_title(rule.name, language)}")
    return "\n".join(lines)


def rule_page(rule: Rule, language: Language) -> str:
    """What a rule finds, why it matters, whether its fix is safe, and an example."""
    words = catalogue(language)
    title = rule_title(rule.name, language)
    about = rule.documentation if language == "en" else words[f"rule.{rule.name}.about"]
    heading = f"{rule.name} ({words[f'cli.severity.{rule.severity}']}): {title}"
    example = "\n".join(f"    {line}" for line in rule.invalid[0].strip("\n").splitlines())
    parts = [heading, about, words["cli.example"], example]
    if rule.template:
        parts += [words["template.example"], indent(rule.template.strip(), "    ")]
    return "\n\n".join(parts)
