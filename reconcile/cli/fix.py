"""`reconcile fix`: the corrected copy."""

from __future__ import annotations

from collections.abc import Iterator
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
    template_options,
)
from reconcile.cli.spoken_help import SpokenCommand
from reconcile.messages import say
from reconcile.model import Applicability, Finding, Sentence
from reconcile.report.targets import check_target


class FixOptions(ReadingOptions, frozen=True, kw_only=True):
    path: str
    output: str | None
    force: bool
    unsafe: bool
    accept: tuple[str, ...]
    interactive: bool
    dry_run: bool
    formulas: bool
    void_signature: bool

    @property
    def made_unasked(self) -> tuple[Applicability, ...]:
        """Which fixes are made of themselves: none where the user is asked for each."""
        if self.interactive:
            return ()
        return ("safe", "unsafe") if self.unsafe else ("safe",)


@click.command(
    cls=SpokenCommand, epilog="Example:  reconcile fix draft.xlsx -o corrected.xlsx --accept F3"
)
@click.argument("path", metavar="PATH")
@click.option("-o", "--output", metavar="FILE.xlsx", help="Write the corrected copy there.")
@force_option
@click.option("--unsafe", is_flag=True, help="Make also the fixes that one equation vouches for.")
@click.option(
    "--accept", multiple=True, metavar="F3",
    help="Make this finding's first fix; F3.2 is its second, F3@5f2c only if the file is that one.",
)  # fmt: skip
@click.option("--interactive", is_flag=True, help="Show each finding and ask.")
@click.option("--dry-run", is_flag=True, help="List what would be done; write nothing.")
@click.option("--formulas", is_flag=True, help="Make totals that are put right live SUM formulas.")
@click.option(
    "--void-signature", is_flag=True, help="Correct a signed file: its signature is void."
)
@format_option
@lang_option
@sheet_option
@template_options
@takes(FixOptions)
def fix(options: FixOptions) -> int:
    """Write a corrected copy of a workbook, nothing else in it touched.

    Makes the fixes that are safe: a number typed as text, a figure that two independent totals
    name. Each edit is listed, and logged on a sheet of the copy. PATH itself is never changed; a
    text, CSV or Markdown file gives an Excel copy laid out like it.

    The exit code is 0 if the copy has no error left, 1 if it has, 2 if the file could not be read.
    """
    path, output = options.path, options.output
    if output is None and not options.dry_run:
        raise click.UsageError(say(Sentence("cli.fix-where"), spoken_language(options.lang)))
    with refusing(options.lang):
        if output is not None:
            macros = (".xlsm",) if path.lower().endswith(".xlsm") else ()
            check_target(output, (".xlsx", *macros), (path,), options.force or options.dry_run)
    for audit in audits_of(audit_all((path,), options)):
        return _fix(audit, None if options.dry_run else output, options)
    return 2


def _fix(audit: Audit, output: str | None, options: FixOptions) -> int:
    from reconcile.correct.correction import CorrectionOptions
    from reconcile.correct.plan import plan_correction
    from reconcile.correct.selection import chosen_fixes
    from reconcile.pipeline import audit as audit_file
    from reconcile.report.corrected.copy import write_corrected
    from reconcile.report.corrected.fix_report import fix_json, fix_text

    language = audit.document.language
    how = CorrectionOptions(options.formulas, options.void_signature)
    picks = [*options.accept, *(_picked(audit) if options.interactive else ())]
    with refusing(language):
        chosen = chosen_fixes(audit, options.made_unasked, picks)
        if output is None:
            correction, left = plan_correction(audit, chosen, how), None
        else:
            correction = write_corrected(audit, chosen, output, language, how)
            left = options.spoken(audit_file(output, options.settings))
    if options.format == "json":
        show_json(fix_json(audit, correction, left, output))
    else:
        show(fix_text(audit, correction, left, language))
    if output is not None:
        tell_written(output, language)
    return int((left or audit).count("error") > 0)


def _picked(audit: Audit) -> Iterator[str]:
    """The fixes that the user picks, asked finding by finding."""
    from reconcile.report.terminal.findings import finding_text

    language = audit.document.language
    for finding in audit.findings:
        if not finding.fixes:
            continue
        text = finding_text(audit, finding, language, get_terminal_size().columns, color())
        click.echo(text, err=True)
        question = say(Sentence("cli.fix-ask", {"fixes": _numbers(finding)}), language)
        answer = ""
        while answer not in (*_numbers(finding).split("/"), "n", "q"):
            answer = click.prompt(question, default="n", err=True)
        if answer == "q":
            return
        if answer != "n":
            yield f"{finding.id}.{answer}"


def _numbers(finding: Finding) -> str:
    return "/".join(str(n) for n in range(1, len(finding.fixes) + 1))
