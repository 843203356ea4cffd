"""Long lists in a workbook: a row to each file or finding, to filter and to print on A4."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from reconcile.messages import say
from reconcile.messages.harmless import one_line, say_harmless
from reconcile.model import Language, Sentence, Severity
from reconcile.report.cell_styles import HEADER, CellStyle, WorkbookFormats
from reconcile.report.workbooks import lines_of, page_setup

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

Value = str | int | float | None

# A sheet has 1,048,576 rows: one is the heading, one says that more was found.
MOST_ROWS = 1_048_574
# Excel opens a sheet with 65,530 links, two to a row; each, and each height, stays in memory.
_MOST_LINKED = 30_000
_LONGEST_CELL = 2_000  # characters of a message; a longer one is read in the annotated workbook
_LINE_HEIGHT, _TALLEST = 15.0, 409.0  # points: one line of 11-point type; Excel's own limit

TEXT = CellStyle(wrap=True, grid=True)
FIGURE = CellStyle(wrap=True, grid=True, right=True)
NUMBER = CellStyle(grid=True, number="#,##0")
SECONDS = CellStyle(grid=True, number="#,##0.0")
YEAR = CellStyle(grid=True, centred=True)
_LINK = CellStyle(wrap=True, grid=True, link=True)
_NONE: Mapping[int, Any] = MappingProxyType({})


class ListColumn(Struct, frozen=True):
    """`name` is that of its heading's sentence; `width` counts digits."""

    name: str
    width: int
    look: CellStyle = TEXT


class ListSheet:
    """A sheet filled row by row; what a sheet cannot hold is counted and left out."""

    def __init__(
        self,
        worksheet: Worksheet,
        columns: Sequence[ListColumn],
        looks: WorkbookFormats,
        language: Language,
    ) -> None:
        self.total = 0
        self._worksheet, self._columns, self._looks = worksheet, columns, looks
        self._language = language
        self._plain = [looks.of(column.look) for column in columns]
        self._tints: dict[tuple[int, Severity], Any] = {}
        self._wrapped = [
            (index, column.width) for index, column in enumerate(columns) if column.look.wrap
        ]
        worksheet.set_row(0, 2 * _LINE_HEIGHT)
        for index, column in enumerate(columns):
            worksheet.set_column(index, index, column.width)
            heading = say_harmless(Sentence(f"summary.heading.{column.name}"), language)
            worksheet.write_string(0, index, heading, looks.of(HEADER))

    @property
    def listed(self) -> int:
        return min(self.total, MOST_ROWS)

    def add(
        self,
        values: Sequence[Value],
        links: Mapping[int, str | None] = _NONE,
        tints: Mapping[int, Severity] = _NONE,
    ) -> None:
        """One more row; `links` and `tints` say which of its cells lead on, or are coloured."""
        self.total += 1
        if self.total > MOST_ROWS:
            return
        texts = [one_line(v)[:_LONGEST_CELL] if isinstance(v, str) else v for v in values]
        formats = list(self._plain)
        for index, severity in tints.items():
            formats[index] = self._tinted(index, severity)
        if self.total > _MOST_LINKED:
            links = _NONE
        else:
            self._worksheet.set_row(self.total, self._height(texts))
        self._write(texts, formats, links)

    def finish(self, nothing: str) -> None:
        """What makes a list of the rows; `nothing` is the sentence for a list without any."""
        last, right = max(1, self.listed), len(self._columns) - 1
        sheet = self._worksheet
        if not self.total:
            sheet.write_string(1, 0, self._say(nothing))
        if self.total > self.listed:
            left_out = f"{self.total - self.listed:,}"
            sheet.write_string(last + 1, 0, self._say("left_out", count=left_out))
        sheet.autofilter(0, 0, last, right)
        sheet.ignore_errors({"number_stored_as_text": f"A1:Z{last + 2}"})
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        sheet.print_area(0, 0, last + (self.total > self.listed), right)
        page_setup(sheet, say(Sentence("report.page"), self._language))

    def _say(self, name: str, **values: str) -> str:
        return say_harmless(Sentence(f"summary.{name}", values), self._language)

    def _write(
        self, values: Sequence[Value], formats: Sequence[object], links: Mapping[int, str | None]
    ) -> None:
        sheet, row = self._worksheet, self.total
        for index, value in enumerate(values):
            link = links.get(index)
            if link is not None:
                sheet.write_url(row, index, link, self._looks.of(_LINK), str(value))
            elif isinstance(value, str):
                sheet.write_string(row, index, value, formats[index])
            elif value is None:
                sheet.write_blank(row, index, None, formats[index])
            else:
                sheet.write_number(row, index, value, formats[index])

    def _tinted(self, index: int, severity: Severity) -> Any:
        key = index, severity
        if key not in self._tints:
            look = replace(self._columns[index].look, tint=severity)
            self._tints[key] = self._looks.of(look)
        return self._tints[key]

    def _height(self, values: Sequence[Value]) -> float:
        wrapped = ((str(values[index] or ""), width) for index, width in self._wrapped)
        lines = [lines_of(text, width) for text, width in wrapped if len(text) > width]
        return min(_TALLEST, _LINE_HEIGHT * max(lines, default=1))
