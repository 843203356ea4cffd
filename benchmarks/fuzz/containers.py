"""Damage inside what a file wraps: parts of archives, records of binary workbooks, streams of PDFs.

Bytes struck at random hardly get past a checksum or an unpacker; these do.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from random import Random

from xlrd.compdoc import CompDoc, CompDocError

from benchmarks.fuzz import odd
from benchmarks.fuzz.damage import damaged
from benchmarks.fuzz.markup import rewritten
from reconcile.ooxml.package import PackageError
from reconcile.reading.excel.binary_sheet import records
from tests.reading.binaries import compound, record12

_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
_FIGURE = re.compile(rb"-?\d+(?:\.\d+)?")
_LARGEST_RECORD = 8224
_BEGIN, _SHEET = 0x809, 0x85

Parts = dict[str, bytes]
Records = list[tuple[int, bytes]]  # kind and content


def in_archive(content: bytes, rng: Random, other: bytes) -> bytes:
    """An archive with one or two of its parts struck, most often those that hold a sheet."""
    parts, others = _parts(content), _parts(other)
    for _ in range(rng.choice((1, 1, 2))):
        name = _weighed(parts, rng)
        rng.choice(_BLOWS)(parts, name, rng, others)
    return _packed(parts)


def _weighed(parts: Parts, rng: Random) -> str:
    telling = [
        name
        for name in parts
        if re.search(
            r"sheet\d|content|document\.xml|workbook|strings|styles\.", name, re.IGNORECASE
        )
    ]
    return rng.choice(telling if telling and rng.random() < 0.85 else list(parts))


def _markup(parts: Parts, name: str, rng: Random, others: Parts) -> None:
    strike = _records_struck if name.endswith(".bin") else rewritten
    parts[name] = strike(parts[name], rng)


def _bytes(parts: Parts, name: str, rng: Random, others: Parts) -> None:
    parts[name] = damaged(parts[name], rng, rng.choice(list(others.values())))


def _lose(parts: Parts, name: str, rng: Random, others: Parts) -> None:
    if len(parts) > 1:
        del parts[name]


def _exchange(parts: Parts, name: str, rng: Random, others: Parts) -> None:
    parts[name] = rng.choice([*parts.values(), *others.values(), b"", b"<x/>"])


def _rename(parts: Parts, name: str, rng: Random, others: Parts) -> None:
    parts[rng.choice((name.upper(), "../" + name, "/" + name, name + " ", "xl/x.xml"))] = parts[
        name
    ]


_BLOWS: tuple[Callable[[Parts, str, Random, Parts], None], ...] = (
    _markup, _markup, _markup, _markup, _markup, _markup, _bytes, _lose, _exchange, _rename,
)  # fmt: skip


def in_records(content: bytes, rng: Random, other: bytes) -> bytes:
    """An old workbook with some records of its stream struck, the container sound."""
    try:
        memory, at, length = CompDoc(content, logfile=io.StringIO()).locate_named_stream("Workbook")
    except CompDocError:
        return damaged(content, rng, other)
    return compound(_written(_struck(_records(bytes(memory[at : at + length])), rng)))


def _struck(records: Records, rng: Random) -> Records:
    """Records lost, doubled, exchanged or damaged, one to four of them."""
    for _ in range(rng.choice((1, 1, 2, 4))):
        if not records:
            break
        n = rng.randrange(len(records))
        kind, data = records[n]
        blow = rng.randrange(6)
        if blow == 0:
            del records[n]
        elif blow == 1:
            records.insert(rng.randrange(len(records)), (kind, data))
        elif blow == 2:
            records[n] = rng.choice((kind, rng.choice(records)[0])), rng.choice(records)[1]
        else:
            records[n] = kind, damaged(data, rng, rng.choice(records)[1])[:_LARGEST_RECORD]
    return records


def _records_struck(part: bytes, rng: Random) -> bytes:
    """The part of a binary workbook with some of its records struck."""
    try:
        found = [(kind, part[at : at + length]) for kind, at, length in records(part)]
    except PackageError:
        return damaged(part, rng, part)
    return b"".join(record12(kind, data) for kind, data in _struck(found, rng))


def _written(records: Records) -> bytes:
    """The records as a stream, the workbook's list of sheets saying where each of them begins."""
    starts, at = [], 0
    for kind, data in records:
        starts += [at] if kind == _BEGIN else []
        at += 4 + len(data)
    sheets = iter(starts[1:])
    listed = [
        struct.pack("<I", next(sheets, 0)) + data[4:] if kind == _SHEET else data
        for kind, data in records
    ]
    return b"".join(
        struct.pack("<HH", kind, len(data)) + data
        for (kind, _), data in zip(records, listed, strict=True)
    )


def _records(stream: bytes) -> Records:
    found, at = [], 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        found.append((kind, stream[at + 4 : at + 4 + length]))
        at += 4 + length
    return found


def in_streams(content: bytes, rng: Random, other: bytes) -> bytes:
    """A PDF with figures of one object or one unpacked stream struck."""
    packed = [found for found in _STREAM.finditer(content) if _unpacked(found[1]) is not None]
    if not packed or rng.random() < 0.4:
        return _other_figures(content, rng)
    found = rng.choice(packed)
    inside = _unpacked(found[1]) or b""
    struck = damaged(inside, rng, inside) if rng.random() < 0.3 else _other_figures(inside, rng)
    again = zlib.compress(struck)
    return content[: found.start(1)] + again + b"\n" + content[found.end(1) :]


def _unpacked(packed: bytes) -> bytes | None:
    try:
        return zlib.decompressobj().decompress(packed, 2**20)
    except zlib.error:
        return None


def _other_figures(content: bytes, rng: Random) -> bytes:
    found = list(_FIGURE.finditer(content))
    for one in sorted(rng.sample(found, min(len(found), rng.choice((1, 2, 5)))), key=_backwards):
        new = odd.number(rng).encode() if rng.random() < 0.5 else rng.choice(found)[0]
        content = content[: one.start()] + new + content[one.end() :]
    return content


def _backwards(found: re.Match[bytes]) -> int:
    return -found.start()


def _parts(content: bytes) -> Parts:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _packed(parts: Parts) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return stream.getvalue()
