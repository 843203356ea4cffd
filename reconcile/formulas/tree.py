"""A formula taken apart: numbers, texts, ranges, operators and calls.

`=ROUND(A1*100/B1,1)` is `Call("ROUND", (Call("/", (Call("*", (A1, 100)), B1)), 1))`, where `A1` is
a Reference of one cell and `100` a Constant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec import Struct

from reconcile.model import LAST_COLUMN, LAST_ROW, Range, position

if TYPE_CHECKING:
    from openpyxl.formula.tokenizer import Token

Value = Decimal | str | bool | None  # what a cell holds, or a formula comes to

_STRENGTH = {
    "=": 1, "<>": 1, "<": 1, ">": 1, "<=": 1, ">=": 1, "&": 2, "+": 3, "-": 3, "*": 4, "/": 4,
    "^": 5,
}  # fmt: skip
_SIGN_STRENGTH = 6  # above every operator: in a workbook -2^2 is 4
_COLUMNS = re.compile(r"\$?([A-Za-z]{1,3}):\$?([A-Za-z]{1,3})\Z")
_ROWS = re.compile(r"\$?(\d+):\$?(\d+)\Z")
# What they refer to shows only when they are computed.
_WANDERING = frozenset(("INDIRECT(", "OFFSET("))
_EXTERNAL = re.compile(r"[\[\]]")


class Unknown(Exception):
    """The formula holds something that is not computed here."""


class Constant(Struct, frozen=True):
    """A number, a text or a truth as the formula writes it."""

    value: Value


class Reference(Struct, frozen=True):
    """A range of cells, of another sheet if need be."""

    sheet: str
    range: Range


class Call(Struct, frozen=True):
    """A function, or an operator as a function of its operands; 'neg' and '%' take one."""

    name: str
    arguments: tuple[Node, ...]


Node = Constant | Reference | Call
Names = Mapping[str, str]  # what each defined name stands for; names in lower case


def parse(formula: str, sheet: str, names: Names) -> Node:
    """The tree of a formula with its '=', standing on `sheet`. Raises Unknown."""
    tokens = [token for token in _tokens(formula) if token.type != "WHITE-SPACE"]
    reader = _Reader(tokens, sheet, names)
    tree = reader.expression(0)
    if reader.at != len(tokens):
        raise Unknown(formula)
    return tree


def references_of(tree: Node) -> Iterator[Reference]:
    """Every range that a formula names."""
    if isinstance(tree, Reference):
        yield tree
    elif isinstance(tree, Call):
        for argument in tree.arguments:
            yield from references_of(argument)


def possible_references(formula: str, sheet: str, names: Names) -> Iterator[Reference | None]:
    """Every range that a formula may look at, be it parsed as a whole or not; None for one that
    cannot be told, as in `=OFFSET(A1,B1,0)`."""
    for token in _tokens(formula):
        if token.type == "OPERAND" and token.subtype == "RANGE":
            try:
                yield parse_reference(token.value, sheet, names)
            except Unknown:
                yield None
        elif token.type == "FUNC" and token.value.upper() in _WANDERING:
            yield None


def parse_reference(text: str, sheet: str, names: Names) -> Reference:
    """A range like `'Bảng 1'!$A$1:B2`, or a name for one.

    Raises Unknown for other names, parts of Excel tables and other workbooks.
    """
    if text.casefold() in names:
        return parse_reference(names[text.casefold()], sheet, {})
    before, mark, cells = text.rpartition("!")
    if mark:
        quoted = before.startswith("'") and before.endswith("'")
        sheet = before[1:-1].replace("''", "'") if quoted else before
        if _EXTERNAL.search(sheet) or (":" in sheet):
            raise Unknown(text)
    if columns := _COLUMNS.match(cells):
        left, right = (_position(f"{letters}1")[1] for letters in columns.groups())
        return Reference(sheet, Range(0, min(left, right), LAST_ROW - 1, max(left, right)))
    if rows := _ROWS.match(cells):
        top, bottom = (_position(f"A{number}")[0] for number in rows.groups())
        return Reference(sheet, Range(min(top, bottom), 0, max(top, bottom), LAST_COLUMN - 1))
    first, _, last = cells.partition(":")
    (top, left), (bottom, right) = _position(first), _position(last or first)
    return Reference(
        sheet, Range(min(top, bottom), min(left, right), max(top, bottom), max(left, right))
    )


def _position(cell: str) -> tuple[int, int]:
    at = position(cell)
    if at is None:
        raise Unknown(cell)
    return at


def _tokens(formula: str) -> list[Token]:
    from openpyxl.formula.tokenizer import Tokenizer, TokenizerError

    try:
        return list(Tokenizer(formula).items)
    except (TokenizerError, IndexError):
        return []


class _Reader:
    """Reads tokens into a tree, the tighter operators first."""

    def __init__(self, tokens: list[Token], sheet: str, names: Names) -> None:
        self.tokens, self.sheet, self.names, self.at = tokens, sheet, names, 0

    def expression(self, weakest: int) -> Node:
        left = self._operand()
        while (token := self._next()) is not None:
            if token.type == "OPERATOR-POSTFIX":
                self.at += 1
                left = Call("%", (left,))
                continue
            strength = _STRENGTH.get(token.value, 0) if token.type == "OPERATOR-INFIX" else 0
            if strength <= weakest:
                break
            self.at += 1
            left = Call(token.value, (left, self.expression(strength)))
        return left

    def _operand(self) -> Node:
        token = self._next()
        self.at += 1
        if token is None:
            raise Unknown("unfinished")
        if token.type == "OPERATOR-PREFIX":
            inner = self.expression(_SIGN_STRENGTH)
            return Call("neg", (inner,)) if token.value == "-" else inner
        if token.type == "PAREN" and token.subtype == "OPEN":
            inner = self.expression(0)
            self._close()
            return inner
        if token.type == "FUNC" and token.subtype == "OPEN":
            return Call(token.value[:-1].upper().removeprefix("_XLFN."), self._arguments())
        if token.type == "OPERAND":
            return self._leaf(token)
        raise Unknown(token.value)

    def _arguments(self) -> tuple[Node, ...]:
        arguments: list[Node] = []
        while (token := self._next()) is not None:
            if token.type == "FUNC" and token.subtype == "CLOSE":
                break
            if token.type == "SEP" and token.subtype == "ARG":
                raise Unknown("an argument left out")
            arguments.append(self.expression(0))
            token = self._next()
            if token is not None and token.type == "SEP" and token.subtype == "ARG":
                self.at += 1
                after = self._next()
                if after is not None and after.subtype == "CLOSE":
                    raise Unknown("an argument left out")
        self._close()
        return tuple(arguments)

    def _leaf(self, token: Token) -> Node:
        if token.subtype == "NUMBER":
            return Constant(Decimal(token.value))
        if token.subtype == "TEXT":
            return Constant(token.value[1:-1].replace('""', '"'))
        if token.subtype == "LOGICAL":
            return Constant(token.value.upper() == "TRUE")
        if token.subtype == "RANGE":
            return parse_reference(token.value, self.sheet, self.names)
        raise Unknown(token.value)

    def _next(self) -> Token | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def _close(self) -> None:
        token = self._next()
        if token is None or token.subtype != "CLOSE":
            raise Unknown("unfinished")
        self.at += 1
