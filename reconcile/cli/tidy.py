"""`reconcile tidy`: the sheets as one long table."""

from __future__ import annotations

from typing import Any

import click

from reconcile.cli.printing import show_json, tell_written
from reconcile.cli.reading import Asked, audited, audits, exit_code, listed, reading, refusing
from reconcile.report.targets import check_target


@click.command(epilog="Example:  reconcile tidy draft.xlsx -o figures.csv")
@click.option(
    "-o", "--output", metavar="FILE", required=True,
    help="Where to: a name that ends in .csv, .xlsx or .parquet.",
)  # fmt: skip
@reading
def tidy(output: str, **asked: Any) -> int:
    """Turn the sheets into one long table, a row for each figure.

    Every figure keeps its cell, the names of its row and column, and its exact value. Several PATHs
    go into one table.
    """
    request = Asked(**asked)
    with refusing(request):
        check_target(output, (".csv", ".xlsx", ".parquet"), request.paths)
    outcomes = audited(request)
    if found := audits(outcomes):
        from reconcile.report.tidy.frame import write_tidy

        with refusing(request):
            write_tidy(found, output)
        tell_written(output, request.lang)
    if request.format == "json":
        show_json({"schema": "reconcile.tidy/1", "output": output, "files": listed(outcomes)})
    return exit_code(outcomes)
