"""`reconcile compare`: two versions of one sheet."""

from __future__ import annotations

from shutil import get_terminal_size
from typing import Any

import click

from reconcile.audit import Audit
from reconcile.cli.printing import color, show, show_json, spoken_language, tell_written
from reconcile.cli.reading import (
    Asked,
    audited,
    audits,
    format_option,
    lang_option,
    refusing,
    sheet_option,
)
from reconcile.messages import say
from reconcile.model import Sentence
from reconcile.report.targets import check_target


@click.command(epilog="Example:  reconcile compare draft.xlsx signed.pdf -o differences.xlsx")
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@click.option(
    "-o", "--output", metavar="FILE.xlsx",
    help="Write a workbook there: every difference listed, every changed cell coloured.",
)  # fmt: skip
@format_option
@lang_option
@sheet_option
def compare(old: str, new: str, output: str | None, **options: Any) -> int:
    """Say what changed between two versions of a sheet.

    The draft and the signed one, say, in any two formats. Rows are matched by name and columns by
    heading, not by position. Figures that somebody changed come first, then the totals, ranks and
    grades that follow from them, and the totals that should have followed; then rows and columns
    that were added, removed, renamed or moved. What could be two things is said, never guessed.

    The exit code is 0 if nothing but the spelling differs, 1 if something does, 2 if a file could
    not be read.
    """
    request = Asked((old, new), options["format"], options["lang"], options["sheet"])
    if old == new == "-":
        raise click.UsageError(say(Sentence("compare.two-inputs"), spoken_language(request.lang)))
    with refusing(request):
        if output is not None:
            check_target(output, (".xlsx",), request.paths)
    outcomes = audited(request)
    found = audits(outcomes)
    if len(found) == 2:
        return _compared(found[0], found[1], output, request)
    if request.format == "json":
        from reconcile.report.comparison.contract import uncompared_json

        show_json(uncompared_json(outcomes, spoken_language(request.lang)))
    return 2


def _compared(old: Audit, new: Audit, output: str | None, request: Asked) -> int:
    from reconcile.comparing import compare as compare_audits

    comparison, language = compare_audits(old, new), new.document.language
    if request.format == "json":
        from reconcile.report.comparison.contract import comparison_json

        show_json(comparison_json(comparison, language))
    else:
        from reconcile.report.comparison.text import comparison_text

        show(comparison_text(comparison, language, get_terminal_size().columns, color()))
    if output is not None:
        from reconcile.report.comparison.workbook import write_comparison

        with refusing(request):
            write_comparison(comparison, output, language)
        tell_written(output, request.lang)
    return int(comparison.differs)
