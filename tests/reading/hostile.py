"""How files are made that would exhaust a reader, from little."""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from functools import cache

from tests.ooxml.packages import MAIN, PACKAGE, RELATIONS, package, sheet, zipped
from tests.reading.binaries import row12, shared12, xlsb
from tests.reading.documents import cell, table

ONE = sheet('<row r="1"><c r="A1"><v>1</v></c></row>')
MEGABYTE = 2**20
_HELVETICA = b"/Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>"
_TEXT = b"BT /F1 12 Tf 50 300 Td (North 12) Tj ET"


def claiming(content: bytes, part: str, size: int) -> bytes:
    """The archive with a part that is said to unpack to so many bytes."""
    data = bytearray(content)
    at = data.index(part.encode(), data.index(b"PK\x01\x02")) - 46
    struct.pack_into("<I", data, at + 24, size)
    return bytes(data)


def locked(content: bytes) -> bytes:
    """The archive with every part said to be encrypted."""
    data = bytearray(content)
    for mark, flags in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        at = data.find(mark)
        while at >= 0:
            data[at + flags] |= 1
            at = data.find(mark, at + 4)
    return bytes(data)


def padded(zeros: int, noise: int = 0) -> bytes:
    """A sound workbook with a part of so many zeros, and one of bytes that do not pack."""
    stream = io.BytesIO(package(ONE))
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("xl/media/noise.bin", random.Random(1).randbytes(noise))
        archive.writestr("xl/media/zeros.bin", bytes(zeros))
    return stream.getvalue()


def crowded(parts: int) -> bytes:
    stream = io.BytesIO(package(ONE))
    with zipfile.ZipFile(stream, "a") as archive:
        for at in range(parts):
            archive.writestr(f"xl/x{at}.xml", b"")
    return stream.getvalue()


def sheets(count: int, part: str, shared: bool = False) -> bytes:
    """A workbook of so many like sheets; `shared` where they all lie over one part."""
    names = "".join(f'<sheet name="S{n}" sheetId="{n + 1}" r:id="r{n}"/>' for n in range(count))
    related = "".join(
        f'<Relationship Id="r{n}" Type="{RELATIONS}/worksheet" '
        f'Target="worksheets/sheet{1 if shared else n + 1}.xml"/>'
        for n in range(count)
    )
    book = f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>{names}</sheets></workbook>'
    listing = f'<Relationships xmlns="{PACKAGE}/relationships">{related}</Relationships>'
    content = package(part, xl__workbook=book)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    copies = {} if shared else {f"xl/worksheets/sheet{n + 1}.xml": part for n in range(count)}
    return zipped({**parts, **copies, "xl/_rels/workbook.xml.rels": listing})


def laughing(document: str) -> str:
    """The document behind entities that would unfold `&a9;` to a thousand million laughs."""
    levels = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    return f'<!DOCTYPE x [<!ENTITY a0 "ha">{levels}]>{document}'


def deep(levels: int) -> str:
    return "<x>" * levels + "</x>" * levels


def strings(claimed: int) -> bytes:
    """A workbook of one string that claims to have so many."""
    part = f'<sst xmlns="{MAIN}" count="1" uniqueCount="{claimed}"><si><t>a</t></si></sst>'
    return package(ONE, xl__sharedStrings=part)


def copied(length: int, times: int, others: int = 0, prefix: str = "") -> bytes:
    """A workbook with a text of that length, shown in so many cells, and other cells of a short
    one; the texts with a prefix to their tags."""
    texts = (f"<{prefix}si><t>{text}</t></{prefix}si>" for text in ("a" * length, "b"))
    part = f'<sst xmlns="{MAIN}" xmlns:x="{MAIN}">{"".join(texts)}</sst>'
    cells = (
        f'<row><c t="s"><v>{0 if n < times else 1}</v></c></row>' for n in range(times + others)
    )
    return package(sheet("".join(cells)), xl__sharedStrings=part)


def copied12(length: int, times: int, others: int = 0) -> bytes:
    """The same as a binary workbook."""
    rows = (row12(n, shared12(0, 0 if n < times else 1)) for n in range(times + others))
    return xlsb(*rows, strings=("a" * length, "b"))


def nested(levels: int) -> str:
    """Tables of a Word document inside each other."""
    found = table(("1", "2"))
    for _ in range(levels):
        found = table((cell(found + "<w:p/>"),))
    return found


def pdf(*objects: bytes) -> bytes:
    """A PDF of these objects, the first of them its catalogue."""
    body, offsets = b"%PDF-1.4\n", []
    for at, one in enumerate(objects, start=1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (at, one)
    listed = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    count, start = len(objects) + 1, len(body)
    body += b"xref\n0 %d\n0000000000 65535 f \n%s" % (count, listed)
    return body + b"trailer << /Root 1 0 R /Size %d >>\nstartxref\n%d\n%%%%EOF\n" % (count, start)


def drawing(data: bytes, *filters: str, entries: bytes = b"") -> bytes:
    """A PDF of one page, drawn by what the filters make of the data."""
    names = " ".join(f"/{name}" for name in filters).encode()
    return _page(_HELVETICA, _stream(data, b"/Filter [%s] %s" % (names, entries)))


def forms(levels: int, times: int) -> bytes:
    """A PDF of one page that draws a form so many times, which does so with the next, and so on."""
    again = b"/X Do " * times
    below = [
        _stream(
            again if n < levels - 1 else _TEXT,
            b"/Type /XObject /Subtype /Form /BBox [0 0 400 400] /Resources << /XObject << /X %d 0 "
            b"R >> %s >>" % (6 + n, _HELVETICA),
        )
        for n in range(levels)
    ]
    return _page(b"/XObject << /X 5 0 R >>", _stream(again), *below)


def _page(resources: bytes, *rest: bytes) -> bytes:
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 400] /Contents 4 0 R /Resources << "
    return pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        page + resources + b" >> >>",
        *rest,
    )


def _stream(data: bytes, entries: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), entries, data)


@cache
def spaces(megabytes: int) -> bytes:
    """Drawing instructions, a text and so much of nothing, packed once."""
    packing = zlib.compressobj(1)
    pieces = [packing.compress(_TEXT + b" ")]
    pieces += (packing.compress(b" " * MEGABYTE) for _ in range(megabytes))
    return b"".join((*pieces, packing.flush()))


def runs(count: int) -> bytes:
    """The text and so many runs of 128 spaces, by their lengths."""
    return bytes([len(_TEXT) - 1]) + _TEXT + b"\x81 " * count + b"\x80"


def codes(count: int) -> bytes:
    """Codes of LZW that each stand for more spaces than the one before."""
    written = [format(256, "09b"), format(32, "09b")]
    for n in range(258, 258 + count):
        width = 9 if n < 511 else 10 if n < 1023 else 11 if n < 2047 else 12
        written.append(format(min(n, 4093), f"0{width}b"))
    bits = "".join(written)
    bits += "0" * (-len(bits) % 8)
    return int(bits, 2).to_bytes(len(bits) // 8, "big")
