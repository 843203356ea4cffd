"""`reconcile batch`: a whole archive."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from reconcile import __version__
from reconcile.cli.check import SEVERITIES
from reconcile.cli.printing import complain, show, show_json, spoken_language
from reconcile.cli.progress import progress_shown
from reconcile.cli.sheets import SheetsOptions, refusing, sheets_options, takes
from reconcile.cli.spoken_help import SpokenCommand
from reconcile.messages import say
from reconcile.model import Language, Sentence

if TYPE_CHECKING:
    from reconcile.batch.job import Annotate
    from reconcile.batch.run import BatchOutcome


class BatchOptions(SheetsOptions, frozen=True, kw_only=True):
    """`time_limit` counts seconds, `memory_limit` MB."""

    output: str
    include: tuple[str, ...]
    exclude: tuple[str, ...]
    annotate: Annotate
    agencies: str | None
    ledger: str | None
    scheduler: str | None
    workers: int | None
    time_limit: float
    memory_limit: int


@click.command(
    cls=SpokenCommand,
    epilog="Example:  reconcile batch archive/2021 archive/2022.zip -o audit --exclude '*draft*'",
)
@click.option(
    "-o", "--output", metavar="DIR", required=True,
    help="The folder of the results: summary, annotated workbooks, tables, ledger.",
)  # fmt: skip
@click.option(
    "--include", metavar="PATTERN", multiple=True,
    help="Only files whose name below the folder fits; may be given again.",
)  # fmt: skip
@click.option(
    "--exclude", metavar="PATTERN", multiple=True,
    help="No files whose name below the folder fits; may be given again.",
)  # fmt: skip
@click.option(
    "--annotate", type=click.Choice(["errors", "all", "none"]), default="errors",
    show_default=True, help="Which files get an annotated workbook.",
)  # fmt: skip
@click.option(
    "--agencies", metavar="FILE.toml", type=click.Path(exists=True, dir_okay=False),
    help="Names of agencies over the years, and what they were merged into.",
)  # fmt: skip
@click.option(
    "--ledger", metavar="URL",
    help="A database to keep the results in, e.g. postgresql+psycopg://user@host/name, in place "
    "of DIR/ledger.sqlite.",
)  # fmt: skip
@click.option(
    "--scheduler", metavar="ADDRESS",
    help="Audit on the workers of this Dask scheduler, e.g. tcp://host:8786.",
)  # fmt: skip
@click.option(
    "--workers", type=click.IntRange(1), metavar="N",
    help="How many files are audited at once.  [default: one for each core]",
)  # fmt: skip
@click.option(
    "--time-limit", type=click.FloatRange(0, min_open=True), default=300, show_default=True,
    metavar="SECONDS", help="The longest that one file may take.",
)  # fmt: skip
@click.option(
    "--memory-limit", type=click.IntRange(256), default=4096, show_default=True, metavar="MB",
    help="The most memory that one file may take.",
)  # fmt: skip
@sheets_options
@takes(BatchOptions)
def batch(options: BatchOptions) -> int:
    """Audit a whole archive, and sum up what is wrong where.

    PATH is a folder, a zip archive, a file, or an address such as s3://bucket/folder; folders are
    searched to the bottom. What cannot be read is recorded with its reason, and the rest goes on.

    DIR/summary.xlsx lists the files, the worst first, each linked to its annotated workbook;
    DIR/findings.parquet and DIR/tidy.parquet hold all findings and figures for analysis. Every
    result is kept in DIR/ledger.sqlite at once: the same command given again goes on where it
    was, and audits only what has changed.

    The exit code is 0 if no error was found, 1 if one was, 2 if the call is wrong.
    """
    from reconcile.batch.audit_files import Order
    from reconcile.batch.job import JobLimits
    from reconcile.batch.run import Batch, run_batch
    from reconcile.batch.sources import Wanted

    language = spoken_language(options.lang)
    order = Order(
        annotate=options.annotate,
        language=language,
        forced=options.lang != "auto",
        settings=options.settings,
        limits=JobLimits(options.time_limit, options.memory_limit * 2**20),
        workers=options.workers,
        scheduler=options.scheduler,
    )
    batch_asked = Batch(
        paths=options.paths,
        output=options.output,
        wanted=Wanted(options.include, options.exclude),
        ledger=options.ledger,
        agencies=options.agencies,
        order=order,
    )
    with refusing(options.lang), _stoppable(language), progress_shown(language) as watch:
        outcome = run_batch(batch_asked, watch)
    if options.format == "json":
        show_json(_json(outcome))
    else:
        show("\n".join(_lines(outcome, language)))
    return int(outcome.severities["error"] + outcome.across["error"] > 0)


@contextmanager
def _stoppable(language: Language) -> Iterator[None]:
    """Says at Ctrl-C that nothing is lost."""
    try:
        yield
    except KeyboardInterrupt:
        complain(_say("stopped", language))
        raise


def _lines(outcome: BatchOutcome, language: Language) -> Iterator[str]:
    progress, statuses, severities = outcome.progress, outcome.statuses, outcome.severities
    if not progress.total:
        yield _say("nothing", language)
    yield _say("files", language, audited=statuses["audited"], total=progress.total)
    if progress.unchanged:
        yield _say("unchanged", language, count=progress.unchanged)
    if statuses["refused"] or statuses["failed"]:
        yield _say("refused", language, count=statuses["refused"], failed=statuses["failed"])
    yield _say("findings", language, errors=severities["error"], wrong=outcome.wrong,
               warnings=severities["warning"], notes=severities["info"])  # fmt: skip
    if between := sum(outcome.across.values()):
        yield _say("across", language, count=between)
    if outcome.sources.skipped:
        reasons = ", ".join(
            _say("skip-item", language, count=count, reason=_say(f"skip.{reason}", language))
            for reason, count in sorted(outcome.sources.skipped.items())
        )
        yield _say("skipped", language, reasons=reasons)
    for name in outcome.written:
        yield _say("written", language, path=f"{outcome.folder}/{name}")
    if outcome.written and len(outcome.written) < 3:
        yield _say("no-parquet", language)
    if not outcome.written:
        yield _say("same", language, path=outcome.folder)


def _json(outcome: BatchOutcome) -> dict[str, Any]:
    progress = outcome.progress
    return {
        "schema": "reconcile.batch/1",
        "tool": {"name": "reconcile", "version": __version__},
        "output": outcome.folder,
        "files": {"total": progress.total, "unchanged": progress.unchanged, **outcome.statuses},
        "files_with_errors": outcome.wrong,
        "skipped": dict(outcome.sources.skipped),
        "summary": {name: outcome.severities.get(name, 0) for name in SEVERITIES},
        "across": {name: outcome.across.get(name, 0) for name in SEVERITIES},
        "seconds": round(progress.seconds, 3),
        "written": list(outcome.written),
    }


def _say(name: str, language: Language, **values: str | int) -> str:
    shown = {
        key: value if isinstance(value, str) else f"{value:,}" for key, value in values.items()
    }
    return say(Sentence(f"batch.{name}", shown), language)
