"""The formulas of a sheet, each written out for its own cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reconcile.model import letters
from reconcile.ooxml.sheet import Formula, SheetScan

_LOST = "=#REF!"


def formulas(scan: SheetScan) -> dict[tuple[int, int], str]:
    """Formula text by (row, column) counted from 0, with the leading '='.

    A member of a shared formula gets the master's text moved to its place; an array formula stands
    at its first cell. What-if tables have no text and are left out.
    """
    masters: dict[str, Formula] = {}
    members: dict[str, list[Formula]] = {}
    texts_by_cell = {}
    for formula in scan.formulas:
        shared = formula.attributes.get("si", "") if formula.attributes.get("t") == "shared" else ""
        if formula.text.strip():
            texts_by_cell[formula.row, formula.column] = f"={formula.text.strip()}"
            masters[shared] = formula
        elif shared:
            members.setdefault(shared, []).append(formula)
    for shared, followers in members.items():
        if shared in masters:
            texts = _moved(masters[shared], followers)
            texts_by_cell |= {
                (follower.row, follower.column): text
                for follower, text in zip(followers, texts, strict=True)
            }
    return texts_by_cell


def _moved(master: Formula, followers: Sequence[Formula]) -> Iterator[str]:
    """The master's text at each follower; what cannot be moved there reads =#REF!."""
    from openpyxl.formula.tokenizer import TokenizerError  # openpyxl: only where one is shared
    from openpyxl.formula.translate import Translator, TranslatorError

    try:
        translator = Translator(f"={master.text.strip()}", _address(master))
    except TokenizerError:
        yield from (_LOST for _ in followers)
        return
    for follower in followers:
        try:
            yield translator.translate_formula(_address(follower))
        except TranslatorError:
            yield _LOST


def _address(formula: Formula) -> str:
    return f"{letters(formula.column)}{formula.row + 1}"
