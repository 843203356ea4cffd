"""Formulas of OpenDocument sheets, written the way Excel writes them."""

from __future__ import annotations

import re

_LANGUAGE = re.compile(r"\A(?:\w+:)?=")
_TOKEN = re.compile(
    r"""(?P<text>"[^"]*")"""
    r"|\[(?P<reference>(?:'[^']*'|[^\[\]'])*)\]"
    r"|(?P<vendor>(?:COM|ORG)\.[A-Z]+\.)(?=[A-Z])"
    r"|(?P<mark>[;~!])"
)
_END = re.compile(r"(?P<sheet>\$?(?:'[^']*')+|[^.:']*)\.(?P<cell>[^.:]*)(?::|\Z)")
_MARKS = {";": ",", "~": ",", "!": " "}
_LOST = "#REF!"


def excel_formula(written: str) -> str:
    """'of:=SUM([.B3:.C3];2)' as '=SUM(B3:C3,2)'; a reference to another file reads '#REF!'."""
    if written.startswith("msoxl:"):
        return written.removeprefix("msoxl:")
    return "=" + _TOKEN.sub(_translated, _LANGUAGE.sub("", written))


def _translated(token: re.Match[str]) -> str:
    if token["reference"] is not None:
        return _reference(token["reference"])
    if token["mark"]:
        return _MARKS[token["mark"]]
    return token["text"] or ""


def _reference(written: str) -> str:
    ends = list(_END.finditer(written))
    if not ends or "#" in written or "".join(end[0] for end in ends) != written:
        return _LOST
    sheet = ends[0]["sheet"].removeprefix("$")
    cells = ":".join(end["cell"] for end in ends)
    return f"{sheet}!{cells}" if sheet else cells
