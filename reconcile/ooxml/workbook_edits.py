"""Edits of a whole workbook: taken one set at a time, then made all at once."""

from __future__ import annotations

import operator
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from msgspec.structs import replace

from reconcile.formulas.calculator import Calculator
from reconcile.formulas.recalculation import Dependencies, EditRecalculation
from reconcile.formulas.tree import Unknown, Value
from reconcile.model import Book, Place, Sheet
from reconcile.model.arrays import EMPTY
from reconcile.ooxml.cell_markup import with_value
from reconcile.ooxml.draft import PackageDraft
from reconcile.ooxml.number_formats import number_formats
from reconcile.ooxml.sheet_edits import CellEdit, EditedSheet, RefusedEdit, edited_sheet
from reconcile.ooxml.sheet_part import Spot, with_cells
from reconcile.ooxml.style_sheet import StyleSheet
from reconcile.ooxml.workbook_part import recalculated_on_load, without_calculation_chain


@dataclass(eq=False)
class WorkbookEdits:
    """The edits of one draft; `book` is what was read of it."""

    draft: PackageDraft
    styles: StyleSheet
    book: Book
    _taken: dict[str, tuple[CellEdit, ...]] = field(default_factory=dict)
    _sheets: dict[str, EditedSheet] = field(default_factory=dict)

    @cached_property
    def _formats(self) -> tuple[str, ...]:
        return number_formats(self.draft.style_sheet())

    @cached_property
    def _dependencies(self) -> Dependencies:
        return Dependencies(self.book.sheets, self.book.names)

    def sheet(self, name: str) -> EditedSheet:
        """A sheet as the source has it. Raises PackageError."""
        if name not in self._sheets:
            self._sheets[name] = edited_sheet(
                self.draft, name, self._formats, self.styles, self._dependencies
            )
        return self._sheets[name]

    def take(self, edits: Mapping[str, tuple[CellEdit, ...]]) -> None:
        """Take a set of edits, by sheet, all or none.

        An edit of a formula's cell whose formula comes to the new value by the other edits leaves
        the formula as it is. Raises RefusedEdit.
        """
        made = {name: self._typed(name, sheet_edits) for name, sheet_edits in edits.items()}
        together = {
            name: self._with(self._taken.get(name, ()), sheet_edits)
            for name, sheet_edits in made.items()
        }
        for name, sheet_edits in made.items():
            rows = {edit.row for edit in sheet_edits}
            self.sheet(name).planned(edit for edit in together[name] if edit.row in rows)
        self._require_computed(edits, made, {**self._taken, **together})
        self._taken |= together

    def comes_to(self, formula: str, cell: Place, beside: Mapping[Place, Value]) -> bool:
        """Whether a formula with its '=' put in a cell would come to what `beside` has there, with
        the rest of `beside` and all edits taken so far in place."""
        recalculation = self._recalculation(self._taken, beside)
        calculator = recalculation.calculator
        try:
            result = calculator.compute(calculator.parse(formula, cell.sheet), recalculation.value)
        except Unknown:
            return False
        return _same(result, beside[cell])

    def refreshed(self) -> dict[Place, Value]:
        """What the formulas that hang on the edits come to, as far as it can be computed."""
        return self._recalculation(self._taken).refreshed()

    def make(self) -> None:
        """Put everything taken into the draft. Raises PackageError."""
        refreshed: dict[str, dict[Spot, Value]] = {}
        for address, value in self.refreshed().items():
            refreshed.setdefault(address.sheet, {})[address.row, address.column] = value
        for name in dict.fromkeys([*self._taken, *refreshed]):
            self._make(self.sheet(name), refreshed.get(name, {}))
        changed = (edit for edits in self._taken.values() for edit in edits)
        if any(edit.over_formula or edit.formula for edit in changed):
            without_calculation_chain(self.draft)
        recalculated_on_load(self.draft)

    def _make(self, sheet: EditedSheet, refreshed: Mapping[Spot, Value]) -> None:
        wanted = sheet.planned(self._taken.get(sheet.name, ()))
        for spot, value in refreshed.items():
            element = wanted[spot] if spot in wanted else sheet.part.element(spot)
            if element is not None:
                wanted[spot] = with_value(element, sheet.part.body.prefix, value)
        part = next(listed.part for listed in self.draft.sheets if listed.name == sheet.name)
        self.draft.put(part, with_cells(sheet.part, wanted))

    def _typed(self, name: str, edits: tuple[CellEdit, ...]) -> tuple[CellEdit, ...]:
        """The edits that write into cells; those of formulas that stay are left to computing."""
        sheet = self.sheet(name)
        return tuple(
            edit
            for edit in edits
            if edit.over_formula or edit.kind != "replace" or not sheet.holds_formula(edit.spot)
        )

    @staticmethod
    def _with(taken: tuple[CellEdit, ...], edits: tuple[CellEdit, ...]) -> tuple[CellEdit, ...]:
        """Both, what is asked for twice in the same words once."""
        return tuple(dict.fromkeys((*taken, *edits)))

    def _require_computed(
        self,
        wanted: Mapping[str, tuple[CellEdit, ...]],
        typed: Mapping[str, tuple[CellEdit, ...]],
        together: Mapping[str, tuple[CellEdit, ...]],
    ) -> None:
        recalculation = self._recalculation(together)
        for name, edits in wanted.items():
            for edit in edits:
                if edit in typed[name]:
                    continue
                try:
                    result = recalculation.value(Place(name, *edit.spot))
                except Unknown:
                    raise RefusedEdit("formula", edit.spot) from None
                if not _same(result, edit.value):
                    raise RefusedEdit("formula", edit.spot)

    def _recalculation(
        self, taken: Mapping[str, tuple[CellEdit, ...]], beside: Mapping[Place, Value] = EMPTY
    ) -> EditRecalculation:
        """The values with some edits taken, and with others `beside` them."""
        edited: dict[Place, Value] = {}
        written: dict[Place, Value] = {}
        formulas: dict[str, dict[Spot, str]] = {}
        for name, edits in taken.items():
            for edit in edits:
                place = Place(name, *edit.spot)
                if edit.kind == "replace" and edit.formula:
                    written[place] = edit.value
                    formulas.setdefault(name, {})[edit.spot] = f"={edit.formula}"
                elif edit.kind == "replace":
                    edited[place] = edit.value
        sheets = tuple(_with_formulas(sheet, formulas) for sheet in self.book.sheets)
        same = all(map(operator.is_, sheets, self.book.sheets))
        return EditRecalculation(
            calculator=Calculator(sheets, self.book.names),
            dependencies=self._dependencies if same else Dependencies(sheets, self.book.names),
            edited={**edited, **beside},
            written=written,
        )


def _with_formulas(sheet: Sheet, formulas: Mapping[str, Mapping[Spot, str]]) -> Sheet:
    """A sheet with those formulas that were put in place of others."""
    own = formulas.get(sheet.name, {})
    if own.items() <= sheet.formulas.items():
        return sheet
    return replace(sheet, formulas={**sheet.formulas, **own})


def _same(result: Value, wanted: Value) -> bool:
    """Whether a formula comes to what is wanted, as far as the wanted number is written out."""
    if isinstance(result, Decimal) and isinstance(wanted, Decimal):
        half = Decimal(5).scaleb(int(wanted.as_tuple().exponent) - 1)
        return abs(result - wanted) <= half
    return type(result) is type(wanted) and result == wanted
