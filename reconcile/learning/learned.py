"""What was learned: a template, and what each of its lines rests on, said in its comments."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from msgspec import Struct

from reconcile.messages import say
from reconcile.model import Language, Sentence
from reconcile.template import Template, toml


class TemplateNote(Struct, frozen=True):
    """What one key of a template rests on, or what was left out of it.

    `header` is the entry as the file has it, `[[indicator]]`, '' for the keys above the first, and
    `n` which of its kind it is. Where `key` is '' the note is of the whole entry.
    """

    header: str
    n: int
    key: str
    sentence: Sentence


class Learned(Struct, frozen=True):
    template: Template
    notes: tuple[TemplateNote, ...]

    @property
    def of_all(self) -> tuple[Sentence, ...]:
        """What is said of the template as a whole."""
        return tuple(n.sentence for n in self.notes if (n.header, n.n, n.key) == ("", 0, ""))


def annotated(learned: Learned, language: Language) -> str:
    """The template as TOML, what its lines rest on in comments; it reads back as the same one."""
    comments: dict[tuple[str, int, str], list[str]] = {}
    for note in learned.notes:
        comment = " ".join(say(note.sentence, language).split())
        comments.setdefault((note.header, note.n, note.key), []).append(comment)
    return "\n".join(_lines(learned, comments)) + "\n"


def _lines(learned: Learned, comments: dict[tuple[str, int, str], list[str]]) -> Iterator[str]:
    yield from (f"# {comment}" for comment in comments.get(("", 0, ""), []))
    seen: Counter[str] = Counter()
    header, n = "", 0
    for line in toml(learned.template).splitlines():
        if line.startswith("["):
            header, n = line, seen[line]
            seen[line] += 1
            yield line
            yield from (f"# {comment}" for comment in comments.get((header, n, ""), []))
        elif line:
            own = comments.get((header, n, line.partition(" = ")[0]), [])
            yield f"{line}  # {'; '.join(own)}" if own else line
        else:
            yield line
