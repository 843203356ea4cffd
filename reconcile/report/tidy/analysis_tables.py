"""The findings and the figures of many files as Parquet tables, for pandas, DuckDB and others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Any

from reconcile.report.atomic import written_whole
from reconcile.report.summary.records import Contradiction, FileFinding, FindingFacts
from reconcile.report.tidy.files import tidy_schema
from reconcile.report.tidy.parquet_files import (
    ParquetKind,
    ParquetSchema,
    ParquetTable,
    parquet_table,
    write_parquet,
)
from reconcile.report.tidy.row import Tidy

_OTHER = ("other_path", "other_cell", "other_printed")
# One row per finding. A finding between two files has no id; its row and column are the agency and
# the indicator, and the last three columns say what the other file states, and where. The figures
# are text, exactly as the finding states them.
FINDINGS = ParquetSchema(
    "reconcile.findings/1",
    {
        "path": "text",
        "year": "whole",
        **dict[str, ParquetKind].fromkeys(FindingFacts._fields, "text"),
        **dict[str, ParquetKind].fromkeys(_OTHER, "text"),
    },
)


def write_findings_table(
    findings: Iterable[FileFinding], across: Iterable[Contradiction], path: str | Path
) -> None:
    """Write all findings to `path` in their order, whole or not at all; columns are FINDINGS'.

    Raises ReconcileError `parquet-missing`, and those of `written_whole`.
    """
    rows = chain(map(_of_file, findings), map(_between_files, across))
    with written_whole(Path(path)) as temporary:
        write_parquet(FINDINGS, rows, temporary)


@contextmanager
def tidy_table(path: str | Path) -> Iterator[ParquetTable]:
    """A table for the tidy rows of any number of files, at `path` whole or not at all.

    `value` is a decimal128(38, s) with one scale s for all rows: the least at which most values
    are exact, as good as always every one. A value that does not fit is null beside its `text` and
    its `decimals`, and never rounded; these are counted as lost. Raises ReconcileError
    `parquet-missing`, and those of `written_whole`.
    """
    schema = tidy_schema(Tidy._fields)
    with (
        written_whole(Path(path)) as temporary,
        parquet_table(schema, temporary, every_value=False) as table,
    ):
        yield table


def _of_file(finding: FileFinding) -> Sequence[Any]:
    return (finding.path, finding.year, *finding.finding, *[None] * len(_OTHER))


def _between_files(between: Contradiction) -> Sequence[Any]:
    facts = {**between._asdict(), "row": between.entity, "column": between.indicator}
    return [facts.get(name) for name in FINDINGS.columns]
