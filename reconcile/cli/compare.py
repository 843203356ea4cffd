"""`reconcile compare`: two versions of one sheet."""

from __future__ import annotations

from shutil import get_terminal_size

import click

from reconcile.audited import Audit
from reconcile.cli.printing import color, show, show_json, spoken_language, tell_written
from reconcile.cli.sheets import (
    ReadingOptions,
    audit_all,
    audits_of,
    force_option,
    format_option,
    lang_option,
    refusing,
    sheet_option,
    takes,
)
from reconcile.cli.spoken_help import SpokenCommand
from reconcile.messages import say
from reconcile.model import Sentence
from reconcile.report.targets import check_target


class CompareOptions(ReadingOptions, frozen=True, kw_only=True):
    old: str
    new: str
    output: str | None
    force: bool


@click.command(
    cls=SpokenCommand,
    epilog="Example:  reconcile compare draft.xlsx signed.pdf -o differences.xlsx",
)
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@click.option(
    "-o", "--output", metavar="FILE.xlsx",
    help="Write a workbook there: every difference listed, every changed cell coloured.",
)  # fmt: skip
@force_option
@format_option
@lang_option
@sheet_option
@takes(CompareOptions)
def compare(options: CompareOptions) -> int:
    """Say what changed between two versions of a sheet.

    The draft and the signed one, say, in any two formats. Rows are matched by name and columns by
    heading, not by position. Figures that somebody changed come first, then the totals, ranks and
    grades that follow from them, and the totals that should have followed; then rows and columns
    that were added, removed, renamed or moved. What could be two things is said, never guessed.

    The exit code is 0 if nothing but the spelling differs, 1 if something does, 2 if a file could
    not be read.
    """
    paths, language = (options.old, options.new), spoken_language(options.lang)
    if options.old == options.new == "-":
        raise click.UsageError(say(Sentence("compare.two-inputs"), language))
    with refusing(options.lang):
        if options.output is not None:
            check_target(options.output, (".xlsx",), paths, options.force)
    outcomes = audit_all(paths, options)
    audits = audits_of(outcomes)
    if len(audits) == 2:
        return _compare(audits[0], audits[1], options)
    if options.format == "json":
        from reconcile.report.comparison.contract import uncompared_json

        show_json(uncompared_json(outcomes, language))
    return 2


def _compare(old: Audit, new: Audit, options: CompareOptions) -> int:
    from reconcile.comparing import compare as compare_audits

    comparison, language = compare_audits(old, new), new.document.language
    if options.format == "json":
        from reconcile.report.comparison.contract import comparison_json

        show_json(comparison_json(comparison, language))
    else:
        from reconcile.report.comparison.text import comparison_text

        show(comparison_text(comparison, language, get_terminal_size().columns, color()))
    if options.output is not None:
        from reconcile.report.comparison.workbook import write_comparison

        with refusing(language):
            write_comparison(comparison, options.output, language)
        tell_written(options.output, language)
    return int(comparison.differs)
