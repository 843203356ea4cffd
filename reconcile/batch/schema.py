"""The ledger's tables; what each column holds is said here, and `docs/ledger.md` made of it."""

from __future__ import annotations

from typing import Any

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

metadata = MetaData()

# Files are put in the same order whatever language the database sorts in.
_PATH = Text().with_variant(Text(collation="C"), "postgresql")


def _of_file(**more: Any) -> Column[int]:
    key = ForeignKey("files.id", ondelete="CASCADE")
    return Column("file_id", Integer, key, nullable=False, comment="the file", **more)


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

files = Table(
    "files",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("path", _PATH, nullable=False, unique=True, comment="absolute path, or address"),
    Column("run_id", Integer, ForeignKey("runs.id"), nullable=False, comment="who audited it"),
    Column("sha256", Text, nullable=False, comment="of the content audited; empty if never read"),
    Column(
        "program",
        Text,
        nullable=False,
        comment="the fingerprint of the program that did, and how it was asked",
    ),
    Column("name", Text, nullable=False, comment="where it stands below the folder asked for"),
    Column("size", BigInteger, nullable=False, comment="bytes"),
    Column("format", Text, nullable=False, comment="xlsx, xls, ods, docx, pdf, …"),
    Column("year", Integer, comment="the year its figures or its name tell"),
    Column("language", Text, nullable=False, comment="vi or en"),
    Column("status", Text, nullable=False, comment="audited, refused or failed"),
    Column("code", Text, nullable=False, comment="why not audited: stable, for programs"),
    Column("message", Text, nullable=False, comment="why not audited: a sentence"),
    Column("seconds", Float, nullable=False, comment="the audit's duration"),
    Column("errors", Integer, nullable=False, comment="findings of this severity"),
    Column("warnings", Integer, nullable=False, comment="findings of this severity"),
    Column("notes", Integer, nullable=False, comment="findings of severity info"),
    Column("annotated", Text, comment="its annotated workbook, below the results' folder"),
    comment="one row for each file, as last audited",
)

findings = Table(
    "findings",
    metadata,
    _of_file(primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False, comment="from 1, as listed"),
    Column("id", Text, nullable=False, comment="F1, F2, …"),
    Column("rule", Text, nullable=False, comment="as `reconcile rules` lists them"),
    Column("severity", Text, nullable=False, comment="error, warning or info"),
    Column("cell", Text, nullable=False, comment="the cell to look at first"),
    Column("row", Text, nullable=False, comment="its row's name"),
    Column("column", Text, nullable=False, comment="its column's labels"),
    Column("message", Text, nullable=False, comment="one sentence"),
    Column("printed", Text, comment="what the cell says"),
    Column("expected", Text, comment="what it should say, a plain decimal"),
    Column("difference", Text, comment="printed − expected, a plain decimal"),
    Column("fix", Text, comment="the first fix"),
    Column("applicability", Text, comment="of that fix: safe, unsafe or display"),
    comment="one row for each finding of a file",
)

coverage = Table(
    "coverage",
    metadata,
    _of_file(primary_key=True),
    Column("figures", Integer, nullable=False, comment="all but serial numbers"),
    Column("verified", Integer, nullable=False, comment="in an equation that holds"),
    Column("mismatched", Integer, nullable=False, comment="the target of one that does not"),
    Column("unchecked", Integer, nullable=False, comment="in none that could have failed"),
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
    Column("number", Integer, primary_key=True, autoincrement=False, comment="from 1, as listed"),
    Column("rule", Text, nullable=False, comment="as `reconcile rules` lists them"),
    Column("severity", Text, nullable=False, comment="error, warning or info"),
    Column("entity", Text, nullable=False, comment="whose figure it is"),
    Column("indicator", Text, nullable=False, comment="which figure, by its labels"),
    Column("year", Integer, comment="of which year"),
    Column("path", Text, nullable=False, comment="the file that states it"),
    Column("cell", Text, nullable=False, comment="where"),
    Column("printed", Text, comment="what is said there"),
    Column("other_path", Text, nullable=False, comment="the file that states something else"),
    Column("other_cell", Text, nullable=False, comment="where"),
    Column("other_printed", Text, comment="what is said there"),
    Column("message", Text, nullable=False, comment="one sentence"),
    comment="one row for each finding between two files, of the run that made the results",
)
