"""What rules say: edits that would make a broken equation hold, or what is seen on the sheet."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from msgspec import Struct, field

from reconcile.model import (
    Applicability,
    Cell,
    Edit,
    Equation,
    Fix,
    Place,
    Range,
    Sentence,
    Severity,
)

if TYPE_CHECKING:
    from reconcile.explain.context import Changes

STATED = 0.01  # by the author's own formula: nothing that figures alone say is cheaper
# Explanations are compared by their cost for each equation that they account for: a LIKELY one of
# two equations is as cheap as a CERTAIN one of a single one. From WEAK on, an explanation is listed
# among the candidates and never taken by itself.
CERTAIN, LIKELY, SLIP, POSSIBLE, WEAK, FALLBACK = 1.0, 2.0, 2.5, 4.0, 50.0, 99.0


class Explanation(Struct, frozen=True, eq=False, kw_only=True):
    """A set of edits that would make a broken equation hold.

    `changes` are the figures after the edits, by which the equations are judged again; `at` is
    the one cell to look at first. Of the explanations of an equation the cheapest is taken.

    `along` are broken equations that are part of the same mistake. `place` is said where the cell's
    figure is printed elsewhere than the mistake stands. `others` are further edits that would do as
    well, listed for display. `rule`, and the severity where there is none, are given by the rule
    that proposes it.
    """

    rule: str = ""
    severity: Severity | None = None
    cost: float
    equation: Equation
    at: Cell
    message: Sentence
    title: Sentence
    edits: tuple[Edit, ...]
    changes: Changes
    place: Place | None = None
    applicability: Applicability = "display"
    confidence: float = 0.5
    cells: tuple[Cell, ...] = ()
    expected: Fraction | None = None
    expected_text: str | None = None
    others: tuple[tuple[Sentence, tuple[Edit, ...]], ...] = field(default=())
    along: tuple[Equation, ...] = ()
    interval: tuple[str, str] | None = None


class Observation(Struct, frozen=True, eq=False, kw_only=True):
    """A mistake seen on the sheet itself: a Finding to which the rule's name and a number are still
    to be given, and the severity where it is the rule's own."""

    at: Place
    cells: tuple[Place, ...]
    message: Sentence
    range: Range | None = None
    severity: Severity | None = None
    row: str = ""
    column: tuple[str, ...] = ()
    printed: str | None = None
    expected: str | None = None
    difference: str | None = None
    fixes: tuple[Fix, ...] = ()
