"""What people are told, before it is put in a language."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from reconcile.model.arrays import EMPTY


class Sentence(Struct, frozen=True):
    """A message by its key in the catalogues, with what it speaks of already written out."""

    key: str
    values: Mapping[str, str] = EMPTY


class ReconcileError(Exception):
    """What cannot be done, as one sentence: `code` is stable, `message` is for people.

    `said_as` names the sentence where a code has more than one.
    """

    def __init__(self, code: str, said_as: str = "", **values: str) -> None:
        self.code = code
        self.message = Sentence(f"error.{said_as or code}", values)
        super().__init__(f"{code}: {', '.join(values.values())}")
