"""What a comparison found, as lines for people: what happened, where, old, new and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from reconcile import numbers
from reconcile.comparing.comparison import (
    Change,
    Compared,
    Comparison,
    Label,
    LeftBehind,
    LineChange,
    Said,
    Unclear,
)
from reconcile.messages import say
from reconcile.messages.harmless import one_line, say_harmless, short_address
from reconcile.model import Language, Place, Sentence, Table
from reconcile.report.cell_styles import Tint
from reconcile.report.shown import label

Section = Literal["own", "left", "followed", "ranks", "rows", "columns", "tables", "unclear"]
SECTIONS: tuple[Section, ...] = (
    "tables", "own", "left", "followed", "ranks", "rows", "columns", "unclear",
)  # fmt: skip
_MOST_CELLS = 4


class Difference(Struct, frozen=True):
    """One thing that differs; every text is ready to show, '' where there is nothing to say."""

    section: Section
    tint: Tint
    what: str
    row: str = ""
    column: str = ""
    old: str = ""
    new: str = ""
    difference: str = ""
    why: str = ""
    old_place: Place | None = None
    new_place: Place | None = None


class Teller(Struct, frozen=True):
    """What differences are told from, in which language."""

    comparison: Comparison
    language: Language

    def say(self, name: str, **values: str) -> str:
        return say_harmless(Sentence(f"compare.{name}", values), self.language)

    def old_address(self, place: Place | None) -> str:
        return "" if place is None else short_address(place, self.comparison.old.book)

    def new_address(self, place: Place | None) -> str:
        return "" if place is None else short_address(place, self.comparison.new.book)

    def table_title(self, table: Table) -> str:
        untitled = say(Sentence("report.inspect.untitled"), self.language)
        return one_line(table.title) or untitled

    def table_name(self, table: Compared) -> str:
        old, new = table.old.id, table.new.id
        id = new if old == new else f"{old} → {new}"
        return self.say("table", id=id, title=self.table_title(table.new))


def of_table(teller: Teller, table: Compared) -> list[Difference]:
    """The differences of one table, section by section."""
    found = [
        *(_change(teller, table, change) for change in table.changes),
        *(_left(teller, table, left) for left in table.left_behind),
        *(_line(teller, table, change) for change in table.lines),
        *(_unclear(teller, unclear) for unclear in table.unclear),
    ]
    ranks = [one for one in found if one.section == "ranks"]
    ordered = sorted(ranks, key=lambda one: (len(one.new), one.new))
    rest = (one for one in found if one.section != "ranks")
    return sorted([*rest, *ordered], key=lambda one: SECTIONS.index(one.section))


def of_tables(teller: Teller) -> list[Difference]:
    """The tables that came, went, or could be each other."""
    comparison = teller.comparison

    def told(what: str, tint: Tint, old: Table | None, new: Table | None) -> Difference:
        return Difference(
            section="tables",
            tint=tint,
            what=teller.say(f"what.{what}"),
            old=teller.table_title(old) if old else "",
            new=teller.table_title(new) if new else "",
            old_place=_corner(old),
            new_place=_corner(new),
        )

    found = [told("removed", "removed", table, None) for table in comparison.removed]
    found += [told("added", "added", None, table) for table in comparison.added]
    for unclear in comparison.unclear:
        found += [told("unclear", "named", table, None) for table in unclear.old]
        found += [told("unclear", "named", None, table) for table in unclear.new]
    return found


def _corner(table: Table | None) -> Place | None:
    if table is None:
        return None
    part = table.parts[0]
    return table.title_place or Place(part.sheet, part.range.top, part.range.left)


def _change(teller: Teller, table: Compared, change: Change) -> Difference:
    old, new = change_texts(teller, change)
    section: Section = "followed" if change.cause else "own"
    tint: Tint = "followed" if change.cause else "changed"
    what = "followed" if change.cause else "changed"
    if change.content == "rank" and change.difference is not None:
        section, what = "ranks", "rose" if change.difference.units < 0 else "fell"
    return Difference(
        section=section,
        tint="broken" if change.agreement == "broken" else tint,
        what=teller.say(f"what.{what}"),
        row=one_line(change.row.name),
        column=label(change.column.path),
        old=old,
        new=new,
        difference=_signed(table, change),
        why=why_changed(teller, change),
        old_place=change.old.place,
        new_place=change.new.place,
    )


def change_texts(teller: Teller, change: Change) -> tuple[str, str]:
    """Old and new text; where a workbook shows the same, the numbers it holds."""
    if change.old.text == change.new.text and change.old.number and change.new.number:
        return str(change.old.number), str(change.new.number)
    return _text(teller, change.old), _text(teller, change.new)


def _text(teller: Teller, cell: Said) -> str:
    empty = teller.say("missing" if cell.place is None else "blank")
    return one_line(cell.text) or empty


def _signed(table: Compared, change: Change) -> str:
    if change.difference is None:
        return ""
    text = numbers.written(str(change.difference), table.new.decimal)
    return f"+{text}" if change.difference.units > 0 else text


def why_changed(teller: Teller, change: Change) -> str:
    """What it follows from, or what became of its equation; '' for a figure that has neither."""
    if change.cause is None:
        return teller.say(f"why.{change.agreement}") if change.agreement else ""
    cells = [teller.new_address(place) for place in change.cause.cells]
    cells += [teller.say("why.gone", cell=teller.old_address(place)) for place in change.cause.gone]
    cited = ", ".join(cells[:_MOST_CELLS])
    if len(cells) > _MOST_CELLS:
        cited = f"{cited}, {teller.say('more', count=str(len(cells) - _MOST_CELLS))}"
    return teller.say("why.follows", kind=_kind(teller, change.cause.relation), cells=cited)


def _kind(teller: Teller, kind: str) -> str:
    return say(Sentence(f"report.kind.{kind}"), teller.language)


def _left(teller: Teller, table: Compared, left: LeftBehind) -> Difference:
    return Difference(
        section="left",
        tint="broken",
        what=teller.say("what.left"),
        row=one_line(left.row.name),
        column=label(left.column.path),
        new=one_line(left.said.text),
        why=why_left(teller, table, left),
        new_place=left.said.place,
    )


def why_left(teller: Teller, table: Compared, left: LeftBehind) -> str:
    """What the figure should be now."""
    expected = left.expected
    if left.said.number is not None:
        expected = numbers.written(expected, table.new.decimal)
    return teller.say("why.left", kind=_kind(teller, left.relation), expected=expected)


_LINE_TINTS: dict[str, Tint] = {"added": "added", "removed": "removed"}


def _line(teller: Teller, table: Compared, change: LineChange) -> Difference:
    by_figures = change.fate == "renamed" and not _names_rows(table, change)
    why = teller.say("why.renamed") if by_figures else ""
    if change.fate == "moved":
        name = change.after and _named(change.after)
        why = teller.say("why.after", line=name) if name else teller.say("why.first")
    return Difference(
        section="rows" if change.axis == "row" else "columns",
        tint=_LINE_TINTS.get(change.fate, "named"),
        what=teller.say(f"what.{change.fate}"),
        old=_named(change.old) if change.old else "",
        new=_named(change.new) if change.new else "",
        why=why,
        old_place=change.old.place if change.old else None,
        new_place=change.new.place if change.new else None,
    )


def _names_rows(table: Compared, change: LineChange) -> bool:
    """Whether it is the column of names, which is the same whatever it is called."""
    if change.axis == "row" or change.new is None:
        return False
    return table.new.columns[change.new.index].role == "entity"


def _named(line: Label) -> str:
    return label(line.path)


def _unclear(teller: Teller, unclear: Unclear) -> Difference:
    return Difference(
        section="unclear",
        tint="named",
        what=teller.say("what.unclear"),
        old=_named(unclear.old[0]),
        new=_named(unclear.new[0]),
        why=teller.say("why.unclear", old=str(len(unclear.old)), new=str(len(unclear.new))),
        old_place=unclear.old[0].place,
        new_place=unclear.new[0].place,
    )


# All of it in a few sentences

_PARTS = ("own", "followed", "left", "ranks")
_LINES = tuple(
    f"{axis}-{fate}"
    for axis in ("row", "column", "table")
    for fate in ("added", "removed", "renamed", "moved")
)


def totals(teller: Teller) -> Iterator[str]:
    """What differs, counted; then what differs in spelling only."""
    comparison = teller.comparison
    if not comparison.differs:
        yield teller.say("same")
    else:
        counted = _counted(comparison)
        parts = (
            teller.say(f"part.{name}", count=str(counted[name]))
            for name in (*_PARTS, *_LINES, "unclear")
            if counted[name]
        )
        yield teller.say("result", parts="; ".join(parts))
    rewritten = sum(table.rewritten for table in comparison.tables)
    if rewritten:
        yield teller.say("rewritten", count=str(rewritten))


def _counted(comparison: Comparison) -> Counter[str]:
    found: Counter[str] = Counter()
    for table in comparison.tables:
        found.update(_in_table(table))
    found["table-added"] = len(comparison.added)
    found["table-removed"] = len(comparison.removed)
    found["unclear"] += len(comparison.unclear)
    return found


def _in_table(table: Compared) -> Iterator[str]:
    for change in table.changes:
        if change.content == "rank":
            yield "ranks"
        else:
            yield "own" if change.cause is None else "followed"
    yield from ("left" for _ in table.left_behind)
    yield from (f"{change.axis}-{change.fate}" for change in table.lines)
    yield from ("unclear" for _ in table.unclear)
