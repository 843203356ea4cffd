"""What a comparison found, as lines for people: what happened, where, old, new and why."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from reconcile.audited import Audit
from reconcile.comparing.comparison import (
    CellValue,
    Change,
    ComparedTable,
    Comparison,
    Label,
    LeftBehind,
    LineChange,
    UnclearLines,
)
from reconcile.messages import say
from reconcile.messages.harmless import one_line, say_harmless, short_address
from reconcile.model import Language, Place, Sentence, Table
from reconcile.report.cell_styles import Tint
from reconcile.report.shown import label
from reconcile.structure.writing import as_shown, as_written

Section = Literal["own", "left", "followed", "ranks", "rows", "columns", "tables", "unclear"]
SECTIONS: tuple[Section, ...] = (
    "tables", "own", "left", "followed", "ranks", "rows", "columns", "unclear",
)  # fmt: skip
_MOST_CELLS = 4  # that a figure follows from, named one by one


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


class ComparisonView(Struct, frozen=True):
    """What differences are described from, in which language."""

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

    def table_name(self, table: ComparedTable) -> str:
        old, new = table.old.id, table.new.id
        id = new if old == new else f"{old} → {new}"
        return self.say("table", id=id, title=self.table_title(table.new))


def of_table(view: ComparisonView, table: ComparedTable) -> list[Difference]:
    """The differences of one table, section by section."""
    differences = [
        *(_change(view, change) for change in table.changes),
        *(_left(view, left) for left in table.left_behind),
        *(_line(view, table, change) for change in table.lines),
        *(_unclear(view, unclear) for unclear in table.unclear),
    ]
    ranks = [difference for difference in differences if difference.section == "ranks"]
    # Shorter texts first, so that rank 9 stands before rank 10.
    ranks.sort(key=lambda difference: (len(difference.new), difference.new))
    others = (difference for difference in differences if difference.section != "ranks")
    return sorted([*others, *ranks], key=lambda difference: SECTIONS.index(difference.section))


def of_tables(view: ComparisonView) -> list[Difference]:
    """The tables that came, went, or could be each other."""
    comparison = view.comparison

    def describe(what: str, tint: Tint, old: Table | None, new: Table | None) -> Difference:
        return Difference(
            section="tables",
            tint=tint,
            what=view.say(f"what.{what}"),
            old=view.table_title(old) if old else "",
            new=view.table_title(new) if new else "",
            old_place=_corner(old),
            new_place=_corner(new),
        )

    differences = [describe("removed", "removed", table, None) for table in comparison.removed]
    differences += [describe("added", "added", None, table) for table in comparison.added]
    for unclear in comparison.unclear:
        differences += [describe("unclear", "named", table, None) for table in unclear.old]
        differences += [describe("unclear", "named", None, table) for table in unclear.new]
    return differences


def _corner(table: Table | None) -> Place | None:
    if table is None:
        return None
    part = table.parts[0]
    return table.title_place or Place(part.sheet, part.range.top, part.range.left)


def _change(view: ComparisonView, change: Change) -> Difference:
    old, new = change_texts(view, change)
    section: Section = "followed" if change.cause else "own"
    tint: Tint = "followed" if change.cause else "changed"
    what = "followed" if change.cause else "changed"
    if change.content == "rank" and change.difference is not None:
        section, what = "ranks", "rose" if change.difference.units < 0 else "fell"
    return Difference(
        section=section,
        tint="broken" if change.agreement == "broken" else tint,
        what=view.say(f"what.{what}"),
        row=one_line(change.row.name),
        column=label(change.column.path),
        old=old,
        new=new,
        difference=_signed(view, change),
        why=why_changed(view, change),
        old_place=change.old.place,
        new_place=change.new.place,
    )


def change_texts(view: ComparisonView, change: Change) -> tuple[str, str]:
    """Old and new text; where a workbook shows the same, the numbers it holds."""
    if change.old.text == change.new.text and change.old.number and change.new.number:
        return (
            _written(view.comparison.old, change.old.place, str(change.old.number)),
            _written(view.comparison.new, change.new.place, str(change.new.number)),
        )
    return (
        _text(view, view.comparison.old, change.old),
        _text(view, view.comparison.new, change.new),
    )


def _text(view: ComparisonView, audit: Audit, cell: CellValue) -> str:
    if cell.place is None:
        return view.say("missing")
    return one_line(as_shown(cell.text, audit.document, cell.place)) or view.say("blank")


def _written(audit: Audit, place: Place | None, number: str) -> str:
    """A plain decimal as the sheet writes it that the place stands in."""
    return number if place is None else as_written(number, audit.document, place)


def _signed(view: ComparisonView, change: Change) -> str:
    if change.difference is None:
        return ""
    text = _written(view.comparison.new, change.new.place, str(change.difference))
    return f"+{text}" if change.difference.units > 0 else text


def why_changed(view: ComparisonView, change: Change) -> str:
    """What it follows from, or what became of its equation; '' for a figure that has neither."""
    if change.cause is None:
        return view.say(f"why.{change.agreement}") if change.agreement else ""
    cells = [view.new_address(place) for place in change.cause.cells]
    cells += [view.say("why.gone", cell=view.old_address(place)) for place in change.cause.gone]
    cited = ", ".join(cells[:_MOST_CELLS])
    if len(cells) > _MOST_CELLS:
        cited = f"{cited}, {view.say('more', count=str(len(cells) - _MOST_CELLS))}"
    return view.say("why.follows", kind=_kind(view, change.cause.relation), cells=cited)


def _kind(view: ComparisonView, kind: str) -> str:
    return say(Sentence(f"report.kind.{kind}"), view.language)


def _left(view: ComparisonView, left: LeftBehind) -> Difference:
    return Difference(
        section="left",
        tint="broken",
        what=view.say("what.left"),
        row=one_line(left.row.name),
        column=label(left.column.path),
        new=_text(view, view.comparison.new, left.value),
        why=why_left(view, left),
        new_place=left.value.place,
    )


def why_left(view: ComparisonView, left: LeftBehind) -> str:
    """What the figure should be now."""
    expected = left.expected
    if left.value.number is not None:
        expected = _written(view.comparison.new, left.value.place, expected)
    return view.say("why.left", kind=_kind(view, left.relation), expected=expected)


_LINE_TINTS: dict[str, Tint] = {"added": "added", "removed": "removed"}


def _line(view: ComparisonView, table: ComparedTable, change: LineChange) -> Difference:
    by_figures = change.fate == "renamed" and not _names_rows(table, change)
    why = view.say("why.renamed") if by_figures else ""
    if change.fate == "moved":
        name = change.after and _named(change.after)
        why = view.say("why.after", line=name) if name else view.say("why.first")
    return Difference(
        section="rows" if change.axis == "row" else "columns",
        tint=_LINE_TINTS.get(change.fate, "named"),
        what=view.say(f"what.{change.fate}"),
        old=_named(change.old) if change.old else "",
        new=_named(change.new) if change.new else "",
        why=why,
        old_place=change.old.place if change.old else None,
        new_place=change.new.place if change.new else None,
    )


def _names_rows(table: ComparedTable, change: LineChange) -> bool:
    """Whether it is the column of names, which is the same whatever it is called."""
    if change.axis == "row" or change.new is None:
        return False
    return table.new.columns[change.new.index].role == "entity"


def _named(line: Label) -> str:
    return label(line.path)


def _unclear(view: ComparisonView, unclear: UnclearLines) -> Difference:
    return Difference(
        section="unclear",
        tint="named",
        what=view.say("what.unclear"),
        old=_named(unclear.old[0]),
        new=_named(unclear.new[0]),
        why=view.say("why.unclear", old=str(len(unclear.old)), new=str(len(unclear.new))),
        old_place=unclear.old[0].place,
        new_place=unclear.new[0].place,
    )
