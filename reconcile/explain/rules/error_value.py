"""A cell that shows an error in place of a figure.

What it finds: `#REF!`, `#DIV/0!`, `#VALUE!`, `#NAME?`, `#N/A` and their like. Where an error was
handed on from cell to cell, the finding stands at the cell it comes from and lists those that show
it because of that one. The same error in a whole block of cells, such as a formula filled down, is
one finding with its range. An error that a formula only gives because a number it adds is text is
the text's finding, not another.

Why it matters: the figure is lost, and so is every total, index and rank computed from it.

Fix safety: no fix is offered. What the cell should have stated is not in the sheet.
"""

from __future__ import annotations

from collections.abc import Iterator

from reconcile.explain.context import Context
from reconcile.explain.errors import Failure
from reconcile.explain.explanation import Observation
from reconcile.explain.rectangles import cells_of, rectangles
from reconcile.model import Place, Range, Sentence, Severity, quoted

SEVERITY: Severity = "error"
_MOST_NAMED = 8  # cells and ranges in a sentence; of more only the number is told
_HEAD = "No\tAgency\tA\tB\tTotal\n1\tNorth\t1\t2\t3\n2\tSouth\t8\t3\t11\n3\tEast\t4\t1\t5\n"
VALID = (_HEAD + "4\tWest\t-\t6\t6\n",)
INVALID = (
    _HEAD + "4\tWest\t2\t6\t#REF!\n",
    _HEAD.replace("\t3\n", "\t3 =C2+D2\n") + "4\tWest\t2\t6\t#REF! =C5+#REF!\n"
    "\tTotal\t15\t12\t#REF! =SUM(E2:E5)\n",
)


def observe(context: Context) -> Iterator[Observation]:
    for failure in context.facts.failures:
        cell = context.facts.bindings.cell(failure.place)
        yield Observation(
            severity=SEVERITY if failure.formula or not _is_absent(failure) else "warning",
            at=failure.place,
            cells=(*failure.cells, *failure.followers),
            message=_message(failure),
            range=_range(failure),
            row="" if cell is None else context.row_name(cell),
            column=() if cell is None else context.path(cell),
            printed=failure.error,
        )


def _range(failure: Failure) -> Range | None:
    """The block the error comes from; of a single cell, that with those it was handed on to, where
    they fill a rectangle: a running total from its first failing row on."""
    if len(failure.cells) > 1:
        return failure.block
    (_, area), *more = rectangles((failure.place, *failure.followers))
    return area if failure.followers and not more else None


def _is_absent(failure: Failure) -> bool:
    """`#N/A` may have been typed for what is not known."""
    return failure.error.upper() == "#N/A"


def _message(failure: Failure) -> Sentence:
    several = len(failure.cells) > 1
    details = {
        "at": failure.place.a1,
        "range": failure.block.a1,
        "cells": str(len(failure.cells)),
        "error": failure.error,
        "formula": failure.formula,
        "count": str(len(failure.followers)),
        "followers": _followers(failure),
    }
    kind = "formula" if failure.formula else "typed"
    block, spread = "-block" if several else "", "-spread" if failure.followers else ""
    return Sentence(f"formula.error-value.{kind}{block}{spread}", details)


def _followers(failure: Failure) -> str:
    """The cells that show the error because of it, as ranges where they fill some."""
    areas = rectangles(failure.followers)
    named = areas[:_MOST_NAMED]
    more = len(failure.followers) - sum(len(cells_of(*area)) for area in named)
    texts = [_area_text(sheet, area, failure.place.sheet) for sheet, area in named]
    return ", ".join(texts) + (f" … (+{more})" if more else "")


def _area_text(sheet: str, area: Range, here: str) -> str:
    alone = area[:2] == area[2:]
    text = Place(sheet, area.top, area.left).a1 if alone else area.a1
    return text if sheet == here else f"{quoted(sheet)}!{text}"
