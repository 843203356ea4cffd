"""The closed lists of words that values are described by."""

from __future__ import annotations

from typing import Literal

Convention = Literal["point", "comma"]
ColumnRole = Literal[
    "serial", "entity", "component", "subtotal", "total", "maximum", "average", "ratio",
    "rank", "grade", "text", "note",
]  # fmt: skip
RowRole = Literal[
    "header", "entity", "group", "subtotal", "total", "average", "maximum", "weight", "rank",
    "grade", "note",
]  # fmt: skip
Kind = Literal["sum", "average", "ratio", "change", "product", "link", "rank", "grade", "order"]
Holds = Literal["exact", "rounding", "no", "untested"]
HOLDS: tuple[Holds, ...] = ("exact", "rounding", "no", "untested")
Severity = Literal["error", "warning", "info"]
Applicability = Literal["safe", "unsafe", "display"]
Language = Literal["vi", "en"]
