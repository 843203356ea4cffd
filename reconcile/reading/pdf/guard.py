"""What a PDF may unpack to. Its streams do not say how long they are, so the decoders are watched:
those of pdfminer stop at what is left of the file's allowance while it is read.
"""

from __future__ import annotations

import time
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from itertools import takewhile
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from reconcile.model import ReconcileError

if TYPE_CHECKING:
    from pdfplumber.page import Page

LARGEST_CONTENT = 128 * 2**20  # bytes, of all streams that are looked into; pictures are not
MOST_PASSED = 2**30  # bytes gone through, a drawing that is used many times counted each time
LARGEST_PAGE = 4 * 2**20  # bytes of drawing instructions; a dense page of figures has a tenth
LONGEST = 120  # seconds, for all pages of a file; who waits has given up by then
_COST_OF_BEGINNING = 2**16  # bytes that could be gone through in the time it takes to begin
_CHUNK = 2**16  # bytes unpacked between two looks at the allowance
_LARGEST_TABLE = 4096  # codes of twelve bits; it is told anew before there are more


class Allowance:
    """What a file may still unpack to, and until when. Raises ReconcileError when it is used up."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._unpacked = self._passed = 0
        self._until = time.monotonic() + LONGEST

    def unpack(self, size: int) -> None:
        self._unpacked += size
        self._require(self._unpacked, LARGEST_CONTENT)

    def go_through(self, size: int) -> None:
        self._passed += size + _COST_OF_BEGINNING
        self._require(self._passed, MOST_PASSED)
        self.require_time()

    def require_time(self) -> None:
        if time.monotonic() > self._until:
            raise ReconcileError("too-slow", path=self._path, limit=str(LONGEST))

    def _require(self, size: int, limit: int) -> None:
        if size > limit:
            raise ReconcileError("bomb-total", path=self._path, size=f"{size // 2**20} MB")


def require_modest_page(path: str, page: Page) -> None:
    """Raises ReconcileError for a page that takes too long to draw, in one piece or in several."""
    from pdfminer.pdftypes import stream_value

    size = sum(len(stream_value(stream).get_data()) for stream in page.page_obj.contents)
    if size > LARGEST_PAGE:
        raise ReconcileError("bomb-total", path=path, size=f"{size // 2**20} MB")


@contextmanager
def watched(path: str) -> Iterator[Allowance]:
    """pdfminer with decoders that stop; for one file at a time."""
    from pdfminer import pdftypes
    from pdfminer.lzw import LZWDecoder
    from pdfminer.runlength import rldecode
    from pdfminer.utils import apply_png_predictor

    allowance = Allowance(path)
    usual = pdftypes.PDFStream.get_data

    def get_data(stream: Any) -> bytes:
        data: bytes = usual(stream)
        allowance.go_through(len(data))
        return data

    def unpacked(data: bytes) -> bytes:
        decoder = LZWDecoder(BytesIO(data))
        sound = takewhile(lambda _: len(decoder.table) <= _LARGEST_TABLE, decoder.run())
        return _joined(sound, allowance)

    def unrolled(data: bytes) -> bytes:
        allowance.unpack(
            64 * len(data)
        )  # no run is longer, and each byte is a number while it lasts
        return bytes(rldecode(data))

    def predicted(kind: int, colors: int, columns: int, bits: int, data: bytes) -> bytes:
        allowance.unpack(
            max(columns, colors * columns * bits // 8)
        )  # a line above the first is made up
        return bytes(apply_png_predictor(kind, colors, columns, bits, data))

    watching = {
        "zlib": SimpleNamespace(
            decompress=lambda data: inflated(data, allowance), error=zlib.error
        ),
        "lzwdecode": unpacked,
        "rldecode": unrolled,
        "apply_png_predictor": predicted,
        "ccittfaxdecode": lambda data, params: b"",  # a picture
    }
    with _exchanged(pdftypes, watching), _exchanged(pdftypes.PDFStream, {"get_data": get_data}):
        yield allowance


@contextmanager
def _exchanged(owner: object, names: Mapping[str, object]) -> Iterator[None]:
    usual = {name: getattr(owner, name) for name in names}
    try:
        for name, other in names.items():
            setattr(owner, name, other)
        yield
    finally:
        for name, own in usual.items():
            setattr(owner, name, own)


def inflated(data: bytes, allowance: Allowance) -> bytes:
    """The bytes unpacked, a wrong checksum overlooked; of what breaks off those until there, of
    what is damaged none."""
    for window, packed in ((zlib.MAX_WBITS, data), (-zlib.MAX_WBITS, data[2:])):
        try:
            return _joined(_pieces(zlib.decompressobj(window), packed), allowance)
        except zlib.error:
            continue
    return b""


def _pieces(unpacking: zlib._Decompress, data: bytes) -> Iterator[bytes]:
    while data and not unpacking.eof:
        yield unpacking.decompress(data, _CHUNK)
        data = unpacking.unconsumed_tail


def _joined(pieces: Iterator[bytes], allowance: Allowance) -> bytes:
    data = bytearray()
    for piece in pieces:
        allowance.unpack(len(piece))
        data += piece
    return bytes(data)
