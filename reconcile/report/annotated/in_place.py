"""The user's own workbook with the findings in front and its cells flagged in place."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from msgspec import Struct

from reconcile.audited import Audit
from reconcile.messages import say
from reconcile.model import LAST_COLUMN, Language, Range, ReconcileError, Sentence, Severity
from reconcile.ooxml.added_sheet import add_sheet
from reconcile.ooxml.cell_markup import cell, hyperlink, restyled
from reconcile.ooxml.draft import PackageDraft
from reconcile.ooxml.notes import CellNote, with_notes
from reconcile.ooxml.package import PackageError
from reconcile.ooxml.sheet import scan
from reconcile.ooxml.sheet_part import SheetPart, Spot, addressed_part, with_cells
from reconcile.ooxml.style_sheet import Mark, StyleSheet
from reconcile.ooxml.trailing_elements import with_content
from reconcile.ooxml.workbook_part import has_macros, without_macros
from reconcile.report.annotated.findings_sheet import FindingsSheet, first_row, write_findings
from reconcile.report.annotated.flagged_cells import FlaggedCells, flagged_cells, note_size
from reconcile.report.cell_styles import FILLS, WorkbookFormats
from reconcile.report.workbooks import accepted_names, link_to, new_workbook, own_sheet

_MOST_MERGED = 1_000  # cells of one merge that are styled each; a whole column has a million
_MOST_IDS = 6  # of findings in a link back


class _Annotation(Struct, frozen=True, eq=False):
    """A workbook being annotated; `title` is the name of the findings sheet in it."""

    audit: Audit
    language: Language
    draft: PackageDraft
    styles: StyleSheet
    flagged: FlaggedCells
    title: str

    def part(self, name: str) -> str:
        return next(sheet.part for sheet in self.draft.sheets if sheet.name == name)


def annotated_in_place(audit: Audit, content: bytes, target: Path, language: Language) -> bytes:
    """The workbook `content` of an audit, annotated. Raises ReconcileError where it is broken.

    Its macros are left out where the target's name promises a workbook without any.
    """
    try:
        draft = PackageDraft(content)
        if has_macros(draft) and target.suffix.lower() != ".xlsm":
            without_macros(draft)
        names = [sheet.name for sheet in draft.sheets]
        title = accepted_names([*names, say(Sentence("report.title"), language)])[-1]
        flagged = flagged_cells(audit, language)
        return _annotated(_Annotation(audit, language, draft, StyleSheet(draft), flagged, title))
    except PackageError as error:
        raise ReconcileError(error.code, path=audit.book.path) from error


def _annotated(annotation: _Annotation) -> bytes:
    front, first = _front(annotation)
    for sheet in annotation.audit.book.sheets:
        _flag_cells(annotation, sheet.name)
        _add_notes(annotation, sheet.name)
        _link_back(annotation, sheet.name, first)
    add_sheet(annotation.draft, annotation.styles, front, front=True)
    annotation.styles.store()
    return annotation.draft.content()


def _front(annotation: _Annotation) -> tuple[bytes, int]:
    """The findings sheet as a workbook of its own, and the row of the first finding."""
    out = BytesIO()
    names = {sheet.name: sheet.name for sheet in annotation.draft.sheets}
    with new_workbook(out, annotation.title) as workbook:
        findings = FindingsSheet(
            annotation.audit,
            annotation.language,
            names,
            annotation.flagged,
            WorkbookFormats(workbook),
        )
        write_findings(own_sheet(workbook, annotation.title), findings)
    return out.getvalue(), first_row(findings)


# Cells


def _flag_cells(annotation: _Annotation, name: str) -> None:
    part, flagged = annotation.part(name), annotation.flagged
    sheet = addressed_part(annotation.draft.part(part))
    merges = scan(sheet.data).merges
    cells: dict[Spot, bytes | None] = {}
    for places, filled in ((flagged.framed, False), (flagged.filled, True)):
        for place, severity in places.items():
            if place.sheet == name:
                for spot in _covered((place.row, place.column), merges):
                    mark = _mark(severity, filled)
                    cells[spot] = _restyled(sheet, annotation.styles, spot, mark)
    if cells:
        annotation.draft.put(part, with_cells(sheet, cells))


def _mark(severity: Severity, filled: bool) -> Mark:
    fill, ink = (color.removeprefix("#") for color in FILLS[severity])
    return Mark(fill, ink, "medium") if filled else Mark(None, ink, "dashed")


def _restyled(sheet: SheetPart, styles: StyleSheet, spot: Spot, mark: Mark) -> bytes:
    style = styles.marked(sheet.style(spot), mark)
    element, prefix = sheet.element(spot), sheet.body.prefix
    if element is None:
        return cell(prefix, spot, style, None)
    return restyled(element, prefix, style)


def _covered(spot: Spot, merges: tuple[Range, ...]) -> list[Spot]:
    """All the cells that appear as one with a cell."""
    merge = _merge(spot, merges)
    if merge is None:
        return [spot]
    top, left, bottom, right = merge
    if (bottom - top + 1) * (right - left + 1) > _MOST_MERGED:
        return [(top, left)]
    return [(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)]


def _merge(spot: Spot, merges: tuple[Range, ...]) -> Range | None:
    row, column = spot
    across = (merge for merge in merges if merge.top <= row <= merge.bottom)
    return next((merge for merge in across if merge.left <= column <= merge.right), None)


def _add_notes(annotation: _Annotation, name: str) -> None:
    part = annotation.part(name)
    merges = scan(annotation.draft.part(part)).merges
    texts: dict[Spot, list[str]] = {}
    for place, text in annotation.flagged.notes.items():
        if place.sheet == name:
            merge = _merge((place.row, place.column), merges)
            shown = (merge.top, merge.left) if merge else (place.row, place.column)
            texts.setdefault(shown, []).append(text)
    notes = {spot: CellNote(*note_size("\n\n".join(notes))) for spot, notes in texts.items()}
    with_notes(annotation.draft, part, notes)


# Links


def _link_back(annotation: _Annotation, name: str, first: int) -> None:
    """Links to the findings, in the first column that the sheet leaves blank at its right."""
    part = annotation.part(name)
    sheet = addressed_part(annotation.draft.part(part))
    spare, prefix = scan(sheet.data).shape[1], sheet.body.prefix
    by_row = annotation.flagged.findings_of_rows.items()
    rows = {row: numbers for (of_sheet, row), numbers in by_row if of_sheet == name}
    if not rows or spare >= LAST_COLUMN:
        return
    links: list[bytes] = []
    cells: dict[Spot, bytes | None] = {}
    for row, numbers in sorted(rows.items()):
        spot = row, spare
        ids = ", ".join(annotation.audit.findings[number].id for number in numbers[:_MOST_IDS])
        text = say(Sentence("report.back", {"ids": ids}), annotation.language)
        cells[spot] = cell(prefix, spot, annotation.styles.link(), text)
        location = link_to(annotation.title, f"A{first + numbers[0] + 1}").removeprefix("internal:")
        links.append(hyperlink(prefix, spot, location))
    linked = with_cells(sheet, cells)
    annotation.draft.put(part, with_content(linked, "hyperlinks", b"".join(links)))
