"""A workbook that holds every kind of part a score sheet may come with.

Made by xlsxwriter where it can, by zip surgery where it cannot. Of the scores, E6 is text with a
comma, so G6, typed, is short of it; H holds live formulas, shared by one master.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook

SHEET = "Điểm 2021"
PART = "xl/worksheets/sheet1.xml"
ROWS = (
    ("Văn phòng UBND tỉnh", 4, 2, 2, 9.5),
    ("Sở Nội vụ", 4, 2.5, 8, 7.25),
    ("Sở Giao thông - Vận tải", 2.2, 2, "8,7", 1.1),
    ("Sở Tài chính", 3, 1.5, 7, 6),
    ("Sở Tư pháp", 5, 1, 6.5, 4.75),
    ("Sở Y tế", 2, 2, 5, 8),
    ("Sở Xây dựng", 1, 3, 4.5, 9),
)
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def kitchen(path: Path, *, macros: bool = False) -> Path:
    """Write the workbook to `path`."""
    out = io.BytesIO()
    workbook = Workbook(out, {"in_memory": True})
    _score_sheet(workbook)
    _data_sheet(workbook)
    if macros:
        workbook.add_vba_project(io.BytesIO(b"\xd0\xcf\x11\xe0no macro really" * 40), True)
    workbook.close()
    path.write_bytes(_with_more_parts(out.getvalue()))
    return path


def _score_sheet(workbook: Any) -> None:
    sheet = workbook.add_worksheet(SHEET)
    head = workbook.add_format({"bold": True, "border": 1, "align": "center"})
    body, points = workbook.add_format({"border": 1}), workbook.add_format({"num_format": "0.00"})
    as_text = workbook.add_format({"num_format": "@", "border": 1})
    sheet.merge_range("A1:H1", "BẢNG CHẤM ĐIỂM NĂM 2021", head)
    heads = (
        "STT",
        "Cơ quan",
        "Tuyên truyền",
        "Hội thảo",
        "Máy tính",
        "Mạng LAN",
        "Tổng điểm",
        "×2",
    )
    for column, text in enumerate(heads):
        sheet.write_string(2, column, text, head)
    for number, (name, *values) in enumerate(ROWS):
        row = 3 + number
        sheet.write_number(row, 0, number + 1, body)
        sheet.write_string(row, 1, name, body)
        for column, value in enumerate(values, start=2):
            if isinstance(value, str):
                sheet.write_string(row, column, value, as_text)
            else:
                sheet.write_number(row, column, value, points)
        total = round(sum(value for value in values if not isinstance(value, str)), 2)
        sheet.write_number(row, 6, total, points)
        sheet.write_formula(row, 7, f"=G{row + 1}*2", points, total * 2)
    _dress(workbook, sheet)


def _dress(workbook: Any, sheet: Any) -> None:
    red, plain = workbook.add_format({"font_color": "red"}), workbook.add_format({"italic": True})
    sheet.write_rich_string("B13", "Ghi chú: ", red, "đỏ", plain, " nghiêng")
    sheet.write_comment("C4", "Đã kiểm tra", {"author": "Lan"})
    sheet.write_comment("E6", "Xem lại", {"author": "Lan"})
    sheet.data_validation("D4:D10", {"validate": "decimal", "criteria": ">=", "value": 0})
    sheet.conditional_format("C4:C10", {"type": "data_bar", "data_bar_2010": True})
    sheet.conditional_format("D4:D10", {"type": "3_color_scale"})
    sheet.conditional_format("E4:E10", {"type": "cell", "criteria": ">", "value": 7, "format": red})
    sheet.add_sparkline("I4", {"range": f"'{SHEET}'!C4:F4"})
    sheet.insert_image("K2", "dot.png", {"image_data": io.BytesIO(_picture())})
    sheet.insert_textbox("K8", "Hộp chữ")
    chart = workbook.add_chart({"type": "column"})
    chart.add_series({"values": f"='{SHEET}'!$G$4:$G$10"})
    sheet.insert_chart("K12", chart)
    sheet.insert_button("K30", {"caption": "Nút"})
    sheet.set_header(
        "&C&G", {"image_center": "dot.png", "image_data_center": io.BytesIO(_picture())}
    )
    sheet.print_area("A1:H13")
    sheet.repeat_rows(2)
    sheet.set_landscape()
    sheet.freeze_panes(3, 2)
    sheet.write_url("B15", "https://example.org/", string="Nguồn")


def _data_sheet(workbook: Any) -> None:
    sheet = workbook.add_worksheet("Bảng")
    columns = [{"header": "Tên"}, {"header": "Điểm"}]
    data = [["a", 1], ["b", 2], ["c", 3]]
    sheet.add_table("A1:B4", {"name": "Bang", "columns": columns, "data": data})
    sheet.write_array_formula("D1:D3", "{=B2:B4*2}", None, 2)
    sheet.write_formula("F1", f"='{SHEET}'!G6+1", None, 6.3)
    workbook.define_name("TongDiem", f"='{SHEET}'!$G$4:$G$10")
    chart_sheet = workbook.add_chartsheet("Biểu đồ")
    chart = workbook.add_chart({"type": "line"})
    chart.add_series({"values": f"='{SHEET}'!$H$4:$H$10"})
    chart_sheet.set_chart(chart)


def _picture() -> bytes:
    """A PNG of one dot."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">L", len(data)) + body + struct.pack(">L", zlib.crc32(body))

    header = struct.pack(">2L5B", 1, 1, 8, 2, 0, 0, 0)
    dot = zlib.compress(b"\0\xff\0\0")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", dot) + chunk(b"IEND", b"")


# What xlsxwriter cannot make


def _with_more_parts(content: bytes) -> bytes:
    parts = unzipped(content)
    _share_formulas(parts)
    _add_threads(parts)
    _add_pivot(parts)
    _add_calculation_chain(parts)
    parts["customXml/item1.xml"] = b'<?xml version="1.0"?><mine xmlns="urn:mine">1</mine>'
    _relate(parts, "_rels/.rels", "customXml", "customXml/item1.xml")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            stored = zipfile.ZipInfo(name, (2021, 12, 31, 8, 30, 0))
            archive.writestr(stored, data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def unzipped(content: bytes) -> dict[str, bytes]:
    """The parts of a zip by name, in its order."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _share_formulas(parts: dict[str, bytes]) -> None:
    """One master in H4, its followers below."""
    sheet = parts[PART].decode()
    sheet = sheet.replace("<f>G4*2</f>", '<f t="shared" ref="H4:H10" si="0">G4*2</f>')
    parts[PART] = re.sub(r"<f>G\d+\*2</f>", '<f t="shared" si="0"/>', sheet).encode()


def _add_threads(parts: dict[str, bytes]) -> None:
    space = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
    person, thread = (
        "{11111111-1111-4111-8111-111111111111}",
        "{22222222-2222-4222-8222-222222222222}",
    )
    parts["xl/persons/person.xml"] = (
        f'<personList xmlns="{space}"><person displayName="Lan" id="{person}" userId="Lan" '
        'providerId="None"/></personList>'
    ).encode()
    parts["xl/threadedComments/threadedComment1.xml"] = (
        f'<ThreadedComments xmlns="{space}"><threadedComment ref="C4" dT="2021-12-31T00:00:00.00" '
        f'personId="{person}" id="{thread}"><text>Xem</text></threadedComment></ThreadedComments>'
    ).encode()
    newer = "http://schemas.microsoft.com/office/2017/10/relationships"
    rels = "xl/worksheets/_rels/sheet1.xml.rels"
    _relate(parts, rels, "threadedComment", "../threadedComments/threadedComment1.xml", newer)
    _relate(parts, "xl/_rels/workbook.xml.rels", "person", "persons/person.xml", newer)
    _type(parts, "xl/persons/person.xml", "application/vnd.ms-excel.person+xml")
    _type(
        parts,
        "xl/threadedComments/threadedComment1.xml",
        "application/vnd.ms-excel.threadedcomments+xml",
    )


def _add_pivot(parts: dict[str, bytes]) -> None:
    cache, table = "xl/pivotCache/pivotCacheDefinition1.xml", "xl/pivotTables/pivotTable1.xml"
    parts[cache] = (
        f'<pivotCacheDefinition xmlns="{MAIN}" xmlns:r="{RELATIONS}" r:id="rIdMore0">'
        '<cacheSource type="worksheet"><worksheetSource ref="A1:B4" sheet="Bảng"/></cacheSource>'
        '<cacheFields count="2"><cacheField name="Tên"><sharedItems/></cacheField>'
        '<cacheField name="Điểm"><sharedItems/></cacheField></cacheFields></pivotCacheDefinition>'
    ).encode()
    records = "xl/pivotCache/pivotCacheRecords1.xml"
    parts[records] = f'<pivotCacheRecords xmlns="{MAIN}" count="0"/>'.encode()
    parts[table] = (
        f'<pivotTableDefinition xmlns="{MAIN}" name="P" cacheId="1" dataCaption="Values">'
        '<location ref="H1:I3" firstHeaderRow="1" firstDataRow="1" firstDataCol="1"/>'
        '<pivotFields count="2"><pivotField/><pivotField/></pivotFields></pivotTableDefinition>'
    ).encode()
    _relate(parts, "xl/pivotCache/_rels/pivotCacheDefinition1.xml.rels", "pivotCacheRecords",
            "pivotCacheRecords1.xml")  # fmt: skip
    _relate(parts, "xl/pivotTables/_rels/pivotTable1.xml.rels", "pivotCacheDefinition",
            "../pivotCache/pivotCacheDefinition1.xml")  # fmt: skip
    _relate(parts, "xl/worksheets/_rels/sheet2.xml.rels", "pivotTable",
            "../pivotTables/pivotTable1.xml")  # fmt: skip
    id = _relate(parts, "xl/_rels/workbook.xml.rels", "pivotCacheDefinition",
                 "pivotCache/pivotCacheDefinition1.xml")  # fmt: skip
    workbook = parts["xl/workbook.xml"].decode()
    caches = f'<pivotCaches><pivotCache cacheId="1" r:id="{id}"/></pivotCaches></workbook>'
    parts["xl/workbook.xml"] = workbook.replace("</workbook>", caches).encode()
    for name, kind in ((cache, "pivotCacheDefinition"), (records, "pivotCacheRecords"),
                       (table, "pivotTable")):  # fmt: skip
        _type(parts, name, f"{TYPES}.{kind}+xml")


def _add_calculation_chain(parts: dict[str, bytes]) -> None:
    cells = "".join(f'<c r="H{row}" i="1"/>' for row in range(4, 11))
    parts["xl/calcChain.xml"] = f'<calcChain xmlns="{MAIN}">{cells}</calcChain>'.encode()
    _relate(parts, "xl/_rels/workbook.xml.rels", "calcChain", "calcChain.xml")
    _type(parts, "xl/calcChain.xml", f"{TYPES}.calcChain+xml")


def _relate(
    parts: dict[str, bytes], listing: str, kind: str, target: str, space: str = RELATIONS
) -> str:
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    empty = f'<Relationships xmlns="{package}"></Relationships>'.encode()
    text = parts.get(listing, empty).decode()
    id = f"rIdMore{text.count('<Relationship ')}"
    made = f'<Relationship Id="{id}" Type="{space}/{kind}" Target="{target}"/></Relationships>'
    parts[listing] = text.replace("</Relationships>", made).encode()
    return id


def _type(parts: dict[str, bytes], name: str, content_type: str) -> None:
    made = f'<Override PartName="/{name}" ContentType="{content_type}"/></Types>'
    types = parts["[Content_Types].xml"].decode()
    parts["[Content_Types].xml"] = types.replace("</Types>", made).encode()
