"""Tags of a sheet part as bytes: patterns for them, their attributes, their text."""

from __future__ import annotations

import re
from functools import cache

from reconcile.ooxml.package import PackageError

_ATTRIBUTE = re.compile(rb"""([\w.:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_COMMENT_OR_RAW = re.compile(rb"<!--|<!\[CDATA\[")
_CHARACTER = re.compile(r"&(?:#x([0-9A-Fa-f]{1,6})|#([0-9]{1,7})|(amp|lt|gt|quot|apos));")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}


@cache
def tag_pattern(prefix: bytes, names: bytes) -> re.Pattern[bytes]:
    """An opening tag of one of the names, an alternation. Groups: the name, the rest of the tag."""
    return re.compile(
        rb"<" + re.escape(prefix) + rb"(" + names + rb")(?=[\s/>])"
        rb"((?:[^<>\"']|\"[^<\"]*\"|'[^<']*')*)>"
    )


def attributes(tag: bytes) -> dict[str, str]:
    """The attributes in the rest of a tag."""
    return {
        match[1].decode("utf-8", "replace"): text(match[2] if match[2] is not None else match[3])
        for match in _ATTRIBUTE.finditer(tag)
    }


def text(raw: bytes) -> str:
    """Character data as it reads; entities that XML does not define stay as they are."""
    written = raw.decode("utf-8", "replace")
    return _CHARACTER.sub(_character, written) if "&" in written else written


def plain(part: bytes) -> bytes:
    """The part with comments blanked at their length and raw sections written as escaped text.

    Raises PackageError for one that never ends.
    """
    if b"!" not in part:
        return part
    pieces, at = [], 0
    for opened in _COMMENT_OR_RAW.finditer(part):
        if opened.start() < at:
            continue
        closing = b"-->" if opened[0] == b"<!--" else b"]]>"
        end = part.find(closing, opened.end())
        if end < 0:
            raise PackageError("broken-workbook")
        inside = part[opened.end() : end]
        pieces += [part[at : opened.start()], _written(inside, comment=closing == b"-->")]
        at = end + len(closing)
    return b"".join([*pieces, part[at:]]) if pieces else part


def _written(inside: bytes, *, comment: bool) -> bytes:
    if comment:
        return b" " * (len(inside) + len(b"<!---->"))
    return inside.replace(b"&", b"&amp;").replace(b"<", b"&lt;").replace(b">", b"&gt;")


def _character(match: re.Match[str]) -> str:
    if match[3]:
        return _NAMED[match[3]]
    code = int(match[1], 16) if match[1] else int(match[2])
    return chr(code) if code <= 0x10FFFF else match[0]
