"""Fixes made in the user's own workbook, everything else in it left as it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from io import BytesIO
from pathlib import Path

from msgspec.structs import replace

from reconcile.audit import Audit
from reconcile.correct.correction import Chosen, Correction, cell_value, corrected
from reconcile.formulas.recalculation import Address, Formulas
from reconcile.formulas.tree import Unknown, Value
from reconcile.messages import say
from reconcile.model import Book, Edit, Fix, Language, Place, ReconcileError, Sentence
from reconcile.ooxml.added_sheet import add_sheet
from reconcile.ooxml.draft import PackageDraft
from reconcile.ooxml.package import PackageError
from reconcile.ooxml.style_sheet import StyleSheet
from reconcile.ooxml.workbook_edits import WorkbookEdits
from reconcile.ooxml.workbook_part import has_macros, names_of_ranges
from reconcile.reading.excel.workbook import read_workbook
from reconcile.report.cell_styles import Looks
from reconcile.report.corrected.change_log import ChangeLog, write_log
from reconcile.report.sheet_names import accepted_names
from reconcile.report.workbooks import new_workbook, own_sheet


class CorrectedWorkbook:
    """The workbook of an audit, to be corrected. Raises ReconcileError `signed`, and what reading
    raises."""

    def __init__(self, audit: Audit, content: bytes, unsigned: bool) -> None:
        self._audit, path = audit, audit.book.path
        book = read_workbook(path, content)
        try:
            self._draft = PackageDraft(content)
            if self._draft.signed and not unsigned:
                raise ReconcileError("signed", path=path)
            self._suffix = ".xlsm" if has_macros(self._draft) else ".xlsx"
            self._edits = _edits(self._draft, book)
        except PackageError as error:
            raise ReconcileError(error.code, path=path) from error

    def require_suffix(self, target: Path) -> None:
        """Raises ReconcileError `output-suffix` for a name that spreadsheets would refuse."""
        if target.suffix.lower() != self._suffix:
            raise ReconcileError("output-suffix", path=str(target), suffixes=self._suffix)

    def take(self, chosen: Sequence[Chosen], sums: Mapping[Place, str]) -> Correction:
        """Make the fixes, as far as they can be made, in the draft."""

        def formula(edit: Edit, fix: Fix) -> str:
            return sums[edit.place] if edit.place in sums and self._fits(edit, fix, sums) else ""

        try:
            found = corrected(self._audit, chosen, self._edits, formula)
            refreshed = {Place(*address) for address in self._edits.refreshed()}
        except PackageError as error:
            raise ReconcileError(error.code, path=self._audit.book.path) from error
        left = tuple(one for one in found.consequences if one[1].place not in refreshed)
        return replace(found, consequences=left)

    def _fits(self, edit: Edit, fix: Fix, sums: Mapping[Place, str]) -> bool:
        """Whether a live sum would show the figure that is to be typed."""
        cell = Address(*edit.place)
        if edit.kind != "replace" or self._edits.sheet(cell.sheet).holds_formula(cell[1:]):
            return False
        beside = {
            Address(*one.place): cell_value(self._audit, one)
            for one in fix.edits
            if one.kind == "replace"
        }
        return self._edits.comes_to(f"={sums[edit.place]}", cell, beside)

    def content(self, correction: Correction, language: Language) -> bytes:
        """The workbook with its change log at the end."""
        try:
            self._edits.make()
            donor = _log(self._audit, self._draft, correction, language)
            add_sheet(self._draft, self._edits.styles, donor, front=False)
            self._edits.styles.store()
            return self._draft.content()
        except PackageError as error:
            raise ReconcileError(error.code, path=self._audit.book.path) from error


def _edits(draft: PackageDraft, book: Book) -> WorkbookEdits:
    grids = {sheet.name: sheet.cells for sheet in book.sheets}
    texts = {
        Address(sheet.name, *spot): text
        for sheet in book.sheets
        for spot, text in sheet.formulas.items()
    }

    def stored(cell: Address) -> Value:
        cells = grids[cell.sheet]
        inside = cell.row < cells.shape[0] and cell.column < cells.shape[1]
        return _value(cells[cell.row, cell.column]) if inside else None

    sizes = {name: (cells.shape[0], cells.shape[1]) for name, cells in grids.items()}
    return WorkbookEdits(
        draft, StyleSheet(draft), Formulas(texts, names_of_ranges(draft)), stored, sizes
    )


def _value(stored: object) -> Value:
    if stored is None or isinstance(stored, bool | str):
        return stored
    if isinstance(stored, int | float):
        return Decimal(format(stored, ".15g"))
    raise Unknown("a date")


def _log(audit: Audit, draft: PackageDraft, correction: Correction, language: Language) -> bytes:
    names = [sheet.name for sheet in draft.sheets]
    title = accepted_names([*names, say(Sentence("fix.log"), language)])[-1]
    out = BytesIO()
    with new_workbook(out, title) as workbook:
        as_they_are = {name: name for name in names}
        log = ChangeLog(audit, correction, language, as_they_are, Looks(workbook))
        write_log(own_sheet(workbook, title), log)
    return out.getvalue()
