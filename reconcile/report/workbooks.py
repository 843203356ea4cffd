"""Workbooks in which no text is ever more than text."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from io import BytesIO, FileIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from reconcile.ooxml.workbook_part import ADDED_SHEET_NAME

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

_OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
# The same content is to give the same bytes on any day.
_NO_DATE = datetime(1980, 1, 1)


@contextmanager
def new_workbook(
    target: Path | BytesIO, title: str, row_by_row: bool = False
) -> Iterator[Workbook]:
    """A workbook that is stored in `target` when the block ends well. Raises OSError.

    `row_by_row` keeps no row of a sheet in memory once the next one is begun.
    """
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import FileCreateError

    in_memory = isinstance(target, BytesIO)
    with ExitStack() as stack:
        # What the package keeps on disk meanwhile goes with the folder, whatever happens.
        temporary = TemporaryDirectory(prefix="reconcile-", ignore_cleanup_errors=True)
        folder = stack.enter_context(temporary)
        stream = target if isinstance(target, BytesIO) else stack.enter_context(_Steady(target))
        more = {"in_memory": in_memory, "constant_memory": row_by_row, "tmpdir": folder}
        workbook = Workbook(stream, {**_OPTIONS, **more})
        workbook.use_zip64()
        workbook.set_properties({"title": title, "created": _NO_DATE})
        yield workbook
        try:
            workbook.close()
        except FileCreateError as error:
            raise _cause(error) from error
        if isinstance(stream, _Steady) and stream.fault is not None:
            raise stream.fault


def _cause(error: Exception) -> OSError:
    """What the system said, which the package wraps."""
    (cause,) = error.args
    return cause if isinstance(cause, OSError) else OSError(str(cause))


class _Steady(FileIO):
    """A file to write to that keeps the first fault, for us to raise, and bears what comes later.

    An archive that is left half-done is finished by Python when it is cleared away, and what it
    meets then, a full disk or a closed file, it tells on standard error.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(path, "w")
        self.fault: OSError | None = None

    def write(self, data: Any) -> int:
        rest = memoryview(data)
        size = rest.nbytes
        try:
            while rest and self.fault is None and not self.closed:
                rest = rest[super().write(rest) :]
        except OSError as fault:
            self.fault = fault
        return size

    def seek(self, place: int, whence: int = 0, /) -> int:
        return place if self.closed else super().seek(place, whence)

    def tell(self) -> int:
        return 0 if self.closed else super().tell()

    def flush(self) -> None:
        if not self.closed:
            super().flush()


def own_sheet(workbook: Workbook, name: str) -> Worksheet:
    """A sheet that is ours, not the user's, and is passed over when the workbook is audited."""
    quoted = "'" + name.replace("'", "''") + "'"
    worksheet = workbook.add_worksheet(name)
    workbook.define_name(f"{quoted}!{ADDED_SHEET_NAME}", f"={quoted}!$A$1")
    return worksheet
