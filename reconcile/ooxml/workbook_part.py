"""What the workbook part says of all sheets: their order, names, which of them this program added,
and when to calculate."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from lxml import etree

from reconcile.ooxml.package import Package, as_count, children, local

if TYPE_CHECKING:
    from reconcile.ooxml.draft import PackageDraft

# A name that belongs to a sheet of ours alone; renaming or moving the sheet keeps it.
ADDED_SHEET_NAME = "reconcile_sheet"

# What follows the defined names, in the order that the format asks for.
_AFTER_NAMES = (
    "calcPr", "oleSize", "customWorkbookViews", "pivotCaches", "smartTagPr", "smartTagTypes",
    "webPublishing", "fileRecoveryPr", "webPublishObjects", "extLst",
)  # fmt: skip
_WORKSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_WITH_MACROS = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
_PLAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


def recalculated_on_load(draft: PackageDraft) -> None:
    """Have spreadsheets compute every formula when they open the file."""
    root = draft.tree(draft.workbook)
    _child(root, "calcPr", _AFTER_NAMES[1:]).set("fullCalcOnLoad", "1")
    draft.put_tree(draft.workbook, root)


def without_calculation_chain(draft: PackageDraft) -> None:
    """Drop the order of calculation, which names every formula; spreadsheets make it anew."""
    chain = draft.related("calcChain")
    if chain is not None:
        draft.drop(chain, draft.workbook)


def has_macros(draft: PackageDraft) -> bool:
    return draft.content_type(draft.workbook) == _WITH_MACROS


def without_macros(draft: PackageDraft) -> None:
    """Make a workbook with macros one that a plain .xlsx name may be given to."""
    project = draft.related("vbaProject")
    if project is not None:
        draft.drop(project, draft.workbook)
    draft.set_content_type(draft.workbook, _PLAIN)


def with_sheet(draft: PackageDraft, name: str, part: bytes, *, front: bool) -> str:
    """Register a sheet part at one end of the workbook; the part's name."""
    stored = draft.free_name(draft.folder + "worksheets/sheet{}.xml")
    draft.add(stored, part, _WORKSHEET)
    relationship = draft.relate(draft.workbook, "worksheet", stored)
    root = draft.tree(draft.workbook)
    sheets = children(root, "sheets")[0]
    listed = children(sheets, "sheet")
    entry = etree.Element(listed[0].tag)
    entry.set("name", name)
    entry.set("sheetId", str(max(as_count(sheet.get("sheetId")) for sheet in listed) + 1))
    entry.set(f"{{{draft.office}}}id", relationship)
    if front:
        sheets.insert(0, entry)
        _count_from_second(root)
    else:
        sheets.append(entry)
    draft.put_tree(draft.workbook, root)
    return stored


def with_names(draft: PackageDraft, names: list[tuple[str, str]], *, front: bool) -> None:
    """Names (name, formula) that belong to the sheet at one end alone."""
    if not names:
        return
    root = draft.tree(draft.workbook)
    sheets = children(children(root, "sheets")[0], "sheet")
    group = _child(root, "definedNames", _AFTER_NAMES)
    for name, formula in names:
        defined = etree.SubElement(group, group.tag.replace("definedNames", "definedName"))
        defined.set("name", name)
        defined.set("localSheetId", "0" if front else str(len(sheets) - 1))
        defined.text = formula
    draft.put_tree(draft.workbook, root)


def defined_names(package: Package) -> list[tuple[str, str]]:
    """Every defined name and what it stands for."""
    root = package.tree(package.workbook)
    return [(defined.get("name", ""), defined.text or "") for defined in _defined(root)]


def added_sheets(package: Package) -> frozenset[int]:
    """Positions of the sheets of findings or changes that this program added. Raises
    PackageError."""
    return frozenset(
        as_count(defined.get("localSheetId"), -1)
        for defined in _defined(package.tree(package.workbook))
        if defined.get("name") == ADDED_SHEET_NAME
    )


def names_of_ranges(package: Package) -> dict[str, str]:
    """What each defined name stands for, by its lower case; left out where sheets disagree."""
    ranges: dict[str, str] = {}
    disputed = set()
    for name, formula in defined_names(package):
        if ranges.setdefault(name.casefold(), formula) != formula:
            disputed.add(name.casefold())
    return {name: formula for name, formula in ranges.items() if name not in disputed}


def _defined(root: etree._Element) -> Iterator[etree._Element]:
    for group in children(root, "definedNames"):
        yield from children(group, "definedName")


def _count_from_second(root: etree._Element) -> None:
    """A sheet was put in front: what counts sheets by position counts one more."""
    for defined in _defined(root):
        if defined.get("localSheetId") is not None:
            defined.set("localSheetId", str(as_count(defined.get("localSheetId")) + 1))
    for views in children(root, "bookViews"):
        for view in children(views, "workbookView"):
            view.attrib.pop("firstSheet", "")
            view.set("activeTab", "0")


def _child(root: etree._Element, name: str, later: tuple[str, ...]) -> etree._Element:
    """The workbook's element of a name, made before the `later` ones where it is missing."""
    for child in children(root, name):
        return child
    made = etree.Element(root.tag.replace("}workbook", "}" + name))
    at = next((i for i, child in enumerate(root) if local(child) in later), len(root))
    root.insert(at, made)
    return made
