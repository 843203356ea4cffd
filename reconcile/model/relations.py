"""What must hold, and whether it does."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from itertools import chain
from typing import Literal, NamedTuple, overload

import numpy as np
import numpy.typing as npt
from msgspec import Struct
from msgspec.structs import replace

from reconcile.model.arrays import Flags
from reconcile.model.sentences import Sentence
from reconcile.model.words import HOLDS, Holds, Kind, Source


class Cell(NamedTuple):
    """A figure by its table and its position in it."""

    table: str
    row: int
    column: int


class Term(Struct, frozen=True):
    """A figure that an equation counts, and how often: -1 takes it away."""

    cell: Cell
    factor: Fraction = Fraction(1)


class Line(Struct, frozen=True):
    """A column of a table, or a row of it: what relations relate."""

    table: str
    axis: Literal["column", "row"]
    index: int

    def cell(self, position: int) -> Cell:
        if self.axis == "column":
            return Cell(self.table, position, self.index)
        return Cell(self.table, self.index, position)

    def position(self, cell: Cell) -> int:
        """How far along the line a cell of it stands."""
        return cell.row if self.axis == "column" else cell.column

    def holds(self, cell: Cell) -> bool:
        across = cell.column if self.axis == "column" else cell.row
        return (cell.table, across) == (self.table, self.index)


@dataclass(frozen=True, eq=False)
class Lines(Sequence[Line]):
    """Lines of one table along one axis, each made when asked for."""

    table: str
    axis: Literal["column", "row"]
    indices: npt.NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.indices)

    @overload
    def __getitem__(self, at: int) -> Line: ...
    @overload
    def __getitem__(self, at: slice) -> Lines: ...
    def __getitem__(self, at: int | slice) -> Line | Lines:
        if isinstance(at, slice):
            return Lines(self.table, self.axis, self.indices[at])
        return Line(self.table, self.axis, int(self.indices[at]))

    def __iter__(self) -> Iterator[Line]:
        return (Line(self.table, self.axis, index) for index in self.indices.tolist())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))


class Relation(Struct, frozen=True, eq=False, dict=True):
    """A pattern over lines; each row of `positions` is one equation of it.

    `positions` has shape (equations, 1 + terms): the position of the target along its line, then
    of each term along its own, the one before in a running total. For a ratio `constant` is the
    denominator where there is one term, and `scale` is 100 for per cent; a product is divided by
    `constant` where that is not 0.
    `rounded` is None where the rows cannot tell. `declared` says what named it ('label',
    'outline', 'formula', …), '' where the figures alone did. `confidence` is the probability that
    it is meant, and so that a figure is wrong where it does not hold. `basis` is one sentence about
    what decides a rank, grade or order, or how quotients are printed.
    """

    id: str
    kind: Kind
    target: Line
    terms: Sequence[Line]
    factors: tuple[Fraction, ...]
    positions: npt.NDArray[np.int64]
    constant: Fraction = Fraction(0)
    scale: int = 1
    digits: int | None = None
    rounded: bool | None = None
    declared: str = ""
    held: int = 0
    tested: int = 0
    confidence: float = 1.0
    basis: Sentence | None = None
    ordering: Ordering | None = None

    def cells(self, n: int) -> tuple[Cell, tuple[Cell, ...]]:
        """The target of one of its equations, and the terms."""
        target, *others = self.positions[n].tolist()
        terms = (line.cell(at) for line, at in zip(self.terms, others, strict=True))
        return self.target.cell(target), tuple(terms)

    @cached_property
    def different_factors(self) -> frozenset[Fraction]:
        """Nearly always 1 alone, which a look at a long sum tells."""
        first = self.factors[:1]
        alike = self.factors.count(*first) == len(self.factors) if first else True
        return frozenset(first if alike else self.factors)

    @property
    def is_running(self) -> bool:
        """Whether it is a sum that goes on from the figure before in its line, `C4 = C3 + B4`."""
        return self.kind == "sum" and isinstance(self.terms, tuple) and self.target in self.terms

    @property
    def is_weighted(self) -> bool:
        """A sum by weights, rounded after adding; others count their terms whole times."""
        return self.kind == "sum" and any(
            factor.denominator != 1 for factor in self.different_factors
        )


Ties = Literal["competition", "dense", "unique", "average", "last"]


class Ordering(Struct, frozen=True):
    """How a rank, grade or order follows its score.

    Of scores 9, 8, 8 and 5 the ranks are 1, 2, 2, 4 (competition), 1, 2, 2, 3 (dense), 1, 2, 3, 4
    (unique), 1, 2.5, 2.5, 4 (average) or 1, 3, 3, 4 (last).
    `grades` are (grade, lowest score, highest score) as printed, best first.
    """

    descending: bool = True
    ties: Ties = "competition"
    grades: tuple[tuple[str, Decimal, Decimal], ...] = ()


class Equation(Struct, frozen=True, dict=True):
    """One instance of a relation, checked against the figures.

    `low` and `high` bound what `computed` could be, given how its terms are rounded; they equal it
    where nothing is. Ranks and grades have texts in place of numbers. `confidence` is the
    probability that it is a mistake where it does not hold.
    """

    relation: str
    kind: Kind
    target: Cell
    terms: tuple[Term, ...]
    constant: Fraction
    scale: int
    holds: Holds
    printed: str
    computed: str
    value: Fraction | None = None
    result: Fraction | None = None
    low: Fraction | None = None
    high: Fraction | None = None
    confidence: float = 1.0

    @cached_property
    def factors(self) -> Mapping[Cell, Fraction]:
        """How often each cell is counted: in `F = C + C - D` it is 2 for C and -1 for D."""
        factors: dict[Cell, Fraction] = {}
        for term in self.terms:
            counted = factors.get(term.cell)
            factors[term.cell] = term.factor if counted is None else counted + term.factor
        return factors

    @property
    def difference(self) -> Fraction | None:
        """Printed less computed."""
        if self.value is None or self.result is None:
            return None
        return self.value - self.result


class CheckedRelation(Struct, frozen=True, eq=False, dict=True):
    """A relation checked against the figures: its equations as arrays, a view of each on demand.

    `positions`, of shape (equations, 1 + terms), is the relation's for the equations that there
    are; `counted`, of shape (equations, terms), says which terms stand in each of them; `verdicts`
    are places in HOLDS, and `nothing` says where what is computed is 0. `view` makes an equation
    of its number, whatever its verdict; the same object is given every time. `confidences` are the
    probabilities that what does not hold is a mistake, the relation's own where there are none.
    """

    relation: Relation
    positions: npt.NDArray[np.int64]
    counted: Flags
    verdicts: npt.NDArray[np.int8]
    nothing: Flags
    view: Callable[[int], Equation]
    confidences: npt.NDArray[np.float64] | None = None

    def __len__(self) -> int:
        return len(self.verdicts)

    def equation(self, n: int) -> Equation:
        if n not in self._views:
            sure = self.relation.confidence if self.confidences is None else self.confidences[n]
            self._views[n] = replace(
                self.view(n), holds=HOLDS[self.verdicts[n]], confidence=float(sure)
            )
        return self._views[n]

    @cached_property
    def _views(self) -> dict[int, Equation]:
        return {}

    def equations(self) -> Iterator[Equation]:
        return map(self.equation, range(len(self)))

    def are(self, *holds: Holds) -> Flags:
        """Which equations hold in one of these ways."""
        which: Flags = np.isin(self.verdicts, [HOLDS.index(verdict) for verdict in holds])
        return which

    def holding(self, *holds: Holds) -> Iterator[Equation]:
        """The equations that hold in one of these ways."""
        return map(self.equation, np.flatnonzero(self.are(*holds)).tolist())


class Rejected(Struct, frozen=True, eq=False):
    """What something states of a line and the figures do not bear out: that it is computed from
    `terms`, the nearest of what could be meant, none where nothing could, held against `tested`
    figures. `confidence` is the
    probability that it is meant all the same; `reason` says what speaks against it."""

    source: Source
    kind: Kind
    target: Line
    terms: Sequence[Line]
    tested: int
    confidence: float
    reason: Sentence


class Relations(Struct, frozen=True, eq=False, dict=True):
    """All that must hold in a document, as it was checked.

    `rejected` is what is stated and not borne out by the figures; `inspect -v` lists it.
    """

    checked: tuple[CheckedRelation, ...]
    rejected: tuple[Rejected, ...] = ()

    @cached_property
    def relations(self) -> tuple[Relation, ...]:
        return tuple(checked.relation for checked in self.checked)

    @property
    def equations(self) -> Iterator[Equation]:
        """Every equation, each made an object: for what lists them all."""
        return chain.from_iterable(checked.equations() for checked in self.checked)

    def of(self, relation: str) -> CheckedRelation:
        """The equations of a relation, by its id."""
        return self._by_id[relation]

    def relation(self, id: str) -> Relation:
        return self._by_id[id].relation

    def holding(self, *holds: Holds) -> Iterator[Equation]:
        """The equations that hold in one of these ways, in the order of their relations."""
        return chain.from_iterable(checked.holding(*holds) for checked in self.checked)

    def broken(self) -> Iterator[Equation]:
        return self.holding("no")

    @cached_property
    def _by_id(self) -> dict[str, CheckedRelation]:
        return {checked.relation.id: checked for checked in self.checked}
