"""`reconcile rules`: the kinds of mistake looked for."""

from __future__ import annotations

import click

from reconcile.cli.printing import show, spoken_language
from reconcile.cli.sheets import lang_option
from reconcile.cli.spoken_help import SpokenCommand
from reconcile.messages import say
from reconcile.model import Sentence


@click.command(cls=SpokenCommand, epilog="Example:  reconcile rules shifted-row --lang vi")
@click.argument("name", required=False)
@lang_option
def rules(name: str | None, lang: str) -> int:
    """List the kinds of mistake looked for, or explain one.

    Without NAME, a list; with the NAME of one, what it finds, why it matters and an example.
    """
    from reconcile.batch.across.rule_pages import list_of_rules, page_of_rule
    from reconcile.explain.rules import rules as all_rules
    from reconcile.report.terminal.rule_pages import rule_list, rule_page

    language = spoken_language(lang)
    if name is None:
        between = say(Sentence("across.between"), language)
        show(f"{rule_list(language)}\n\n{between}\n{list_of_rules(language)}")
        return 0
    rule = next((rule for rule in all_rules() if rule.name == name), None)
    page = rule_page(rule, language) if rule else page_of_rule(name, language)
    if page is None:
        raise click.UsageError(say(Sentence("cli.unknown-rule", {"name": name}), language))
    show(page)
    return 0
