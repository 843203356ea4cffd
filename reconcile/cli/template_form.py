"""`reconcile template form`: the blank workbook that next time's figures are entered in."""

from __future__ import annotations

from typing import Any

import click

from reconcile.cli.printing import tell_written
from reconcile.cli.reading import Asked, lang_option, refusing
from reconcile.report.targets import check_target


@click.command(epilog="Example:  reconcile template form so-nganh.toml -o form.xlsx")
@click.argument("template", metavar="TEMPLATE")
@click.option(
    "-o", "--output", metavar="FILE.xlsx", required=True, help="Write the workbook there.",
)  # fmt: skip
@lang_option
def form(template: str, output: str, **options: Any) -> int:
    """Write the blank workbook in which next time's figures are entered.

    TEMPLATE is a shipped template's name, or a file. The header is the template's, with a row of
    maxima and a row for each agency; a score is refused that is above the maximum, off the scale or
    a text. Totals, index, rank and grade compute themselves and are protected, without a password.

    The exit code is 0, or 2 if the template is not right or the workbook could not be written.
    """
    from reconcile.report.form.workbook import write_form
    from reconcile.template import asked_for

    request = Asked((template,), "text", options["lang"], None)
    with refusing(request):
        check_target(output, (".xlsx",), (template,))
        _, found = asked_for(template)
        language = None if request.lang == "auto" else request.lang
        write_form(found, output, language)
    tell_written(output, request.lang)
    return 0
