"""`reconcile template`: what is known of sheets, written once."""

from __future__ import annotations

import click

from reconcile.cli.printing import show, spoken_language, tell, tell_written
from reconcile.cli.sheets import (
    ReadingOptions,
    SpokenIn,
    audit_all,
    audits_of,
    force_option,
    lang_option,
    paths_argument,
    refusing,
    sheet_option,
    takes,
)
from reconcile.cli.spoken_help import SpokenGroup
from reconcile.report.targets import check_target


@click.group(cls=SpokenGroup, epilog="Example:  reconcile template show chuyen-doi-so-so-nganh")
def template() -> None:
    """Sheet templates: what an office knows of a sheet, written once.

    A template says which indicators a sheet has, in which groups, with which maximum, what is added
    up, how agencies are ranked and graded, and which agencies there are. It is a file of text that
    an office writes itself; templates/README.md explains it by example.
    """


@template.command("list")
def list_templates() -> int:
    """List the templates shipped."""
    from reconcile.report.terminal.templates import template_list_text

    show(template_list_text())
    return 0


@template.command("show", epilog="Example:  reconcile template show own.toml --lang vi")
@click.argument("name", metavar="NAME|FILE")
@lang_option
def show_template(name: str, lang: SpokenIn) -> int:
    """Show a template as a person would read it.

    NAME is that of a template shipped, FILE one of your own. What is wrong with a file is told with
    its line.
    """
    from reconcile.report.terminal.templates import template_text
    from reconcile.template import find_template

    with refusing(lang):
        _, shown = find_template(name)
    show(template_text(shown, spoken_language(lang)))
    return 0


class LearnOptions(ReadingOptions, frozen=True, kw_only=True):
    """What is learned owes nothing to a template that is known already."""

    paths: tuple[str, ...]
    output: str
    force: bool
    no_template: bool = True


@template.command(epilog="Example:  reconcile template learn 2023.xlsx 2024.xlsx -o so-nganh.toml")
@paths_argument
@click.option(
    "-o", "--output", metavar="FILE.toml", required=True, help="Write the template there.",
)  # fmt: skip
@force_option
@lang_option
@sheet_option
@takes(LearnOptions)
def learn(options: LearnOptions) -> int:
    """Learn a template from one or several sheets of one kind, free of mistakes.

    The first PATH gives the indicators, totals, index, rank, grades and agencies; the others add
    spellings, maxima and scales. What the sheets do not say is left out. Each line tells in a
    comment what it rests on, ready to be looked over and edited.

    The exit code is 0, or 2 if a file could not be read or nothing could be learned.
    """
    from reconcile.learning import annotated
    from reconcile.learning import learn as learned_from
    from reconcile.report.atomic import write_text

    paths, output = options.paths, options.output
    with refusing(options.lang):
        check_target(output, (".toml",), paths, options.force)
        audits = audits_of(audit_all(paths, options))
        if len(audits) < len(paths):
            return 2
        learned = learned_from(audits)
        language = audits[0].document.language
        write_text(annotated(learned, language), output, paths)
    for sentence in learned.of_all:
        tell(sentence, language)
    tell_written(output, language)
    return 0


@template.command("form", epilog="Example:  reconcile template form so-nganh.toml -o form.xlsx")
@click.argument("template", metavar="TEMPLATE")
@click.option(
    "-o", "--output", metavar="FILE.xlsx", required=True, help="Write the workbook there.",
)  # fmt: skip
@force_option
@lang_option
def form(template: str, output: str, force: bool, lang: SpokenIn) -> int:
    """Write the blank workbook in which next time's figures are entered.

    TEMPLATE is a shipped template's name, or a file. The header is the template's, with a row of
    maxima and a row for each agency; a score is refused that is above the maximum, off the scale or
    a text. Totals, index, rank and grade compute themselves and are protected, without a password.

    The exit code is 0, or 2 if the template is not right or the workbook could not be written.
    """
    from reconcile.report.form.workbook import write_form
    from reconcile.template import find_template

    with refusing(lang):
        check_target(output, (".xlsx",), (template,), force)
        _, filled_in = find_template(template)
        write_form(filled_in, output, None if lang == "auto" else lang)
    tell_written(output, lang)
    return 0
