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
# What tells how deep rows stand in an outline: their numbers, or how their names are set in and
# which are bold.
LevelsBy = Literal["number", "layout"]
Kind = Literal["sum", "average", "ratio", "change", "product", "link", "rank", "grade", "order"]
# What a relation of each kind computes its target from. F is the target, C, D and E are the terms.
ADDITIVE: frozenset[Kind] = frozenset(("sum", "average"))
"""Any number of like terms: `F = C + D + E`, `F = (C + D + E) / 3`."""
BALANCES: frozenset[Kind] = frozenset(("sum", "link"))
"""What the target lacks is what one term lacks, by its factor: `F = C + D - E`, `F = C`."""
SUMMED: frozenset[Kind] = ADDITIVE | BALANCES
"""Sums, averages, and the copies of a figure that carry one on."""
QUOTIENTS: frozenset[Kind] = frozenset(("ratio", "change"))
"""One term over another, often per cent: `F = C / D`, `F = (D - C) / C`."""
MULTIPLICATIVE: frozenset[Kind] = QUOTIENTS | {"product"}
"""Terms in a fixed order, the target rounded after computing: `F = C / D`, `F = C * D`."""
ARITHMETIC: frozenset[Kind] = SUMMED | MULTIPLICATIVE
"""Everything that computes a number from numbers."""
COMPUTED: frozenset[Kind] = ARITHMETIC - {"link"}
"""The same without a link, which only repeats what was computed elsewhere."""
RANKINGS: frozenset[Kind] = frozenset(("rank", "order"))
"""A place among all rows, so that it depends on the score of every one: rank 2, second row."""
COMPARISONS: frozenset[Kind] = RANKINGS | {"grade"}
"""What follows from comparing a score, with other rows' or with bounds: grade Good from 80 on."""
FORMULAS: frozenset[str] = frozenset(("formula", "header"))
"""What states a relation exactly: a live formula, or one in words, `(3) = (1) + (2)`."""
Source = Literal[
    "outline", "label", "header", "note", "bound", "formula", "repeat", "template"
]  # fmt: skip
"""What states that something must hold."""
Status = Literal["holds", "broken", "not borne out", "not meant"]
"""What came of a claim."""
Holds = Literal["exact", "rounding", "no", "untested"]
HOLDS: tuple[Holds, ...] = ("exact", "rounding", "no", "untested")
Severity = Literal["error", "warning", "info"]
CERTAIN, LIKELY = 0.95, 0.5
"""Probabilities from which on what is seen is an error, and a warning; below, nothing is said."""
Applicability = Literal["safe", "unsafe", "display"]
Language = Literal["vi", "en"]
