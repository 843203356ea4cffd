"""Workbooks in which no text is ever more than text."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from reconcile.ooxml.own_sheets import OWN_NAME

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
    # What the package keeps on disk meanwhile goes with the folder, whatever happens.
    with TemporaryDirectory(prefix="reconcile-", ignore_cleanup_errors=True) as folder:
        more = {"in_memory": in_memory, "constant_memory": row_by_row, "tmpdir": folder}
        workbook = Workbook(target if in_memory else str(target), {**_OPTIONS, **more})
        workbook.use_zip64()
        workbook.set_properties({"title": title, "created": _NO_DATE})
        yield workbook
        try:
            workbook.close()
        except FileCreateError as error:
            cause = error.args[0] if error.args else None
            raise (cause if isinstance(cause, OSError) else OSError(str(error))) from error


def own_sheet(workbook: Workbook, name: str) -> Worksheet:
    """A sheet that is ours, not the user's, and is passed over when the workbook is audited."""
    quoted = "'" + name.replace("'", "''") + "'"
    worksheet = workbook.add_worksheet(name)
    workbook.define_name(f"{quoted}!{OWN_NAME}", f"={quoted}!$A$1")
    return worksheet
