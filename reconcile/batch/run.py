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
from reconcile.batch.audit_files import Order, Progress, Watch, run
from reconcile.batch.conclusion import Ending
from reconcile.batch.job import fingerprint
from reconcile.batch.ledger import Ledger
from reconcile.batch.results import Results
from reconcile.batch.sources import Found, Wanted, found
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


class Ended(Struct, frozen=True):
    """What came of a batch: the files by status and the findings by severity, those between files
    apart; `wrong` counts the files with errors. `written` is empty where nothing had changed."""

    folder: str
    found: Found
    progress: Progress
    statuses: Mapping[str, int]
    severities: Mapping[str, int]
    across: Mapping[str, int]
    wrong: int
    written: tuple[str, ...]


def batched(asked: Batch, watch: Watch) -> Ended:
    """Audits what is new under the paths and sums up all of it.

    Raises ReconcileError where a path, the results, the ledger, the template, the agencies or the
    scheduler cannot be used.
    """
    results = Results(asked.output)
    agencies = read_agencies(asked.agencies) if asked.agencies else Agencies()
    asked = replace(asked, order=_with_template(asked.order))
    sources = found(asked.paths, replace(asked.wanted, results=results.folder))
    ledger = Ledger(asked.ledger or _beside(results))
    try:
        ending = Ending(
            ledger=ledger,
            results=results,
            paths=frozenset(one.path for one in sources.sources),
            skipped=sources.skipped,
            agencies=agencies,
            language=asked.order.language,
            settings=_settings(asked, results),
        )
        return _batched(asked, sources, ending, watch)
    finally:
        ledger.close()


def _batched(asked: Batch, sources: Found, ending: Ending, watch: Watch) -> Ended:
    ledger, began = ending.ledger, datetime.now(UTC)
    number, progress = run(sources.sources, ledger, ending.results, asked.order, watch)
    try:
        covers = ending.covers()
        before = ending.stands(covers)
        facts = BatchRun(began, progress.seconds, __version__, asked.paths)
        written = ending.sum_up(facts, number) if before is None else ()
        _tidy_up(ending, number)
    except BaseException:
        ledger.end(number, "stopped")
        raise
    ledger.end(number, "done", covers if before is None else None)
    return _ended(sources, progress, ending, before or number, written)


def _tidy_up(ending: Ending, number: int) -> None:
    """Removes what runs that were cut short had half written."""
    begun = ending.results.half_written()  # before asking who is at work: they may have begun it
    if ending.ledger.is_alone(number):
        for name in begun:
            ending.results.remove(name)


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


def _settings(asked: Batch, results: Results) -> str:
    """What else the results depend on, and where they stand."""
    table = Path(asked.agencies).read_bytes() if asked.agencies else b""
    order = asked.order
    return repr((fingerprint(), order.language, results.folder, hashlib.sha256(table).hexdigest()))


def _ended(
    sources: Found, progress: Progress, ending: Ending, run: int, written: tuple[str, ...]
) -> Ended:
    statuses: Counter[str] = Counter()
    severities: Counter[str] = Counter()
    wrong = 0
    for file in ending.audited_files():
        audit = file.audit
        statuses[audit.status] += 1
        severities.update(error=audit.errors, warning=audit.warnings, info=audit.notes)
        wrong += audit.errors > 0
    between = Counter(str(found.severity) for found in ending.ledger.contradictions(run))
    return Ended(
        folder=ending.results.shown,
        found=sources,
        progress=progress,
        statuses=statuses,
        severities=severities,
        across=between,
        wrong=wrong,
        written=written,
    )
