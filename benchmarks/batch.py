"""How long a batch of small files takes, over their audits in one process, halved for two workers.

The files are workbooks, text, Markdown and Word documents, every fourth with a wrong total and
every tenth not to be read. What is compared: the whole command with `--workers 2`, and the sum of
audit, tidy rows and, where there are errors, annotated workbook in one process that has imported
all; half of these before and half after, so that what else the machine does weighs on both. What
two busy cores cost each other is in that ratio too: `ratio_at_once` is over the same audits in two
processes at the same time, each half of the files. Then the same command again, with nothing
changed. Keeps the result in `benchmarks/results/batch.json`; a smaller trial, by `--files N`, is
not kept.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Sequence
from compileall import compile_dir
from multiprocessing import get_context
from pathlib import Path
from statistics import mean
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

import xlsxwriter

from reconcile import ReconcileError, audit
from reconcile.report.annotated.workbook import write_annotated
from reconcile.report.tidy.frame import tidy_rows

ROOT = Path(__file__).parents[1]
RESULT = ROOT / "benchmarks" / "results" / "batch.json"
FILES = 5_000
WORKERS = 2
AGENCIES = ("Sở Y tế", "Sở Tài chính", "Sở Nội vụ", "Sở Công Thương", "Sở Tư pháp", "Sở Xây dựng",
            "Sở Giáo dục và Đào tạo", "Sở Du lịch", "Thanh tra tỉnh", "Ban Dân tộc")  # fmt: skip
HEADER = ("STT", "Đơn vị", "Tiêu chí 1", "Tiêu chí 2", "Tiêu chí 3", "Tổng điểm")
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"

Rows = Sequence[Sequence[object]]


class Taken(NamedTuple):
    """Wall time and processor time, in seconds."""

    wall: float
    cpu: float


def drawn(number: int) -> Rows:
    """A header, and agencies with three figures and their total; every fourth sheet has one off."""
    rows: list[Sequence[object]] = [HEADER]
    for at, name in enumerate(AGENCIES, start=1):
        figures = [(7 * at * (number + 3) + 13 * k * (number + at)) % 89 + 5 for k in range(3)]
        slip = 9 if number % 4 == 3 and at == 2 else 0
        rows.append([at, name, *figures, sum(figures) + slip])
    return rows


def workbook(path: Path, rows: Rows) -> None:
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet("Điểm")
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)


def text(path: Path, rows: Rows) -> None:
    path.write_text("".join("\t".join(map(str, row)) + "\n" for row in rows), encoding="utf-8")


def markdown(path: Path, rows: Rows) -> None:
    header, *body = ("| " + " | ".join(map(str, row)) + " |\n" for row in rows)
    path.write_text(header + "|---" * len(rows[0]) + "|\n" + "".join(body), encoding="utf-8")


def document(path: Path, rows: Rows) -> None:
    cell = "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
    body = "".join(
        "<w:tr>" + "".join(cell.format(escape(str(value))) for value in row) + "</w:tr>"
        for row in rows
    )
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{main}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{WORD}"><w:body><w:tbl>{body}</w:tbl>'
        "<w:p/></w:body></w:document>",
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)


def unreadable(path: Path, rows: Rows) -> None:
    path.write_bytes(b"no workbook")


KINDS: tuple[tuple[str, Callable[[Path, Rows], None]], ...] = (
    *[(".xlsx", workbook)] * 4, *[(".tsv", text)] * 3, (".md", markdown), (".docx", document),
    (".xlsx", unreadable),
)  # fmt: skip


def archive(folder: Path, count: int) -> list[Path]:
    paths = []
    for number in range(count):
        suffix, write = KINDS[number % len(KINDS)]
        path = folder / str(2016 + number % 9) / f"bảng {number:05}{suffix}"
        path.parent.mkdir(parents=True, exist_ok=True)
        write(path, drawn(number))
        paths.append(path)
    return paths


def audited(paths: Sequence[Path], folder: Path) -> Taken:
    """The audits in this process."""
    began = (time.perf_counter(), time.process_time())
    for path in paths:
        try:
            found = audit(str(path))
        except ReconcileError:
            continue
        list(tidy_rows(found))
        if found.count("error"):
            write_annotated(found, folder / f"{path.stem}.xlsx")
    return Taken(time.perf_counter() - began[0], time.process_time() - began[1])


def at_once(paths: Sequence[Path], folder: Path) -> Taken:
    """The audits in as many processes as there are workers, at the same time: their mean."""
    with get_context("spawn").Pool(WORKERS) as pool:
        pool.starmap(audited, [(paths[: 4 * len(KINDS)], folder)] * WORKERS)  # imports all
        shares = [(paths[first::WORKERS], folder) for first in range(WORKERS)]
        taken = pool.starmap(audited, shares, chunksize=1)
    return Taken(mean(one.wall for one in taken), mean(one.cpu for one in taken))


def command(root: Path, results: Path) -> tuple[Taken, dict[str, Any]]:
    """The whole command with its workers, and what it said."""
    asked = ["-m", "reconcile", "batch", str(root), "-o", str(results), "--format", "json"]
    before, began = os.times(), time.perf_counter()
    asked += ["--workers", str(WORKERS)]
    run = subprocess.run([sys.executable, *asked], cwd=ROOT, capture_output=True, check=False)
    wall, after = time.perf_counter() - began, os.times()
    if run.returncode not in (0, 1):
        sys.exit(run.stderr.decode())
    cpu = after.children_user + after.children_system
    return Taken(wall, cpu - before.children_user - before.children_system), json.loads(run.stdout)


def main() -> None:
    """Measures, shows the result, and keeps that of all files."""
    options = argparse.ArgumentParser()
    options.add_argument("--files", type=int, default=FILES)
    count = options.parse_args().files
    compile_dir(ROOT / "reconcile", quiet=1)  # as where it is installed
    with tempfile.TemporaryDirectory(prefix="reconcile-") as place:
        folder = Path(place)
        (folder / "annotated").mkdir()
        paths = archive(folder / "files", count)
        audited(paths[: 4 * len(KINDS)], folder / "annotated")  # imports all
        first = audited(paths[: count // 2], folder / "annotated")
        batch, told = command(folder / "files", folder / "results")
        second = audited(paths[count // 2 :], folder / "annotated")
        busy = at_once(paths, folder / "annotated")
        again, told_again = command(folder / "files", folder / "results")
    audits = Taken(first.wall + second.wall, first.cpu + second.cpu)
    if told_again["files"]["unchanged"] != count:
        sys.exit("the second run audited files again")
    result = {
        "files": told["files"],
        "workers": WORKERS,
        "audits_seconds": round(audits.wall, 1),
        "batch_seconds": round(batch.wall, 1),
        "ratio": round(batch.wall / (audits.wall / WORKERS), 2),
        "audits_cpu_seconds": round(audits.cpu, 1),
        "batch_cpu_seconds": round(batch.cpu, 1),
        "cpu_ratio": round(batch.cpu / audits.cpu, 2),
        "at_once_seconds": round(busy.wall, 1),
        "ratio_at_once": round(batch.wall / busy.wall, 2),
        "restart_seconds": round(again.wall, 2),
        "restart_cpu_seconds": round(again.cpu, 2),
        "restart_files_per_second": round(count / again.wall),
    }
    shown = json.dumps(result, indent=2) + "\n"
    if count == FILES:
        RESULT.write_text(shown, encoding="utf-8")
    sys.stdout.write(shown)


if __name__ == "__main__":
    main()
