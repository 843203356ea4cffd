"""A learned template as TOML, what its lines rest on said in comments."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from reconcile.learning.learned import Learned
from reconcile.messages import say
from reconcile.model import Language
from reconcile.template import toml


def annotated(learned: Learned, language: Language) -> str:
    """The text of the template; it reads back as the same template."""
    said: dict[tuple[str, int, str], list[str]] = {}
    for note in learned.notes:
        told = " ".join(say(note.sentence, language).split())
        said.setdefault((note.header, note.n, note.key), []).append(told)
    return "\n".join(_lines(learned, said)) + "\n"


def _lines(learned: Learned, said: dict[tuple[str, int, str], list[str]]) -> Iterator[str]:
    yield from (f"# {told}" for told in said.get(("", 0, ""), []))
    seen: Counter[str] = Counter()
    header, n = "", 0
    for line in toml(learned.template).splitlines():
        if line.startswith("["):
            header, n = line, seen[line]
            seen[line] += 1
            yield line
            yield from (f"# {told}" for told in said.get((header, n, ""), []))
        elif line:
            own = said.get((header, n, line.partition(" = ")[0]), [])
            yield f"{line}  # {'; '.join(own)}" if own else line
        else:
            yield line
