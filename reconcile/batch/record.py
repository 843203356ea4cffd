"""One file's audit as it is handed over, and its tidy rows packed to be kept."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator
from decimal import Decimal

import msgspec
from msgspec import Struct, field

from reconcile.report.summary.records import AuditFacts, CoverageCounts, FindingFacts
from reconcile.report.tidy.row import Tidy

_VALUE = Tidy._fields.index("value")


class Record(Struct, frozen=True):
    """One file's audit as the process that made it hands it over.

    `tidy` holds the file's figures, packed; `annotated` its annotated workbook, where one was asked
    for.
    """

    audit: AuditFacts
    coverage: CoverageCounts = field(default_factory=CoverageCounts)
    findings: tuple[FindingFacts, ...] = ()
    tidy: bytes = b""
    annotated: bytes | None = None


def packed(rows: Iterable[Tidy]) -> bytes:
    """Tidy rows as few bytes; a Decimal as its digits."""
    columns = list(zip(*rows, strict=True))
    try:
        plain = msgspec.json.encode(columns)
    except UnicodeEncodeError:  # lone surrogates, as `_xD800_` in a workbook stands for
        plain = json.dumps(columns, ensure_ascii=False, default=str).encode("utf-8", "replace")
    return zlib.compress(plain, 1)


def unpacked(packet: bytes) -> Iterator[Tidy]:
    """The rows of `packed`, in their order."""
    if packet:
        columns = msgspec.json.decode(zlib.decompress(packet))
        if columns:
            values = columns[_VALUE]
            columns[_VALUE] = [None if value is None else Decimal(value) for value in values]
            yield from map(Tidy._make, zip(*columns, strict=True))
