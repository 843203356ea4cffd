"""What a user may choose, in one frozen value."""

from __future__ import annotations

from msgspec import Struct

from reconcile.model import Language


class Settings(Struct, frozen=True):
    """`language` None means the sheet's own; `sheet` None means every sheet. `template` is the name
    of a template or a file that holds one, None the one that fits; `templates` False takes none."""

    language: Language | None = None
    sheet: str | None = None
    template: str | None = None
    templates: bool = True
