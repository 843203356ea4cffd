"""What stands in front of the readers: every file is hostile until it has passed here."""

from __future__ import annotations

import errno
import io
import os
import re
import stat
import sys
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

from reconcile.model import ReconcileError, letters

if TYPE_CHECKING:
    from reconcile.ooxml.package import Package

LARGEST_FILE = 256 * 2**20  # bytes, as stored
LARGEST_CONTENT = 2**30  # bytes, unpacked
UNPACKED_FREELY = 32 * 2**20  # bytes below which no ratio is suspicious
LARGEST_RATIO = 200  # sheets of honest figures pack 5 to 40 times
LARGEST_OLD_WORKBOOK = 64 * 2**20  # bytes; every cell of one is an object while it is read
MOST_PASSED = 4 * 2**30  # bytes gone through, sheet after sheet
MOST_PARTS = 20_000  # of an archive; each takes memory before any is unpacked
LARGEST_GRID = 20_000_000  # cells of all sheets; eight bytes each before any is filled
GRID_FREELY = 2_000_000  # cells below which a sheet may be as sparse as it likes
MOST_SPARSE = 8_000_000  # cells of all such sheets
MOST_LINES = 2_000_000  # of a text, twice what a spreadsheet has rows
MOST_FIELDS = 8_000_000  # of a text, each of which is an object
MOST_REPEATED = 2_000_000  # cells that a file has repeated
PAGE_LOOKED_AT = 4096  # bytes in which a page says what it is, and its encoding
SPARSEST = 50  # cells of grid for each filled one; honest sheets have a handful

_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_ARCHIVE = b"PK\x03\x04"
_FIRST_BYTES = {b"%PDF-": ".pdf"}
_SUFFIX_BY_PART = {
    "xl/workbook.bin": ".xlsb",
    "xl/workbook.xml": ".xlsx",
    "word/document.xml": ".docx",
}
_WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
_OLD_WORKBOOK = tuple(name.encode("utf-16-le") for name in ("Workbook", "Book"))
_SPREADSHEET_XML = b"urn:schemas-microsoft-com:office:spreadsheet"
_WORKBOOK_XML = re.compile(rb"<(?:\w+:)?Workbook[\s>]")
_PAGE = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|table|meta|style|div)[\s>/]", re.IGNORECASE
)
_SPREADSHEET = b"application/vnd.oasis.opendocument.spreadsheet"
_WINDOWS_HELD = (32, 33)  # sharing and lock violation
_HELD = (errno.EBUSY, errno.ETXTBSY)


def load(path: str) -> bytes:
    """The bytes of a file, or of standard input for '-'.

    Raises ReconcileError for what is missing, not a file, not permitted, empty or too large.
    """
    try:
        content = _stdin() if path == "-" else _file(Path(path))
    except FileNotFoundError as error:
        raise ReconcileError("missing", path=path) from error
    except OSError as error:
        code = "in-use" if _is_held(error, Path(path)) else "not-permitted"
        if not isinstance(error, PermissionError) and error.errno not in _HELD:
            code = "unreadable"
        raise ReconcileError(code, path=path) from error
    except ValueError as error:  # a null character in the name
        raise ReconcileError("missing", path=path) from error
    if not content:
        raise ReconcileError("empty", path=path)
    if len(content) > LARGEST_FILE:
        raise ReconcileError("too-large", path=path, limit=_megabytes(LARGEST_FILE))
    return content


def is_archive(content: bytes) -> bool:
    return content.startswith(_ARCHIVE)


def is_compound(content: bytes) -> bool:
    return content.startswith(_COMPOUND)


def is_page(content: bytes) -> bool:
    """Whether a file is a web page, by how it begins, whatever it is called."""
    return _PAGE.search(page_start(content)) is not None


def page_start(content: bytes) -> bytes:
    """The first bytes, in one byte to a character where they are UTF-16."""
    return content[: 2 * PAGE_LOOKED_AT].replace(b"\0", b"")[:PAGE_LOOKED_AT]


def is_spreadsheet_xml(content: bytes) -> bool:
    """Whether a file is a workbook as Excel 2003 wrote it in XML, whatever it is called."""
    start = page_start(content)
    return _SPREADSHEET_XML in start and _WORKBOOK_XML.search(start) is not None


def workbook_suffix(suffix: str, content: bytes) -> str:
    """The suffix of the workbook that stands under that of another kind, `suffix` where none does.

    Portals export whatever they have under the name of a workbook, and Excel opens it.
    """
    if suffix not in _WORKBOOKS:
        return suffix
    if is_archive(content):
        held = suffix_of(content, otherwise=suffix)
        same = held == suffix or (held, suffix) == (".xlsx", ".xlsm")
        return held if held in _WORKBOOKS and not same else suffix
    if is_compound(content):
        is_old = any(name in content for name in _OLD_WORKBOOK) and _ENCRYPTED not in content
        return ".xls" if is_old else suffix
    return suffix


def suffix_of(content: bytes, otherwise: str = ".xlsx") -> str:
    """The suffix that the bytes themselves ask for; '' for what may be text.

    `otherwise` is taken for an archive that does not tell, or cannot be opened.
    """
    if is_compound(content):
        return ".xls"
    if is_archive(content):
        return _suffix_of_archive(content, otherwise)
    return next((suffix for mark, suffix in _FIRST_BYTES.items() if content.startswith(mark)), "")


def _suffix_of_archive(content: bytes, otherwise: str) -> str:
    import zipfile  # only where there is an archive

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = [name.replace("\\", "/") for name in archive.namelist()]
            if "mimetype" in names:
                with archive.open("mimetype") as stream:
                    kind = stream.read(len(_SPREADSHEET) + 1).strip()
                return ".ods" if kind == _SPREADSHEET else ""
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError):
        return otherwise
    suffixes = (suffix for part, suffix in _SUFFIX_BY_PART.items() if part in names)
    return next(suffixes, otherwise)


def require_archive(path: str, content: bytes) -> None:
    """Raises ReconcileError for what cannot be an unencrypted xlsx file."""
    if is_compound(content):
        raise ReconcileError("encrypted" if _ENCRYPTED in content else "old-workbook", path=path)
    if not is_archive(content):
        raise ReconcileError("not-its-kind", path=path)


def require_compound(path: str, content: bytes) -> None:
    """Raises ReconcileError for what cannot be an unencrypted Office file of the old kind."""
    if not is_compound(content):
        raise _misnamed(path, content)
    if _ENCRYPTED in content:
        raise ReconcileError("encrypted", path=path)
    if len(content) > LARGEST_OLD_WORKBOOK:
        raise ReconcileError("too-large", path=path, limit=_megabytes(LARGEST_OLD_WORKBOOK))


def require_suffix(path: str, content: bytes, suffix: str) -> None:
    """Raises ReconcileError for an archive of another kind than its suffix says."""
    if is_compound(content) and _ENCRYPTED in content:
        raise ReconcileError("encrypted", path=path)
    if suffix_of(content, otherwise=suffix) != suffix:
        raise _misnamed(path, content)


def _misnamed(path: str, content: bytes) -> ReconcileError:
    suffix = suffix_of(content)
    if suffix:
        return ReconcileError("other-kind", path=path, suffix=suffix)
    return ReconcileError("not-its-kind", path=path)


def require_few_passes(path: str, sheets: int, size: int) -> None:
    """Raises ReconcileError where sheets might all lie over the same bytes, to be read anew each.

    `size` is that of the file, which an old workbook's sheets may each claim to run through.
    """
    if sheets * size > MOST_PASSED:
        raise ReconcileError("bomb-total", path=path, size=_megabytes(sheets * size))


def require_modest(path: str, package: Package, stored: int) -> None:
    """Raises ReconcileError for an archive that would unpack to far more than it holds.

    The sizes looked at are those the archive declares; unpacking stops at them.
    """
    names = [entry.filename.lower() for entry in package.entries]
    astray = any(not 0 <= entry.header_offset < stored for entry in package.entries)
    if astray or len(names) != len(set(names)):
        raise ReconcileError("broken-workbook", path=path)
    if any(entry.flag_bits & 1 for entry in package.entries):
        raise ReconcileError("encrypted", path=path)
    total = sum(entry.file_size for entry in package.entries)
    if len(names) > MOST_PARTS:
        raise ReconcileError("bomb-total", path=path, size=_megabytes(total))
    require_in_proportion(path, total, stored)


def is_in_proportion(size: int, stored: int) -> bool:
    """Whether what comes of a file may take up so many bytes."""
    return size <= LARGEST_CONTENT and size <= max(UNPACKED_FREELY, LARGEST_RATIO * stored)


def require_in_proportion(path: str, size: int, stored: int) -> None:
    """Raises ReconcileError where what comes of a file is far more than is stored."""
    if not is_in_proportion(size, stored):
        if size > LARGEST_CONTENT:
            raise ReconcileError("bomb-total", path=path, size=_megabytes(size))
        raise ReconcileError("bomb-ratio", path=path, ratio=str(size // stored))


def require_few(path: str, sheet: str, lines: int, fields: int) -> None:
    """Raises ReconcileError for a text of more lines or fields than can be held."""
    if lines > MOST_LINES or fields > MOST_FIELDS:
        raise ReconcileError(
            "far-cell", path=path, sheet=sheet, cell=f"A{lines}", filled=str(fields or lines)
        )


class Room:
    """What the sheets of one book may take up together, counted while they are read."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._area = self._sparse = self._repeated = 0

    def take(self, sheet: str, shape: tuple[int, int], filled: int) -> None:
        """Raises ReconcileError where the grid of a sheet is out of proportion to what stands in
        it, or those of all sheets so far are too large."""
        area = shape[0] * shape[1]
        sparse = area if area > SPARSEST * filled else 0
        self._area, self._sparse = self._area + area, self._sparse + sparse
        if self._area > LARGEST_GRID or sparse > GRID_FREELY or self._sparse > MOST_SPARSE:
            raise self._refusal(sheet, shape, filled)

    def repeat(self, sheet: str, shape: tuple[int, int], cells: int, filled: int) -> None:
        """The same for cells of a sheet that its file states once and has repeated."""
        self._repeated += cells
        if self._repeated > MOST_REPEATED or shape[0] * shape[1] > LARGEST_GRID:
            raise self._refusal(sheet, shape, filled)

    def _refusal(self, sheet: str, shape: tuple[int, int], filled: int) -> ReconcileError:
        cell = f"{letters(shape[1] - 1)}{shape[0]}"
        values = {"sheet": sheet, "cell": cell, "filled": str(filled)}
        return ReconcileError("far-cell", path=self._path, **values)


def _stdin() -> bytes:
    return sys.stdin.buffer.read(LARGEST_FILE + 1)


def _file(path: Path) -> bytes:
    mode = path.stat().st_mode
    if stat.S_ISDIR(mode):
        raise ReconcileError("directory", path=str(path))
    if not stat.S_ISREG(mode):
        raise ReconcileError("not-a-file", path=str(path))
    with path.open("rb") as stream:
        return stream.read(LARGEST_FILE + 1)


def _is_held(error: OSError, path: Path) -> bool:
    """Whether another program holds the file: the system says so, or an office left its mark."""
    if error.errno in _HELD or getattr(error, "winerror", None) in _WINDOWS_HELD:
        return True
    return any(
        os.path.exists(path.with_name(mark)) for mark in (f"~${path.name}", f".~lock.{path.name}#")
    )


def _megabytes(size: int) -> str:
    return f"{size // 2**20} MB"
