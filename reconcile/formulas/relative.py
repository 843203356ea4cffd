"""A formula by the distances of what it names: formulas copied from cell to cell read the same."""

from __future__ import annotations

import re

from reconcile.model import letters, position

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
                lambda one: _distance("C", one[1], _column(one[2]), column), token[0]
            )
        if token["rows"]:
            return _ROW.sub(lambda one: _distance("R", one[1], int(one[2]) - 1, row), token[0])
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


def _word(word: str, row: int, column: int) -> str:
    found = _CELL.match(word)
    if found is None:
        return word.upper()
    at = position(found[2] + found[4])
    if at is None:
        return word.upper()
    return _distance("R", found[3], at[0], row) + _distance("C", found[1], at[1], column)


def _column(name: str) -> int:
    at = position(f"{name}1")
    return -1 if at is None else at[1]


def _distance(axis: str, absolute: str, there: int, here: int) -> str:
    return f"{axis}{there + 1}" if absolute else f"{axis}[{there - here}]"


def _address(spot: tuple[int, int]) -> str:
    return f"{letters(spot[1])}{spot[0] + 1}"
