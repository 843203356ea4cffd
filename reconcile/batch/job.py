"""One file's audit, as it is asked of a process, and the record where it came to no end."""

from __future__ import annotations

import hashlib
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Literal

from msgspec import Struct, field
from msgspec.structs import replace

from reconcile import __version__
from reconcile.batch.record import Record
from reconcile.messages import say
from reconcile.model import Language, ReconcileError
from reconcile.report.summary.records import AuditFacts
from reconcile.settings import Settings
from reconcile.template.folders import folder as templates

Annotate = Literal["errors", "all", "none"]


class JobLimits(Struct, frozen=True):
    """What one file may take: `seconds`, and `memory` in bytes of address space."""

    seconds: float = 300.0
    memory: int = 4 * 2**30


class Job(Struct, frozen=True):
    """A file to audit: `path` is what it is called, `name` where it stands below its folder.

    `language` speaks of files that are not Vietnamese, or, where `forced`, of all.
    """

    path: str
    name: str
    annotate: Annotate = "errors"
    language: Language = "en"
    forced: bool = False
    settings: Settings = field(default_factory=Settings)


@cache
def fingerprint() -> str:
    """What the program is: files audited by another are audited anew."""
    root = Path(__file__).parents[1]
    digest = hashlib.sha256(__version__.encode())
    code = sorted(chain(root.rglob("*.py"), root.rglob("*.toml")))
    for path in chain(code, sorted(templates().rglob("*.toml"))):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def settings_digest(settings: Settings) -> str:
    """The settings in short, a template's file by its content."""
    file = Path(settings.template or "")
    content = file.read_bytes() if file.is_file() else b""
    return hashlib.sha256(repr(settings).encode() + content).hexdigest()[:16]


def refused(job: Job, refusal: ReconcileError) -> Record:
    """The record of a file that cannot be read; its sentence names the file as the batch does."""
    named = replace(refusal.message, values={**refusal.message.values, "path": job.path})
    return Record(AuditFacts(status="refused", code=refusal.code, message=say(named, job.language)))


def failed(job: Job, code: str, **values: str) -> Record:
    """The record of a file whose audit came to no end."""
    error = ReconcileError(code, path=job.path, **values)
    return Record(AuditFacts(status="failed", code=code, message=say(error.message, job.language)))
