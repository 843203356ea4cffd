"""An agency written in more than one way.

What it finds: one agency under several names in one document, as `Sở Lao động – TB&XH` beside
`Sở Lao động - Thương binh và Xã hội`. Differences of case, spaces and dashes are not counted.

Why it matters: sheets are joined by these names; a name written two ways drops out of a lookup.

Fix safety: no fix is offered; both ways are right, the author may choose one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple
from unicodedata import normalize

from reconcile.explain.context import Context
from reconcile.explain.explanation import Observation
from reconcile.model import Document, Place, Sentence, Severity

SEVERITY: Severity = "info"

_DASHES = re.compile(r"\s*[-\u2010-\u2015\u2212]\s*")

_FIRST = "STT\tTên đơn vị\tKế hoạch\tBáo cáo\tTổng điểm\n" + "\n".join(
    ["1\tSở Nội vụ\t6\t4\t10", "2\tBan quản lý các khu công nghiệp\t5\t3\t8", "3\tSở Y tế\t4\t3\t7"]
)
VALID = (
    f"1. Thể chế\n\n{_FIRST}\n\n2. Hạ tầng\n\n{_FIRST}\n",
    f"1. Thể chế\n\n{_FIRST}\n\n2. Hạ tầng\n\n{_FIRST.replace('Sở Y tế', 'SỞ  Y TẾ')}\n",
)
INVALID = (f"1. Thể chế\n\n{_FIRST}\n\n2. Hạ tầng\n\n{_FIRST.replace('khu công nghiệp', 'KCN')}\n",)


class _Mention(NamedTuple):
    text: str
    place: Place
    column: tuple[str, ...]


def observe(context: Context) -> Iterator[Observation]:
    """One finding for each agency with several spellings, at the first that deviates."""
    for entity, spellings in _spellings(context.document).items():
        if len(spellings) < 2:
            continue
        usual = _evened(entity)
        at = next(mention for key, mention in spellings.items() if key != usual)
        names = ", ".join(f"“{mention.text}”" for mention in spellings.values())
        yield Observation(
            at=at.place,
            cells=tuple(mention.place for mention in spellings.values()),
            message=Sentence("observed.name-variant", {"entity": entity, "spellings": names}),
            row=at.text,
            column=at.column,
            printed=at.text,
        )


def _spellings(document: Document) -> dict[str, dict[str, _Mention]]:
    """For each entity the first mention of each of its spellings, in the order of the tables."""
    several = _several(document)
    mentions: dict[str, dict[str, _Mention]] = {}
    for table in document.tables if several else ():
        column = table.column("entity")
        if column is None:
            continue
        for i, row in enumerate(table.rows):
            place = table.place(i, column) if row.entity in several else None
            if row.role == "entity" and place:
                mention = _Mention(row.name, place, table.columns[column].path)
                mentions.setdefault(row.entity, {}).setdefault(_evened(row.name), mention)
    return mentions


def _several(document: Document) -> set[str]:
    """The entities with more than one name."""
    rows = [row for table in document.tables for row in table.rows if row.entity]
    others = {row.entity for row in rows if row.name != row.entity}
    names: dict[str, str] = {}
    return {
        row.entity
        for row in rows
        if row.entity in others and names.setdefault(row.entity, row.name) != row.name
    }


def _evened(name: str) -> str:
    """The name without differences that nobody minds."""
    return " ".join(_DASHES.sub(" - ", normalize("NFC", name).casefold()).split())
