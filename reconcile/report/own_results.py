"""Whether a file is a result of ours, which may be written again: told by what is in it.

A template that was learned and a form are for people to write in, so they are never among them.
"""

from __future__ import annotations

import os
from zipfile import BadZipFile, ZipFile

from reconcile.ooxml.workbook_part import ADDED_SHEET_NAME
from reconcile.report.tidy.row import TIDY_TITLE, Tidy

_ENOUGH = 1 << 16  # bytes of a file's head or tail that tell what it is
# Our sheets in a workbook have a name that says so, and tables of figures are titled by their kind.
_MARKS = {"xl/workbook.xml": ADDED_SHEET_NAME, "docProps/core.xml": TIDY_TITLE}


def is_own_result(path: str) -> bool:
    """Whether an earlier `check`, `fix`, `compare` or `tidy` wrote the file."""
    suffix = os.path.splitext(path)[1].lower()
    try:
        if suffix in (".xlsx", ".xlsm"):
            return _is_own_workbook(path)
        return suffix in (".csv", ".parquet") and _is_own_table(path)
    except (OSError, BadZipFile, NotImplementedError, RuntimeError):
        return False


def _is_own_workbook(path: str) -> bool:
    with ZipFile(path) as archive:
        parts = set(archive.namelist())
        for part, mark in _MARKS.items():
            if part in parts:
                with archive.open(part) as content:
                    if mark.encode() in content.read(_ENOUGH):
                        return True
    return False


def _is_own_table(path: str) -> bool:
    """A CSV file with the headings of a tidy table, or a Parquet file with its name."""
    with open(path, "rb") as file:
        head = file.read(_ENOUGH)
        if not head.startswith(b"PAR1"):
            return head.decode("utf-8-sig", "replace").startswith(",".join(Tidy._fields[:4]))
        file.seek(max(0, os.path.getsize(path) - _ENOUGH))
        return TIDY_TITLE.encode() in file.read()
