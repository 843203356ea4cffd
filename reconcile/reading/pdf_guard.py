"""What a PDF may unpack to: its streams do not say how long they are, so they are unpacked."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from reconcile.model import ReconcileError

if TYPE_CHECKING:
    from pdfplumber.page import Page

LARGEST_CONTENT = 512 * 2**20  # bytes, of all streams
LARGEST_PAGE = 4 * 2**20  # bytes of drawing instructions; a dense page of figures has a tenth
_CHUNK = 2**16
_STREAM = re.compile(rb"stream\r?\n")


def require_modest(path: str, content: bytes) -> None:
    """Raises ReconcileError for a file whose streams unpack to far too much."""
    total = 0
    for found in _STREAM.finditer(content):
        for size in _unpacked(_chunks(content, found.end())):
            total += size
            if total > LARGEST_CONTENT:
                raise ReconcileError("bomb-total", path=path, size=f"{total // 2**20} MB")


def require_modest_page(path: str, page: Page) -> None:
    """Raises ReconcileError for a page that takes too long to draw."""
    size = sum(len(stream.get_data()) for stream in page.page_obj.contents)
    if size > LARGEST_PAGE:
        raise ReconcileError("bomb-total", path=path, size=f"{size // 2**20} MB")


def _chunks(content: bytes, start: int) -> Iterator[bytes]:
    return (content[at : at + _CHUNK] for at in range(start, len(content), _CHUNK))


def _unpacked(packed: Iterable[bytes]) -> Iterator[int]:
    """The sizes of what comes out, that of a stream packed twice included; nothing for others."""
    outer, inner = zlib.decompressobj(), zlib.decompressobj()
    is_twice = None
    try:
        for chunk in packed:
            for piece in _pieces(outer, chunk):
                yield len(piece)
                if is_twice is None:
                    is_twice = _is_packed(piece)
                if is_twice:
                    yield from map(len, _pieces(inner, piece))
            if outer.eof:
                return
    except zlib.error:
        return


def _pieces(unpacking: zlib._Decompress, chunk: bytes) -> Iterator[bytes]:
    while chunk and not unpacking.eof:
        piece = unpacking.decompress(chunk, _CHUNK)
        chunk = unpacking.unconsumed_tail
        if piece:
            yield piece


def _is_packed(start: bytes) -> bool:
    """Whether bytes begin as packed ones do."""
    return len(start) > 1 and start[0] & 15 == 8 and (start[0] << 8 | start[1]) % 31 == 0
