"""Links from a workbook to files beside it."""

from __future__ import annotations

import re
from string import ascii_letters, digits

from reconcile.messages.harmless import harmless
from reconcile.report.workbooks import accepted_names

_LONGEST_ADDRESS = 2_000  # characters; Excel opens no longer one
_PLAIN = frozenset(ascii_letters + digits + "_.~/()!$&'+,;=@-")
# Letters of any language stay as they are, as in the links Excel writes itself.
_ESCAPED = {code: f"%{code:02X}" for code in range(128) if chr(code) not in _PLAIN}
_CELL = re.compile(r"(?:(?P<plain>[^'!]+)|'(?P<quoted>(?:[^']|'')+)')!(?P<a1>[A-Z]{1,3}\d{1,7})\Z")


def link_beside(path: str, cell: str = "") -> str | None:
    """A link to the file at `path`, relative to the workbook's folder, and to a `Sheet!A1` in it.

    None where no address can name the file. A sheet whose name no workbook accepts is not led to.
    """
    if not path or harmless(path) != path:
        return None
    address = path.translate(_ESCAPED)
    if len(address) > _LONGEST_ADDRESS:
        return None
    return f"external:{address}{_anchor(cell)}"


def _anchor(cell: str) -> str:
    address = _CELL.match(cell)
    if address is None:
        return ""
    sheet = address["plain"] or address["quoted"].replace("''", "'")
    if accepted_names([sheet]) != [sheet]:
        return ""
    return "#'" + sheet.replace("'", "''") + f"'!{address['a1']}"
