"""What the commands that read sheets have in common: their options, and the audits of their files.

A command takes its options as one value: `@takes(FixOptions)` makes it of what click hands over.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import wraps
from typing import Any, Literal, TypeVar

import click
from msgspec import Struct

from reconcile.audited import Audit
from reconcile.cli.printing import complain, is_terminal, spoken_language
from reconcile.messages import say
from reconcile.model import ReconcileError
from reconcile.report.json.contract import Outcome, Unreadable
from reconcile.settings import Settings

SpokenIn = Literal["vi", "en", "auto"]
Options = TypeVar("Options", bound=Struct)


class ReadingOptions(Struct, frozen=True, kw_only=True):
    """The options of every command that reads sheets, named as on the command line."""

    lang: SpokenIn
    format: Literal["text", "json"] = "text"
    sheet: str | None = None
    template: str | None = None
    no_template: bool = False

    @property
    def settings(self) -> Settings:
        return Settings(sheet=self.sheet, template=self.template, templates=not self.no_template)

    def spoken(self, audit: Audit) -> Audit:
        """The audit, its document's language being the one to speak of it."""
        return audit.told_in(spoken_language(self.lang), forced=self.lang != "auto")


class SheetsOptions(ReadingOptions, frozen=True, kw_only=True):
    """Those of a command that reads any number of files."""

    paths: tuple[str, ...]


lang_option = click.option(
    "--lang", type=click.Choice(["vi", "en", "auto"]), default="auto", show_default=True,
    help="Vietnamese, English, or (auto) Vietnamese for a Vietnamese sheet.",
)  # fmt: skip
format_option = click.option(
    "--format", type=click.Choice(["text", "json"]), default="text", show_default=True,
    help="Text for people, JSON for programs.",
)  # fmt: skip
sheet_option = click.option("--sheet", metavar="NAME", help="Read only the sheet of this name.")
_template_option = click.option(
    "--template", metavar="NAME|FILE",
    help="The template to take: a shipped one's name, or a file; without it, the one that fits.",
)  # fmt: skip
_no_template_option = click.option("--no-template", is_flag=True, help="Take no template.")
force_option = click.option(
    "--force", is_flag=True, help="Write over a file that is there already; never over a source.",
)  # fmt: skip
paths_argument = click.argument("paths", metavar="PATH...", nargs=-1, required=True)


def takes(options: type[Options]) -> Callable[[Callable[[Options], int]], Callable[..., int]]:
    """Gives a command its parameters as one value."""

    def wrapped(command: Callable[[Options], int]) -> Callable[..., int]:
        @wraps(command)
        def called(**parameters: Any) -> int:
            return command(options(**parameters))

        return called

    return wrapped


def sheets_options(command: Callable[..., int]) -> Callable[..., int]:
    """Adds what `SheetsOptions` holds."""
    return paths_argument(format_option(lang_option(sheet_option(template_options(command)))))


def template_options(command: Callable[..., int]) -> Callable[..., int]:
    """Adds which template to take."""
    return _template_option(_no_template_option(command))


def audit_all(paths: Sequence[str], options: ReadingOptions) -> list[Outcome]:
    """Audits each file; what could not be read is said on stderr and kept with its error."""
    quiet = len(paths) == 1 or not is_terminal(sys.stderr)
    with click.progressbar(paths, file=sys.stderr, hidden=quiet) as shown_paths:
        outcomes = [_outcome(path, options) for path in shown_paths]
    for outcome in outcomes:
        if isinstance(outcome, Unreadable):
            complain(outcome.message)
    return outcomes


def _outcome(path: str, options: ReadingOptions) -> Outcome:
    from reconcile.pipeline import audit, broken_off

    try:
        return options.spoken(audit(path, options.settings))
    except ReconcileError as refusal:
        error = refusal
    except Exception as bug:  # noqa: BLE001 (our fault in one file is not the others')
        error = broken_off(path, bug)
    return Unreadable(path, error.code, say(error.message, spoken_language(options.lang)))


def audits_of(outcomes: Sequence[Outcome]) -> list[Audit]:
    return [outcome for outcome in outcomes if isinstance(outcome, Audit)]


def files_json(outcomes: Sequence[Outcome]) -> list[dict[str, Any]]:
    """The files that were asked for, each with its digest or its error."""
    return [
        {"path": outcome.book.path, "sha256": outcome.book.sha256}
        if isinstance(outcome, Audit)
        else {"path": outcome.path, "error": {"code": outcome.code, "message": outcome.message}}
        for outcome in outcomes
    ]


def exit_code(outcomes: Sequence[Outcome]) -> int:
    """2 where a file could not be read, else 0."""
    return 2 if len(audits_of(outcomes)) < len(outcomes) else 0


@contextmanager
def refusing(lang: SpokenIn) -> Iterator[None]:
    """Ends the command with one sentence where it asks for what cannot be."""
    try:
        yield
    except ReconcileError as error:
        sentence = say(error.message, spoken_language(lang))
        raise click.ClickException(sentence) from error
