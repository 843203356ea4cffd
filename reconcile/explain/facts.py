"""What holds of a whole document, whatever is made of its equations: each found when first asked
for, and gone with the document."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct

from reconcile.explain.errors import Failure, failures
from reconcile.explain.limits import Limits, limits
from reconcile.explain.odd_cells import OddCell, odd_cells
from reconcile.explain.outdated import Cause, outdated
from reconcile.formulas.calculator import Calculator, calculator_of
from reconcile.model import Cell, Document, Figures, Flags, Integers, Place, Table
from reconcile.relations.bindings import Bindings

if TYPE_CHECKING:
    from reconcile.template import TemplateBinding


class Facts(Struct, frozen=True, eq=False, dict=True):
    """`template` is that of the document."""

    document: Document
    template: TemplateBinding | None

    @cached_property
    def tables(self) -> Mapping[str, Table]:
        """The tables by their ids."""
        return {table.id: table for table in self.document.tables}

    @cached_property
    def bindings(self) -> Bindings:
        """The cells of the tables by where they are printed."""
        return Bindings(self.document.tables)

    @property
    def calculator(self) -> Calculator:
        """The calculator of the book's formulas."""
        return calculator_of(self.document.book)

    @cached_property
    def odd_cells(self) -> tuple[OddCell, ...]:
        """The cells that stand out of lines of like formulas."""
        return odd_cells(self.document, self.calculator)

    @cached_property
    def failures(self) -> tuple[Failure, ...]:
        """The cells that show an error which comes from nowhere else."""
        return failures(self.document, self.calculator, self.bindings)

    @cached_property
    def outdated(self) -> tuple[Cause, ...]:
        """The results that their formulas no longer give."""
        return outdated(self.calculator)

    def is_outdated(self, place: Place) -> bool:
        """Whether a cell stores a result that its formula no longer gives."""
        return place in self._outdated

    @cached_property
    def _outdated(self) -> frozenset[Place]:
        return frozenset(cell.place for cause in self.outdated for cell in cause.cells)

    @cached_property
    def limits(self) -> Mapping[str, Limits]:
        """The highest marks that the figures of a table keep within, for the tables with any."""
        stated = ((table.id, limits(table, self.template)) for table in self.document.tables)
        return {table: known for table, known in stated if known is not None}

    def column(self, cell: Cell) -> ColumnFigures:
        """The figures of the cell's column."""
        at = cell.table, cell.column
        if at not in self._columns:
            self._columns[at] = ColumnFigures(self.tables[cell.table].figures, cell.column)
        return self._columns[at]

    @cached_property
    def _columns(self) -> dict[tuple[str, int], ColumnFigures]:
        return {}


class ColumnFigures(Struct, frozen=True, eq=False, dict=True):
    """What the figures of one column of a table have in common."""

    figures: Figures
    column: int

    @cached_property
    def decimals_shown(self) -> int:
        """The decimals that every figure shows: 2 where the column prints 9.50, else 0."""
        figures, known = self.figures, self._known
        decimals = figures.decimals[known, self.column]
        finest = int(decimals.max(initial=0))
        unit = 10 ** (figures.scale - finest + 1)
        at_finest = known & (figures.decimals[:, self.column] == finest)
        padded = (figures.units[at_finest, self.column] % unit == 0).any()
        return finest if finest and (padded or (decimals == finest).all()) else 0

    @cached_property
    def extreme_units(self) -> list[int]:
        """The two lowest and the two highest figures, in order, in units of the table: enough to
        know the lowest and the highest of the others when one is left out."""
        return _extremes(self.figures.units[self._known, self.column])

    @cached_property
    def extreme_decimals(self) -> list[int]:
        """The same of the decimals that the figures print."""
        return _extremes(self.figures.decimals[self._known, self.column])

    @property
    def _known(self) -> Flags:
        known: Flags = self.figures.known[:, self.column]
        return known


def _extremes(counts: Integers) -> list[int]:
    ordered = np.sort(counts)
    return [*ordered[:2].tolist(), *ordered[2:][-2:].tolist()]
