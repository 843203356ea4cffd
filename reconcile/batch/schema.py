"""The ledger's tables, from which `docs/ledger.md` is made.

What is kept of a file or a finding is said once, in `report/summary/records.py`: the columns here
follow from it. What only the ledger needs is said here.
"""

from __future__ import annotations

from collections.abc import Sequence
from types import NoneType
from typing import Any, Literal, get_args, get_origin, get_type_hints

from sqlalchemy import (
    BigInteger,
    Column,
    Float,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.types import TypeEngine

from reconcile.report.summary.records import (
    AuditedFile,
    AuditFacts,
    Contradiction,
    CoverageCounts,
    FindingFacts,
)

metadata = MetaData()

_KINDS: dict[Any, type[TypeEngine[Any]]] = {str: Text, int: Integer, float: Float, Literal: Text}

# Files are put in the same order whatever language the database sorts in.
_PATH = Text().with_variant(Text(collation="C"), "postgresql")


def _of_file(**more: Any) -> Column[int]:
    key = ForeignKey("files.id", ondelete="CASCADE")
    return Column("file_id", Integer, key, nullable=False, comment="the file", **more)


def _number() -> Column[int]:
    return Column(
        "number", Integer, primary_key=True, autoincrement=False, comment="from 1, as listed"
    )


def _columns(record: type) -> Sequence[Column[Any]]:
    """A column for each field of a record."""
    return [_column(record, name) for name in get_type_hints(record)]


def _column(
    record: type, name: str, kind: TypeEngine[Any] | None = None, **more: Any
) -> Column[Any]:
    """The column for a field `Annotated[int | None, "of which year"]`: its type, unless `kind`
    says a closer one, whether it may be null, and what it holds."""
    stated, meaning = get_args(get_type_hints(record, include_extras=True)[name])
    values = get_args(stated) if NoneType in get_args(stated) else (stated,)
    value = next(value for value in values if value is not NoneType)
    sort = kind or _KINDS[get_origin(value) or value]()
    return Column(name, sort, nullable=NoneType in values, comment=meaning, **more)


runs = Table(
    "runs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("started", Text, nullable=False, comment="when, in UTC"),
    Column("ended", Text, comment="when, in UTC; null while it runs or where it was cut short"),
    Column("status", Text, nullable=False, comment="running, done or stopped"),
    Column("version", Text, nullable=False, comment="the program's version"),
    Column("program", Text, nullable=False, comment="the fingerprint of its code and sentences"),
    Column("host", Text, nullable=False, comment="the machine that ran it"),
    Column("process", Integer, nullable=False, comment="its process there"),
    Column("seen", Float, nullable=False, comment="when it last gave a sign; seconds since 1970"),
    Column("results", Text, nullable=False, comment="the folder of its results"),
    Column(
        "covers",
        Text,
        comment="the digest of all that its results were made of, as long as they stand",
    ),
    comment="one row for each run of `reconcile batch`",
)

_SHA256, *_FACTS = _columns(AuditFacts)
files = Table(
    "files",
    metadata,
    Column("id", Integer, primary_key=True),
    _column(AuditedFile, "path", _PATH, unique=True),
    Column("run_id", Integer, ForeignKey("runs.id"), nullable=False, comment="who audited it"),
    _SHA256,
    _column(AuditedFile, "program"),
    _column(AuditedFile, "name"),
    _column(AuditedFile, "size", BigInteger()),
    *_FACTS,
    _column(AuditedFile, "annotated"),
    comment="one row for each file, as last audited",
)

findings = Table(
    "findings",
    metadata,
    _of_file(primary_key=True),
    _number(),
    *_columns(FindingFacts),
    comment="one row for each finding of a file",
)

coverage = Table(
    "coverage",
    metadata,
    _of_file(primary_key=True),
    *_columns(CoverageCounts),
    comment="one row for each audited file",
)

frames = Table(
    "frames",
    metadata,
    _of_file(primary_key=True),
    Column("tidy", LargeBinary, nullable=False, comment="its tidy rows, packed: zlib over JSON"),
    comment="one row for each audited file; `tidy.parquet` is made of them",
)

claims = Table(
    "claims",
    metadata,
    Column("path", Text, nullable=False, comment="a file that is being audited"),
    Column("run_id", Integer, ForeignKey("runs.id"), nullable=False, comment="by this run"),
    UniqueConstraint("path"),
    comment="what runs that share the ledger have taken on",
)

contradictions = Table(
    "contradictions",
    metadata,
    Column("run_id", Integer, ForeignKey("runs.id"), primary_key=True, comment="who found it"),
    _number(),
    *_columns(Contradiction),
    comment="one row for each finding between two files, of the run that made the results",
)
