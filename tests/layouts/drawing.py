"""One clean sheet, drawn as Markdown, tab-separated, CSV or a typed workbook."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import openpyxl
from openpyxl.utils import get_column_letter

FORMATS = ("md", "tsv", "csv", "xlsx")


@dataclass(frozen=True)
class Figure:
    """A figure with its printed decimals; `suffix` is printed after it, `grouped` by thousands."""

    value: Decimal
    grouped: bool = False
    suffix: str = ""

    def text(self, comma: bool) -> str:
        plain = f"{self.value:,f}" if self.grouped else f"{self.value:f}"
        return (plain.translate(str.maketrans(".,", ",.")) if comma else plain) + self.suffix

    def code(self) -> str:
        decimals = -int(self.value.as_tuple().exponent)
        whole = "#,##0" if self.grouped else "0"
        fraction = "." + "0" * decimals if decimals else ""
        return whole + fraction + ("%" if self.suffix == "%" else "")

    def stored(self) -> float | int:
        value = self.value / 100 if self.suffix == "%" else self.value
        return int(value) if value == value.to_integral_value() else float(value)


Content = str | int | Figure | None


@dataclass(frozen=True)
class Drawn:
    """`merges` are (top, left, bottom, right) from 0; `comma` is the sheet's decimal convention."""

    name: str
    rows: tuple[tuple[Content, ...], ...]
    merges: tuple[tuple[int, int, int, int], ...] = ()
    comma: bool = True

    @property
    def width(self) -> int:
        return max(map(len, self.rows))


def draw(sheet: Drawn, folder: Path, suffix: str) -> Path:
    """Writes the sheet in one of FORMATS and says where."""
    path = folder / f"{sheet.name}.{suffix}"
    if suffix == "xlsx":
        _workbook(sheet, path)
    else:
        text = {"md": _markdown, "tsv": _tabbed, "csv": _csv}[suffix](sheet)
        path.write_text(text, encoding="utf-8")
    return path


def _texts(sheet: Drawn) -> Iterator[list[str]]:
    for row in sheet.rows:
        texts = [_text(cell, sheet.comma) for cell in row]
        yield texts + [""] * (sheet.width - len(texts))


def _text(cell: Content, comma: bool) -> str:
    if cell is None:
        return ""
    return cell.text(comma) if isinstance(cell, Figure) else str(cell)


def _markdown(sheet: Drawn) -> str:
    """Lines of one cell stand outside the table; a rule follows its first row."""
    lines: list[str] = []
    inside = False
    for texts in _texts(sheet):
        if sum(map(bool, texts)) <= 1 and texts[0]:
            lines.append(texts[0] if not inside else "| " + " | ".join(texts) + " |")
            continue
        if not any(texts):
            lines.append("")
            inside = False
            continue
        lines.append("| " + " | ".join(texts) + " |")
        if not inside:
            lines.append("|" + "---|" * sheet.width)
        inside = True
    return "\n".join(lines) + "\n"


def _tabbed(sheet: Drawn) -> str:
    return "\n".join("\t".join(texts).rstrip("\t") for texts in _texts(sheet)) + "\n"


def _csv(sheet: Drawn) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(_texts(sheet))
    return out.getvalue()


def _workbook(sheet: Drawn, path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    for i, row in enumerate(sheet.rows, start=1):
        for j, cell in enumerate(row, start=1):
            if cell is None:
                continue
            target = page.cell(i, j)
            target.value = cell.stored() if isinstance(cell, Figure) else cell
            if isinstance(cell, Figure):
                target.number_format = cell.code()
    for top, left, bottom, right in sheet.merges:
        ends = f"{get_column_letter(left + 1)}{top + 1}:{get_column_letter(right + 1)}{bottom + 1}"
        page.merge_cells(ends)
    book.save(path)
