"""Charts of a summary, drawn by the spreadsheet from the cells they stand over."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

from msgspec import Struct

from reconcile.report.cell_styles import FILLS

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

_HEIGHT = 350  # pixels, within the rows that the overview leaves free


class Bars(Struct, frozen=True):
    """Bars over the cells of `column`, from row `first` down, named by column A.

    `rows` are those cells' rows, as (value, look) pairs; `width` is in pixels.
    """

    title: str
    kind: Literal["column", "bar"]
    first: int
    column: int
    rows: Sequence[Sequence[tuple[Any, object]]]
    width: int


def insert_bars(
    workbook: Workbook, worksheet: Worksheet, bars: Bars, corner: tuple[int, int]
) -> None:
    """A chart with its upper left corner in a cell; its numbers are stored along."""
    last = bars.first + len(bars.rows) - 1
    _, ink = FILLS["error"]
    chart = workbook.add_chart({"type": bars.kind})
    chart.add_series({
        "name": bars.title,
        "categories": [worksheet.name, bars.first, 0, last, 0],
        "values": [worksheet.name, bars.first, bars.column, last, bars.column],
        "categories_data": [row[0][0] for row in bars.rows],
        "values_data": [row[bars.column][0] for row in bars.rows],
        "fill": {"color": ink},
        "gap": 60,
        "data_labels": {"value": True, "num_format": "#,##0"},
    })  # fmt: skip
    chart.set_title({"name": bars.title, "name_font": {"size": 12}, "overlay": False})
    chart.set_legend({"none": True})
    names: dict[str, Any] = {"num_font": {"size": 9}}
    values = {"visible": False, "major_gridlines": {"visible": False}}
    if bars.kind == "bar":
        # Read from the top, as the table is.
        chart.set_y_axis({**names, "reverse": True})
        chart.set_x_axis(values)
    else:
        chart.set_x_axis(names)
        chart.set_y_axis(values)
    chart.set_size({"width": bars.width, "height": _HEIGHT})
    worksheet.insert_chart(*corner, chart, {"x_offset": 4, "y_offset": 4, "object_position": 1})
