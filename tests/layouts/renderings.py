"""A paper as a workbook, a Word document, a PDF, Markdown, or text between tabs."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path
from textwrap import fill

import xlsxwriter
from reportlab.lib import colors, pagesizes
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Table

from reconcile.model import letters
from tests.layouts.drawing import Content, Figure
from tests.layouts.papers import Grid, Paper, Sides, Spot, Typed
from tests.reading.documents import cell, package, paragraph, span, table

FORMATS = ("xlsx", "docx", "pdf", "md", "tsv")
FONT = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")

Texts = list[list[str]]
Line = str | Sides | tuple[Grid, int]
TITLE = -1  # the line above a table, as a row of it
SIDE = 4  # the column of a sheet in which the right side of a line stands
Where = Callable[[int, Spot], str]  # a table of the paper and a spot in it: its address


def draw(paper: Paper, folder: Path, suffix: str) -> tuple[Path, Where]:
    """The paper in one of FORMATS, and where its cells are then."""
    path = folder / f"{paper.name}.{suffix}"
    if suffix in ("docx", "pdf"):
        path.write_bytes((_document if suffix == "docx" else _printed)(paper))
        return path, _in_tables(paper, suffix == "docx")
    page = _Page(paper)
    if suffix == "xlsx":
        page.workbook(path)
    else:
        path.write_text(page.markdown() if suffix == "md" else page.tabbed(), encoding="utf-8")
    return path, page.where("Sheet1" if suffix == "xlsx" else paper.name, suffix)


def shown(content: Content, comma: bool) -> str:
    if content is None:
        return ""
    return content.text(comma) if isinstance(content, Figure) else str(content)


def _texts(grid: Grid, comma: bool) -> Texts:
    return [
        [shown(one, comma) for one in row] + [""] * (grid.width - len(row)) for row in grid.rows
    ]


def _paged(grid: Grid) -> Iterator[int]:
    """The rows of a table as they follow each other where its header is printed again."""
    for row in range(len(grid.rows)):
        if row in grid.breaks:
            yield from range(grid.head)
        yield row


# Sheets


class _Page:
    """A paper laid out on one sheet; `lines` are (the grid and its row, or a line of text)."""

    def __init__(self, paper: Paper) -> None:
        self.paper = paper
        self.lines: list[Line] = []
        for part in paper.parts:
            if not isinstance(part, Grid):
                self.lines.append(part)
                continue
            self.lines += [(part, TITLE)] if part.title else []
            self.lines += [(part, row) for row in _paged(part)]
            self.lines.append("")

    def cells(self, line: Line) -> list[Content]:
        if isinstance(line, str):
            return [line or None]
        if isinstance(line[0], str):
            return [line[0] or None, *[None] * (SIDE - 1), line[1] or None]
        grid, row = line
        if row == TITLE:
            beside = [*[None] * grid.width, grid.beside.title] if grid.beside else []
            return [grid.title, *beside]
        cells = [*grid.rows[row], *[None] * (grid.width - len(grid.rows[row]))]
        if grid.beside is not None and row < len(grid.beside.rows):
            cells += [None, *grid.beside.rows[row]]
        return cells

    def tabbed(self) -> str:
        comma = self.paper.comma
        lines = ("\t".join(shown(c, comma) for c in self.cells(line)) for line in self.lines)
        return "\n".join(line.rstrip("\t") for line in lines) + "\n"

    def markdown(self) -> str:
        return "\n".join(text for line in self.lines for text in self._marked(line)) + "\n"

    def _marked(self, line: Line) -> Iterator[str]:
        cells = self.cells(line)
        if isinstance(line, str):
            yield line
            return
        if isinstance(line[0], str) or (line[1] == TITLE and line[0].beside is None):
            yield "          ".join(shown(one, self.paper.comma) for one in cells if one)
            return
        yield "| " + " | ".join(shown(one, self.paper.comma) for one in cells) + " |"
        if line[1] == (TITLE if line[0].title and line[0].beside else 0):
            yield "|" + "---|" * len(cells)

    def where(self, sheet: str, suffix: str) -> Where:
        def found(number: int, spot: Spot) -> str:
            grid = self.paper.grids[number]
            owner = next(
                p for p in self.paper.parts if isinstance(p, Grid) and grid in (p, p.beside)
            )
            left = 0 if grid is owner else owner.width + 1
            at = self.lines.index((owner, spot[0]))
            if suffix == "md":
                at = sum(len(list(self._marked(line))) for line in self.lines[:at])
            return f"{sheet}!{letters(spot[1] + left)}{at + 1}"

        return found

    def workbook(self, path: Path) -> None:
        book = xlsxwriter.Workbook(str(path))
        page = book.add_worksheet("Sheet1")
        codes = {}
        for i, line in enumerate(self.lines):
            for j, content in enumerate(self.cells(line)):
                if isinstance(content, Figure) and not isinstance(content, Typed):
                    code = codes.setdefault(
                        content.code(), book.add_format({"num_format": content.code()})
                    )
                    page.write_number(i, j, content.stored(), code)
                elif isinstance(content, int):
                    page.write_number(i, j, content)
                elif content is not None:
                    page.write_string(i, j, shown(content, self.paper.comma))
        for top, left, bottom, right in self._merges():
            page.merge_range(
                top, left, bottom, right, shown(self.cells(self.lines[top])[left], True)
            )
        book.close()

    def _merges(self) -> Iterator[tuple[int, int, int, int]]:
        for i, line in enumerate(self.lines):
            if isinstance(line, str) or isinstance(line[0], str):
                continue
            grid, row = line
            for one, shift in ((grid, 0), (grid.beside, grid.width + 1)):
                for top, left, bottom, right in one.merges if one else ():
                    if top == row:
                        yield i, left + shift, i + bottom - top, right + shift


# Documents


def _in_tables(paper: Paper, sides: bool) -> Where:
    """Word's lines of two sides are tables too, one for each run of them."""
    tables: list[Grid | None] = []
    for before, part in zip((None, *paper.parts), paper.parts, strict=False):
        if isinstance(part, Grid):
            tables += [one for one in (part, part.beside) if one is not None]
        elif sides and isinstance(part, tuple) and not isinstance(before, tuple):
            tables.append(None)
    at = [n for n, one in enumerate(tables, start=1) if one is not None]
    return lambda number, spot: f"'Table {at[number]}'!{letters(spot[1])}{spot[0] + 1}"


def _document(paper: Paper) -> bytes:
    body = ""
    for before, part in zip((None, *paper.parts), paper.parts, strict=False):
        if isinstance(part, tuple):
            body = body.removesuffix("</w:tbl>") if isinstance(before, tuple) else body
            row = table([paragraph(escape(text)) for text in part], grid=(4000, 4000))
            body += row.partition("</w:tblGrid>")[2] if isinstance(before, tuple) else row
            continue
        for grid in (part, part.beside) if isinstance(part, Grid) else ():
            if grid is not None:
                body += paragraph(escape(grid.title)) if grid.title else ""
                body += _word_table(grid, paper.comma) + "<w:p/>"
        body += paragraph(escape(part)) if isinstance(part, str) else ""
    return package(body)


def _word_table(grid: Grid, comma: bool) -> str:
    texts = _texts(grid, comma)
    rows = [list(_word_row(grid, texts, row)) for row in range(len(texts))]
    return table(*rows, grid=(900,) * grid.width)


def _word_row(grid: Grid, texts: Texts, row: int) -> Iterator[str]:
    column = 0
    while column < grid.width:
        merge = _merge_at(grid, (row, column))
        if merge is None:
            yield cell(paragraph(escape(texts[row][column])))
            column += 1
            continue
        top, left, bottom, right = merge
        down = (
            ""
            if top == bottom
            else f'<w:vMerge w:val="{"restart" if row == top else "continue"}"/>'
        )
        text = escape(texts[top][left]) if row == top else ""
        yield cell(paragraph(text), span(right - left + 1) + down)
        column = right + 1


def _merge_at(grid: Grid, spot: Spot) -> tuple[int, int, int, int] | None:
    return next(
        (m for m in grid.merges if m[0] <= spot[0] <= m[2] and m[1] <= spot[1] <= m[3]), None
    )


def _printed(paper: Paper) -> bytes:
    if "Office" not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont("Office", str(FONT)))
    style = ParagraphStyle("line", fontName="Office", fontSize=9, leading=12)
    flow: list[Flowable] = []
    for part in paper.parts:
        if isinstance(part, str):
            flow.append(Paragraph(escape(part), style))
            continue
        if isinstance(part, tuple):
            flow.append(
                Table([part], colWidths=400, style=[("FONT", (0, 0), (-1, -1), "Office", 9)])
            )
            continue
        for grid in (part, part.beside):
            if grid is not None:
                flow += [Paragraph(escape(grid.title), style)] if grid.title else []
                flow.append(_ruled(grid, paper.comma))
    stream = io.BytesIO()
    SimpleDocTemplate(stream, pagesize=pagesizes.landscape(pagesizes.A3)).build(flow)
    return stream.getvalue()


def _ruled(grid: Grid, comma: bool) -> Table:
    rows = [[fill(text, 24) for text in row] for row in _texts(grid, comma)]
    merged = [("SPAN", (left, top), (right, bottom)) for top, left, bottom, right in grid.merges]
    style = [
        ("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("FONT", (0, 0), (-1, -1), "Office", 7),
        *merged,
    ]  # fmt: skip
    return Table(rows, repeatRows=grid.head if grid.breaks else 0, style=style)
