"""A comparison as a person reads it in a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from io import StringIO
from itertools import groupby
from typing import TYPE_CHECKING

from reconcile.comparing import Comparison
from reconcile.messages.harmless import one_line
from reconcile.model import Language
from reconcile.report.cell_styles import Tint
from reconcile.report.comparison.differences import Difference, Teller, of_table, of_tables, totals

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

_STYLES: dict[Tint, str] = {
    "changed": "yellow", "followed": "blue", "broken": "bold red", "added": "green",
    "removed": "red", "named": "magenta",
}  # fmt: skip
_MOST_LINES = 40
_COLUMNS = ("what", "row", "column", "old", "new", "difference", "cell", "why")
_UNSAID = frozenset({"own", "left", "followed"})  # sections whose title says what happened


def comparison_text(comparison: Comparison, language: Language, width: int, color: bool) -> str:
    """What was typed, what did not follow, what did, who rose and fell; then rows and columns."""
    console, teller = _new_console(width, color), Teller(comparison, language)
    paths = (comparison.old.book.path, comparison.new.book.path)
    _rule(console, teller.say("versions", old=paths[0], new=paths[1]))
    _sections(console, teller, of_tables(teller))
    for table in comparison.tables:
        found = of_table(teller, table)
        if found and len(comparison.tables) > 1:
            _rule(console, teller.table_name(table))
        _sections(console, teller, found)
    first, *others = totals(teller)
    _line(console, first, style="bold")
    for text in others:
        _line(console, text)
    return _text(console)


def _sections(console: Console, teller: Teller, found: Sequence[Difference]) -> None:
    for section, differences in groupby(found, key=lambda one: one.section):
        listed = list(differences)
        _line(console, f"{teller.say(f'section.{section}')} ({len(listed)})", style="bold")
        console.print(_table(teller, listed[:_MOST_LINES]))
        if len(listed) > _MOST_LINES:
            more = str(len(listed) - _MOST_LINES)
            _line(console, teller.say("more-listed", count=more), 2)
        console.print()


def _table(teller: Teller, listed: Sequence[Difference]) -> RenderableType:
    """The differences of a section, one a row; what none of them has is no column."""
    from rich import box
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    texts = [_cells(teller, one) for one in listed]
    columns = _COLUMNS[1:] if listed[0].section in _UNSAID else _COLUMNS
    kept = [name for name in columns if any(row[name] for row in texts)]
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1), header_style="dim", show_edge=False)
    for name in kept:
        right = name in ("old", "new", "difference") and any(row["difference"] for row in texts)
        table.add_column(Text(teller.say(f"heading.{name}")), justify="right" if right else "left")
    for one, row in zip(listed, texts, strict=True):
        styles = {"new": _STYLES[one.tint], "what": _STYLES[one.tint], "cell": "dim", "why": "dim"}
        table.add_row(*(Text(row[name], style=styles.get(name, "")) for name in kept))
    return Padding(table, (0, 0, 0, 2))


def _cells(teller: Teller, one: Difference) -> dict[str, str]:
    return {
        "what": one.what,
        "row": one.row,
        "column": one.column,
        "old": one.old,
        "new": one.new,
        "difference": one.difference,
        "cell": _cell(teller, one),
        "why": one.why,
    }


def _cell(teller: Teller, one: Difference) -> str:
    """Where it stands: once where that is the same cell in both files."""
    old, new = teller.old_address(one.old_place), teller.new_address(one.new_place)
    return new if old in ("", new) else f"{old} → {new}".rstrip()


# The page: lines wrapped to its width, in colour where it has any


def _new_console(width: int, color: bool) -> Console:
    from rich.console import Console

    return Console(
        file=StringIO(),
        width=max(40, width),
        force_terminal=color,
        color_system="standard" if color else None,
        legacy_windows=False,
        highlight=False,
    )


def _text(console: Console) -> str:
    assert isinstance(console.file, StringIO)
    lines = console.file.getvalue().split("\n")
    return "\n".join(line.rstrip() for line in lines)


def _line(console: Console, text: str, indent: int = 0, style: str = "") -> None:
    from rich.padding import Padding
    from rich.text import Text

    console.print(Padding(Text(text, style=style), (0, 0, 0, indent)))


def _rule(console: Console, title: str) -> None:
    from rich.rule import Rule
    from rich.text import Text

    console.print(Rule(Text(one_line(title), style="bold"), align="left", style="dim"))
