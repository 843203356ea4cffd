"""What the sheet says must hold, before any figure is looked at."""

from __future__ import annotations

from msgspec import Struct

from reconcile.model import Source
from reconcile.relations.evidence.support import Pattern


class Claim(Struct, frozen=True):
    """That one of some `readings` of a line holds, the likeliest first, as the sheet says by its
    words or its layout. No figure can abolish it; which reading is meant the figures tell."""

    source: Source
    target: int
    readings: tuple[Pattern, ...]
