"""Names a workbook accepts for its sheets."""

from __future__ import annotations

import re
from collections.abc import Iterable

from reconcile.messages.harmless import one_line

_LONGEST = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")


def accepted_names(wanted: Iterable[str]) -> list[str]:
    """The names, in order, made distinct and acceptable; the first comer keeps its name."""
    taken: set[str] = set()
    found = []
    for name in wanted:
        plain = _cut(_FORBIDDEN.sub("_", one_line(name)), _LONGEST).strip("' ")
        # A workbook keeps this one name for itself.
        if not plain or plain.casefold() == "history":
            plain = f"{plain or 'Sheet'}_"
        candidate, count = plain, 1
        while candidate.casefold() in taken:
            count += 1
            ending = f" ({count})"
            candidate = _cut(plain, _LONGEST - len(ending)) + ending
        taken.add(candidate.casefold())
        found.append(candidate)
    return found


def link_to(sheet: str, a1: str) -> str:
    """A link inside the workbook."""
    return "internal:'" + sheet.replace("'", "''") + f"'!{a1}"


def _cut(name: str, length: int) -> str:
    # A workbook counts UTF-16 code units, and half a pair is no character.
    return name.encode("utf-16-le")[: 2 * length].decode("utf-16-le", "ignore")
