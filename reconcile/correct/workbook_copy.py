"""A copy of the user's own workbook with fixes made in it, everything else left as it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec.structs import replace

from reconcile.audited import Audit
from reconcile.correct.correction import (
    ChosenFix,
    Correction,
    CorrectionOptions,
    apply_fixes,
    cell_value,
)
from reconcile.formulas.references import ranges
from reconcile.model import Cell, Edit, Equation, Fix, Place, ReconcileError, Table
from reconcile.ooxml.added_sheet import add_sheet
from reconcile.ooxml.draft import PackageDraft
from reconcile.ooxml.package import PackageError
from reconcile.ooxml.style_sheet import StyleSheet
from reconcile.ooxml.workbook_edits import WorkbookEdits
from reconcile.ooxml.workbook_part import has_macros
from reconcile.reading.excel.workbook import read_workbook


class WorkbookCopy:
    """The workbook of an audit, to be corrected. Raises ReconcileError `signed`, and what reading
    raises."""

    def __init__(self, audit: Audit, content: bytes, options: CorrectionOptions) -> None:
        self._audit, path = audit, audit.book.path
        self._sums = sum_formulas(audit) if options.formulas else {}
        book = read_workbook(path, content)
        try:
            self._draft = PackageDraft(content)
            if self._draft.signed and not options.void_signature:
                raise ReconcileError("signed", path=path)
            self._suffix = ".xlsm" if has_macros(self._draft) else ".xlsx"
            self._edits = WorkbookEdits(self._draft, StyleSheet(self._draft), book)
        except PackageError as error:
            raise ReconcileError(error.code, path=path) from error

    @property
    def sheet_names(self) -> list[str]:
        return [sheet.name for sheet in self._draft.sheets]

    def require_suffix(self, target: Path) -> None:
        """Raises ReconcileError `output-suffix` for a name that spreadsheets would refuse."""
        if target.suffix.lower() != self._suffix:
            raise ReconcileError("output-suffix", path=str(target), suffixes=self._suffix)

    def correct(self, fixes: Sequence[ChosenFix]) -> Correction:
        """Make the fixes, as far as they can be made."""
        try:
            correction = apply_fixes(self._audit, fixes, self._edits, self._formula)
            refreshed = self._edits.refreshed()
        except PackageError as error:
            raise ReconcileError(error.code, path=self._audit.book.path) from error
        left = tuple(
            (finding, consequence)
            for finding, consequence in correction.consequences
            if consequence.place not in refreshed
        )
        return replace(correction, consequences=left)

    def content(self, log: bytes) -> bytes:
        """The corrected workbook as a file, the only sheet of the workbook `log` at its end."""
        try:
            self._edits.make()
            add_sheet(self._draft, self._edits.styles, log, front=False)
            self._edits.styles.store()
            return self._draft.content()
        except PackageError as error:
            raise ReconcileError(error.code, path=self._audit.book.path) from error

    def _formula(self, edit: Edit, fix: Fix) -> str:
        """The live sum that shows the figure which is to be typed; '' where none does."""
        place = edit.place
        if place not in self._sums or edit.kind != "replace":
            return ""
        if self._edits.sheet(place.sheet).holds_formula(place[1:]):
            return ""
        typed = {
            other.place: cell_value(self._audit, other)
            for other in fix.edits
            if other.kind == "replace"
        }
        formula = self._sums[place]
        return formula if self._edits.comes_to(f"={formula}", place, typed) else ""


# Live sums


def sum_formulas(audit: Audit) -> Mapping[Place, str]:
    """By place, the SUM that a typed total stands for, in the file format's English form, without
    '='.

    Rows that stand off their columns are left out: their cells are about to move.
    """
    tables = {table.id: table for table in audit.document.tables}
    formulas: dict[Place, str] = {}
    for equation in audit.relations.equations:
        if equation.kind != "sum" or not _is_plain(equation):
            continue
        target = _steady_place(tables, equation.target)
        terms = [_steady_place(tables, term.cell) for term in equation.terms]
        if target is not None and all(terms) and target not in formulas:
            places = [place for place in terms if place is not None]
            formulas[target] = f"SUM({','.join(ranges(places, target.sheet))})"
    return formulas


def _is_plain(equation: Equation) -> bool:
    return equation.constant == 0 and all(term.factor == 1 for term in equation.terms)


def _steady_place(tables: Mapping[str, Table], cell: Cell) -> Place | None:
    table = tables[cell.table]
    return None if cell.row in table.shifts else table.place(cell.row, cell.column)
