"""One truth, many renderings: the two sample sheets put right, faults put in, laid out anew.

A Frame is a table as it should read: rows of texts by column key, decimals with a point. Faults
change the texts; a Layout says how the frames are written down; `write` does it and keeps the
address of every cell, so that a test can name a cell by table, row and column key.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import xlsxwriter

from reconcile.model import letters

SAMPLES = Path(__file__).parents[2] / "samples"
Cells = dict[str, str]
Key = tuple[str, str, str]  # frame, row, column

SERIAL, NAME, INDEX, TOTAL, GRADE, RANK = "serial", "name", "index", "total", "grade", "rank"
HEADER = "header"


@dataclass(frozen=True)
class Field:
    """A column: `group` is the label of the tier above, where there is one."""

    key: str
    label: str
    group: str = ""


@dataclass(frozen=True)
class Frame:
    """`rows` by name, in order; `missing` are cells left out so that the row moves left;
    `foreign` are cells written with the other decimal mark."""

    id: str
    title: str
    fields: tuple[Field, ...]
    rows: dict[str, Cells]
    missing: frozenset[tuple[str, str]] = frozenset()
    foreign: frozenset[tuple[str, str]] = frozenset()

    @property
    def parts(self) -> list[str]:
        keys = (field.key for field in self.fields)
        return [k for k in keys if k not in (SERIAL, NAME, INDEX, TOTAL, GRADE, RANK, "note")]


@dataclass(frozen=True)
class Layout:
    """How frames are written. `order` arranges a frame's fields; `offset` is (rows, columns)."""

    format: str = "md"
    decimal: str = "."
    tiers: bool = False
    merged: bool = True
    as_text: bool = False
    sheets: bool = False
    offset: tuple[int, int] = (0, 0)
    gap_rows: bool = False
    gap_column: bool = False
    order: Callable[[list[Field]], list[Field]] = list


@dataclass
class Written:
    path: Path
    where: dict[Key, str] = field(default_factory=dict)

    def at(self, frame: str, row: str, column: str) -> str:
        return self.where[frame, row, column]


# The truth


def seed0() -> Frame:
    """The score sheet of 22 agencies with every fault put right, sorted by its total."""
    lines = (SAMPLES / "so-nganh-chuyen-doi-so.md").read_text("utf-8").splitlines()
    grid = [[c.strip() for c in line.strip().strip("|").split("|")] for line in lines[4:]]
    upper, lower = grid[0], grid[2]
    labels = [b or a for a, b in zip(upper, lower, strict=True)]
    labels = [*labels[:27], labels[30], *labels[27:30]]
    starts = {3: 3, 6: 6, 8: 8, 12: 12, 24: 22, 26: 24}  # where a group stands: its printed column
    keys = [SERIAL, NAME, INDEX, *(f"c{n:02}" for n in range(1, 27)), TOTAL, GRADE]
    ends = {3: 6, 6: 8, 8: 11, 12: 24, 24: 26, 26: 28}
    group = {j: upper[starts[s]] for s in starts for j in range(s, ends[s])}
    fields = tuple(Field(k, labels[j], group.get(j, "")) for j, k in enumerate(keys))
    rows = {}
    for line in grid[3:]:
        cells = [*line[:18], "2", *line[18:]] if line[0] in ("1", "2") else line
        rows[line[1]] = dict(zip(keys, cells[:31], strict=True))
    rows["Sở Giao thông - Vận tải"]["c17"] = "8.7"
    rows["Sở Công Thương"]["c03"] = "2"
    return recomputed(Frame("main", "BẢNG TỔNG HỢP CHẤM ĐIỂM CHỈ SỐ CHUYỂN ĐỔI SỐ", fields, rows))


def seed1() -> tuple[Frame, ...]:
    """The summary and its six detail tables, the summary's links put right."""
    lines = (SAMPLES / "phu-luc-ninh-binh-2021.txt").read_text("utf-8").splitlines()
    grids = [_grid(lines, at) for at in (10, 35, 57, 79, 101, 123, 145, 167)]
    halves = grids.pop()
    grids[-1] = [[*a, *b[2:]] for a, b in zip(grids[-1], halves, strict=True)]
    titles = ["Đánh giá chung", "Nhận thức số", "Thể chế số", "Hạ tầng số", "Nhân lực số",
              "An toàn thông tin mạng", "Hoạt động chuyển đổi số"]  # fmt: skip
    frames = [_frame(n, titles[n], grid) for n, grid in enumerate(grids)]
    details = [_totalled(frame) for frame in frames[1:]]
    return (summarised(frames[0], details), *details)


def _grid(lines: list[str], header: int) -> list[list[str]]:
    out = [lines[header - 1].split("\t")]
    for line in lines[header:]:
        cells = line.replace(",", ".").split("\t")
        if len(cells) > 1 and cells[0].isdigit():
            out.append(cells)
        elif line.strip():
            break
    return out


_SHORT = {"PTNT": "Phát triển nông thôn", "– TB&XH": "- Thương binh và Xã hội",
          "- TB&XH": "- Thương binh và Xã hội", "KCN": "khu công nghiệp"}  # fmt: skip


def full_name(name: str) -> str:
    for short, full in _SHORT.items():
        name = name.replace(short, full)
    return name


def _frame(number: int, title: str, grid: list[list[str]]) -> Frame:
    tail = [TOTAL, RANK] if number == 0 else [TOTAL]
    parts = [f"p{n}" for n in range(1, len(grid[0]) - 1 - len(tail))]
    keys = [SERIAL, NAME, *parts, *tail]
    fields = tuple(Field(k, label) for k, label in zip(keys, grid[0], strict=True))
    rows = {full_name(cells[1]): dict(zip(keys, cells, strict=True)) for cells in grid[1:]}
    for name, cells in rows.items():
        cells[NAME] = name
    return Frame("summary" if number == 0 else f"d{number}", title, fields, rows)


# What is computed from what


def number(text: str) -> Decimal:
    return Decimal(text)


def plain(value: Decimal) -> str:
    text = format(value.normalize(), "f")
    return text


def added(cells: Cells, keys: Iterable[str], decimals: int | None) -> str:
    total = sum((number(cells[k]) for k in keys), Decimal(0))
    return plain(total) if decimals is None else str(total.quantize(Decimal(1).scaleb(-decimals)))


def index_of(total: str, over: str = "220") -> str:
    return str((Decimal(total) / Decimal(over)).quantize(Decimal("0.001"), ROUND_HALF_UP))


def changed(frame: Frame, row: str, **cells: str) -> Frame:
    return replace(frame, rows={**frame.rows, row: {**frame.rows[row], **cells}})


def recomputed(frame: Frame) -> Frame:
    """Seed 0's totals, indices and grades computed anew, sorted."""
    rows = {}
    for name, cells in frame.rows.items():
        rows[name] = following({**cells, TOTAL: added(cells, frame.parts, 2)})
    return in_order(replace(frame, rows=rows))


def following(cells: Cells) -> Cells:
    """Index and grade as the printed total would have them."""
    index = index_of(cells[TOTAL])
    return {**cells, INDEX: index, GRADE: "Tốt" if Decimal(index) >= Decimal("0.8") else "Khá"}


def in_order(frame: Frame) -> Frame:
    rows = sorted(frame.rows.items(), key=lambda item: -number(item[1][TOTAL]))
    return renumbered(replace(frame, rows=dict(rows)))


def renumbered(frame: Frame) -> Frame:
    rows = {
        name: {**cells, SERIAL: str(n)} for n, (name, cells) in enumerate(frame.rows.items(), 1)
    }
    return replace(frame, rows=rows)


def _totalled(frame: Frame) -> Frame:
    rows = {n: {**c, TOTAL: added(c, frame.parts, None)} for n, c in frame.rows.items()}
    return in_order(replace(frame, rows=rows))


def summarised(summary: Frame, details: Sequence[Frame]) -> Frame:
    """The summary as its details have it, totalled and ranked."""
    rows = {}
    for name, cells in summary.rows.items():
        copies = {f"p{n}": d.rows[name][TOTAL] for n, d in enumerate(details, 1)}
        rows[name] = {**cells, **copies}
    return ranked(replace(summary, rows=rows))


def ranked(summary: Frame) -> Frame:
    found = _totalled(summary)
    totals = [number(cells[TOTAL]) for cells in found.rows.values()]
    rows = {
        name: {**cells, RANK: str(totals.index(number(cells[TOTAL])) + 1)}
        for name, cells in found.rows.items()
    }
    return replace(found, rows=rows)


def only(frame: Frame, names: Iterable[str]) -> Frame:
    """Some of the rows, in the order given; seed 1's ranks are left to the caller."""
    return renumbered(replace(frame, rows={name: frame.rows[name] for name in names}))


# Layouts


def written(text: str, decimal: str) -> str:
    return text.replace(".", decimal) if re.fullmatch(r"-?\d+\.\d+", text) else text


Grid = list[list[str]]


def write(
    folder: Path, stem: str, frames: Sequence[Frame], layout: Layout, top: Sequence[str] = ()
) -> Written:
    """The frames in one file of the layout's format."""
    suffix = {"md": "md", "tsv": "txt", "csv": "csv", "semicolon": "csv", "xlsx": "xlsx"}
    out = Written(folder / f"{stem}.{suffix[layout.format]}")
    pages = [[frame] for frame in frames] if layout.sheets else [list(frames)]
    made = []
    for n, page in enumerate(pages):
        name = f"Sheet{n + 1}" if layout.format == "xlsx" else stem
        made.append(_page(page, layout, top if n == 0 else (), name, out))
    if layout.format == "xlsx":
        _workbook(out.path, made, layout)
    else:
        out.path.write_text(_text(made[0].grid, layout), encoding="utf-8")
    return out


@dataclass
class Page:
    """A sheet as it grows; `merges` are (top, left, bottom, right)."""

    name: str
    layout: Layout
    grid: Grid = field(default_factory=list)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)


def _page(frames: list[Frame], layout: Layout, top: Sequence[str], name: str, out: Written) -> Page:
    rows, left = layout.offset
    page = Page(name, layout, [[] for _ in range(rows)])
    page.grid += [[""] * left + [line] for line in top]
    for frame in frames:
        page.grid += [[], [""] * left + [frame.title], []]
        _table(page, frame, out)
    return page


def _table(page: Page, frame: Frame, out: Written) -> None:
    layout, grid = page.layout, page.grid
    fields = layout.order(list(frame.fields))
    gap = 2 if layout.gap_column else len(fields)
    columns = [layout.offset[1] + j + (j >= gap) for j in range(len(fields))]
    _header(page, fields, columns)
    if layout.format == "md":
        grid.append(["---"] * (columns[-1] + 1))
    for n, name in enumerate(frame.rows):
        if layout.gap_rows and n == 7:
            grid.append([])
        for one, column in zip(fields, columns, strict=True):
            address = f"{page.name}!{letters(column)}{len(grid) + 1}"
            out.where[frame.id, name, one.key] = address
        texts = _row(frame, name, fields, layout.decimal)
        line = [""] * (columns[-1] + 1)
        for column, text in zip(columns, texts, strict=False):
            line[column] = text
        grid.append(line)


def _row(frame: Frame, name: str, fields: list[Field], mark: str) -> list[str]:
    """The row's texts from the left, without the cells that are missing from it."""
    other = "," if mark == "." else "."
    return [
        written(frame.rows[name][f.key], other if (name, f.key) in frame.foreign else mark)
        for f in fields
        if (name, f.key) not in frame.missing
    ]


def _header(page: Page, fields: list[Field], columns: list[int]) -> None:
    row, width = len(page.grid), columns[-1] + 1
    lower, upper = [""] * width, [""] * width
    for spot, (one, column) in enumerate(zip(fields, columns, strict=True)):
        if page.layout.tiers and not one.group:
            upper[column] = one.label
            page.merges.append((row, column, row + 1, column))
            continue
        lower[column] = one.label
        if page.layout.tiers and (spot == 0 or fields[spot - 1].group != one.group):
            upper[column] = one.group
            last = spot
            while last + 1 < len(fields) and fields[last + 1].group == one.group:
                last += 1
            if last > spot:
                page.merges.append((row, column, row, columns[last]))
    page.grid += [upper, lower] if page.layout.tiers else [lower]


def _text(grid: Grid, layout: Layout) -> str:
    if layout.format == "md":
        lines = ["| " + " | ".join(r) + " |" if len(r) > 1 else "".join(r) for r in grid]
        return "\n".join(lines) + "\n"
    if layout.format == "tsv":
        return "\n".join("\t".join(row) for row in grid) + "\n"
    buffer = io.StringIO()
    delimiter = "," if layout.format == "csv" else ";"
    csv.writer(buffer, delimiter=delimiter, lineterminator="\n").writerows(grid)
    return buffer.getvalue()


def _workbook(path: Path, pages: list[Page], layout: Layout) -> None:
    book = xlsxwriter.Workbook(str(path))
    codes: dict[int, Any] = {n: book.add_format({"num_format": f"0.{'0' * n}"}) for n in (1, 2, 3)}
    for page in pages:
        sheet = book.add_worksheet(page.name)
        for i, row in enumerate(page.grid):
            for j, text in enumerate(row):
                _cell(sheet, (i, j), text, codes, layout)
        if layout.merged:
            for top, left, bottom, right in page.merges:
                sheet.merge_range(top, left, bottom, right, page.grid[top][left])
    book.close()


def _cell(
    sheet: Any, at: tuple[int, int], text: str, codes: dict[int, Any], layout: Layout
) -> None:
    match = re.fullmatch(rf"-?\d+(?:{re.escape(layout.decimal)}(\d+))?", text)
    if text and (layout.as_text or not match):
        sheet.write_string(*at, text)
    elif text:
        decimals = len(match[1] or "") if match else 0
        sheet.write_number(*at, float(text.replace(",", ".")), codes.get(decimals))
