"""The command line: options in, the pipeline called, its audits shown, the exit code out.

The only module that prints. Exit codes: 0 nothing to report, 1 something at or above `--fail-on`,
2 a file could not be read or the call is wrong.
"""

from __future__ import annotations

import io
import json
import os
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from locale import getlocale
from shutil import get_terminal_size
from typing import Any, Literal, NoReturn

import click

from reconcile import __version__
from reconcile.messages import say
from reconcile.model import Audit, Language, ReconcileError, Sentence, Severity
from reconcile.settings import Settings
from reconcile.writing.contract import Outcome, Unreadable, check_json, inspect_json
from reconcile.writing.targets import check_target, workbook_targets

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")


@dataclass(frozen=True)
class Asked:
    """What every reading command is asked."""

    paths: tuple[str, ...]
    format: Literal["text", "json"]
    lang: Literal["vi", "en", "auto"]
    sheet: str | None

    def spoken(self, audit: Audit) -> Audit:
        """The audit, its document's language being the one to speak of it."""
        if self.lang == "auto" and audit.document.language == "vi":
            return audit
        return replace(audit, document=replace(audit.document, language=_language(self.lang)))


def main() -> NoReturn:
    """Runs the command and leaves with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        sys.exit(commands.main(prog_name="reconcile", standalone_mode=False))
    except click.exceptions.NoArgsIsHelpError as usage:
        usage.show()
    except click.ClickException as refusal:
        _complain(refusal.format_message())
    except click.Abort:
        sys.exit(130)
    except OSError as error:
        _complain(str(error))
    except Exception:  # noqa: BLE001 (Python's own exit code for a fault would say "found")
        traceback.print_exc()
    sys.exit(2)


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 96},
    epilog="Example:  reconcile check draft.xlsx -o audit.xlsx",
)
@click.version_option(__version__, prog_name="reconcile")
def commands() -> None:
    """Checks a sheet of figures before it is signed.

    Works out what every total, average, index, rank and grade is computed from, computes it again,
    and names the cell that is wrong and why. Your file is only read, never changed.
    """


_lang = click.option(
    "--lang", type=click.Choice(["vi", "en", "auto"]), default="auto", show_default=True,
    help="Vietnamese, English, or (auto) Vietnamese for a Vietnamese sheet.",
)  # fmt: skip
_format = click.option(
    "--format", type=click.Choice(["text", "json"]), default="text", show_default=True,
    help="Text for people, JSON for programs.",
)  # fmt: skip
_sheet = click.option("--sheet", metavar="NAME", help="Read only the sheet of this name.")
_paths = click.argument("paths", metavar="PATH...", nargs=-1, required=True)


def reading(command: Callable[..., int]) -> Callable[..., int]:
    """Adds what every reading command takes."""
    return _paths(_format(_lang(_sheet(command))))


@commands.command(epilog="Example:  reconcile check draft.xlsx --lang vi -o audit.xlsx")
@click.option(
    "-o", "--output", metavar="FILE.xlsx",
    help="Write the annotated workbook there; for several PATHs, a folder.",
)  # fmt: skip
@click.option(
    "--fail-on", type=click.Choice(SEVERITIES), default="error", show_default=True,
    help="The least severity that makes the exit code 1.",
)  # fmt: skip
@reading
def check(output: str | None, fail_on: Severity, **asked: Any) -> int:
    """Find the figures that are wrong, and say why.

    PATH is an Excel, CSV, tab-separated, Markdown or text file; - is standard input. With -o you
    also get a workbook of your sheets, every finding marked in its cell and listed in front.

    The exit code is 0 if nothing was found, 1 if something was, 2 if a file could not be read.
    """
    request = Asked(**asked)
    with _refusing(request):
        targets = workbook_targets(request.paths, output) if output else {}
    outcomes = _outcomes(request)
    if request.format == "json":
        _show_json(check_json(outcomes))
    else:
        from reconcile.writing.terminal import terminal_text

        for audit in _audits(outcomes):
            _show(
                terminal_text(audit, audit.document.language, get_terminal_size().columns, _color())
            )
    for path, outcome in zip(request.paths, outcomes, strict=True):
        if path in targets and isinstance(outcome, Audit):
            _write_workbook(outcome, targets[path], request)
    counted = SEVERITIES[: SEVERITIES.index(fail_on) + 1]
    found = any(audit.count(severity) for audit in _audits(outcomes) for severity in counted)
    return _exit_code(outcomes) or int(found)


@commands.command(epilog="Example:  reconcile tidy draft.xlsx -o figures.csv")
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
    with _refusing(request):
        check_target(output, (".csv", ".xlsx", ".parquet"), request.paths)
    outcomes = _outcomes(request)
    if audits := _audits(outcomes):
        from reconcile.writing.frame import write_tidy

        with _refusing(request):
            write_tidy(audits, output)
        _tell_written(output, request)
    if request.format == "json":
        _show_json({"schema": "reconcile.tidy/1", "output": output, "files": _listed(outcomes)})
    return _exit_code(outcomes)


@commands.command(epilog="Example:  reconcile inspect draft.xlsx -v")
@click.option("-v", "--verbose", is_flag=True, help="Also the relations given up, and why.")
@reading
def inspect(verbose: bool, **asked: Any) -> int:
    """Show what was understood of a sheet.

    The tables, their columns and rows, what is computed from what, and what could not be checked.
    Read it where a finding surprises you, or where you expected one and got none.
    """
    request = Asked(**asked)
    outcomes = _outcomes(request)
    if request.format == "json":
        _show_json(inspect_json(outcomes))
    else:
        from reconcile.writing.terminal import inspect_text

        for audit in _audits(outcomes):
            _show(
                inspect_text(audit, audit.document.language, get_terminal_size().columns, verbose)
            )
    return _exit_code(outcomes)


@commands.command(epilog="Example:  reconcile rules shifted-row --lang vi")
@click.argument("name", required=False)
@_lang
def rules(name: str | None, lang: str) -> int:
    """List the kinds of mistake looked for, or explain one.

    Without NAME, a list; with the NAME of one, what it finds, why it matters and an example.
    """
    from reconcile.explain.rules import rules as all_rules
    from reconcile.writing.rule_pages import rule_list, rule_page

    language = _language(lang)
    if name is None:
        _show(rule_list(language))
        return 0
    rule = next((rule for rule in all_rules() if rule.name == name), None)
    if rule is None:
        raise click.UsageError(say(Sentence("cli.unknown-rule", {"name": name}), language))
    _show(rule_page(rule, language))
    return 0


def _outcomes(request: Asked) -> list[Outcome]:
    """Audits each file; what could not be read is said on stderr and kept with its error."""
    quiet = len(request.paths) == 1 or not sys.stderr.isatty()
    with click.progressbar(request.paths, file=sys.stderr, hidden=quiet) as paths:
        outcomes = [_outcome(path, request) for path in paths]
    for outcome in outcomes:
        if isinstance(outcome, Unreadable):
            _complain(outcome.message)
    return outcomes


def _outcome(path: str, request: Asked) -> Outcome:
    from reconcile.pipeline import audit

    try:
        return request.spoken(audit(path, Settings(sheet=request.sheet)))
    except ReconcileError as refusal:
        error = refusal
    except Exception as bug:  # noqa: BLE001 (our fault in one file is not the others')
        error = ReconcileError("internal", path=path, fault=_fault(bug))
    return Unreadable(path, error.code, say(error.message, _language(request.lang)))


def _fault(bug: Exception) -> str:
    """What went wrong and where, in one line."""
    last = traceback.extract_tb(bug.__traceback__)[-1]
    what = " ".join(f"{type(bug).__name__} {bug}".split())
    return f"{what}, {os.path.basename(last.filename)}:{last.lineno}"


def _audits(outcomes: Sequence[Outcome]) -> list[Audit]:
    return [outcome for outcome in outcomes if isinstance(outcome, Audit)]


def _listed(outcomes: Sequence[Outcome]) -> list[dict[str, Any]]:
    return [
        {"path": outcome.book.path, "sha256": outcome.book.sha256}
        if isinstance(outcome, Audit)
        else {"path": outcome.path, "error": {"code": outcome.code, "message": outcome.message}}
        for outcome in outcomes
    ]


def _exit_code(outcomes: Sequence[Outcome]) -> int:
    return 2 if len(_audits(outcomes)) < len(outcomes) else 0


@contextmanager
def _refusing(request: Asked) -> Iterator[None]:
    """Ends the command with one sentence where it asks for what cannot be."""
    try:
        yield
    except ReconcileError as error:
        sentence = say(error.message, _language(request.lang))
        raise click.ClickException(sentence) from error


def _write_workbook(audit: Audit, target: str, request: Asked) -> None:
    from reconcile.writing.annotated import write_annotated

    with _refusing(request):
        write_annotated(audit, target, audit.document.language)
    _tell_written(target, request)


def _tell_written(path: str, request: Asked) -> None:
    click.echo(say(Sentence("cli.wrote", {"path": path}), _language(request.lang)), err=True)


def _language(lang: str) -> Language:
    if lang == "auto":
        chosen = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
        lang = next(filter(None, chosen), None) or getlocale()[0] or ""
    return "vi" if lang.lower().startswith("vi") else "en"


def _color() -> bool:
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return sys.stdout.isatty() and not plain


def _complain(sentence: str) -> None:
    click.echo(f"reconcile: {sentence}", err=True)


def _show_json(value: Any) -> None:
    _show(json.dumps(value, ensure_ascii=False, indent=2))


def _show(text: str) -> None:
    try:
        click.echo(text)
    except BrokenPipeError:
        # Whoever read has enough (`| head`); what was found still makes the exit code.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
