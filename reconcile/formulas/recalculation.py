"""Values once formulas are computed again: all of them, or those that hang on edits.

With `A1 = 2`, `B1 = 4 =A1*2` and `C1 = 9 =B1+1`: computed in full C1 is 5, since B1 is 4. With A1
edited to 3, B1 and C1 hang on the edit and come to 6 and 7.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from msgspec import Struct

from reconcile.formulas.calculator import Calculator
from reconcile.formulas.tree import Names, Reference, Unknown, Value, possible_references
from reconcile.model import Place, Sheet


class Dependencies(Struct, frozen=True, eq=False, dict=True):
    """Who reads which cell, of all formulas of some sheets; `names` as in `tree.py`."""

    sheets: Sequence[Sheet]
    names: Names

    @cached_property
    def _references(self) -> list[tuple[Place, Reference | None]]:
        return [
            (Place(sheet.name, *spot), reference)
            for sheet in self.sheets
            for spot, formula in sheet.formulas.items()
            for reference in possible_references(formula, sheet.name, self.names)
        ]

    @cached_property
    def opaque(self) -> frozenset[Place]:
        """Formulas that may refer to anything."""
        return frozenset(reader for reader, reference in self._references if reference is None)

    @cached_property
    def _corners(self) -> tuple[list[Place], list[str], np.ndarray]:
        known = [(reader, named) for reader, named in self._references if named is not None]
        sheets = [named.sheet.casefold() for _, named in known]
        corners = np.array([named.range for _, named in known], dtype=np.int64).reshape(-1, 4)
        return [reader for reader, _ in known], sheets, corners

    @cached_property
    def _rows_by_sheet(self) -> dict[str, np.ndarray]:
        _, sheets, _ = self._corners
        names = np.array(sheets, dtype=object)
        return {name: np.flatnonzero(names == name) for name in set(sheets)}

    def readers(self, cell: Place) -> Iterator[Place]:
        """The formulas that name a cell, or a range with it inside."""
        readers, _, corners = self._corners
        at = self._rows_by_sheet.get(cell.sheet.casefold())
        if at is None:
            return
        top, left, bottom, right = corners[at].T
        inside = (top <= cell.row) & (cell.row <= bottom)
        inside &= (left <= cell.column) & (cell.column <= right)
        yield from (readers[index] for index in at[inside].tolist())

    def dependents(self, cells: Collection[Place]) -> set[Place]:
        """Every formula that hangs, or may hang, on one of the cells, directly or not."""
        if not cells:
            return set()
        dependents = set(self.opaque)
        waiting = [*cells, *dependents]
        while waiting:
            for reader in self.readers(waiting.pop()):
                if reader not in dependents:
                    dependents.add(reader)
                    waiting.append(reader)
        return dependents


@dataclass(eq=False)
class _Recalculation:
    """Each value is computed once. A cell that hangs on itself cannot be computed; `circular` are
    such cells, and those on the way to them, as far as they were met."""

    calculator: Calculator
    circular: set[Place] = field(default_factory=set, init=False)
    _values: dict[Place, Value] = field(default_factory=dict, init=False)
    _open: set[Place] = field(default_factory=set, init=False)

    def value(self, place: Place) -> Value:
        """What a cell holds after the recalculation. Raises Unknown where that cannot be told."""
        if place not in self._values:
            computed = self._is_computed(place)
            self._values[place] = self._computed(place) if computed else self._given(place)
        return self._values[place]

    def _computed(self, place: Place) -> Value:
        if place in self._open:
            self.circular |= self._open
            return self._instead(place, Unknown("a circle"))
        self._open.add(place)
        try:
            return self.calculator.compute(self.calculator.tree(place), self.value)
        except Unknown as reason:
            return self._instead(place, reason)
        finally:
            self._open.discard(place)

    # The policies: which cells are computed, what the others hold, and what stands for a result
    # that is not known.

    def _is_computed(self, place: Place) -> bool:
        raise NotImplementedError

    def _given(self, place: Place) -> Value:
        return self.calculator.stored_value(place)

    def _instead(self, place: Place, reason: Unknown) -> Value:
        raise NotImplementedError


class FullRecalculation(_Recalculation):
    """Every formula computed again; one that cannot be keeps what it stores."""

    def _is_computed(self, place: Place) -> bool:
        return bool(self.calculator.formula(place))

    def _instead(self, place: Place, reason: Unknown) -> Value:
        return self.calculator.stored_value(place)


@dataclass(eq=False)
class EditRecalculation(_Recalculation):
    """Edited cells, and the formulas that hang on them computed again; what hangs on one that
    cannot be computed cannot be either.

    `edited` gives what replaces a cell. `written` are cells whose formula in the calculator's
    sheets is new, with what each was said to come to, for one that cannot be computed.
    """

    dependencies: Dependencies
    edited: Mapping[Place, Value]
    written: Mapping[Place, Value] = field(default_factory=dict)

    @cached_property
    def stale(self) -> set[Place]:
        """The formulas whose stored results may no longer hold."""
        changed = {*self.edited, *self.written}
        return (self.dependencies.dependents(changed) | self.written.keys()) - self.edited.keys()

    def refreshed(self) -> dict[Place, Value]:
        """The new values of all dependents that can be computed; the others are left out."""
        values = {}
        for place in sorted(self.stale):  # most totals come after their parts: fewer nested calls
            try:
                values[place] = self.value(place)
            except Unknown:
                continue
        return values

    def _is_computed(self, place: Place) -> bool:
        return place in self.stale

    def _given(self, place: Place) -> Value:
        if place in self.edited:
            return self.edited[place]
        return self.calculator.stored_value(place)

    def _instead(self, place: Place, reason: Unknown) -> Value:
        if place in self.written:
            return self.written[place]
        raise reason
