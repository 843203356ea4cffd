"""A small batch as its summary sees it: two files with errors, a clean one, two not audited."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from reconcile.report.summary.records import (
    AuditedFile,
    AuditFacts,
    BatchRun,
    Contradiction,
    CoverageCounts,
    FileFinding,
    FindingFacts,
    LinkedContradiction,
    Status,
    Summary,
)
from reconcile.report.tidy.analysis_tables import tidy_table
from reconcile.report.tidy.row import Tidy

RUN = BatchRun(datetime(2026, 11, 22, 1, 56), 61.4, "0.1.0", ("lưu trữ",))
WORST = "2021/phụ lục #1 (50%).xlsx"
ANNOTATED = "annotated/2021/phụ lục #1 (50%).audit.xlsx"


def audited(
    path: str,
    size: int,
    coverage: tuple[int, int, int, int],
    annotated: str | None = None,
    **facts: Any,
) -> AuditedFile:
    audit = AuditFacts(status="audited", **facts)
    return AuditedFile(path, "", path, size, annotated, audit, CoverageCounts(*coverage))


def unread(path: str, size: int, status: Status, reason: str, **facts: Any) -> AuditedFile:
    audit = AuditFacts(status=status, message=f"{path}: {reason}", **facts)
    return AuditedFile(path, "", path, size, None, audit, CoverageCounts())


FILES = (
    audited(WORST, 2_000, (400, 380, 5, 15), ANNOTATED, year=2021, format="xlsx", errors=3,
            warnings=1, seconds=0.2),
    audited("2022/báo cáo.docx", 900, (100, 99, 1, 0), year=2022, format="docx", errors=1,
            seconds=0.1),
    audited("=1+1.csv", 90, (20, 20, 0, 0), format="csv", notes=1, seconds=0.1),
    unread("2021/khoá.xlsx", 50, "refused", "Có mật khẩu.", year=2021, format="xlsx"),
    unread("2021/khoá 2.xlsx", 50, "refused", "Có mật khẩu.", format="xlsx"),
    unread("2022/treo.pdf", 7, "failed", "Quá 60 giây.", year=2022, format="pdf", seconds=60),
)  # fmt: skip
FINDINGS = (
    FileFinding(WORST, 2021, ANNOTATED, FindingFacts(
        "F1", "decimal-separator", "error", "'Bảng 1'!T28", "Sở Nội vụ", "Hạ tầng số",
        "Dấu phẩy giữa các dấu chấm.", "8,7", "8.7", None, "8,7 thành 8.7", "safe")),
    FileFinding(WORST, 2021, None, FindingFacts(
        "F2", "sum-mismatch", "error", "draft!AD9", "=cmd", "Tổng", "Tổng không khớp.", "10",
        "11.5", "-1.5")),
    FileFinding("=1+1.csv", None, None, FindingFacts(
        "F1", "name-variant", "info", "A3", "Sở Y tế", "", "Hai cách viết.")),
)  # fmt: skip
CONTRADICTION = Contradiction(
    "cross-file-mismatch", "error", "Sở Nội vụ", "Tổng điểm", 2021, WORST, "draft!AD9", "10",
    "2022/báo cáo.docx", "'Table 1'!C3", "12", "Hai tệp ghi khác nhau.",
)  # fmt: skip


def summary() -> Summary:
    return Summary(
        RUN,
        iter(FILES),
        iter(FINDINGS),
        [LinkedContradiction(CONTRADICTION, ANNOTATED)],
        {"Không phải bảng số": 12},
    )


def write_tidy_table(rows: Iterable[Tidy], path: Path) -> int:
    """The rows as a batch writes them; how many of their values do not fit."""
    with tidy_table(path) as table:
        table.add(rows)
    return table.lost
