"""Small sheets for batches, right and wrong, and files made to do harm."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path

import xlsxwriter
from msgspec.structs import replace

from reconcile.report.summary.records import AuditedFile

AGENCIES = ("Sở Y tế", "Sở Tài chính", "Sở Nội vụ", "Sở Công Thương", "Sở Tư pháp", "Sở Xây dựng")
HEADER = ("STT", "Đơn vị", "Tiêu chí 1", "Tiêu chí 2", "Tiêu chí 3", "Tổng điểm")


def rows(seed: int, slip: int = 0) -> list[list[object]]:
    """Agencies with three figures and their total; the second one's total is off by `slip`."""
    found: list[list[object]] = []
    for number, name in enumerate(AGENCIES, start=1):
        figures = [(7 * number * (seed + 3) + 13 * k * (seed + number)) % 89 + 5 for k in range(3)]
        total = sum(figures) + (slip if number == 2 else 0)
        found.append([number, name, *figures, total])
    return found


def text_sheet(path: Path, seed: int, slip: int = 0) -> Path:
    lines = ["\t".join(HEADER), *("\t".join(map(str, row)) for row in rows(seed, slip))]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def workbook(path: Path, seed: int, slip: int = 0) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet("Điểm")
        for at, row in enumerate([HEADER, *rows(seed, slip)]):
            sheet.write_row(at, 0, row)
    return path


def archive(folder: Path, count: int) -> Path:
    """`count` sheets under folders of years, every fourth with a wrong total, every third a
    workbook."""
    for number in range(count):
        make = workbook if number % 3 == 0 else text_sheet
        suffix = ".xlsx" if number % 3 == 0 else ".tsv"
        make(folder / str(2020 + number % 4) / f"bảng {number:04}{suffix}", number,
             slip=9 if number % 4 == 3 else 0)  # fmt: skip
    return folder


def hostile(folder: Path) -> dict[str, str]:
    """Files that are refused, and the code of each refusal."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "empty.xlsx").write_bytes(b"")
    (folder / "text.xlsx").write_bytes(b"no archive at all")
    (folder / "locked.xls").write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le") + bytes(600)
    )
    (folder / "words.txt").write_text("Kính gửi các đơn vị\n", encoding="utf-8")
    with zipfile.ZipFile(folder / "bomb.xlsx", "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("xl/workbook.xml", b"<workbook/>")
        bomb.writestr("xl/worksheets/sheet1.xml", bytes(300 * 2**20))
    whole = workbook(folder / "cut.xlsx", 1).read_bytes()
    (folder / "cut.xlsx").write_bytes(whole[: len(whole) // 2])
    (folder / "broken.zip").write_bytes(struct.pack("<I", 0x04034B50) + b"cut short")
    return {
        "empty.xlsx": "empty",
        "text.xlsx": "not-its-kind",
        "locked.xls": "encrypted",
        "words.txt": "no-table",
        "bomb.xlsx": "bomb-ratio",
        "cut.xlsx": "broken-workbook",
        "broken.zip": "broken-archive",
    }


def untimed(file: AuditedFile) -> AuditedFile:
    """What the ledger has of a file, but for the time its audit took."""
    return replace(file, audit=replace(file.audit, seconds=0.0))
