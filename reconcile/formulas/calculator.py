"""The formulas of a book: their trees, and what they come to on the values of its cells.

Whose values a formula looks up is a policy: those that the book stores, or those of a recalculation
(`recalculation.py`). Where a cell reads `14 =SUM(A1:A3)` over 4, 5 and 6, its formula comes to 15
on the stored values, and the cell stores 14.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import (
    ROUND_CEILING,
    ROUND_FLOOR,
    ROUND_HALF_EVEN,
    Decimal,
    DecimalException,
    localcontext,
)
from functools import cached_property, partial

from reconcile import numbers
from reconcile.formulas.functions import evaluate, is_modest
from reconcile.formulas.meaning import Meanings
from reconcile.formulas.tree import (
    Call,
    Constant,
    Names,
    Node,
    Reference,
    Unknown,
    Value,
    parse,
    references_of,
)
from reconcile.model import Book, Place, Range, Sheet

# What bounds the work that a hostile or a very large book can ask for; a formula beyond is not
# computed. In cells: of one range, of all different ranges together (each keeps its places), and
# read by formulas that name the same ranges again and again.
_LARGEST_RANGE = 200_000
_MOST_NAMED = 600_000
_MOST_READ = 20_000_000
_DEEPEST = 120  # calls within calls; evaluating one more level takes several of Python's frames
_ERROR = re.compile(r"#(?:DIV/0|N/A|NAME|NULL|NUM|REF|VALUE|SPILL|CALC)[!?]?\Z", re.IGNORECASE)
_NEARLY = Decimal("1e-12")  # what the arithmetic of doubles may be off by, in parts of one
_NUDGE = Decimal("1e-13")  # what the last bits of one double may be off by, in parts of one
# Which function a SUBTOTAL is by its first argument; those over 100 leave out rows hidden by hand.
_SUBTOTALS = {9: "SUM", 109: "SUM", 1: "AVERAGE", 101: "AVERAGE"}

Number = Callable[[int | float], Decimal]
ValueOf = Callable[[Place], Value]  # what a cell holds, to the formula that looks it up


def is_error(value: object) -> bool:
    """Whether a cell holds an error of a spreadsheet, such as `#DIV/0!`."""
    return isinstance(value, str) and bool(_ERROR.match(value))


def _shown(value: int | float) -> Decimal:
    return Decimal(format(value, ".15g"))


def _nudged(by: Decimal) -> Number:
    """Doubles that no short decimal states exactly, moved by what their last bits may be off."""
    return lambda value: _shown(value) * (1 if Decimal(value) == _shown(value) else 1 + by)


# Other readings of the stored doubles, under which a formula may have been computed, and how their
# quotients are rounded: comparing and rounding tell apart what 15 digits do not.
_READINGS: tuple[tuple[Number, str], ...] = (
    (Decimal, ROUND_HALF_EVEN),
    (_nudged(_NUDGE), ROUND_CEILING),
    (_nudged(-_NUDGE), ROUND_FLOOR),
)


@dataclass(eq=False)
class Calculator:
    """Raises Unknown wherever something is asked that is not computed here, and once formulas over
    large ranges have asked for too much. `meanings` are kept here for `interpretation.py`."""

    sheets: Sequence[Sheet]
    names: Names
    meanings: Meanings = field(default_factory=Meanings, init=False)
    _cells: dict[Reference, tuple[Place, ...]] = field(default_factory=dict, init=False)
    _stored: dict[Reference, list[Value]] = field(default_factory=dict, init=False)
    _trees: dict[Place, Node | None] = field(default_factory=dict, init=False)
    _named: int = field(default=0, init=False)
    _read: int = field(default=0, init=False)

    # Cells

    def sheet(self, name: str) -> Sheet:
        """A sheet as formulas name it, without regard to case."""
        sheet = self._by_name.get(name.casefold())
        if sheet is None:
            raise Unknown(name)
        return sheet

    @cached_property
    def _by_name(self) -> dict[str, Sheet]:
        return {sheet.name.casefold(): sheet for sheet in self.sheets}

    def formula_places(self) -> Iterator[Place]:
        """Every cell that holds a formula, in reading order."""
        for sheet in self.sheets:
            for spot in sorted(sheet.formulas):
                yield Place(sheet.name, *spot)

    def formula(self, place: Place) -> str:
        """The formula of a cell with its '=', '' where it has none."""
        return self.sheet(place.sheet).formulas.get((place.row, place.column), "")

    def content(self, place: Place) -> object:
        """What a cell stores, as its sheet has it; under a merge, what nobody sees."""
        sheet = self.sheet(place.sheet)
        rows, columns = sheet.shape
        inside = place.row < rows and place.column < columns
        stored = sheet.cells[place.row, place.column] if inside else None
        return sheet.covered.get((place.row, place.column)) if stored is None else stored

    def stored_number(self, place: Place) -> Decimal | None:
        """The number a cell stores, None where it stores none."""
        content = self.content(place)
        if isinstance(content, bool) or not isinstance(content, int | float):
            return None
        return _shown(content)

    def stored_value(self, place: Place, number: Number = _shown) -> Value:
        """What a cell stores, to a formula: no error, no date; a double as `number` reads it."""
        content = self.content(place)
        if content is None and (place.row, place.column) in self.sheet(place.sheet).blanks:
            return ""
        if content is None or isinstance(content, bool):
            return content
        if isinstance(content, str):
            if is_error(content):
                raise Unknown(content)
            return content
        if isinstance(content, int | float):
            return number(content)
        raise Unknown("a date")

    def cells(self, reference: Reference) -> tuple[Place, ...]:
        """The cells of a range, as far as its sheet goes."""
        if reference not in self._cells:
            self._cells[reference] = tuple(self._within(reference))
        return self._cells[reference]

    def _within(self, reference: Reference) -> list[Place]:
        sheet = self.sheet(reference.sheet)
        top, left, bottom, right = reference.range
        if (top, left) == (bottom, right):
            return [Place(sheet.name, top, left)]
        bottom, right = min(bottom, sheet.shape[0] - 1), min(right, sheet.shape[1] - 1)
        size = (bottom - top + 1) * (right - left + 1)
        if size > _LARGEST_RANGE or self._named + size > _MOST_NAMED:
            raise Unknown("too many cells")
        self._named += size
        return [
            Place(sheet.name, row, column)
            for row in range(top, bottom + 1)
            for column in range(left, right + 1)
        ]

    # Formulas

    def tree(self, place: Place) -> Node:
        """The formula of a cell, taken apart; a SUBTOTAL as the sum or average that it is."""
        if place not in self._trees:
            self._trees[place] = None
            self._trees[place] = self.parse(self.formula(place), place.sheet)
        tree = self._trees[place]
        if tree is None:
            raise Unknown(str(place))
        return tree

    def parse(self, formula: str, sheet: str) -> Node:
        """The tree of a formula with its '=', as if it stood on a sheet."""
        try:
            tree = parse(formula, sheet, self.names)
        except (RecursionError, DecimalException) as error:
            raise Unknown("too deep") from error
        if _is_deep(tree):
            raise Unknown("too deep")
        return self._with_plain_subtotals(tree)

    def compute(self, tree: Node, value_of: ValueOf | None = None) -> Value:
        """What a formula comes to, on the stored values where no others are given."""
        look_up = self._stored_values if value_of is None else partial(self._values, value_of)
        result = evaluate(tree, look_up)
        if isinstance(result, Decimal) and not is_modest(result):
            raise Unknown("no double")
        return Decimal(0) if result is None else result

    def comes_to(self, tree: Node, value: Value) -> bool:
        """Whether a formula, on the stored values, comes to a value."""
        computed = self.compute(tree)
        if agree(computed, value):
            return True
        largest = max((abs(number) for number in self._numbers(tree)), default=Decimal(0))
        if agree(computed, value, largest):
            return True
        for number, rounding in _READINGS:
            with localcontext(rounding=rounding):
                other = self.compute(tree, partial(self.stored_value, number=number))
                if agree(other, value, largest):
                    return True
        return False

    def reads_text(self, tree: Node) -> bool:
        """Whether a formula looks at text that is a number to people: software that wrote the
        result may have counted it."""
        contents = map(self.content, self.named_cells(tree))
        return any(isinstance(text, str) and bool(numbers.readings(text)) for text in contents)

    def named_cells(self, tree: Node) -> Iterator[Place]:
        """Every cell that a formula names, alone or in a range."""
        for reference in references_of(tree):
            yield from self.cells(reference)

    def _numbers(self, tree: Node) -> Iterator[Decimal]:
        for place in self.named_cells(tree):
            number = self.stored_number(place)
            if number is not None:
                yield number

    def _stored_values(self, reference: Reference) -> list[Value]:
        if reference not in self._stored:
            self._stored[reference] = [self.stored_value(cell) for cell in self.cells(reference)]
        self._spend(len(self._stored[reference]))
        return self._stored[reference]

    def _values(self, value_of: ValueOf, reference: Reference) -> list[Value]:
        cells = self.cells(reference)
        self._spend(len(cells))
        return [value_of(cell) for cell in cells]

    def _spend(self, cells: int) -> None:
        self._read += cells
        if self._read > _MOST_READ:
            raise Unknown("too many cells")

    def _with_plain_subtotals(self, node: Node) -> Node:
        if not isinstance(node, Call):
            return node
        arguments = tuple(map(self._with_plain_subtotals, node.arguments))
        if node.name != "SUBTOTAL":
            return Call(node.name, arguments)
        return self._subtotal(arguments)

    def _subtotal(self, arguments: tuple[Node, ...]) -> Node:
        """Cells that are subtotals themselves do not count; hidden rows may, or may not."""
        kind, *among = arguments
        if not isinstance(kind, Constant) or not isinstance(kind.value, Decimal):
            raise Unknown("SUBTOTAL")
        name = _SUBTOTALS.get(int(kind.value))
        references = [argument for argument in among if isinstance(argument, Reference)]
        if name is None or len(references) < len(among):
            raise Unknown("SUBTOTAL")
        counted = [place for reference in references for place in self.cells(reference)]
        if any(place.row in self.sheet(place.sheet).hidden_rows for place in counted):
            raise Unknown("SUBTOTAL")
        own = [place for place in counted if "SUBTOTAL(" not in self.formula(place).upper()]
        return Call(name, tuple(Reference(place.sheet, _alone(place)) for place in own))


def calculator_of(book: Book) -> Calculator:
    """The calculator of a book's formulas, made once and kept with the book."""
    return book.kept(_calculator)


def _calculator(book: Book) -> Calculator:
    return Calculator(book.sheets, book.names)


def _is_deep(tree: Node) -> bool:
    level = [tree]
    for _ in range(_DEEPEST):
        level = [part for node in level if isinstance(node, Call) for part in node.arguments]
        if not level:
            return False
    return True


def _alone(place: Place) -> Range:
    return Range(place.row, place.column, place.row, place.column)


def agree(computed: Value, stored: Value, largest: Decimal = Decimal(0)) -> bool:
    """Whether two values are the same, as far as doubles can tell; `largest` took part in them."""
    if isinstance(computed, Decimal) and isinstance(stored, Decimal):
        return abs(computed - stored) <= _NEARLY * max(abs(computed), abs(stored), largest)
    if isinstance(computed, str) and isinstance(stored, str):
        return " ".join(computed.split()) == " ".join(stored.split())
    return type(computed) is type(stored) and computed == stored
