"""A page of text for a terminal: lines wrapped to its width, in colour where it has any."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING

from reconcile.messages.harmless import one_line

if TYPE_CHECKING:
    from rich.console import Console


def new_console(width: int, color: bool) -> Console:
    from rich.console import Console

    return Console(
        file=StringIO(),
        width=max(40, width),
        force_terminal=color,
        color_system="standard" if color else None,
        legacy_windows=False,
        highlight=False,
    )


def written(console: Console) -> str:
    assert isinstance(console.file, StringIO)
    lines = console.file.getvalue().split("\n")
    return "\n".join(line.rstrip() for line in lines)


def line(console: Console, text: str, indent: int = 0, style: str = "") -> None:
    from rich.padding import Padding
    from rich.text import Text

    console.print(Padding(Text(text, style=style), (0, 0, 0, indent)))


def rule(console: Console, title: str) -> None:
    from rich.rule import Rule
    from rich.text import Text

    console.print(Rule(Text(one_line(title), style="bold"), align="left", style="dim"))
