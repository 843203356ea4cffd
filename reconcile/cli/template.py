"""`reconcile template`: what is known of sheets, written once."""

from __future__ import annotations

import click

from reconcile.cli.printing import show, spoken_language
from reconcile.cli.reading import lang_option
from reconcile.cli.template_form import form
from reconcile.cli.template_learn import learn
from reconcile.messages import say
from reconcile.model import ReconcileError


@click.group(epilog="Example:  reconcile template show chuyen-doi-so-so-nganh")
def template() -> None:
    """Sheet templates: what an office knows of a sheet, written once.

    A template says which indicators a sheet has, in which groups, with which maximum, what is added
    up, how agencies are ranked and graded, and which agencies there are. It is a file of text that
    an office writes itself; templates/README.md explains it by example.
    """


@template.command("list")
def list_templates() -> int:
    """List the templates shipped."""
    from reconcile.report.terminal.templates import shelf_text

    show(shelf_text())
    return 0


@template.command("show", epilog="Example:  reconcile template show own.toml --lang vi")
@click.argument("name", metavar="NAME|FILE")
@lang_option
def show_template(name: str, lang: str) -> int:
    """Show a template as a person would read it.

    NAME is that of a template shipped, FILE one of your own. What is wrong with a file is told with
    its line.
    """
    from reconcile.report.terminal.templates import template_text
    from reconcile.template import asked_for

    language = spoken_language(lang)
    try:
        _, found = asked_for(name)
    except ReconcileError as error:
        raise click.ClickException(say(error.message, language)) from error
    show(template_text(found, language))
    return 0


for command in (learn, form):
    template.add_command(command)
