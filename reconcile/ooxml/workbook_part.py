"""What the workbook part says of all sheets: their order, names, and when to calculate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from reconcile.ooxml.package import Package, children, whole

if TYPE_CHECKING:
    from reconcile.ooxml.draft import Draft

_AFTER_NAMES = (
    "calcPr", "oleSize", "customWorkbookViews", "pivotCaches", "smartTagPr", "smartTagTypes",
    "webPublishing", "fileRecoveryPr", "webPublishObjects", "extLst",
)  # fmt: skip
_RECORD = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_MACROS = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
_PLAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


def recalculated_on_load(draft: Draft) -> None:
    """Have spreadsheets compute every formula when they open the file."""
    root = draft.tree(draft.workbook)
    _child(root, "calcPr", _AFTER_NAMES[1:]).set("fullCalcOnLoad", "1")
    draft.put_tree(draft.workbook, root)


def without_calculation_chain(draft: Draft) -> None:
    """Drop the order of calculation, which names every formula; spreadsheets make it anew."""
    chain = draft.related("calcChain")
    if chain is not None:
        draft.drop(chain, draft.workbook)


def has_macros(draft: Draft) -> bool:
    return draft.content_type(draft.workbook) == _MACROS


def without_macros(draft: Draft) -> None:
    """Make a workbook with macros one that a plain .xlsx name may be given to."""
    project = draft.related("vbaProject")
    if project is not None:
        draft.drop(project, draft.workbook)
    draft.set_content_type(draft.workbook, _PLAIN)


def with_sheet(draft: Draft, name: str, part: bytes, *, front: bool) -> str:
    """Register a sheet part at one end of the workbook; the part's name."""
    stored = draft.fresh(draft.folder + "worksheets/sheet{}.xml")
    draft.add(stored, part, _RECORD)
    relationship = draft.relate(draft.workbook, "worksheet", stored)
    root = draft.tree(draft.workbook)
    sheets = children(root, "sheets")[0]
    listed = children(sheets, "sheet")
    made = etree.Element(listed[0].tag)
    made.set("name", name)
    made.set("sheetId", str(max(whole(one.get("sheetId")) for one in listed) + 1))
    made.set(f"{{{draft.office}}}id", relationship)
    if front:
        sheets.insert(0, made)
        _count_from_second(root)
    else:
        sheets.append(made)
    draft.put_tree(draft.workbook, root)
    return stored


def with_names(draft: Draft, names: list[tuple[str, str]], *, front: bool) -> None:
    """Names (name, formula) that belong to the sheet at one end alone."""
    if not names:
        return
    root = draft.tree(draft.workbook)
    sheets = children(children(root, "sheets")[0], "sheet")
    group = _child(root, "definedNames", _AFTER_NAMES)
    for name, formula in names:
        made = etree.SubElement(group, group.tag.replace("definedNames", "definedName"))
        made.set("name", name)
        made.set("localSheetId", "0" if front else str(len(sheets) - 1))
        made.text = formula
    draft.put_tree(draft.workbook, root)


def defined_names(package: Package) -> list[tuple[str, str]]:
    """Every defined name and what it stands for."""
    return [
        (one.get("name", ""), one.text or "")
        for group in children(package.tree(package.workbook), "definedNames")
        for one in children(group, "definedName")
    ]


def names_of_ranges(package: Package) -> dict[str, str]:
    """What each defined name stands for, by its lower case; left out where sheets disagree."""
    found: dict[str, str] = {}
    disputed = set()
    for name, formula in defined_names(package):
        if found.setdefault(name.casefold(), formula) != formula:
            disputed.add(name.casefold())
    return {name: formula for name, formula in found.items() if name not in disputed}


def _count_from_second(root: etree._Element) -> None:
    """A sheet was put in front: what counts sheets by position counts one more."""
    for group in children(root, "definedNames"):
        for one in children(group, "definedName"):
            if one.get("localSheetId") is not None:
                one.set("localSheetId", str(whole(one.get("localSheetId")) + 1))
    for views in children(root, "bookViews"):
        for view in children(views, "workbookView"):
            view.attrib.pop("firstSheet", "")
            view.set("activeTab", "0")


def _child(root: etree._Element, name: str, later: tuple[str, ...]) -> etree._Element:
    for found in children(root, name):
        return found
    made = etree.Element(root.tag.replace("}workbook", "}" + name))
    at = next((i for i, one in enumerate(root) if _local(one) in later), len(root))
    root.insert(at, made)
    return made


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""
