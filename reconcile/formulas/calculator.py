"""The live formulas of a book: their trees, and what they come to on the values it stores."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import (
    ROUND_CEILING,
    ROUND_FLOOR,
    ROUND_HALF_EVEN,
    Decimal,
    DecimalException,
    localcontext,
)
from functools import cached_property, lru_cache

from reconcile import numbers
from reconcile.formulas.functions import evaluated
from reconcile.formulas.tree import Call, Constant, Node, Reference, Unknown, Value, parsed
from reconcile.model import Book, Place, Range, Sheet

_LARGEST_RANGE = 200_000  # cells
_MOST_NAMED = 600_000  # cells of all ranges together; a formula beyond is not computed
_MOST_READ = 20_000_000  # by formulas that name the same ranges again and again
_ERROR = re.compile(r"#(?:DIV/0|N/A|NAME|NULL|NUM|REF|VALUE|SPILL|CALC)[!?]?\Z", re.IGNORECASE)
_NEARLY = Decimal("1e-12")  # what the arithmetic of doubles may be off by, in parts of one
_NUDGE = Decimal("1e-13")
_LARGEST_EXPONENT = 308  # of a double
_DEEPEST = 120  # calls within calls
_SUBTOTALS = {9: "SUM", 109: "SUM", 1: "AVERAGE", 101: "AVERAGE"}

Number = Callable[[int | float], Decimal]


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
class Live:
    """Raises Unknown wherever something is asked that is not computed here, and once formulas over
    large ranges have asked for too much. `circular` are cells found to hang on themselves."""

    book: Book
    _cells: dict[Reference, tuple[Place, ...]] = field(default_factory=dict, init=False)
    _values: dict[Reference, list[Value]] = field(default_factory=dict, init=False)
    _trees: dict[Place, Node | None] = field(default_factory=dict, init=False)
    _anew: dict[Place, Value] = field(default_factory=dict, init=False)
    _open: set[Place] = field(default_factory=set, init=False)
    circular: set[Place] = field(default_factory=set, init=False)
    _named: int = field(default=0, init=False)
    _read: int = field(default=0, init=False)

    @cached_property
    def sheets(self) -> dict[str, Sheet]:
        return {sheet.name.casefold(): sheet for sheet in self.book.sheets}

    def places(self) -> Iterator[Place]:
        """Every cell that holds a formula, in reading order."""
        for sheet in self.book.sheets:
            for spot in sorted(sheet.formulas):
                yield Place(sheet.name, *spot)

    def formula(self, place: Place) -> str:
        """The formula of a cell with its '=', '' where it has none."""
        return self._sheet(place.sheet).formulas.get((place.row, place.column), "")

    def held(self, place: Place) -> object:
        """What a cell stores, as its sheet has it."""
        sheet = self._sheet(place.sheet)
        rows, columns = sheet.shape
        inside = place.row < rows and place.column < columns
        return sheet.cells[place.row, place.column] if inside else None

    def number(self, place: Place) -> Decimal | None:
        """The number a cell stores, None where it stores none."""
        held = self.held(place)
        is_number = isinstance(held, int | float) and not isinstance(held, bool)
        return _shown(held) if is_number else None  # type: ignore[arg-type]

    def tree(self, place: Place) -> Node:
        """The formula of a cell, taken apart; a SUBTOTAL as the sum or average that it is."""
        if place not in self._trees:
            self._trees[place] = None
            self._trees[place] = self.parsed(self.formula(place), place.sheet)
        found = self._trees[place]
        if found is None:
            raise Unknown(str(place))
        return found

    def parsed(self, formula: str, sheet: str) -> Node:
        try:
            tree = parsed(formula, sheet, self.book.names)
        except (RecursionError, DecimalException) as error:
            raise Unknown("too deep") from error
        if _is_deep(tree):
            raise Unknown("too deep")
        return self._plain(tree)

    def stored(self, place: Place, number: Number = _shown) -> Value:
        held = self.held(place)
        if held is None and (place.row, place.column) in self._sheet(place.sheet).blanks:
            return ""
        if held is None or isinstance(held, bool):
            return held
        if isinstance(held, str):
            if is_error(held):
                raise Unknown(held)
            return held
        if isinstance(held, int | float):
            return number(held)
        raise Unknown("a date")

    def cells(self, reference: Reference) -> tuple[Place, ...]:
        """The cells of a range, as far as its sheet goes."""
        if reference not in self._cells:
            self._cells[reference] = tuple(self._within(reference))
        return self._cells[reference]

    def _within(self, reference: Reference) -> list[Place]:
        sheet = self._sheet(reference.sheet)
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

    def of(self, tree: Node, number: Number = _shown) -> Value:
        """What a formula comes to on the stored values."""
        if number is _shown:
            return _result(tree, self._stored)
        return _result(tree, lambda asked: [self.stored(one, number) for one in self.cells(asked)])

    def _stored(self, reference: Reference) -> list[Value]:
        if reference not in self._values:
            self._values[reference] = [self.stored(one) for one in self.cells(reference)]
        self._spend(len(self._values[reference]))
        return self._values[reference]

    def _spend(self, cells: int) -> None:
        self._read += cells
        if self._read > _MOST_READ:
            raise Unknown("too many cells")

    def comes_to(self, tree: Node, value: Value) -> bool:
        """Whether a formula, on the stored values, comes to a value."""
        computed = self.of(tree)
        if agree(computed, value):
            return True
        largest = max((abs(one) for one in self._inputs(tree)), default=Decimal(0))
        if agree(computed, value, largest):
            return True
        for number, rounding in _READINGS:
            with localcontext(rounding=rounding):
                if agree(self.of(tree, number), value, largest):
                    return True
        return False

    def _inputs(self, tree: Node) -> Iterator[Decimal]:
        for reference in references_of(tree):
            for place in self.cells(reference):
                number = self.number(place)
                if number is not None:
                    yield number

    def reads_text(self, tree: Node) -> bool:
        """Whether a formula looks at text that is a number to people: software that wrote the
        result may have counted it."""
        held = (self.held(place) for asked in references_of(tree) for place in self.cells(asked))
        return any(isinstance(one, str) and bool(numbers.readings(one)) for one in held)

    def anew(self, place: Place) -> Value:
        """What a cell holds once what it hangs on is computed again, as far as possible."""
        if place not in self._anew:
            self._anew[place] = self._computed(place)
        return self._anew[place]

    def _computed(self, place: Place) -> Value:
        if place in self._open:
            self.circular |= self._open
        if not self.formula(place) or place in self._open:
            return self.stored(place)
        self._open.add(place)
        try:
            return _result(self.tree(place), self._anew_within)
        except Unknown:
            return self.stored(place)
        finally:
            self._open.discard(place)

    def _anew_within(self, reference: Reference) -> list[Value]:
        self._spend(len(self.cells(reference)))
        return [self.anew(one) for one in self.cells(reference)]

    def _sheet(self, name: str) -> Sheet:
        found = self.sheets.get(name.casefold())
        if found is None:
            raise Unknown(name)
        return found

    def _plain(self, node: Node) -> Node:
        if not isinstance(node, Call):
            return node
        arguments = tuple(map(self._plain, node.arguments))
        if node.name != "SUBTOTAL":
            return Call(node.name, arguments)
        return self._subtotal(arguments)

    def _subtotal(self, arguments: tuple[Node, ...]) -> Node:
        """Cells that are subtotals themselves do not count; hidden rows may, or may not."""
        kind, *among = arguments
        if not isinstance(kind, Constant) or not isinstance(kind.value, Decimal):
            raise Unknown("SUBTOTAL")
        name = _SUBTOTALS.get(int(kind.value))
        references = [one for one in among if isinstance(one, Reference)]
        if name is None or len(references) < len(among):
            raise Unknown("SUBTOTAL")
        counted = [place for one in references for place in self.cells(one)]
        if any(place.row in self._sheet(place.sheet).hidden_rows for place in counted):
            raise Unknown("SUBTOTAL")
        own = [place for place in counted if "SUBTOTAL(" not in self.formula(place).upper()]
        return Call(name, tuple(Reference(one.sheet, _alone(one)) for one in own))


def _is_deep(tree: Node) -> bool:
    level = [tree]
    for _ in range(_DEEPEST):
        level = [part for node in level if isinstance(node, Call) for part in node.arguments]
        if not level:
            return False
    return True


def _alone(place: Place) -> Range:
    return Range(place.row, place.column, place.row, place.column)


def _result(tree: Node, look_up: Callable[[Reference], list[Value]]) -> Value:
    found = evaluated(tree, look_up)
    if isinstance(found, Decimal) and not is_modest(found):
        raise Unknown("no double")
    return Decimal(0) if found is None else found


def is_modest(number: Decimal) -> bool:
    """Whether a number is of a size that a spreadsheet can hold."""
    return number.is_finite() and abs(number.adjusted()) <= _LARGEST_EXPONENT


def agree(computed: Value, stored: Value, largest: Decimal = Decimal(0)) -> bool:
    """Whether two values are the same, as far as doubles can tell; `largest` took part in them."""
    if isinstance(computed, Decimal) and isinstance(stored, Decimal):
        return abs(computed - stored) <= _NEARLY * max(abs(computed), abs(stored), largest)
    if isinstance(computed, str) and isinstance(stored, str):
        return " ".join(computed.split()) == " ".join(stored.split())
    return type(computed) is type(stored) and computed == stored


def references_of(tree: Node) -> Iterator[Reference]:
    """Every range that a formula names."""
    if isinstance(tree, Reference):
        yield tree
    elif isinstance(tree, Call):
        for argument in tree.arguments:
            yield from references_of(argument)


@lru_cache(maxsize=4)
def live(book: Book) -> Live:
    return Live(book)
