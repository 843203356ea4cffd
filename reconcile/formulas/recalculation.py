"""Which formulas depend on edited cells, and what they come to now."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from decimal import Decimal
from functools import cached_property

import numpy as np
from msgspec import Struct, field

from reconcile.formulas.functions import evaluated
from reconcile.formulas.tree import Names, Reference, Unknown, Value, parsed, references
from reconcile.model import Place, Range

_LARGEST_RANGE = 200_000  # cells; a formula over more is left to the spreadsheet


class Formulas(Struct, frozen=True, eq=False, dict=True):
    """All formulas of a workbook, with their '='; `names` as in `formula_tree`.

    `opaque` are those that may refer to anything.
    """

    texts: Mapping[Place, str]
    names: Names

    @cached_property
    def _named(self) -> list[tuple[Place, Reference | None]]:
        return [
            (owner, found)
            for owner, text in self.texts.items()
            for found in references(text, owner.sheet, self.names)
        ]

    @cached_property
    def opaque(self) -> frozenset[Place]:
        return frozenset(owner for owner, found in self._named if found is None)

    @cached_property
    def _corners(self) -> tuple[list[Place], list[str], np.ndarray]:
        known = [(owner, found) for owner, found in self._named if found is not None]
        sheets = [found.sheet.casefold() for _, found in known]
        corners = np.array([found.range for _, found in known], dtype=np.int64).reshape(-1, 4)
        return [owner for owner, _ in known], sheets, corners

    @cached_property
    def _rows_by_sheet(self) -> dict[str, np.ndarray]:
        _, sheets, _ = self._corners
        names = np.array(sheets, dtype=object)
        return {name: np.flatnonzero(names == name) for name in set(sheets)}

    def reading(self, cell: Place) -> Iterator[Place]:
        """The formulas that name a cell, or a range with it inside."""
        owners, _, corners = self._corners
        at = self._rows_by_sheet.get(cell.sheet.casefold())
        if at is None:
            return
        top, left, bottom, right = corners[at].T
        inside = (top <= cell.row) & (cell.row <= bottom)
        inside &= (left <= cell.column) & (cell.column <= right)
        yield from (owners[index] for index in at[inside].tolist())

    def dependents(self, cells: Collection[Place]) -> set[Place]:
        """Every formula that hangs, or may hang, on one of the cells, directly or not."""
        if not cells:
            return set()
        found = set(self.opaque)
        waiting = [*cells, *found]
        while waiting:
            for owner in self.reading(waiting.pop()):
                if owner not in found:
                    found.add(owner)
                    waiting.append(owner)
        return found


class Recalculation(Struct, frozen=True, eq=False, dict=True):
    """Values after the edits.

    `stored` gives what a cell of the source holds (it may raise Unknown), `edited` what replaces
    it, `sizes` the rows and columns of each sheet. `written` are cells whose formula was put there,
    with what each was said to come to, for one that cannot be computed.
    """

    formulas: Formulas
    stored: Callable[[Place], Value]
    edited: Mapping[Place, Value]
    sizes: Mapping[str, tuple[int, int]]
    written: Mapping[Place, Value] = field(default_factory=dict)

    @cached_property
    def _known(self) -> dict[Place, Value]:
        return {}

    @cached_property
    def _open(self) -> set[Place]:
        return set()

    @cached_property
    def stale(self) -> set[Place]:
        changed = {*self.edited, *self.written}
        return (self.formulas.dependents(changed) | self.written.keys()) - self.edited.keys()

    def refreshed(self) -> dict[Place, Value]:
        """The new values of all dependents that can be computed; the others are left out."""
        found = {}
        for cell in self.stale:
            try:
                found[cell] = self.value(cell)
            except Unknown:
                continue
        return found

    def value(self, cell: Place) -> Value:
        """What a cell holds after the edits. Raises Unknown where that cannot be told."""
        if cell in self.edited:
            return self.edited[cell]
        if cell not in self.stale:
            return self.stored(cell)
        if cell not in self._known:
            self._known[cell] = self._refreshed(cell)
        return self._known[cell]

    def _refreshed(self, cell: Place) -> Value:
        try:
            return self.computed(cell)
        except Unknown:
            if cell in self.written:
                return self.written[cell]
            raise

    def computed(self, cell: Place) -> Value:
        """What the formula of a cell comes to. Raises Unknown."""
        if cell in self._open:
            raise Unknown("a circle")
        self._open.add(cell)
        try:
            result = self.of(self.formulas.texts[cell], cell.sheet)
        finally:
            self._open.discard(cell)
        return Decimal(0) if result is None else result

    def of(self, formula: str, sheet: str) -> Value:
        """What a formula with its '=' would come to on a sheet. Raises Unknown."""
        return evaluated(parsed(formula, sheet, self.formulas.names), self._range)

    def _range(self, asked: Reference) -> list[Value]:
        sheet = next((s for s in self.sizes if s.casefold() == asked.sheet.casefold()), None)
        if sheet is None:
            raise Unknown(asked.sheet)
        rows, columns = self.sizes[sheet]
        top, left, bottom, right = asked.range
        one = Range(top, left, top, left) == asked.range
        bottom, right = (bottom, right) if one else (min(bottom, rows - 1), min(right, columns - 1))
        if (bottom - top + 1) * (right - left + 1) > _LARGEST_RANGE:
            raise Unknown("a range too large")
        return [
            self._sure(Place(sheet, row, column))
            for row in range(top, bottom + 1)
            for column in range(left, right + 1)
        ]

    def _sure(self, cell: Place) -> Value:
        value = self.value(cell)
        if isinstance(value, str) and value.startswith("#"):
            raise Unknown(value)
        return value
