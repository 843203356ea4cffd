"""`reconcile inspect`: what was understood of a sheet."""

from __future__ import annotations

from shutil import get_terminal_size
from typing import Any

import click

from reconcile.cli.printing import show, show_json
from reconcile.cli.reading import Asked, audited, audits, exit_code, reading
from reconcile.report.json.contract import inspect_json


@click.command(epilog="Example:  reconcile inspect draft.xlsx -v")
@click.option("-v", "--verbose", is_flag=True, help="Also the relations given up, and why.")
@reading
def inspect(verbose: bool, **asked: Any) -> int:
    """Show what was understood of a sheet.

    The tables, their columns and rows, what is computed from what, and what could not be checked.
    Read it where a finding surprises you, or where you expected one and got none.
    """
    request = Asked(**asked)
    outcomes = audited(request)
    if request.format == "json":
        show_json(inspect_json(outcomes))
    else:
        from reconcile.report.terminal.findings import inspect_text

        for audit in audits(outcomes):
            show(inspect_text(audit, audit.document.language, get_terminal_size().columns, verbose))
    return exit_code(outcomes)
