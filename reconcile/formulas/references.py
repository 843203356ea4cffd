"""References as a formula writes them: by distances, moved to another cell, several as one range.

By distances, formulas copied from cell to cell read the same: `=SUM(C8:F8)` in G8 and
`=SUM(C9:F9)` in G9 are both `=SUM(R[0]C[-4]:R[0]C[-1])`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from reconcile.model import Place, letters, position, quoted

_TOKEN = re.compile(
    r"""(?P<text>"(?:[^"]|"")*"|'(?:[^']|'')*')"""
    r"|(?P<columns>(?<![\w$.!:])\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}(?![\w(!.]))"
    r"|(?P<rows>(?<![\w$.!:])\$?\d{1,7}:\$?\d{1,7}(?![\w(!.]))"
    r"|(?P<word>[\w.$\\]+)(?P<mark>\s*[(!])?"
    r"|(?P<space>\s+)"
)
_CELL = re.compile(r"(\$?)([A-Za-z]{1,3})(\$?)(\d{1,7})\Z")
_COLUMN, _ROW = re.compile(r"(\$?)([A-Za-z]{1,3})"), re.compile(r"(\$?)(\d{1,7})")


def relative(formula: str, row: int, column: int) -> str:
    """The formula of the cell at (row, column) with its relative references as distances."""

    def written(token: re.Match[str]) -> str:
        if token["text"]:
            return token["text"]
        if token["columns"]:
            return _COLUMN.sub(
                lambda match: _distance("C", match[1], _column(match[2]), column), token[0]
            )
        if token["rows"]:
            return _ROW.sub(
                lambda match: _distance("R", match[1], int(match[2]) - 1, row), token[0]
            )
        if token["space"]:
            return ""
        return token[0].upper() if token["mark"] else _word(token["word"], row, column)

    return _TOKEN.sub(written, formula)


def moved(formula: str, origin: tuple[int, int], target: tuple[int, int]) -> str | None:
    """The formula as copying its cell to another writes it there; None where it cannot stand."""
    from openpyxl.formula.tokenizer import TokenizerError  # openpyxl: only where one is moved
    from openpyxl.formula.translate import Translator, TranslatorError

    try:
        return str(Translator(formula, _address(origin)).translate_formula(_address(target)))
    except (TokenizerError, TranslatorError):
        return None


def ranges(places: Sequence[Place], sheet: str) -> Iterator[str]:
    """The places as ranges, runs along a row or down a column taken together; `sheet` is where the
    formula stands."""
    first, last = places[0], places[0]
    for place in (*places[1:], None):
        if place is not None and _continues(first, last, place):
            last = place
            continue
        before = "" if first.sheet == sheet else f"{quoted(first.sheet)}!"
        yield before + (first.a1 if first == last else f"{first.a1}:{last.a1}")
        if place is not None:
            first = last = place


def _word(word: str, row: int, column: int) -> str:
    cell = _CELL.match(word)
    if cell is None:
        return word.upper()
    at = position(cell[2] + cell[4])
    if at is None:
        return word.upper()
    return _distance("R", cell[3], at[0], row) + _distance("C", cell[1], at[1], column)


def _column(name: str) -> int:
    at = position(f"{name}1")
    return -1 if at is None else at[1]


def _distance(axis: str, absolute: str, there: int, here: int) -> str:
    return f"{axis}{there + 1}" if absolute else f"{axis}[{there - here}]"


def _address(spot: tuple[int, int]) -> str:
    return f"{letters(spot[1])}{spot[0] + 1}"


def _continues(first: Place, last: Place, place: Place) -> bool:
    across = place == last._replace(column=last.column + 1) and place.row == first.row
    down = place == last._replace(row=last.row + 1) and place.column == first.column
    return across or down
