"""Notes on cells, added beside those that a sheet has."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from typing import NamedTuple

from lxml import etree

from reconcile.ooxml import vml
from reconcile.ooxml.cell_markup import address
from reconcile.ooxml.cells import position
from reconcile.ooxml.draft import PackageDraft
from reconcile.ooxml.markup import attributes
from reconcile.ooxml.package import children, local
from reconcile.ooxml.sheet import body_of
from reconcile.ooxml.sheet_part import Spot, masked
from reconcile.ooxml.trailing_elements import trailing_element, with_element

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_COMMENTS = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_AUTHOR = "reconcile"
_FONT, _SIZE = "Tahoma", "9"  # points; what Excel itself writes notes in


class CellNote(NamedTuple):
    """`height` in pixels shows the whole text."""

    text: str
    height: int


def with_notes(draft: PackageDraft, sheet: str, notes: Mapping[Spot, CellNote]) -> None:
    """Put notes on cells of a sheet part.

    A note that stands there is kept and gets the new text below its own; a cell with a thread of
    comments is left alone. Raises PackageError.
    """
    threaded = _threaded(draft, sheet)
    wanted = {spot: note for spot, note in notes.items() if address(spot) not in threaded}
    if not wanted:
        return
    part, root = _comments(draft, sheet)
    author = _author(root)
    entries = _own_child(root, "commentList", len(root))
    standing = {comment.get("ref", ""): comment for comment in children(entries, "comment")}
    new, longer = {}, {}
    for spot, note in wanted.items():
        if address(spot) in standing:
            _extend(standing[address(spot)], note.text)
            longer[spot] = note.height
        else:
            entries.append(_comment(root, spot, author, note.text))
            new[spot] = note.height
    entries[:] = sorted(entries, key=lambda comment: position(comment.get("ref", "A1")))
    draft.put_tree(part, root)
    _draw(draft, sheet, new, longer)


def _threaded(draft: PackageDraft, sheet: str) -> set[str]:
    return {
        comment.get("ref", "")
        for relationship in draft.relationships(sheet)
        if relationship.kind == "threadedComment"
        for comment in draft.tree(relationship.target)
        if local(comment) == "threadedComment"
    }


def _comments(draft: PackageDraft, sheet: str) -> tuple[str, etree._Element]:
    for relationship in draft.relationships(sheet):
        if relationship.kind == "comments":
            return relationship.target, draft.tree(relationship.target)
    space = etree.QName(draft.tree(draft.workbook)).namespace or _MAIN
    root = etree.fromstring(f'<comments xmlns="{space}"><authors/><commentList/></comments>')
    part = draft.free_name(draft.folder + "comments{}.xml")
    draft.add(part, etree.tostring(root), _COMMENTS)
    draft.relate(sheet, "comments", part)
    return part, root


def _author(root: etree._Element) -> str:
    authors = _own_child(root, "authors", 0)
    names = [author.text or "" for author in children(authors, "author")]
    if _AUTHOR not in names:
        etree.SubElement(authors, _tag(root, "author")).text = _AUTHOR
        names.append(_AUTHOR)
    return str(names.index(_AUTHOR))


def _comment(root: etree._Element, spot: Spot, author: str, text: str) -> etree._Element:
    comment = etree.Element(_tag(root, "comment"), ref=address(spot), authorId=author)
    _run(etree.SubElement(comment, _tag(root, "text")), text)
    return comment


def _extend(comment: etree._Element, text: str) -> None:
    body = _own_child(comment, "text", 0)
    for plain in children(body, "t"):
        # A text is either plain or made of runs.
        run = etree.Element(_tag(body, "r"))
        body.replace(plain, run)
        run.append(plain)
    _run(body, "\n\n" + text)


def _run(body: etree._Element, text: str) -> None:
    run = etree.Element(_tag(body, "r"))
    look = etree.SubElement(run, _tag(body, "rPr"))
    etree.SubElement(look, _tag(body, "sz"), val=_SIZE)
    etree.SubElement(look, _tag(body, "rFont"), val=_FONT)
    written = etree.SubElement(run, _tag(body, "t"))
    written.text = text
    written.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    runs = children(body, "r")
    at = body.index(runs[-1]) + 1 if runs else 0
    body.insert(at, run)


def _draw(
    draft: PackageDraft, sheet: str, new: Mapping[Spot, int], longer: Mapping[Spot, int]
) -> None:
    """The boxes of new notes, and room for more in those that say more."""
    part = draft.part(sheet)
    drawing = _drawing(draft, sheet, part)
    if drawing is None:
        drawing = draft.free_name(posixpath.join(draft.folder, "drawings/vmlDrawing{}.vml"))
        draft.add(drawing, vml.EMPTY, _VML)
        relationship = draft.relate(sheet, "vmlDrawing", drawing)
        part = with_element(part, "legacyDrawing", _legacy(draft, part, relationship))
        draft.put(sheet, part)
    block = vml.free_block(draft.part(name) for name in _drawings(draft))
    shapes = vml.note_boxes(part, new, block)
    drawn = vml.with_shapes(draft.part(drawing), shapes, block) if new else draft.part(drawing)
    draft.put(drawing, vml.grown(drawn, longer))


def _drawing(draft: PackageDraft, sheet: str, part: bytes) -> str | None:
    tag = trailing_element(part, "legacyDrawing")
    if tag is None:
        return None
    wanted = next((value for name, value in attributes(tag).items() if name.endswith(":id")), "")
    targets = (drawn.target for drawn in draft.relationships(sheet) if drawn.id == wanted)
    return next(targets, None)


def _drawings(draft: PackageDraft) -> set[str]:
    return {
        relationship.target
        for sheet in draft.sheets
        for relationship in draft.relationships(sheet.part)
        if relationship.kind == "vmlDrawing" and relationship.target in draft
    }


def _legacy(draft: PackageDraft, part: bytes, relationship: str) -> bytes:
    body = body_of(masked(part))
    declared = re.search(
        rb'xmlns:([\w.-]+)="%b"' % re.escape(draft.office.encode()), part[: body.start]
    )
    name, space = (
        (declared[1].decode(), "") if declared else ("rel", f' xmlns:rel="{draft.office}"')
    )
    return f'<{body.prefix.decode()}legacyDrawing{space} {name}:id="{relationship}"/>'.encode()


def _own_child(element: etree._Element, name: str, at: int) -> etree._Element:
    """Its child of that name, put there where a damaged part lacks it."""
    if not children(element, name):
        element.insert(at, etree.Element(_tag(element, name)))
    return children(element, name)[0]


def _tag(element: etree._Element, name: str) -> str:
    return f"{{{etree.QName(element).namespace}}}{name}"
