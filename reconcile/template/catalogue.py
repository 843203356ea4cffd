"""The templates at hand, known by little until one is taken: a plain audit must not wait for them.

Of each only the keys above its first table are parsed, for its title patterns; its indicators are
looked for in its text. The whole is parsed where one of the two lets it be thought of.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from reconcile.labels.spelling import fold
from reconcile.model import ReconcileError
from reconcile.template.folders import named, shipped

if TYPE_CHECKING:
    from reconcile.template.values import Template

_TABLE = re.compile(r"^[ \t]*\[", re.MULTILINE)
_ENOUGH = 0.5  # of a sheet's labels, for a template that holds them to be thought of
_FEWEST = 3  # labels: names such as "Total" alone are in every template


class Cover(Struct, frozen=True):
    """A template's outside: its name, its titles and its text."""

    name: str
    path: Path
    titles: tuple[str, ...]
    text: str

    def may_know(self, heading: str, labels: Collection[str]) -> bool:
        """Whether its title or its indicators may be those of a sheet; `heading` is folded."""
        if any(fits(title, heading) for title in self.titles):
            return True
        held = sum(f'"{label}"' in self.text for label in labels)
        return held >= max(_FEWEST, _ENOUGH * len(labels))


def fits(pattern: str, heading: str) -> bool:
    """Whether a title pattern fits a folded heading: its words stand there, in their order, `*` for
    any between them."""
    rest = f" {heading} "
    for piece in filter(None, map(fold, pattern.split("*"))):
        _, held, behind = rest.partition(f" {piece} ")
        if not held:
            return False
        rest = f" {behind}"
    return bool(fold(pattern))


@cache
def shipped_covers() -> tuple[Cover, ...]:
    """The shipped templates from outside. One that cannot be read is none."""
    return tuple(_readable_covers())


def _readable_covers() -> Iterator[Cover]:
    for path in shipped():
        try:
            text = path.read_text(encoding="utf-8")
            head = tomllib.loads(_TABLE.split(text, maxsplit=1)[0])
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
            continue
        yield Cover(path.stem, path, tuple(map(str, head.get("titles", ()))), text)


def find_template(name: str) -> tuple[str, Template]:
    """The template of a name, or in a file, and what it is called.

    Raises ReconcileError: `no-template` where there is neither, or what is wrong with the file.
    """
    path = named(name)
    if path is None and (name.endswith(".toml") or Path(name).is_file()):
        from reconcile.template.load import read_template

        return Path(name).stem, read_template(name)
    if path is None:
        known = ", ".join(cover.name for cover in shipped_covers())
        raise ReconcileError("no-template", name=name, known=known)
    return name, shipped_template(path)


@cache
def shipped_template(path: Path) -> Template:
    """A shipped template."""
    from reconcile.template.load import read_template

    return read_template(path)
