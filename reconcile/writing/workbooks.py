"""Workbooks in which no text is ever more than text."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook

_OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
# The same content is to give the same bytes on any day.
_NO_DATE = datetime(1980, 1, 1)


@contextmanager
def new_workbook(path: Path, title: str) -> Iterator[Workbook]:
    """A workbook that is stored at `path` when the block ends well. Raises OSError."""
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import FileCreateError

    workbook = Workbook(str(path), _OPTIONS)
    workbook.set_properties({"title": title, "created": _NO_DATE})
    yield workbook
    try:
        workbook.close()
    except FileCreateError as error:
        raise OSError(str(error)) from error
