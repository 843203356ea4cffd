"""Small .xls and .xlsb files written by hand, for what no well-behaved writer would write."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Sequence

SECTOR = 512
END, FREE, FAT = -2 & 0xFFFFFFFF, -1 & 0xFFFFFFFF, -3 & 0xFFFFFFFF
FORMATS = {164: "0.00", 165: "d.m", 166: "[h]:mm"}
GENERAL, TWO_DECIMALS, DAY, HOURS = 0, 1, 2, 3  # styles, by their place in what `xls` writes


def record(kind: int, *content: bytes) -> bytes:
    data = b"".join(content)
    return struct.pack("<HH", kind, len(data)) + data


def number(row: int, column: int, value: float, style: int = GENERAL) -> bytes:
    return record(0x203, struct.pack("<HHHd", row, column, style, value))


def label(row: int, column: int, text: str) -> bytes:
    return record(0x204, struct.pack("<HHH", row, column, GENERAL), _wide(text, "<HB"))


def flag(row: int, column: int, value: int, error: bool = False) -> bytes:
    return record(0x205, struct.pack("<HHHBB", row, column, GENERAL, value, error))


def merged(*ranges: tuple[int, int, int, int]) -> bytes:
    """Ranges as (first row, last row, first column, last column)."""
    ends = b"".join(struct.pack("<HHHH", *one) for one in ranges)
    return record(0xE5, struct.pack("<H", len(ranges)), ends)


def hidden_row(row: int) -> bytes:
    return record(0x208, struct.pack("<HHHHHHI", row, 0, 1, 255, 0, 0, 0x120))


def hidden_column(column: int) -> bytes:
    return record(0x7D, struct.pack("<HHHHHH", column, column, 2048, 0, 1, 0))


def xls(cells: bytes, before: bytes = b"", hidden: Sequence[bool] = (False,)) -> bytes:
    """A workbook whose sheets S0, S1, … all hold the same records; `before` follows its start."""
    sheet = _start(0x10) + cells + record(0x0A)
    names = [_wide(f"S{at}", "<BB") for at in range(len(hidden))]
    head = _start(0x05) + before + record(0x42, b"\xb0\x04")
    head += b"".join(
        record(0x41E, struct.pack("<H", key), _wide(code, "<HB")) for key, code in FORMATS.items()
    )
    head += b"".join(
        record(0xE0, struct.pack("<HHHBBBBIIH", 0, key, 1, 0, 0, 0, 0, 0, 0, 0))
        for key in (0, *FORMATS)
    )
    first = len(head) + sum(4 + 6 + len(name) for name in names) + 4
    for at, (name, veiled) in enumerate(zip(names, hidden, strict=True)):
        head += record(0x85, struct.pack("<IBB", first + at * len(sheet), veiled, 0), name)
    return compound(head + record(0x0A) + sheet * len(hidden))


def compound(stream: bytes, name: str = "Workbook") -> bytes:
    """A file of the old Office kind with one stream in it."""
    stream = stream.ljust(8 * SECTOR, b"\0")
    stream += bytes(-len(stream) % SECTOR)
    used = len(stream) // SECTOR
    tables = 1
    while tables * (SECTOR // 4) < used + 1 + tables:
        tables += 1
    chain = [*range(1, used), END, END, *[FAT] * tables]
    chain += [FREE] * (tables * (SECTOR // 4) - len(chain))
    places = [*range(used + 1, used + 1 + tables)]
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIIIIIIII", 0, tables, used, 0, 4096, END, 0, END, 0)
    header += struct.pack("<109I", *places, *[FREE] * (109 - tables))
    entries = _entry("Root Entry", 5, 1, END, 0) + _entry(name, 2, FREE, 0, len(stream))
    return header + stream + entries.ljust(SECTOR, b"\0") + struct.pack(f"<{len(chain)}I", *chain)


def _entry(name: str, kind: int, child: int, first: int, size: int) -> bytes:
    written = name.encode("utf-16-le") + b"\0\0"
    head = written.ljust(64, b"\0") + struct.pack("<HBB", len(written), kind, 1)
    return head + struct.pack("<III36xII4x", FREE, FREE, child, first, size)


def _start(kind: int) -> bytes:
    return record(0x809, struct.pack("<HHHHII", 0x600, kind, 4000, 1997, 0, 6))


def _wide(text: str, counted: str) -> bytes:
    return struct.pack(counted, len(text), 1) + text.encode("utf-16-le")


def record12(kind: int, *content: bytes) -> bytes:
    data = b"".join(content)
    head = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, length = len(data), b""
    while size > 0x7F:
        size, length = size >> 7, length + bytes([size & 0x7F | 0x80])
    return head + length + bytes([size]) + data


def row12(row: int, *cells: bytes) -> bytes:
    return record12(0, struct.pack("<IIHHB", row, 0, 0, 0, 0) + bytes(4)) + b"".join(cells)


def number12(column: int, value: float) -> bytes:
    return record12(5, struct.pack("<IId", column, 0, value))


def error12(column: int, code: int) -> bytes:
    return record12(3, struct.pack("<IIB", column, 0, code))


def flag12(column: int, value: bool) -> bytes:
    return record12(4, struct.pack("<IIB", column, 0, value))


def text12(column: int, text: str) -> bytes:
    return record12(6, struct.pack("<II", column, 0), _wide12(text))


def shared12(column: int, place: int) -> bytes:
    return record12(7, struct.pack("<III", column, 0, place))


def blank12(column: int) -> bytes:
    return record12(1, struct.pack("<II", column, 0))


def xlsb(*rows: bytes, name: str = "S", hidden: int = 0, strings: Sequence[str] = ()) -> bytes:
    """A binary workbook of one sheet; `strings` are texts that its cells may share."""
    head = struct.pack("<II", hidden, 1)
    book = record12(131) + record12(143)
    book += record12(156, head, _wide12("rId1"), _wide12(name)) + record12(144) + record12(132)
    page = record12(129) + record12(148, bytes(16)) + record12(145) + b"".join(rows)
    page += record12(146) + record12(130)
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    listing = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    end = "</Relationships>"
    parts = {
        "[Content_Types].xml": (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="bin" ContentType='
            '"application/vnd.ms-excel.sheet.binary.macroEnabled.main"/>'
            '<Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Override PartName="/xl/worksheets/sheet1.bin" '
            'ContentType="application/vnd.ms-excel.worksheet"/></Types>'
        ),
        "_rels/.rels": f'{listing}<Relationship Id="r1" Type="{relations}/officeDocument" '
        f'Target="xl/workbook.bin"/>{end}',
        "xl/workbook.bin": book,
        "xl/_rels/workbook.bin.rels": f'{listing}<Relationship Id="rId1" '
        f'Type="{relations}/worksheet" Target="worksheets/sheet1.bin"/>{end}',
        "xl/worksheets/sheet1.bin": page,
    }
    if strings:
        items = b"".join(record12(19, b"\0", _wide12(text)) for text in strings)
        counts = struct.pack("<II", len(strings), len(strings))
        parts["xl/sharedStrings.bin"] = record12(159, counts) + items + record12(160)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, content in parts.items():
            archive.writestr(part, content)
    return stream.getvalue()


def _wide12(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")
