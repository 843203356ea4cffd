"""The parts of an xlsx package and how they refer to each other.

Everything is read from bytes already in memory; nothing is executed, expanded or fetched.
"""

from __future__ import annotations

import codecs
import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from functools import cached_property

from lxml import etree
from msgspec import Struct

_UTF16 = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")
_DECLARED = re.compile(
    rb"""\A(?:\xef\xbb\xbf)?<\?xml[^>]{0,80}?encoding\s*=\s*["']([\w.-]{1,40})["'][^>]{0,80}\?>"""
)
_START = 256  # bytes of a part, in which it says its encoding
# Encodings in which every character of markup stands at its place in ASCII.
_LIKE_ASCII = re.compile(
    r"(?:us-)?ascii|iso-?8859-\d{1,2}|latin-?[1-9]|windows-125\d|cp125\d", re.I
)
_LOOKED_AT = 8192  # bytes of a sheet part, before which its cells begin
_LONGEST_COUNT = 10  # digits; a sheet has 1,048,576 rows


class PackageError(Exception):
    """The package cannot be read; `code` is the key of the sentence that says why."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


class Relationship(Struct, frozen=True):
    """`kind` is the last step of the relationship's type: 'worksheet', 'styles', …"""

    id: str
    kind: str
    target: str


class SheetEntry(Struct, frozen=True):
    """A sheet as the workbook lists it; `kind` as in `Relationship`."""

    name: str
    part: str
    kind: str
    hidden: bool


class Package:
    """An xlsx file by its parts. All methods raise PackageError for what is not well formed."""

    def __init__(self, content: bytes) -> None:
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
            raise PackageError("broken-workbook") from error
        self.entries = tuple(self._archive.infolist())
        self._names = {part_name(entry).lower(): entry for entry in self.entries}

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._names

    def part(self, name: str) -> bytes:
        """The bytes of an XML part, in UTF-8."""
        return in_utf8(self._unpacked(name))

    def start(self, name: str) -> bytes:
        """How a part begins, as it is stored: its encoding, and maybe where its cells stand."""
        return self._unpacked(name, _LOOKED_AT)

    def _unpacked(self, name: str, most: int = -1) -> bytes:
        entry = self._names.get(name.lower())
        if entry is None:
            raise PackageError("broken-workbook")
        try:
            with self._archive.open(entry) as stream:
                # What is said to be there, no more.
                return stream.read(entry.file_size + 1 if most < 0 else most)
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            NotImplementedError,
            OSError,
            ValueError,
        ) as error:
            raise PackageError("broken-workbook") from error
        except RuntimeError as error:  # zipfile's way to ask for a password
            raise PackageError("encrypted") from error

    def tree(self, name: str) -> etree._Element:
        """A part, parsed."""
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True
        )
        try:
            return etree.fromstring(self.part(name), parser)
        except etree.XMLSyntaxError as error:
            raise PackageError("broken-workbook") from error

    def style_sheet(self) -> etree._Element | None:
        """The workbook's style sheet, parsed; None where it has none. Raises PackageError."""
        part = self.related("styles")
        return None if part is None else self.tree(part)

    def relationships(self, name: str) -> tuple[Relationship, ...]:
        """What a part ('' for the package) refers to inside the package."""
        folder, base = posixpath.split(name)
        listing = posixpath.join(folder, "_rels", f"{base}.rels")
        if listing not in self:
            return ()
        return tuple(
            Relationship(
                id=element.get("Id", ""),
                kind=element.get("Type", "").rpartition("/")[2],
                target=_resolved(folder, element.get("Target", "")),
            )
            for element in children(self.tree(listing), "Relationship")
            if element.get("TargetMode") != "External"
        )

    @cached_property
    def workbook(self) -> str:
        """The name of the workbook part."""
        for relationship in self.relationships(""):
            if relationship.kind == "officeDocument":
                if not relationship.target.lower().endswith(".xml"):
                    break
                if local(self.tree(relationship.target)) == "workbook":
                    return relationship.target
        raise PackageError("not-its-kind")

    @cached_property
    def sheets(self) -> tuple[SheetEntry, ...]:
        """The workbook's sheets of every kind, in its order."""
        related = {
            relationship.id: relationship for relationship in self.relationships(self.workbook)
        }
        entries = []
        for group in children(self.tree(self.workbook), "sheets"):
            for element in children(group, "sheet"):
                relationship = related.get(_relationship_id(element))
                if relationship is None:
                    raise PackageError("broken-workbook")
                entries.append(
                    SheetEntry(
                        name=element.get("name", ""),
                        part=relationship.target,
                        kind=relationship.kind,
                        hidden=element.get("state", "visible") != "visible",
                    )
                )
        return tuple(entries)

    def related(self, kind: str) -> str | None:
        """The part the workbook has for a purpose, if it has one: 'styles', 'sharedStrings'."""
        for relationship in self.relationships(self.workbook):
            if relationship.kind == kind and relationship.target in self:
                return relationship.target
        return None


def part_name(entry: zipfile.ZipInfo) -> str:
    """A part's name, with the slashes that the format asks for; some programs turn them."""
    return entry.filename.replace("\\", "/")


def is_utf8(start: bytes) -> bool:
    """Whether a part that begins so is UTF-8: nothing says that it is not."""
    if start.startswith(_UTF16):
        return False
    declared = _DECLARED.match(start)
    return declared is None or declared[1].lower() in (b"utf-8", b"utf8")


def in_utf8(content: bytes) -> bytes:
    """XML in UTF-8, which of another encoding no longer names one. Raises PackageError where it
    declares a document type, and for an encoding in which one could hide."""
    if not is_utf8(content[:_START]):
        content = _recoded(content)
    if b"!" in content and b"<!DOCTYPE" in content:  # one byte is looked for much faster
        raise PackageError("entities")
    return content


def _recoded(content: bytes) -> bytes:
    declared = _DECLARED.match(content)
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    elif content.startswith(_UTF16):
        encoding = "utf-16-le" if content[1:2] == b"\0" else "utf-16-be"
    else:
        encoding = declared[1].decode("ascii") if declared else "utf-8"
        if not _LIKE_ASCII.fullmatch(encoding):
            raise PackageError("broken-workbook")
    try:
        text = content.decode(encoding)
    except (UnicodeDecodeError, LookupError) as error:
        raise PackageError("broken-workbook") from error
    written = text.encode()
    declaration = _DECLARED.match(written)
    return written if declaration is None else written[declaration.end() :]


def streamed(content: bytes, tags: Sequence[str]) -> Iterator[tuple[str, etree._Element]]:
    """The elements of some tags as they begin ('start') and end ('end') in XML that is not trusted:
    nothing is fetched, and an entity that it declares stands for nothing."""
    events: Iterator[tuple[str, etree._Element]] = etree.iterparse(
        io.BytesIO(content),
        events=("start", "end"),
        tag=tags,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
    )
    return events


def local(element: etree._Element) -> str:
    """An element's name without its namespace; '' for comments and instructions."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def children(element: etree._Element, name: str) -> list[etree._Element]:
    """The direct children of a name, whatever their namespace."""
    return [child for child in element if local(child) == name]


def as_count(written: str | None, otherwise: int = 0) -> int:
    """A count as an attribute writes it, `otherwise` for what is none.

    Digits beyond those of any honest count are left out: Python refuses to read thousands.
    """
    if written is None or not (written.isascii() and written.isdigit()):
        return otherwise
    return int(written[:_LONGEST_COUNT])


def _relationship_id(element: etree._Element) -> str:
    for name, value in element.attrib.items():
        if str(name).startswith("{") and str(name).endswith("}id"):
            return str(value)
    return ""


def _resolved(folder: str, target: str) -> str:
    path = target if target.startswith("/") else posixpath.join("/", folder, target)
    return posixpath.normpath(path).lstrip("/")
