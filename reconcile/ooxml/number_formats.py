"""The number format of every cell style of a workbook."""

from __future__ import annotations

from lxml import etree

from reconcile.ooxml.package import as_count, children

# The formats every spreadsheet knows by number alone, as ECMA-376 part 1, 18.8.30 lists them.
_BUILT_IN = {
    0: "General",
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    14: "mm-dd-yy",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "m/d/yy h:mm",
    **dict.fromkeys(range(27, 37), "yyyy/m/d"),  # or as dates are written where the reader is
    37: "#,##0 ;(#,##0)",
    38: "#,##0 ;[Red](#,##0)",
    39: "#,##0.00;(#,##0.00)",
    40: "#,##0.00;[Red](#,##0.00)",
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mmss.0",
    48: "##0.0E+0",
    49: "@",
    **dict.fromkeys(range(50, 59), "yyyy/m/d"),
}


def number_formats(styles: etree._Element | None) -> tuple[str, ...]:
    """The number format code of each cell style of a style sheet, by the style's index; 'General'
    alone where a workbook has none."""
    if styles is None:
        return ("General",)
    codes = dict(_BUILT_IN)
    for group in children(styles, "numFmts"):
        for element in children(group, "numFmt"):
            codes[as_count(element.get("numFmtId"))] = element.get("formatCode", "General")
    by_style = [
        codes.get(as_count(element.get("numFmtId")), "General")
        for group in children(styles, "cellXfs")
        for element in children(group, "xf")
    ]
    return tuple(by_style) or ("General",)
