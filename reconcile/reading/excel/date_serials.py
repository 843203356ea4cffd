"""Dates by their serial numbers, for workbooks in which one number is beyond any calendar.

Native code gives up on such a workbook as a whole; without its date formats it reads all of it.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Sequence
from typing import Literal

from lxml import etree
from openpyxl.styles.numbers import is_date_format

from reconcile.ooxml.archive import rewritten
from reconcile.ooxml.package import Package, PackageError, children
from reconcile.ooxml.sheet import SheetScan
from reconcile.reading.excel.xls import moment

Rows = Sequence[Sequence[object]]


def without_date_formats(content: bytes, package: Package) -> bytes:
    """The workbook with every cell in the General format. Raises PackageError."""
    beside = posixpath.join(posixpath.dirname(package.workbook), "styles.xml")
    parts = {}
    for entry in package.entries:
        if entry.filename.lower() == beside.lower():
            root = package.tree(entry.filename)
            for group in children(root, "cellXfs"):
                for style in children(group, "xf"):
                    style.set("numFmtId", "0")
            parts[entry.filename] = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    try:
        return rewritten(content, parts)
    except zipfile.BadZipFile as error:
        raise PackageError("broken-workbook") from error


def dated(rows: Rows, scanned: SheetScan, codes: Sequence[str], package: Package) -> Rows:
    """The rows with the serial numbers in cells of a date format as the days they stand for.

    `codes` are those of the cell styles, by their index.
    """
    mode = _mode(package)
    are_dates = [is_date_format(code) for code in codes]
    dated_rows = [list(row) for row in rows]
    cells = scanned.cells
    for row, column, style in zip(
        cells.rows.tolist(), cells.columns.tolist(), cells.styles.tolist(), strict=True
    ):
        inside = row < len(dated_rows) and column < len(dated_rows[row])
        if style < len(codes) and are_dates[style] and inside:
            value = dated_rows[row][column]
            if isinstance(value, float):
                dated_rows[row][column] = moment(value, mode, codes[style])
    return dated_rows


def _mode(package: Package) -> Literal[0, 1]:
    """Whether days are counted from 1904 on."""
    properties = children(package.tree(package.workbook), "workbookPr")
    return 1 if properties and properties[0].get("date1904") in ("1", "true") else 0
