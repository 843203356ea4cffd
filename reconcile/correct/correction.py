"""What is to be corrected, what was, and what could not be."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import NamedTuple, Protocol

from msgspec import Struct

from reconcile import numbers
from reconcile.audit import Audit
from reconcile.formulas.tree import Value
from reconcile.messages.harmless import short_address
from reconcile.model import Audit, Consequence, Edit, Finding, Fix, Place, Sentence, Table
from reconcile.ooxml.sheet_edits import CellEdit, RefusedEdit

_WORDS = frozenset(("text", "note", "entity"))
# The one title under which a formula gives way to a figure.
_OVER_FORMULA = "over-formula"


class Chosen(NamedTuple):
    """A fix that is to be made, and the finding it is for."""

    finding: Finding
    fix: Fix


class Applied(Struct, frozen=True):
    """An edit that was made; `formula` is what was written in place of a figure, with its '='."""

    finding: Finding
    fix: Fix
    edit: Edit
    formula: str = ""


class Refused(Struct, frozen=True):
    """A fix that was not made, none of its edits, and why."""

    finding: Finding
    fix: Fix
    reason: Sentence


class Correction(Struct, frozen=True):
    """`consequences` are what the edits entail and the copy does not show, by finding."""

    applied: tuple[Applied, ...] = ()
    refused: tuple[Refused, ...] = ()
    consequences: tuple[tuple[Finding, Consequence], ...] = ()


class Edits(Protocol):
    """Where edits are taken, a fix at a time; raises RefusedEdit and takes none."""

    def take(self, edits: Mapping[str, tuple[CellEdit, ...]]) -> None: ...


Formula = Callable[[Edit, Fix], str]


def corrected(
    audit: Audit, chosen: Iterable[Chosen], edits: Edits, formula: Formula = lambda edit, fix: ""
) -> Correction:
    """Take all the fixes that can be taken.

    `formula` may give the figure of a fix's edit as a formula, without '='.
    """
    applied: list[Applied] = []
    refused: list[Refused] = []
    for finding, fix in chosen:
        written = {edit: edit.formula.removeprefix("=") or formula(edit, fix) for edit in fix.edits}
        try:
            edits.take(_by_sheet(audit, fix, written))
        except RefusedEdit as refusal:
            refused.append(Refused(finding, fix, _reason(refusal, fix, audit)))
            continue
        applied += [
            Applied(finding, fix, edit, f"={written[edit]}" if written[edit] else "")
            for edit in fix.edits
        ]
    made = {one.edit.place for one in applied}
    left = tuple(
        (finding, consequence)
        for finding in {one.finding.id: one.finding for one in applied}.values()
        for consequence in finding.consequences
        if consequence.place not in made
    )
    return Correction(tuple(applied), tuple(refused), left)


def _reason(refusal: RefusedEdit, fix: Fix, audit: Audit) -> Sentence:
    # An edit is refused for something in its own row.
    rows = {edit.place.row: edit.place.sheet for edit in reversed(fix.edits)}
    place = Place(rows.get(refusal.spot[0], fix.edits[0].place.sheet), *refusal.spot)
    return Sentence(f"fix.refused.{refusal.reason}", {"cell": short_address(place, audit.book)})


def _by_sheet(
    audit: Audit, fix: Fix, formulas: Mapping[Edit, str]
) -> dict[str, tuple[CellEdit, ...]]:
    found: dict[str, list[CellEdit]] = {}
    for edit in fix.edits:
        found.setdefault(edit.place.sheet, []).append(
            CellEdit(
                row=edit.place.row,
                column=edit.place.column,
                value=cell_value(audit, edit),
                kind=edit.kind,
                until=_until(audit, edit.place),
                formula=formulas[edit],
                over_formula=bool(edit.formula) or fix.title.key.endswith(_OVER_FORMULA),
            )
        )
    return {sheet: tuple(edits) for sheet, edits in found.items()}


def _until(audit: Audit, place: Place) -> int:
    """The last column of the table that a row may move in."""
    table = audit.document.table_at(place)
    if table is None:
        return audit.book.sheet(place.sheet).shape[1] - 1
    return max(part.range.right for part in table.parts if part.has_row(place))


def cell_value(audit: Audit, edit: Edit) -> Value:
    """What the cell is to hold: in a workbook a number wherever a figure is meant."""
    if not edit.new:
        return None
    table = audit.document.table_at(edit.place)
    if not audit.book.sheet(edit.place.sheet).typed or _holds_words(table, edit.place):
        return edit.new
    reading = numbers.read(edit.new, table.decimal if table else None)
    if reading is None or not set(reading.overlooked) <= {"%"}:
        return edit.new
    value: Decimal = reading.number.value
    return value.scaleb(-2) if reading.overlooked else value


def _holds_words(table: Table | None, place: Place) -> bool:
    if table is None:
        return False
    for number, part in enumerate(table.parts):
        if part.has_row(place):
            for column, at in zip(table.columns, table.column_at[number], strict=True):
                if at == place.column:
                    return column.role in _WORDS
    return False
