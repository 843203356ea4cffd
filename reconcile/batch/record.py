"""One file's audit, and how it passes from one process to another.

It passes as JSON and plain bytes: a process that has read a hostile file is not trusted with more.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator
from decimal import Decimal

import msgspec
from msgspec import Struct, field
from msgspec.structs import replace

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

    def parts(self) -> tuple[bytes, bytes, bytes]:
        """The record as three strings of bytes, for `joined`."""
        facts = replace(self, tidy=b"", annotated=None if self.annotated is None else b"")
        return json.dumps(msgspec.to_builtins(facts)).encode(), self.tidy, self.annotated or b""


def joined(facts: bytes, tidy: bytes, annotated: bytes) -> Record:
    """The record that was taken apart by `parts`. Raises ValueError for what is no record."""
    try:
        record = msgspec.convert(json.loads(facts), Record)
    except msgspec.ValidationError as error:
        raise ValueError("not a record") from error
    return replace(record, tidy=tidy, annotated=None if record.annotated is None else annotated)


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
