"""`reconcile inspect`: what was understood of a sheet."""

from __future__ import annotations

from shutil import get_terminal_size

import click

from reconcile.cli.printing import show, show_json
from reconcile.cli.sheets import (
    SheetsOptions,
    audit_all,
    audits_of,
    exit_code,
    sheets_options,
    takes,
)
from reconcile.cli.spoken_help import SpokenCommand
from reconcile.report.json.contract import inspect_json


class InspectOptions(SheetsOptions, frozen=True, kw_only=True):
    verbose: bool


@click.command(cls=SpokenCommand, epilog="Example:  reconcile inspect draft.xlsx -v")
@click.option("-v", "--verbose", is_flag=True, help="Also what the sheet states.")
@sheets_options
@takes(InspectOptions)
def inspect(options: InspectOptions) -> int:
    """Show what was understood of a sheet.

    The tables, their columns and rows, what is computed from what, and what could not be checked.
    Read it where a finding surprises you, or where you expected one and got none.
    """
    outcomes = audit_all(options.paths, options)
    if options.format == "json":
        show_json(inspect_json(outcomes))
    else:
        from reconcile.report.terminal.inspection import inspect_text

        width = get_terminal_size().columns
        for audit in audits_of(outcomes):
            show(inspect_text(audit, audit.document.language, width, options.verbose))
    return exit_code(outcomes)
