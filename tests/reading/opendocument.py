"""Small .ods files written by hand."""

from __future__ import annotations

from tests.ooxml.packages import zipped

MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"
_EXTENDED = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"
_NAMES = f'xmlns:calcext="{_EXTENDED}" ' + " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"),
        ("table", "table"),
        ("text", "text"),
        ("style", "style"),
        ("number", "datastyle"),
    )
)


def figure(value: float, attributes: str = "") -> str:
    return f'<table:table-cell office:value-type="float" office:value="{value}" {attributes}/>'


def words(text: str, attributes: str = "") -> str:
    return (
        f'<table:table-cell office:value-type="string" {attributes}><text:p>{text}</text:p>'
        "</table:table-cell>"
    )


def empty(repeated: int) -> str:
    return f'<table:table-cell table:number-columns-repeated="{repeated}"/>'


def row(*cells: str, attributes: str = "") -> str:
    return f"<table:table-row {attributes}>{''.join(cells)}</table:table-row>"


def table(*rows: str, name: str = "S", attributes: str = "") -> str:
    return f'<table:table table:name="{name}" {attributes}>{"".join(rows)}</table:table>'


def content(*tables: str, styles: str = "", prolog: str = "", after: str = "") -> str:
    return (
        f"<?xml version='1.0' encoding='UTF-8'?>{prolog}<office:document-content {_NAMES}>"
        f"<office:automatic-styles>{styles}</office:automatic-styles><office:body>"
        f"<office:spreadsheet>{''.join(tables)}{after}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )


def ods(*tables: str, styles: str = "", **parts: str) -> bytes:
    """A spreadsheet of some tables; `parts` adds or replaces others, by name with / written __."""
    named = {name.replace("__", "/") + ".xml": text for name, text in parts.items()}
    return zipped({"mimetype": MIMETYPE, "content.xml": content(*tables, styles=styles), **named})


def zipped_content(text: str) -> bytes:
    return zipped({"mimetype": MIMETYPE, "content.xml": text})
