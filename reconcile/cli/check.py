"""`reconcile check`: find the figures that are wrong."""

from __future__ import annotations

from collections.abc import Mapping
from shutil import get_terminal_size

import click

from reconcile.audited import Audit
from reconcile.cli.printing import color, show, show_json, tell_written
from reconcile.cli.sheets import (
    SheetsOptions,
    audit_all,
    audits_of,
    exit_code,
    force_option,
    refusing,
    sheets_options,
    takes,
)
from reconcile.cli.spoken_help import SpokenCommand
from reconcile.model import Severity
from reconcile.report.json.contract import check_json
from reconcile.report.targets import workbook_targets

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")


class CheckOptions(SheetsOptions, frozen=True, kw_only=True):
    output: str | None
    force: bool
    fail_on: Severity


@click.command(
    cls=SpokenCommand, epilog="Example:  reconcile check draft.xlsx --lang vi -o audit.xlsx"
)
@click.option(
    "-o", "--output", metavar="FILE.xlsx",
    help="Write the annotated workbook there; for several PATHs, a folder.",
)  # fmt: skip
@force_option
@click.option(
    "--fail-on", type=click.Choice(SEVERITIES), default="error", show_default=True,
    help="The least severity that makes the exit code 1.",
)  # fmt: skip
@sheets_options
@takes(CheckOptions)
def check(options: CheckOptions) -> int:
    """Find the figures that are wrong, and say why.

    PATH is an Excel, OpenDocument, Word, PDF, HTML, CSV, Markdown or text file; - is standard
    input. With -o you also get a workbook of your sheets, every finding marked in its cell and
    listed in front.

    The exit code is 0 if no error was found, 1 if one was, 2 if a file could not be read.
    """
    with refusing(options.lang):
        targets: Mapping[str, str] = {}
        if options.output:
            targets = workbook_targets(options.paths, options.output, options.force)
    outcomes = audit_all(options.paths, options)
    if options.format == "json":
        show_json(check_json(outcomes))
    else:
        from reconcile.report.terminal.findings import terminal_text

        for audit in audits_of(outcomes):
            show(
                terminal_text(audit, audit.document.language, get_terminal_size().columns, color())
            )
    for path, outcome in zip(options.paths, outcomes, strict=True):
        if path in targets and isinstance(outcome, Audit):
            _write_workbook(outcome, targets[path])
    counted = SEVERITIES[: SEVERITIES.index(options.fail_on) + 1]
    fails = any(audit.count(severity) for audit in audits_of(outcomes) for severity in counted)
    return exit_code(outcomes) or int(fails)


def _write_workbook(audit: Audit, target: str) -> None:
    from reconcile.report.annotated.workbook import write_annotated

    language = audit.document.language
    with refusing(language):
        write_annotated(audit, target, language)
    tell_written(target, language)
