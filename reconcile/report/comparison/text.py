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
from reconcile.report.comparison.differences import (
    ComparisonView,
    Difference,
    of_table,
    of_tables,
)
from reconcile.report.comparison.totals import totals

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

_STYLES: dict[Tint, str] = {
    "changed": "yellow", "followed": "blue", "broken": "bold red", "added": "green",
    "removed": "red", "named": "magenta",
}  # fmt: skip
_MOST_LINES = 40  # of a section; the workbook and the JSON have all
_COLUMNS = ("what", "row", "column", "old", "new", "difference", "cell", "why")
_TOLD_BY_TITLE = frozenset({"own", "left", "followed"})  # sections whose title says what happened


def comparison_text(comparison: Comparison, language: Language, width: int, color: bool) -> str:
    """What was typed, what did not follow, what did, who rose and fell; then rows and columns."""
    console, view = _new_console(width, color), ComparisonView(comparison, language)
    paths = (comparison.old.book.path, comparison.new.book.path)
    _rule(console, view.say("versions", old=paths[0], new=paths[1]))
    _sections(console, view, of_tables(view))
    for table in comparison.tables:
        differences = of_table(view, table)
        if differences and len(comparison.tables) > 1:
            _rule(console, view.table_name(table))
        _sections(console, view, differences)
    first, *others = totals(view)
    _line(console, first, style="bold")
    for text in others:
        _line(console, text)
    return _text(console)


def _sections(console: Console, view: ComparisonView, differences: Sequence[Difference]) -> None:
    for section, alike in groupby(differences, key=lambda difference: difference.section):
        listed = list(alike)
        _line(console, f"{view.say(f'section.{section}')} ({len(listed)})", style="bold")
        console.print(_table(view, listed[:_MOST_LINES]))
        if len(listed) > _MOST_LINES:
            more = str(len(listed) - _MOST_LINES)
            _line(console, view.say("more-listed", count=more), 2)
        console.print()


def _table(view: ComparisonView, listed: Sequence[Difference]) -> RenderableType:
    """The differences of a section, one a row; what none of them has is no column."""
    from rich import box
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    texts = [_cells(view, difference) for difference in listed]
    columns = _COLUMNS[1:] if listed[0].section in _TOLD_BY_TITLE else _COLUMNS
    kept = [name for name in columns if any(row[name] for row in texts)]
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1), header_style="dim", show_edge=False)
    for name in kept:
        right = name in ("old", "new", "difference") and any(row["difference"] for row in texts)
        table.add_column(Text(view.say(f"heading.{name}")), justify="right" if right else "left")
    for difference, row in zip(listed, texts, strict=True):
        tint = _STYLES[difference.tint]
        styles = {"new": tint, "what": tint, "cell": "dim", "why": "dim"}
        table.add_row(*(Text(row[name], style=styles.get(name, "")) for name in kept))
    return Padding(table, (0, 0, 0, 2))


def _cells(view: ComparisonView, difference: Difference) -> dict[str, str]:
    return {
        "what": difference.what,
        "row": difference.row,
        "column": difference.column,
        "old": difference.old,
        "new": difference.new,
        "difference": difference.difference,
        "cell": _cell(view, difference),
        "why": difference.why,
    }


def _cell(view: ComparisonView, difference: Difference) -> str:
    """Where it stands: once where that is the same cell in both files."""
    old, new = view.old_address(difference.old_place), view.new_address(difference.new_place)
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
