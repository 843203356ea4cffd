"""What is to be corrected, what was, and what could not be."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple, Protocol

from msgspec import Struct

from reconcile import numbers
from reconcile.audited import Audit
from reconcile.formulas.tree import Value
from reconcile.messages.harmless import short_address
from reconcile.model import Consequence, Edit, Finding, Fix, Place, Sentence, Table
from reconcile.ooxml.sheet_edits import CellEdit, RefusedEdit
from reconcile.structure.writing import as_written

# The columns whose cells are words, even where they look like numbers.
_WORDS = frozenset(("text", "note", "entity"))
# The one title under which a formula gives way to a figure.
_OVER_FORMULA = "over-formula"


class ChosenFix(NamedTuple):
    """A fix that is to be made, and the finding it is for."""

    finding: Finding
    fix: Fix


class AppliedEdit(Struct, frozen=True):
    """An edit that was made; `formula` is what was written in place of a figure, with its '='."""

    finding: Finding
    fix: Fix
    edit: Edit
    formula: str = ""


class RefusedFix(Struct, frozen=True):
    """A fix that was not made, none of its edits, and why."""

    finding: Finding
    fix: Fix
    reason: Sentence


class Correction(Struct, frozen=True):
    """`consequences` are what the edits entail and the copy does not show, by finding."""

    applied: tuple[AppliedEdit, ...] = ()
    refused: tuple[RefusedFix, ...] = ()
    consequences: tuple[tuple[Finding, Consequence], ...] = ()


class CorrectionOptions(Struct, frozen=True):
    """`formulas`: a total that a fix changes becomes a live SUM. `void_signature`: a signed
    workbook is corrected although that voids its signature."""

    formulas: bool = False
    void_signature: bool = False


class EditedSource(Protocol):
    """Where edits are taken, a fix at a time; raises RefusedEdit and takes none."""

    def take(self, edits: Mapping[str, tuple[CellEdit, ...]]) -> None: ...


FormulaOfEdit = Callable[[Edit, Fix], str]


def apply_fixes(
    audit: Audit,
    fixes: Iterable[ChosenFix],
    source: EditedSource,
    formula: FormulaOfEdit = lambda edit, fix: "",
) -> Correction:
    """Take all the fixes that can be taken.

    `formula` may give the figure of a fix's edit as a formula, without '='.
    """
    applied: list[AppliedEdit] = []
    refused: list[RefusedFix] = []
    for finding, fix in fixes:
        formulas = {
            edit: edit.formula.removeprefix("=") or formula(edit, fix) for edit in fix.edits
        }
        try:
            source.take(_by_sheet(audit, fix, formulas))
        except RefusedEdit as refusal:
            refused.append(RefusedFix(finding, fix, _reason(refusal, fix, audit)))
            continue
        applied += [
            AppliedEdit(finding, fix, edit, f"={formulas[edit]}" if formulas[edit] else "")
            for edit in fix.edits
        ]
    return Correction(tuple(applied), tuple(refused), tuple(_not_made(applied)))


def _not_made(applied: Sequence[AppliedEdit]) -> Iterator[tuple[Finding, Consequence]]:
    """The consequences of the findings that none of the edits makes itself."""
    edited = {made.edit.place for made in applied}
    for finding in {made.finding.id: made.finding for made in applied}.values():
        for consequence in finding.consequences:
            if consequence.place not in edited:
                yield finding, consequence


def _reason(refusal: RefusedEdit, fix: Fix, audit: Audit) -> Sentence:
    # An edit is refused for something in its own row.
    rows = {edit.place.row: edit.place.sheet for edit in reversed(fix.edits)}
    place = Place(rows.get(refusal.spot[0], fix.edits[0].place.sheet), *refusal.spot)
    return Sentence(f"fix.refused.{refusal.reason}", {"cell": short_address(place, audit.book)})


def _by_sheet(
    audit: Audit, fix: Fix, formulas: Mapping[Edit, str]
) -> dict[str, tuple[CellEdit, ...]]:
    by_sheet: dict[str, list[CellEdit]] = {}
    for edit in fix.edits:
        by_sheet.setdefault(edit.place.sheet, []).append(
            CellEdit(
                row=edit.place.row,
                column=edit.place.column,
                value=cell_value(audit, edit),
                kind=edit.kind,
                until=_last_column(audit, edit.place),
                formula=formulas[edit],
                over_formula=bool(edit.formula) or fix.title.key.endswith(_OVER_FORMULA),
                keeps_format=_duration(audit, edit) is not None,
            )
        )
    return {sheet: tuple(edits) for sheet, edits in by_sheet.items()}


def _last_column(audit: Audit, place: Place) -> int:
    """The last column of the table that a row may move in."""
    table = audit.document.table_at(place)
    if table is None:
        return audit.book.sheet(place.sheet).shape[1] - 1
    return max(part.range.right for part in table.parts if part.has_row(place))


def cell_value(audit: Audit, edit: Edit) -> Value:
    """What the cell is to hold: in a workbook a number wherever a figure is meant, in a text what
    its sheet would write."""
    if not edit.new:
        return None
    table = audit.document.table_at(edit.place)
    if not audit.book.sheet(edit.place.sheet).typed:
        return as_written(edit.new, audit.document, edit.place)
    if _holds_words(table, edit.place):
        return edit.new
    duration = _duration(audit, edit)
    if duration is not None:
        return duration
    reading = numbers.read(edit.new, table.decimal if table else None)
    if reading is None or not set(reading.overlooked) <= {"%"}:
        return edit.new
    value: Decimal = reading.number.value
    # A workbook stores a percentage as its hundredth.
    return value.scaleb(-2) if reading.overlooked else value


def _duration(audit: Audit, edit: Edit) -> Decimal | None:
    """The duration that an edit states, in days, as a workbook stores it; None for what is none,
    and in a cell whose format shows none."""
    sheet, (row, column) = audit.book.sheet(edit.place.sheet), edit.place[1:]
    inside = row < sheet.shape[0] and column < sheet.shape[1]
    code = numbers.elapsed_code(sheet.format_code(row, column)) if inside else ""
    written = numbers.typed_duration(edit.new)
    if written is None or not code:
        return None
    return Decimal(repr(written.seconds(code) / numbers.DAY))


def _holds_words(table: Table | None, place: Place) -> bool:
    if table is None:
        return False
    for number, part in enumerate(table.parts):
        if part.has_row(place):
            for column, at in zip(table.columns, table.column_at[number], strict=True):
                if at == place.column:
                    return column.role in _WORDS
    return False
