"""A whole batch, from the paths to the results."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from reconcile import __version__
from reconcile.agencies import Agencies, read_agencies
from reconcile.batch.audit_files import Order, Progress, Watch, audit_files
from reconcile.batch.conclusion import Conclusion
from reconcile.batch.job import fingerprint
from reconcile.batch.ledger import Ledger
from reconcile.batch.results import Results
from reconcile.batch.sources import FoundSources, Wanted, find_sources
from reconcile.model import ReconcileError
from reconcile.report.summary.records import BatchRun
from reconcile.template import find_template

LEDGER = "ledger.sqlite"


class Batch(Struct, frozen=True):
    """What is to be done: `ledger` None keeps one beside the results, `agencies` is a file."""

    paths: tuple[str, ...]
    output: str
    wanted: Wanted = field(default_factory=Wanted)
    ledger: str | None = None
    agencies: str | None = None
    order: Order = field(default_factory=Order)


class BatchOutcome(Struct, frozen=True):
    """What came of a batch: the files by status and the findings by severity, those between files
    apart; `wrong` counts the files with errors. `written` is empty where nothing had changed."""

    folder: str
    sources: FoundSources
    progress: Progress
    statuses: Mapping[str, int]
    severities: Mapping[str, int]
    across: Mapping[str, int]
    wrong: int
    written: tuple[str, ...]


def run_batch(batch: Batch, watch: Watch) -> BatchOutcome:
    """Audits what is new under the paths and sums up all of it.

    Raises ReconcileError where a path, the results, the ledger, the template, the agencies or the
    scheduler cannot be used.
    """
    results = Results(batch.output)
    agencies = read_agencies(batch.agencies) if batch.agencies else Agencies()
    batch = replace(batch, order=_with_template(batch.order))
    sources = find_sources(batch.paths, replace(batch.wanted, results=results.folder))
    ledger = Ledger(batch.ledger or _beside(results))
    try:
        conclusion = Conclusion(
            ledger=ledger,
            results=results,
            paths=frozenset(source.path for source in sources.sources),
            skipped=sources.skipped,
            agencies=agencies,
            language=batch.order.language,
            settings=_settings(batch, results),
        )
        return _audit_and_sum_up(batch, sources, conclusion, watch)
    finally:
        ledger.close()


def _audit_and_sum_up(
    batch: Batch, sources: FoundSources, conclusion: Conclusion, watch: Watch
) -> BatchOutcome:
    ledger, began = conclusion.ledger, datetime.now(UTC)
    number, progress = audit_files(sources.sources, ledger, conclusion.results, batch.order, watch)
    try:
        digest = conclusion.digest()
        before = conclusion.standing_run(digest)
        facts = BatchRun(began, progress.seconds, __version__, batch.paths)
        written = conclusion.write_results(facts, number) if before is None else ()
        _tidy_up(conclusion, number)
    except BaseException:
        ledger.end(number, "stopped")
        raise
    ledger.end(number, "done", digest if before is None else None)
    return _outcome(sources, progress, conclusion, before or number, written)


def _tidy_up(conclusion: Conclusion, number: int) -> None:
    """Removes what runs that were cut short had half written."""
    # Before asking who is at work: they may have begun it.
    begun = conclusion.results.half_written()
    if conclusion.ledger.is_alone(number):
        for name in begun:
            conclusion.results.remove(name)


def _beside(results: Results) -> str:
    if results.is_remote:
        raise ReconcileError("ledger-needed", path=results.shown)
    return f"sqlite:///{Path(results.folder, LEDGER)}"


def _with_template(order: Order) -> Order:
    """The order with its template found: what is wrong with it is told once, and the processes
    that audit stand in other folders."""
    name = order.settings.template
    if name is None:
        return order
    find_template(name)
    path = os.path.abspath(name) if os.path.isfile(name) else name
    return replace(order, settings=replace(order.settings, template=path))


def _settings(batch: Batch, results: Results) -> str:
    """What else the results depend on, and where they stand."""
    table = Path(batch.agencies).read_bytes() if batch.agencies else b""
    order = batch.order
    return repr((fingerprint(), order.language, results.folder, hashlib.sha256(table).hexdigest()))


def _outcome(
    sources: FoundSources,
    progress: Progress,
    conclusion: Conclusion,
    run: int,
    written: tuple[str, ...],
) -> BatchOutcome:
    ledger = conclusion.ledger
    statuses: Counter[str] = Counter()
    severities: Counter[str] = Counter()
    wrong = 0
    for file in conclusion.audited_files():
        audit = file.audit
        statuses[audit.status] += 1
        severities.update(error=audit.errors, warning=audit.warnings, info=audit.notes)
        wrong += audit.errors > 0
    between = Counter(str(contradiction.severity) for contradiction in ledger.contradictions(run))
    return BatchOutcome(
        folder=conclusion.results.shown,
        sources=sources,
        progress=progress,
        statuses=statuses,
        severities=severities,
        across=between,
        wrong=wrong,
        written=written,
    )
