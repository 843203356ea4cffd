"""What was learned: a template, and what each of its lines rests on."""

from __future__ import annotations

from dataclasses import dataclass

from reconcile.model import Sentence
from reconcile.template import Template


@dataclass(frozen=True)
class Note:
    """What one key of a template rests on, or what was left out of it.

    `header` is the entry as the file has it, `[[indicator]]`, '' for the keys above the first, and
    `n` which of its kind it is. Where `key` is '' the note is of the whole entry.
    """

    header: str
    n: int
    key: str
    sentence: Sentence


@dataclass(frozen=True)
class Learned:
    template: Template
    notes: tuple[Note, ...]
