"""The checks between files on sheets that were read and audited, not on rows made for them."""

from __future__ import annotations

from pathlib import Path

import reconcile
from reconcile.batch.across import Across, StatedFile, across
from reconcile.report.tidy.frame import tidy_rows
from tests.batch.across.archive import OFFICES, SCORES, places, scores

Lines = list[list[str]]


def annex(year: int) -> Lines:
    """Each score, the total, that of last year and the growth."""
    now, before = scores(year), scores(year - 1)
    header = ["STT", "Đơn vị", *SCORES, f"Năm {year - 1}", "Tăng, giảm so với năm trước"]
    lines = [[f"Phụ lục. Kết quả chuyển đổi số năm {year}"], [], header]
    for number, office in enumerate(OFFICES, start=1):
        printed = [now[office, column] for column in SCORES]
        total, last = now[office, "Tổng điểm"], before[office, "Tổng điểm"]
        lines.append([str(number), office, *printed, last, f"{float(total) - float(last):.2f}"])
    return lines


def report(year: int) -> Lines:
    """The same scores, some names abbreviated, in another order and among other columns."""
    short = {"Sở Giáo dục và Đào tạo": "Sở GD&ĐT", "Sở Giao thông vận tải": "Sở GTVT"}
    lines = [[f"Báo cáo tổng kết năm {year}"], [], ["STT", "Cơ quan", "Số cán bộ", *SCORES[::-1]]]
    for number, office in enumerate(sorted(OFFICES), start=1):
        printed = [scores(year)[office, column] for column in SCORES[::-1]]
        lines.append([str(number), short.get(office, office), str(20 + number), *printed])
    return lines


def checked(folder: Path, sheets: dict[str, Lines]) -> Across:
    files = []
    for name, lines in sheets.items():
        path = folder / name
        path.write_text("\n".join("\t".join(line) for line in lines), encoding="utf-8")
        audit = reconcile.audit(str(path))
        files.append(StatedFile(name, audit.book.sha256, tidy_rows(audit)))
    return across(files)


def archive() -> dict[str, Lines]:
    return {f"{what.__name__}-{year}.tsv": what(year)
            for year in (2020, 2021, 2022) for what in (annex, report)}  # fmt: skip


def test_an_archive_in_order_stays_in_peace(tmp_path: Path) -> None:
    result = checked(tmp_path, archive())
    assert result.findings == ()
    scored = 2 * 3 * len(OFFICES) * len(SCORES)
    assert result.held == scored + 2 * len(OFFICES)  # last year's of 2019 is stated once
    assert {one.name for one in result.followed} == {
        "Sở Giáo dục và Đào tạo", "Sở Giao thông vận tải",
    }  # fmt: skip


def test_mistakes_between_the_files_are_found(tmp_path: Path) -> None:
    sheets = archive()
    sheets["annex-2022.tsv"][6][6] = "1.11"
    sheets["report-2021.tsv"][8][4] = "2.22"
    assert places(checked(tmp_path, sheets)) == [
        ("previous-year-mismatch", "annex-2022.tsv", "G7", "annex-2021.tsv", "F7"),
        ("cross-file-mismatch", "report-2021.tsv", "E9", "annex-2021.tsv", "E5"),
    ]
