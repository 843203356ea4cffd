"""What a user may choose, in one frozen value."""

from __future__ import annotations

from dataclasses import dataclass

from reconcile.model import Language


@dataclass(frozen=True)
class Settings:
    """`language` None means the sheet's own; `sheet` None means every sheet."""

    language: Language | None = None
    sheet: str | None = None
