"""Edits of a sheet's cells, planned against what stands in the sheet, or refused with a reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from reconcile.formulas.recalculation import Dependencies
from reconcile.formulas.tree import Value
from reconcile.model import Place, Range
from reconcile.ooxml.cell_markup import (
    cell,
    formula_cell,
    is_empty,
    moved,
    with_formula,
)
from reconcile.ooxml.cells import position
from reconcile.ooxml.draft import PackageDraft
from reconcile.ooxml.formula_texts import formulas
from reconcile.ooxml.number_styles import NumberStyles
from reconcile.ooxml.package import children
from reconcile.ooxml.sheet import SheetScan, scan
from reconcile.ooxml.sheet_part import SheetPart, Spot, addressed_part
from reconcile.ooxml.style_sheet import StyleSheet

Reason = Literal[
    "formula", "array", "table-header", "pivot", "merged", "moves-merged", "moves-formula",
    "moves-referenced", "no-room", "conflict",
]  # fmt: skip


class CellEdit(Struct, frozen=True):
    """What is to become of one cell, by its address in the source.

    `insert` moves the rest of its row right up to column `until`, `remove` left; `formula`, in the
    file's English form without '=', is written with `value` as what it comes to. A cell that holds
    a formula loses it only with `over_formula`. A number is shown as one, but in the cell's own
    format where it `keeps_format`, as durations do.
    """

    row: int
    column: int
    value: Value
    kind: Literal["replace", "insert", "remove"] = "replace"
    until: int = -1
    formula: str = ""
    over_formula: bool = False
    keeps_format: bool = False

    @property
    def spot(self) -> Spot:
        return self.row, self.column


class RefusedEdit(Exception):
    """The edit cannot be made; `reason` is stable, `spot` the cell it stumbles on."""

    def __init__(self, reason: Reason, spot: Spot) -> None:
        self.reason, self.spot = reason, spot
        super().__init__(reason)


class EditedSheet(Struct, frozen=True, eq=False, dict=True):
    """One sheet of a draft, to be asked what edits would make of it; nothing is changed."""

    name: str
    part: SheetPart
    scan: SheetScan
    numbers: NumberStyles
    dependencies: Dependencies
    headers: tuple[Range, ...] = ()
    pivots: tuple[Range, ...] = ()

    @cached_property
    def formulas(self) -> dict[Spot, str]:
        return formulas(self.scan)

    @cached_property
    def _formula_spots(self) -> set[Spot]:
        return {(formula.row, formula.column) for formula in self.scan.formulas}

    @cached_property
    def _arrays(self) -> list[Range]:
        kinds = ("array", "dataTable")
        arrays = (formula for formula in self.scan.formulas if formula.attributes.get("t") in kinds)
        return [_range(formula.attributes.get("ref", "")) for formula in arrays]

    def holds_formula(self, spot: Spot) -> bool:
        return spot in self._formula_spots

    def planned(self, edits: Iterable[CellEdit]) -> dict[Spot, bytes | None]:
        """The cell elements after all edits; None for one that goes. Raises RefusedEdit."""
        rows: dict[int, list[CellEdit]] = {}
        for edit in edits:
            rows.setdefault(edit.row, []).append(edit)
        elements: dict[Spot, bytes | None] = {}
        for row in rows.values():
            elements |= self._row(row)
        over = {spot for spot in elements if self.holds_formula(spot)}
        return {**dict(self._freed(over)), **elements}

    def _row(self, edits: list[CellEdit]) -> dict[Spot, bytes | None]:
        replaced: dict[int, CellEdit] = {}
        for edit in edits:
            self._require_free(edit)
            if edit.kind == "replace":
                if edit.column in replaced:
                    raise RefusedEdit("conflict", edit.spot)
                replaced[edit.column] = edit
        row, shifts = edits[0].row, [edit for edit in edits if edit.kind != "replace"]
        elements = {column: self._element(edit) for column, edit in replaced.items()}
        planned: dict[Spot, bytes | None] = {(row, c): element for c, element in elements.items()}
        if shifts:
            planned |= self._realigned(row, shifts, elements)
        return planned

    def _require_free(self, edit: CellEdit) -> None:
        spot = edit.spot
        if _within(spot, self.headers):
            raise RefusedEdit("table-header", spot)
        if _within(spot, self.pivots):
            raise RefusedEdit("pivot", spot)
        if _within(spot, self._arrays):
            raise RefusedEdit("array", spot)
        if self.holds_formula(spot) and not (edit.over_formula and edit.kind == "replace"):
            raise RefusedEdit("formula", spot)
        if any(
            _covers(merge, spot) and (merge.top, merge.left) != spot for merge in self.scan.merges
        ):
            raise RefusedEdit("merged", spot)

    # Whole rows

    def _realigned(
        self, row: int, shifts: list[CellEdit], replaced: dict[int, bytes]
    ) -> dict[Spot, bytes | None]:
        first, until = min(e.column for e in shifts), max(e.until for e in shifts)
        line: list[int | CellEdit] = []
        for column in range(first, until + 1):
            here = [edit for edit in shifts if edit.column == column]
            line += [edit for edit in here if edit.kind == "insert"]
            if not any(edit.kind == "remove" for edit in here):
                line.append(column)
        width = until - first + 1
        for source in line[width:]:
            if not isinstance(source, int) or not self._empty((row, source)):
                raise RefusedEdit("no-room", (row, until))
        realigned: dict[Spot, bytes | None] = {}
        for target in range(first, until + 1):
            at = target - first
            arriving = line[at] if at < len(line) else None
            if arriving != target:
                realigned[row, target] = self._arrived((row, target), arriving, replaced)
        self._require_movable(row, realigned)
        return realigned

    def _arrived(
        self, target: Spot, source: int | CellEdit | None, replaced: dict[int, bytes]
    ) -> bytes | None:
        """What stands at a place once the row has moved."""
        if isinstance(source, CellEdit):
            return self._element(replace(source, column=target[1]))
        element = None
        if source is not None:
            element = replaced.get(source, self.part.element((target[0], source)))
        if element is not None:
            return moved(element, target)
        style = self.part.style(target)
        return cell(self.part.body.prefix, target, style, None) if style else None

    def _require_movable(self, row: int, elements: dict[Spot, bytes | None]) -> None:
        opaque = any(reader.sheet == self.name for reader in self.dependencies.opaque)
        for spot, element in elements.items():
            if any(_covers(merge, spot) for merge in self.scan.merges):
                raise RefusedEdit("moves-merged", spot)
            if self.holds_formula(spot) or _within(spot, self._arrays):
                raise RefusedEdit("moves-formula", spot)
            if is_empty(element) and self._empty(spot):
                continue
            readers = self.dependencies.readers(Place(self.name, *spot))
            if opaque or next(readers, None) is not None:
                raise RefusedEdit("moves-referenced", spot)

    def _empty(self, spot: Spot) -> bool:
        return is_empty(self.part.element(spot))

    # Single cells

    def _element(self, edit: CellEdit) -> bytes:
        prefix, style = self.part.body.prefix, self.part.style(edit.spot)
        is_number = edit.value is not None and not isinstance(edit.value, str | bool)
        if is_number and not edit.keeps_format:
            style = self.numbers.style(edit.spot)
        if edit.formula:
            return formula_cell(prefix, edit.spot, style, edit.formula, edit.value)
        return cell(prefix, edit.spot, style, edit.value)

    # Shared formulas

    def _freed(self, over: set[Spot]) -> Iterator[tuple[Spot, bytes]]:
        """The followers of shared formulas whose masters go, each with a formula of its own."""
        gone = {
            formula.attributes.get("si")
            for formula in self.scan.formulas
            if (formula.row, formula.column) in over
            and formula.attributes.get("t") == "shared"
            and formula.text
        }
        for formula in self.scan.formulas:
            spot = formula.row, formula.column
            if formula.attributes.get("t") != "shared" or formula.attributes.get("si") not in gone:
                continue
            element = self.part.element(spot)
            if spot not in over and element is not None and spot in self.formulas:
                written = self.formulas[spot].removeprefix("=")
                yield spot, with_formula(element, self.part.body.prefix, written)


def edited_sheet(
    draft: PackageDraft,
    name: str,
    formats: Sequence[str],
    styles: StyleSheet,
    dependencies: Dependencies,
) -> EditedSheet:
    """A sheet of the draft by its name. Raises PackageError for one that cannot be edited."""
    part = next(sheet.part for sheet in draft.sheets if sheet.name == name)
    addressed = addressed_part(draft.part(part))
    headers, pivots = [], []
    for relationship in draft.relationships(part):
        if relationship.kind == "table":
            table = draft.tree(relationship.target)
            if table.get("headerRowCount", "1") != "0":
                headers.append(_range(table.get("ref", "")))
        elif relationship.kind == "pivotTable":
            for place in children(draft.tree(relationship.target), "location"):
                pivots.append(_range(place.get("ref", "")))
    return EditedSheet(
        name=name,
        part=addressed,
        scan=scan(addressed.data),
        numbers=NumberStyles(addressed, formats, styles),
        dependencies=dependencies,
        headers=tuple(_first_row(header) for header in headers),
        pivots=tuple(pivots),
    )


def _first_row(table: Range) -> Range:
    """The first row of a range."""
    return Range(table.top, table.left, table.top, table.right)


def _range(reference: str) -> Range:
    first, _, last = reference.partition(":")
    (top, left), (bottom, right) = position(first), position(last or first)
    return Range(min(top, bottom), min(left, right), max(top, bottom), max(left, right))


def _within(spot: Spot, ranges: Iterable[Range]) -> bool:
    return any(_covers(range, spot) for range in ranges)


def _covers(cells: Range, spot: Spot) -> bool:
    return cells.top <= spot[0] <= cells.bottom and cells.left <= spot[1] <= cells.right
