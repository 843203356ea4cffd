"""The page that a sheet is printed on."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet


def page_setup(worksheet: Worksheet, footer: str) -> None:
    """A4 landscape, as many pages down as it takes, one across."""
    worksheet.set_landscape()
    worksheet.set_paper(9)
    worksheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    worksheet.fit_to_pages(1, 0)
    worksheet.set_footer(f"&C{footer}")


def lines_of(text: str, width: float) -> int:
    """How many lines a wrapped text takes in a column that holds `width` digits."""
    return sum(max(1, math.ceil(len(line) * 0.95 / width)) for line in text.split("\n"))
