"""How far a batch is: a bar on a terminal, a plain line now and then in a log."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from reconcile.cli.printing import is_terminal
from reconcile.messages import say
from reconcile.model import Language, Sentence

if TYPE_CHECKING:
    from reconcile.batch.audit_files import Progress

_EVERY = 10.0  # seconds between two lines


@contextmanager
def progress_shown(language: Language) -> Iterator[Callable[[Progress], None]]:
    """What to call after each file."""
    if not is_terminal(sys.stderr):
        yield _ProgressLines(language)
        return
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (
        BarColumn(),
        TextColumn("{task.description}"),
        TimeRemainingColumn(compact=True),
    )
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)

        def show(progress: Progress) -> None:
            count = f"{progress.done:,}/{progress.total:,}  {_facts(progress, language)}"
            bar.update(task, completed=progress.done, total=progress.total, description=count)

        yield show


class _ProgressLines:
    """One line when enough time has passed since the last, and one at the end."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._last = time.monotonic()

    def __call__(self, progress: Progress) -> None:
        now = time.monotonic()
        if now - self._last < _EVERY and progress.done < progress.total:
            return
        self._last = now
        left = (progress.total - progress.done) * progress.seconds / progress.done
        line = _say("line", self._language, done=f"{progress.done:,}", total=f"{progress.total:,}",
                    facts=_facts(progress, self._language), left=f"{left:,.0f}")  # fmt: skip
        click.echo(line, err=True)


def _facts(progress: Progress, language: Language) -> str:
    rate = progress.done / progress.seconds if progress.seconds else 0.0
    return _say("facts", language, errors=f"{progress.errors:,}", failed=f"{progress.failed:,}",
                rate=f"{rate:,.1f}")  # fmt: skip


def _say(name: str, language: Language, **values: str) -> str:
    return say(Sentence(f"batch.{name}", values), language)
