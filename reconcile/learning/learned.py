"""What was learned: a template, and what each of its lines rests on."""

from __future__ import annotations

from msgspec import Struct

from reconcile.model import Sentence
from reconcile.template import Template


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
        whole = ("", 0, "")
        return tuple(n.sentence for n in self.notes if (n.header, n.n, n.key) == whole)
