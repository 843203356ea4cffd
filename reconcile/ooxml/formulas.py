"""The formulas of a sheet, each written out for its own cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reconcile.model import letters
from reconcile.ooxml.sheet import Formula, SheetScan

if TYPE_CHECKING:
    from openpyxl.formula.translate import Translator


def formulas(scan: SheetScan) -> dict[tuple[int, int], str]:
    """Formula text by (row, column) counted from 0, with the leading '='.

    A member of a shared formula gets the master's text moved to its place; an array formula stands
    at its first cell. What-if tables have no text and are left out.
    """
    masters: dict[str, Translator] = {}
    found = {}
    for formula in scan.formulas:
        shared = formula.attributes.get("si") if formula.attributes.get("t") == "shared" else None
        written = f"={formula.text.strip()}"
        if written == "=":
            if shared not in masters:
                continue
            written = masters[shared].translate_formula(_address(formula))
        elif shared is not None:
            masters[shared] = _translator(formula)
        found[formula.row, formula.column] = written
    return found


def _translator(master: Formula) -> Translator:
    from openpyxl.formula.translate import Translator  # costs too much where nothing is shared

    return Translator(f"={master.text.strip()}", _address(master))


def _address(formula: Formula) -> str:
    return f"{letters(formula.column)}{formula.row + 1}"
