"""A package being edited: the parts of the source with changed ones laid over them."""

from __future__ import annotations

import posixpath
import re
import zipfile
from functools import cached_property

from lxml import etree

from reconcile.ooxml.archive import rewritten
from reconcile.ooxml.package import Package, PackageError, children

_CONTENT_TYPES = "[Content_Types].xml"
_RELATIONSHIPS = "application/vnd.openxmlformats-package.relationships+xml"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


class PackageDraft(Package):
    """What is read is the package as edited so far; `content` gives its bytes.

    Part names are matched without regard to case, as the packaging rules ask.
    """

    def __init__(self, content: bytes) -> None:
        super().__init__(content)
        self._content = content
        self._changed: dict[str, bytes] = {}
        self._dropped: set[str] = set()

    def __contains__(self, name: str) -> bool:
        stored = self._stored(name)
        if stored in self._dropped:
            return False
        return stored in self._changed or super().__contains__(name)

    def part(self, name: str) -> bytes:
        stored = self._stored(name)
        if stored in self._dropped:
            raise PackageError("broken-workbook")
        return self._changed[stored] if stored in self._changed else super().part(name)

    def put(self, name: str, content: bytes) -> None:
        """Give a part other bytes, or make a new one."""
        self._changed[self._stored(name)] = content

    def put_tree(self, name: str, root: etree._Element) -> None:
        tree = root.getroottree()
        self.put(
            name, etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
        )

    def content(self) -> bytes:
        """The edited package as a file. Raises PackageError where the source cannot be copied."""
        try:
            return rewritten(self._content, self._changed, self._dropped)
        except zipfile.BadZipFile as error:
            raise PackageError("broken-workbook") from error

    def _stored(self, name: str) -> str:
        entry = self._names.get(name.lower())
        return entry.filename if entry is not None else name

    # How parts refer to each other

    @cached_property
    def office(self) -> str:
        """What relationship types begin with in this package: strict ones have another."""
        for element in children(self.tree(_relationships_part(self.workbook)), "Relationship"):
            start, _, kind = element.get("Type", "").rpartition("/")
            if kind == "worksheet":
                return start
        return _OFFICE

    @property
    def signed(self) -> bool:
        """Whether a digital signature vouches for the bytes of the package."""
        names = (entry.filename.lower() for entry in self.entries)
        kinds = (relationship.kind for relationship in self.relationships(""))
        return any(n.startswith("_xmlsignatures/") for n in names) or "origin" in kinds

    def relate(self, source: str, kind: str, target: str) -> str:
        """A new relationship between two parts; its id."""
        listing = _relationships_part(source)
        if listing in self:
            root = self.tree(listing)
        else:
            root = etree.fromstring(f'<Relationships xmlns="{_PACKAGE}"/>')
            self._default_type("rels", _RELATIONSHIPS)
        taken = {element.get("Id") for element in root}
        number = next(n for n in range(1, len(taken) + 2) if f"rId{n}" not in taken)
        etree.SubElement(
            root,
            f"{{{_PACKAGE}}}Relationship",
            Id=f"rId{number}",
            Type=f"{self.office}/{kind}",
            Target=posixpath.relpath(target, posixpath.dirname(source) or "."),
        )
        self.put_tree(listing, root)
        return f"rId{number}"

    def add(self, name: str, content: bytes, content_type: str) -> None:
        """A new part; one named .vml gets its type by its suffix, as Excel wants it."""
        self.put(name, content)
        if name.endswith(".vml"):
            self._default_type("vml", content_type)
            return
        root = self.tree(_CONTENT_TYPES)
        space = etree.QName(root).namespace
        etree.SubElement(
            root, f"{{{space}}}Override", PartName=f"/{name}", ContentType=content_type
        )
        self.put_tree(_CONTENT_TYPES, root)

    def drop(self, name: str, source: str) -> None:
        """Remove a part that only `source` refers to."""
        self._dropped.add(self._stored(name))
        types, listing = self.tree(_CONTENT_TYPES), self.tree(_relationships_part(source))
        for element in children(types, "Override"):
            if element.get("PartName", "").lower() == f"/{name}".lower():
                types.remove(element)
        for element in children(listing, "Relationship"):
            target = posixpath.join("/", posixpath.dirname(source), element.get("Target", ""))
            if posixpath.normpath(target).lower() == f"/{name}".lower():
                listing.remove(element)
        self.put_tree(_CONTENT_TYPES, types)
        self.put_tree(_relationships_part(source), listing)

    def free_name(self, pattern: str) -> str:
        """A part name that is free: `pattern` has {} where the number goes."""
        taken = {name.lower() for name in (*self._names, *self._changed)}
        numbers = range(1, len(taken) + 2)
        return next(pattern.format(n) for n in numbers if pattern.format(n).lower() not in taken)

    @property
    def folder(self) -> str:
        """The folder the workbook part stands in, with its slash."""
        return re.sub(r"[^/]*\Z", "", self.workbook)

    def content_type(self, name: str) -> str:
        """The type that an Override gives a part; '' for one without."""
        for element in children(self.tree(_CONTENT_TYPES), "Override"):
            if element.get("PartName", "").lower() == f"/{name}".lower():
                return str(element.get("ContentType", ""))
        return ""

    def set_content_type(self, name: str, content_type: str) -> None:
        root = self.tree(_CONTENT_TYPES)
        for element in children(root, "Override"):
            if element.get("PartName", "").lower() == f"/{name}".lower():
                element.set("ContentType", content_type)
        self.put_tree(_CONTENT_TYPES, root)

    def _default_type(self, suffix: str, content_type: str) -> None:
        root = self.tree(_CONTENT_TYPES)
        known = {element.get("Extension", "").lower() for element in children(root, "Default")}
        if suffix not in known:
            space = etree.QName(root).namespace
            default = etree.Element(
                f"{{{space}}}Default", Extension=suffix, ContentType=content_type
            )
            root.insert(0, default)
            self.put_tree(_CONTENT_TYPES, root)


def _relationships_part(source: str) -> str:
    folder, base = posixpath.split(source)
    return posixpath.join(folder, "_rels", f"{base}.rels")
