"""The user's own workbook with the findings in front and the flagged cells marked in place."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from msgspec import Struct

from reconcile.audit import Audit
from reconcile.messages import say
from reconcile.model import Language, Range, ReconcileError, Sentence, Severity
from reconcile.ooxml.added_sheet import add_sheet
from reconcile.ooxml.cell_markup import cell, hyperlink, restyled
from reconcile.ooxml.cells import LAST_COLUMN
from reconcile.ooxml.draft import PackageDraft
from reconcile.ooxml.notes import CellNote, with_notes
from reconcile.ooxml.package import PackageError
from reconcile.ooxml.sheet import scan
from reconcile.ooxml.sheet_part import SheetPart, Spot, addressed_part, with_cells
from reconcile.ooxml.style_sheet import Mark, StyleSheet
from reconcile.ooxml.trailing_elements import with_content
from reconcile.ooxml.workbook_part import has_macros, without_macros
from reconcile.report.annotated.findings_sheet import FindingsSheet, first_row, write_findings
from reconcile.report.annotated.flagged_cells import FlaggedCells, flags, note_size
from reconcile.report.cell_styles import FILLS, WorkbookFormats
from reconcile.report.workbooks import accepted_names, link_to, new_workbook, own_sheet

_MOST_MERGED = 1_000


class _Marking(Struct, frozen=True, eq=False):
    """A workbook being marked; `title` is the name of the findings sheet in it."""

    audit: Audit
    language: Language
    draft: PackageDraft
    styles: StyleSheet
    flags: FlaggedCells
    title: str

    def part(self, name: str) -> str:
        return next(sheet.part for sheet in self.draft.sheets if sheet.name == name)


def marked_workbook(audit: Audit, content: bytes, target: Path, language: Language) -> bytes:
    """The workbook `content` of an audit, marked. Raises ReconcileError where it is broken.

    Its macros are left out where the target's name promises a workbook without any.
    """
    try:
        draft = PackageDraft(content)
        if has_macros(draft) and target.suffix.lower() != ".xlsm":
            without_macros(draft)
        names = [sheet.name for sheet in draft.sheets]
        title = accepted_names([*names, say(Sentence("report.title"), language)])[-1]
        marks = flags(audit, language)
        marking = _Marking(audit, language, draft, StyleSheet(draft), marks, title)
        return _marked(marking)
    except PackageError as error:
        raise ReconcileError(error.code, path=audit.book.path) from error


def _marked(marking: _Marking) -> bytes:
    donor, first = _front(marking)
    for sheet in marking.audit.book.sheets:
        _mark_cells(marking, sheet.name)
        _add_notes(marking, sheet.name)
        _link_back(marking, sheet.name, first)
    add_sheet(marking.draft, marking.styles, donor, front=True)
    marking.styles.store()
    return marking.draft.content()


def _front(marking: _Marking) -> tuple[bytes, int]:
    """The findings sheet as a workbook of its own, and the row of the first finding."""
    out = BytesIO()
    names = {sheet.name: sheet.name for sheet in marking.draft.sheets}
    with new_workbook(out, marking.title) as workbook:
        findings = FindingsSheet(
            marking.audit, marking.language, names, marking.flags, WorkbookFormats(workbook)
        )
        write_findings(own_sheet(workbook, marking.title), findings)
    return out.getvalue(), first_row(findings)


# Cells


def _mark_cells(marking: _Marking, name: str) -> None:
    part, marks = marking.part(name), marking.flags
    found = addressed_part(marking.draft.part(part))
    merges = scan(found.data).merges
    wanted: dict[Spot, bytes | None] = {}
    for places, filled in ((marks.involved, False), (marks.at, True)):
        for place, severity in places.items():
            if place.sheet == name:
                for spot in _covered((place.row, place.column), merges):
                    wanted[spot] = _restyled(found, marking.styles, spot, _look(severity, filled))
    if wanted:
        marking.draft.put(part, with_cells(found, wanted))


def _look(severity: Severity, filled: bool) -> Mark:
    fill, ink = (color.removeprefix("#") for color in FILLS[severity])
    return Mark(fill, ink, "medium") if filled else Mark(None, ink, "dashed")


def _restyled(found: SheetPart, styles: StyleSheet, spot: Spot, mark: Mark) -> bytes:
    style = styles.marked(found.style(spot), mark)
    element, prefix = found.element(spot), found.body.prefix
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
    inside = (one for one in merges if one.top <= row <= one.bottom)
    return next((one for one in inside if one.left <= column <= one.right), None)


def _add_notes(marking: _Marking, name: str) -> None:
    part = marking.part(name)
    merges = scan(marking.draft.part(part)).merges
    gathered: dict[Spot, list[str]] = {}
    for place, said in marking.flags.notes.items():
        if place.sheet == name:
            merge = _merge((place.row, place.column), merges)
            shown = (merge.top, merge.left) if merge else (place.row, place.column)
            gathered.setdefault(shown, []).append(said)
    notes = {spot: CellNote(*note_size("\n\n".join(said))) for spot, said in gathered.items()}
    with_notes(marking.draft, part, notes)


# Links


def _link_back(marking: _Marking, name: str, first: int) -> None:
    """Links to the findings, in the first column that the sheet leaves blank at its right."""
    part = marking.part(name)
    found = addressed_part(marking.draft.part(part))
    spare, prefix = scan(found.data).shape[1], found.body.prefix
    rows = {row: numbers for (sheet, row), numbers in marking.flags.rows.items() if sheet == name}
    if not rows or spare >= LAST_COLUMN:
        return
    links: list[bytes] = []
    wanted: dict[Spot, bytes | None] = {}
    for row, numbers in sorted(rows.items()):
        spot = row, spare
        ids = ", ".join(marking.audit.findings[number].id for number in numbers[:6])
        said = say(Sentence("report.back", {"ids": ids}), marking.language)
        wanted[spot] = cell(prefix, spot, marking.styles.link(), said)
        location = link_to(marking.title, f"A{first + numbers[0] + 1}").removeprefix("internal:")
        links.append(hyperlink(prefix, spot, location))
    marked = with_cells(found, wanted)
    marking.draft.put(part, with_content(marked, "hyperlinks", b"".join(links)))
