"""A small batch as its summary sees it: two files with errors, a clean one, two not audited."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from reconcile.report.summary.records import AuditedFile, CrossRow, FoundRow, Run, Summary
from reconcile.report.tidy.analysis_tables import tidy_table
from reconcile.report.tidy.row import Tidy

RUN = Run(datetime(2026, 11, 22, 1, 56), 61.4, "0.1.0", ("lưu trữ",))
WORST = "2021/phụ lục #1 (50%).xlsx"
ANNOTATED = "annotated/2021/phụ lục #1 (50%).audit.xlsx"

FILES = (
    AuditedFile(WORST, 2_000, 2021, "xlsx", "audited", "", 3, 1, 0, 400, 380, 5, 15, 0.2,
                ANNOTATED),
    AuditedFile("2022/báo cáo.docx", 900, 2022, "docx", "audited", "", 1, 0, 0, 100, 99,
                1, 0, 0.1),
    AuditedFile("=1+1.csv", 90, None, "csv", "audited", "", 0, 0, 1, 20, 20, 0, 0, 0.1),
    AuditedFile("2021/khoá.xlsx", 50, 2021, "xlsx", "refused", "Có mật khẩu."),
    AuditedFile("2021/khoá 2.xlsx", 50, None, "xlsx", "refused", "Có mật khẩu."),
    AuditedFile("2022/treo.pdf", 7, 2022, "pdf", "failed", "Quá 60 giây.", seconds=60),
)  # fmt: skip
FINDINGS = (
    FoundRow(WORST, 2021, "F1", "decimal-separator", "error", "'Bảng 1'!T28", "Sở Nội vụ",
             "Hạ tầng số", "Dấu phẩy giữa các dấu chấm.", "8,7", "8.7", None, "8,7 thành 8.7",
             "safe", ANNOTATED),
    FoundRow(WORST, 2021, "F2", "sum-mismatch", "error", "draft!AD9", "=cmd", "Tổng",
             "Tổng không khớp.", "10", "11.5", "-1.5"),
    FoundRow("=1+1.csv", None, "F1", "name-variant", "info", "A3", "Sở Y tế", "", "Hai cách viết."),
)  # fmt: skip
ACROSS = (
    CrossRow("cross-file-mismatch", "error", "Sở Nội vụ", "Tổng điểm", 2021, WORST, "draft!AD9",
             "10", "2022/báo cáo.docx", "'Table 1'!C3", "12", "Hai tệp ghi khác nhau.", ANNOTATED),
)  # fmt: skip


def summary() -> Summary:
    return Summary(RUN, iter(FILES), iter(FINDINGS), iter(ACROSS), {"Không phải bảng số": 12})


def write_tidy_table(rows: Iterable[Tidy], path: Path) -> int:
    """The rows as a batch writes them; how many of their values do not fit."""
    with tidy_table(path) as table:
        table.add(rows)
    return table.lost
