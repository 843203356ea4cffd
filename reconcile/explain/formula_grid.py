"""The formulas of a table by distances, cell beside cell: what is copied reads the same."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from itertools import product

import numpy as np
from msgspec import Struct

from reconcile.formulas.calculator import Calculator
from reconcile.formulas.references import relative
from reconcile.formulas.tree import Node, Reference, Unknown, Value, references_of
from reconcile.model import Cell, Flags, Objects, Place, Table

_NO_FIGURES = ("serial", "entity", "text", "note")  # roles of columns without figures
_NO_ROWS = ("header", "group", "note")  # roles of rows without figures
_COMPUTED = 3  # formulas that make figures of a column named like one of codes: "protected, ID"
ADDING = frozenset({"SUM", "AVERAGE", "+", "-", "neg"})  # to them a blank cell is nothing


class FormulaGrid(Struct, frozen=True, eq=False, dict=True):
    """One table and the calculator of its book."""

    table: Table
    formulas: Calculator

    @cached_property
    def texts(self) -> Objects:
        """The formula of every cell by distances, '' where there is none."""
        table = self.table
        texts = np.full(table.text.shape, "", dtype=object)
        for part, printed in enumerate(table.parts):
            formulas = self.formulas.sheet(printed.sheet).formulas
            rows = {row: i for i, row in enumerate(table.row_at[part].tolist()) if row >= 0}
            columns = {at: j for j, at in enumerate(table.column_at[part].tolist()) if at >= 0}
            # whichever are fewer: the sheet's formulas, or the table's cells
            spots = formulas if len(formulas) < texts.size else product(rows, columns)
            for spot in spots:
                i, j = rows.get(spot[0], -1), columns.get(spot[1], -1)
                if i >= 0 and j >= 0 and i not in table.shifts and spot in formulas:
                    texts[i, j] = relative(formulas[spot], *spot)
        return texts

    @cached_property
    def columns(self) -> list[int]:
        """The columns of figures, and of what is computed, whatever their labels say."""
        computed = (self.texts != "").sum(axis=0)
        return [
            j
            for j, column in enumerate(self.table.columns)
            if column.role not in _NO_FIGURES or computed[j] >= _COMPUTED
        ]

    @cached_property
    def rows(self) -> list[int]:
        """The rows of figures."""
        return [i for i, row in enumerate(self.table.rows) if row.role not in _NO_ROWS]

    @cached_property
    def is_typed(self) -> Flags:
        """Where a figure is typed."""
        typed: Flags = self.table.figures.known & (self.texts == "")
        return typed

    def times_in_column(self, text: str, column: int) -> int:
        """How many cells of a column hold a formula."""
        return self._by_column[column][text]

    def times_in_row(self, text: str, row: int) -> int:
        """How many cells of a row hold a formula."""
        return self._by_row[row][text]

    @cached_property
    def _by_column(self) -> list[Counter[str]]:
        return [Counter(column) for column in self.texts.T.tolist()]

    @cached_property
    def _by_row(self) -> list[Counter[str]]:
        return [Counter(row) for row in self.texts.tolist()]

    def place_of_stated(self, cell: Cell) -> Place | None:
        """Where a cell is printed, None where it states nothing."""
        table = self.table
        if cell.row in table.shifts or not table.text[cell.row, cell.column]:
            return None
        return table.place(cell.row, cell.column)

    def named_by(self, place: Place) -> set[Place]:
        """The cells that the formula of a place names; none where that is not known."""
        try:
            tree = self.formulas.tree(place)
        except Unknown:
            return set()
        return self.named_cells(tree)

    def named_cells(self, tree: Node) -> set[Place]:
        """The cells that a formula names; none where that is not known."""
        try:
            return {
                place
                for reference in references_of(tree)
                for place in self.formulas.cells(reference)
            }
        except Unknown:
            return set()

    def parsed(self, formula: str, sheet: str) -> Node | None:
        """The tree of a formula, None where it cannot be read."""
        try:
            return self.formulas.parse(formula, sheet)
        except Unknown:
            return None

    def comes_to(self, tree: Node) -> Value:
        """What a formula comes to on the stored values; None where that is not known."""
        try:
            return self.formulas.compute(tree)
        except Unknown:
            return None

    def depends_on(self, tree: Node, place: Place) -> bool:
        """Whether a formula hangs on a cell, be it by way of other formulas."""
        waiting, visited = list(self.named_cells(tree)), set[Place]()
        while waiting:
            named = waiting.pop()
            if named == place:
                return True
            if named not in visited and self.formulas.formula(named):
                waiting += self.named_by(named)
            visited.add(named)
        return False

    def is_additive(self, tree: Node) -> bool:
        """Whether a formula adds up or repeats what it names."""
        return isinstance(tree, Reference) or getattr(tree, "name", "") in ADDING

    def has_its_inputs(self, tree: Node) -> bool:
        """Whether figures stand in the cells that a formula names: in one of those it adds up, in
        all of those that it multiplies. A figure may be typed where they are not known."""
        known = [self.formulas.stored_number(place) is not None for place in self.named_cells(tree)]
        return any(known) if self.is_additive(tree) else bool(known) and all(known)
