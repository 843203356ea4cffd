"""Tables drawn by chance in the words and figures of such sheets, in every text form."""

from __future__ import annotations

import html
import io
import unicodedata
from collections.abc import Callable
from random import Random

import xlsxwriter

from benchmarks.fuzz import odd
from tests.reading.vietnamese_fonts import in_tcvn3, in_vni

HEADS = (
    "STT", "TT", "Đơn vị", "Cơ quan, đơn vị", "Tổng điểm", "Tổng cộng", "Cộng", "Trung bình",
    "Chỉ số", "Tỷ lệ (%)", "Xếp hạng", "Xếp loại", "Điểm tối đa", "Năm 2021", "Ghi chú",
    "Tự chấm", "Thẩm định", "Chênh lệch", "(1)", "(3)=(1)+(2)", "(4)=(3)/(2)*100",
    "=A1+B1", "Total", "Rank", "A", "",
)  # fmt: skip
NAMES = (
    "Sở Nội vụ", "Sở Y tế", "Huyện Kỳ Sơn", "NN&PTNT", "I. Khối sở, ngành", "II", "1.1", "a)",
    "- x", "Tổng cộng", "Trung bình", "Cộng I", "Ghi chú: 1", "Điểm tối đa", "North", "", "  ", "*",
)  # fmt: skip
ENCODINGS = ("utf-8", "utf-8", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1258", "latin-1")

Rows = list[list[str]]


def rows(rng: Random) -> Rows:
    """A few rows, most of them as wide as the first."""
    width, height = rng.choice((1, 2, 3, 5, 8, 30)), rng.choice((0, 1, 2, 4, 9, 20))
    decimals, comma = rng.choice((0, 1, 2, 3)), rng.random() < 0.5
    found = [[rng.choice(HEADS) for _ in range(width)] for _ in range(rng.choice((0, 1, 1, 2, 4)))]
    for at in range(height):
        figures = [_figure(rng, decimals, comma) for _ in range(max(0, width - 2))]
        row = [str(at + 1), rng.choice(NAMES), *figures][:width]
        if rng.random() < 0.1:
            row.insert(rng.randrange(len(row) + 1), _figure(rng, decimals, comma))
        if rng.random() < 0.1:
            del row[rng.randrange(len(row))]
        found.append(row)
    for _ in range(rng.choice((0, 0, 1, 3))):
        if found and (row := rng.choice(found)):
            row[rng.randrange(len(row))] = odd.value(rng)
    return found


def _figure(rng: Random, decimals: int, comma: bool) -> str:
    kind = rng.random()
    if kind < 0.1:
        return rng.choice(
            ("", "-", "–", "x", "KĐG", "0", "8.7", "8,7", "1 234", "1.234", "12%", "O")
        )
    if kind < 0.13:
        return unicodedata.normalize("NFD", rng.choice(NAMES))
    if kind < 0.15:
        return rng.choice(("８７", "−5", "(3)", "5*", "5¹", "1e5", "30/6/2022", "8:30", "5 điểm"))
    written = f"{rng.choice((-1, 1, 1, 1)) * rng.randrange(10**4) / 10**decimals:.{decimals}f}"
    return written.replace(".", ",") if comma else written


def delimited(rng: Random, mark: str) -> bytes:
    """Fields between marks, quoted now and then, rightly or not."""
    end = rng.choice(("\n", "\n", "\r\n", "\r"))
    lines = [mark.join(_quoted(rng, field, mark) for field in row) for row in rows(rng)]
    return _encoded(end.join(_with_prose(rng, lines)) + rng.choice(("", end)), rng)


def markdown(rng: Random) -> bytes:
    lines = [f"| {' | '.join(row)} |" for row in rows(rng)]
    if lines and rng.random() < 0.8:
        lines.insert(min(len(lines), rng.choice((0, 1, 1, 1, 2))), "|---|:-:|")
    return _encoded("\n".join(_with_prose(rng, lines)), rng)


def page(rng: Random) -> bytes:
    """A page of one or two tables, tags left open or crossed at random."""
    pieces = ["<html><body>"]
    for _ in range(rng.choice((1, 1, 2))):
        pieces.append("<table>")
        for row in rows(rng):
            pieces.append(rng.choice(("<tr>", "<tr>", "<thead><tr>", "</tbody><tr hidden>")))
            pieces += (f"{_cell_tag(rng)}{html.escape(cell)}" for cell in row)
            if rng.random() < 0.05:
                pieces.append(
                    rng.choice(("<table><tr><td>1", "</table>", "<sup>", "<!--", "<p>", "&"))
                )
        pieces.append("</table>")
    return _encoded("".join(pieces), rng)


def _cell_tag(rng: Random) -> str:
    if rng.random() < 0.9:
        return rng.choice(("<td>", "<td>", "<th>"))
    return f'<td {rng.choice(("rowspan", "colspan"))}="{html.escape(odd.number(rng))}">'


def workbook(rng: Random) -> bytes:
    """A sound workbook of an odd sheet: texts, figures, dates, formulas, formats, merges."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    formats = [
        book.add_format({"num_format": code}) for code in ("0.00", "d.m", "@", "0%", "#,##0")
    ]
    for _ in range(rng.choice((1, 1, 2, 3))):
        sheet = book.add_worksheet()
        for at, row in enumerate(rows(rng)):
            for column, text in enumerate(row):
                style = rng.choice(formats) if rng.random() < 0.4 else None
                _write(sheet, (at, column), text, style, rng)
        if rng.random() < 0.3:
            top, left = rng.randrange(6), rng.randrange(6)
            sheet.merge_range(top, left, top + rng.randrange(1, 3), left + rng.randrange(3), "x")
        if rng.random() < 0.2:
            sheet.set_row(rng.randrange(9), None, None, {"hidden": True})
    book.close()
    return stream.getvalue()


def _write(
    sheet: xlsxwriter.worksheet.Worksheet,
    at: tuple[int, int],
    text: str,
    style: xlsxwriter.format.Format | None,
    rng: Random,
) -> None:
    kind = rng.random()
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        value = None
    if kind < 0.05:
        place = f"{chr(65 + rng.randrange(9))}{rng.randrange(1, 20)}"
        formula = rng.choice((f"SUM(A1:{place})", f"{place}+1", f"AVERAGE({place}:C3)", "A1/0"))
        sheet.write_formula(*at, "=" + formula, style, value if value is not None else "")
    elif value is not None and abs(value) < 1e300 and kind < 0.9:
        sheet.write_number(*at, value, style)
    else:
        sheet.write_string(*at, text[:32767].replace("\0", ""), style)


def _quoted(rng: Random, field: str, mark: str) -> str:
    chance = rng.random()
    if mark in field or chance < 0.1:
        return '"' + field.replace('"', '""') + '"'
    return field + rng.choice(('"', '""', '"x', "\n")) if chance < 0.12 else field


def _with_prose(rng: Random, lines: list[str]) -> list[str]:
    for _ in range(rng.choice((0, 0, 1, 3))):
        said = rng.choice(
            ("Biểu số 1: điểm, hạng", "", "Ghi chú: (*) chưa, đủ", "# x", "-" * 9, "\f")
        )
        lines.insert(rng.randrange(len(lines) + 1), said)
    return lines


def _encoded(text: str, rng: Random) -> bytes:
    if rng.random() < 0.06:
        font = rng.choice((in_tcvn3, in_vni))
        return font(unicodedata.normalize("NFC", text)).encode("latin-1", "replace") or b" "
    if rng.random() < 0.05:
        text = unicodedata.normalize("NFD", text)
    encoding = rng.choice(ENCODINGS)
    errors = "surrogatepass" if encoding.startswith("utf") else "replace"
    return text.encode(encoding, errors) or b" "


def _comma(rng: Random) -> bytes:
    return delimited(rng, rng.choice((",", ";")))


def _tab(rng: Random) -> bytes:
    return delimited(rng, "\t")


def _any(rng: Random) -> bytes:
    return delimited(rng, rng.choice(("\t", "  ", "    ", " | ", ";", ",")))


WRITERS: dict[str, Callable[[Random], bytes]] = {
    ".csv": _comma, ".tsv": _tab, ".txt": _any, ".md": markdown, ".html": page, ".xlsx": workbook,
}  # fmt: skip
