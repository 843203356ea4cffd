"""Workbooks in which no text is ever more than text: their sheets, names, links and pages."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from io import BytesIO, FileIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from reconcile.messages.harmless import one_line
from reconcile.ooxml.workbook_part import ADDED_SHEET_NAME

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

LONGEST_CELL = 8_000  # characters of a text for people; a workbook takes 32,767
LINE_HEIGHT, TALLEST_ROW = 15.0, 409.0  # points: one line of 11-point type; Excel's own limit
_LONGEST_NAME = 31  # UTF-16 code units of a sheet's name, Excel's own limit
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_A4 = 9  # Excel's number for the paper
_WIDTH_OF_A_LETTER = 0.95  # of a digit's width, on average over Vietnamese and English text
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
        stream = target if isinstance(target, BytesIO) else stack.enter_context(_SteadyFile(target))
        more = {"in_memory": in_memory, "constant_memory": row_by_row, "tmpdir": folder}
        workbook = Workbook(stream, {**_OPTIONS, **more})
        workbook.use_zip64()
        workbook.set_properties({"title": title, "created": _NO_DATE})
        yield workbook
        try:
            workbook.close()
        except FileCreateError as error:
            raise _cause(error) from error
        if isinstance(stream, _SteadyFile) and stream.fault is not None:
            raise stream.fault


def _cause(error: Exception) -> OSError:
    """What the system said, which the package wraps."""
    (cause,) = error.args
    return cause if isinstance(cause, OSError) else OSError(str(cause))


class _SteadyFile(FileIO):
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


# Names and links


def accepted_names(wanted: Iterable[str]) -> list[str]:
    """The names, in order, made distinct and acceptable; the first comer keeps its name."""
    taken: set[str] = set()
    accepted = []
    for name in wanted:
        plain = _cut(_FORBIDDEN.sub("_", one_line(name)), _LONGEST_NAME).strip("' ")
        # A workbook keeps this one name for itself.
        if not plain or plain.casefold() == "history":
            plain = f"{plain or 'Sheet'}_"
        candidate, count = plain, 1
        while candidate.casefold() in taken:
            count += 1
            suffix = f" ({count})"
            candidate = _cut(plain, _LONGEST_NAME - len(suffix)) + suffix
        taken.add(candidate.casefold())
        accepted.append(candidate)
    return accepted


def link_to(sheet: str, a1: str) -> str:
    """A link inside the workbook."""
    return "internal:'" + sheet.replace("'", "''") + f"'!{a1}"


def _cut(name: str, length: int) -> str:
    # A workbook counts UTF-16 code units, and half a pair is no character.
    return name.encode("utf-16-le")[: 2 * length].decode("utf-16-le", "ignore")


# Pages


def page_setup(worksheet: Worksheet, footer: str) -> None:
    """A4 landscape, as many pages down as it takes, one across."""
    worksheet.set_landscape()
    worksheet.set_paper(_A4)
    worksheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    worksheet.fit_to_pages(1, 0)
    worksheet.set_footer(f"&C{footer}")


def lines_of(text: str, width: float) -> int:
    """How many lines a wrapped text takes in a column that holds `width` digits."""
    lengths = (len(line) * _WIDTH_OF_A_LETTER for line in text.split("\n"))
    return sum(max(1, math.ceil(length / width)) for length in lengths)
