"""`reconcile tidy`: the sheets as one long table."""

from __future__ import annotations

import click

from reconcile.cli.printing import show_json, tell_written
from reconcile.cli.sheets import (
    SheetsOptions,
    audit_all,
    audits_of,
    exit_code,
    files_json,
    force_option,
    refusing,
    sheets_options,
    takes,
)
from reconcile.cli.spoken_help import SpokenCommand
from reconcile.report.targets import check_target


class TidyOptions(SheetsOptions, frozen=True, kw_only=True):
    output: str
    force: bool


@click.command(cls=SpokenCommand, epilog="Example:  reconcile tidy draft.xlsx -o figures.csv")
@click.option(
    "-o", "--output", metavar="FILE", required=True,
    help="Where to: a name that ends in .csv, .xlsx or .parquet.",
)  # fmt: skip
@force_option
@sheets_options
@takes(TidyOptions)
def tidy(options: TidyOptions) -> int:
    """Turn the sheets into one long table, a row for each figure.

    Every figure keeps its cell, the names of its row and column, and its exact value. Several PATHs
    go into one table.
    """
    output = options.output
    with refusing(options.lang):
        check_target(output, (".csv", ".xlsx", ".parquet"), options.paths, options.force)
    outcomes = audit_all(options.paths, options)
    if audits := audits_of(outcomes):
        from reconcile.report.tidy.frame import write_tidy

        language = audits[0].document.language
        with refusing(language):
            write_tidy(audits, output)
        tell_written(output, language)
    if options.format == "json":
        show_json({"schema": "reconcile.tidy/1", "output": output, "files": files_json(outcomes)})
    return exit_code(outcomes)
