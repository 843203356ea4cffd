"""What a formula states, as far as a relation can say it."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from msgspec import Struct

from reconcile.formulas.tree import Reference
from reconcile.model import Kind, Place


class Meaning(Struct, frozen=True):
    """What a formula computes its cell from: `=ROUND(A1*100/B1,1)` is a ratio of A1 and B1 in per
    cent, to one digit.

    `terms` are the cells named, blank ones too, each counted by its factor; `constant`, `scale` and
    `digits` as in a Relation. Of a rank the term is the score, and `among` names those it is ranked
    among. `ranged` says whether cells were named as a range.
    """

    kind: Kind
    terms: tuple[Place, ...]
    factors: tuple[Fraction, ...]
    constant: Fraction = Fraction(0)
    scale: int = 1
    digits: int | None = None
    descending: bool = True
    among: Reference | None = None
    ranged: bool = False


@dataclass
class Meanings:
    """The meanings read so far, None for a formula without one, and how many terms they have."""

    by_place: dict[Place, Meaning | None] = field(default_factory=dict)
    terms: int = 0
