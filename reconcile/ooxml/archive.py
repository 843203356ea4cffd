"""A zip archive written again with some of its members replaced, dropped or added.

The members that stay are copied as they are stored, so that not even their compression changes.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Collection, Mapping

from msgspec import Struct

# The records of a zip archive, as its specification (APPNOTE 4.3) lays them out.
_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_ZIP64_EXTRA = 1  # the kind of extra field that holds sizes beyond 32 bits
_LISTED_LATER = 8  # flag: sizes follow the data
_UTF8 = 0x800  # flag: the name is not in the old code page
_BEFORE_EVERYTHING = (1980, 1, 1, 0, 0, 0)  # the same content is to give the same bytes


class _Member(Struct, frozen=True):
    """A member ready to be stored: `data` is compressed, `size` and `crc` are of what it holds."""

    info: zipfile.ZipInfo
    data: bytes
    size: int
    crc: int
    method: int


def rewritten(
    content: bytes, parts: Mapping[str, bytes], dropped: Collection[str] = frozenset()
) -> bytes:
    """The archive with `parts` in place of the members of that name, new ones at the end.

    Order, dates and flags of the members are kept. Raises zipfile.BadZipFile for what is no zip.
    """
    archive = zipfile.ZipFile(io.BytesIO(content))
    present = {info.filename for info in archive.infolist()}
    members = [
        _replaced(info, parts[info.filename]) if info.filename in parts else _kept(content, info)
        for info in archive.infolist()
        if info.filename not in dropped
    ]
    for name, data in parts.items():
        if name not in present:
            members.append(_replaced(_new(name), data))
    return _stored(members, archive.comment)


def _new(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _BEFORE_EVERYTHING)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.flag_bits = 0 if name.isascii() else _UTF8
    return info


def _kept(content: bytes, info: zipfile.ZipInfo) -> _Member:
    if info.header_offset + _LOCAL.size > len(content):
        raise zipfile.BadZipFile(info.filename)
    header = _LOCAL.unpack_from(content, info.header_offset)
    start = info.header_offset + _LOCAL.size + header[9] + header[10]
    data = content[start : start + info.compress_size]
    if header[0] != b"PK\x03\x04" or len(data) != info.compress_size:
        raise zipfile.BadZipFile(info.filename)
    return _Member(info, data, info.file_size, info.CRC, info.compress_type)


def _replaced(info: zipfile.ZipInfo, data: bytes) -> _Member:
    if info.compress_type == zipfile.ZIP_STORED:
        return _Member(info, data, len(data), zlib.crc32(data), zipfile.ZIP_STORED)
    squeeze = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = squeeze.compress(data) + squeeze.flush()
    return _Member(info, packed, len(data), zlib.crc32(data), zipfile.ZIP_DEFLATED)


def _stored(members: list[_Member], comment: bytes) -> bytes:
    out, listing = io.BytesIO(), []
    for member in members:
        listing.append(_central(member, out.tell()))
        out.write(_local(member))
    start, listed = out.tell(), b"".join(listing)
    end = _END.pack(
        b"PK\x05\x06", 0, 0, len(members), len(members), len(listed), start, len(comment)
    )
    return b"".join((out.getvalue(), listed, end, comment))


def _local(member: _Member) -> bytes:
    info, later = member.info, member.info.flag_bits & _LISTED_LATER
    sizes = (member.crc, len(member.data), member.size)
    name, (date, time) = _name(info), _stamp(info)
    header = _LOCAL.pack(
        b"PK\x03\x04", info.extract_version, info.flag_bits, member.method, time, date,
        *((0, 0, 0) if later else sizes), len(name), 0,
    )  # fmt: skip
    descriptor = b"PK\x07\x08" + struct.pack("<3L", *sizes) if later else b""
    return b"".join((header, name, member.data, descriptor))


def _central(member: _Member, offset: int) -> bytes:
    info, name, extra = member.info, _name(member.info), _without_zip64(member.info.extra)
    date, time = _stamp(info)
    header = _CENTRAL.pack(
        b"PK\x01\x02", info.create_version | info.create_system << 8, info.extract_version,
        info.flag_bits, member.method, time, date, member.crc, len(member.data), member.size,
        len(name), len(extra), len(info.comment), 0, info.internal_attr, info.external_attr, offset,
    )  # fmt: skip
    return b"".join((header, name, extra, info.comment))


def _name(info: zipfile.ZipInfo) -> bytes:
    slashed = info.orig_filename.replace("\\", "/")  # as archives ask for; some programs turn them
    return slashed.encode("utf-8" if info.flag_bits & _UTF8 else "cp437")


def _stamp(info: zipfile.ZipInfo) -> tuple[int, int]:
    year, month, day, hour, minute, second = info.date_time
    return (year - 1980) << 9 | month << 5 | day, hour << 11 | minute << 5 | second // 2


def _without_zip64(extra: bytes) -> bytes:
    kept, at = b"", 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<2H", extra, at)
        if kind != _ZIP64_EXTRA:
            kept += extra[at : at + 4 + length]
        at += 4 + length
    return kept
