"""Whether a mutant can be found at all, and whether its cell can be told from the others.

A mutant is detectable where it breaks a law of its sheet by more than rounding could, or where
what stands in the cell is no figure at all. It is decidable where the sheet points at the faulty
cell: by form, as the cell is written as no other is; because that cell alone, changed, makes every
law hold (what is merely computed from it follows); or because of the cells that would do, it alone
is one slip of the hand, or one term left out or counted twice, away from what it would have to
state. A row that was moved counts as decided by its row: arithmetic does not tell the place in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from benchmarks.faults.board import Clean, Content, Law, Odd, Spot
from benchmarks.faults.injection import Mutant
from benchmarks.faults.laws import Cells, broken, cells_of, menders, state
from tests.layouts.drawing import Figure


@dataclass(frozen=True)
class Decided:
    """`slight` is off by no more than rounding, or only oddly written where all sums are right;
    `targets` are those of the broken laws that the faulty cells take part in."""

    detectable: bool
    slight: bool
    decidable: bool
    targets: frozenset[Spot]


def decide(clean: Clean, mutant: Mutant) -> Decided:
    cells = cells_of(mutant.rows)
    wrong = broken(clean.laws, cells)
    mine = [law for law in wrong if mutant.at & {law.target, *law.terms}]
    detectable = bool(mine) or mutant.plain
    slight = not detectable and (
        any(isinstance(cells[spot], Odd) for spot in mutant.at)
        or any(state(law, cells) == "slight" for law in clean.laws)
    )
    return Decided(
        detectable=detectable,
        slight=slight,
        decidable=detectable and _is_decidable(clean, mutant, cells, wrong),
        targets=frozenset(law.target for law in mine),
    )


def _is_decidable(
    clean: Clean, mutant: Mutant, cells: dict[Spot, Content], wrong: list[Law]
) -> bool:
    if mutant.moved or any(_is_odd(cells[spot]) for spot in mutant.at):
        return True
    if len(mutant.at) > 1:
        return {law.target for law in wrong} == mutant.at
    found = menders(clean.laws, cells)
    if set(found) == mutant.at:
        return True
    slipped = {spot for spot, new in found.items() if _is_slip(cells[spot], new)}
    return slipped | (_miscounted(wrong, cells) & set(found)) == mutant.at


def _is_odd(cell: Content) -> bool:
    """No word, and no bare figure either."""
    digits = isinstance(cell, str) and any(map(str.isdigit, cell))
    return isinstance(cell, (Odd, date)) or digits


def _miscounted(wrong: list[Law], cells: Cells) -> set[Spot]:
    """Totals that are off by just one of their terms."""
    found = set()
    for law in wrong:
        target, terms = cells[law.target], [cells[spot] for spot in law.terms]
        values = [cell.value for cell in terms if isinstance(cell, Figure)]
        if law.kind == "sum" and isinstance(target, Figure):
            residual = target.value - sum(values, Decimal(0))
            if any(abs(residual) == abs(value) for value in values):
                found.add(law.target)
    return found


def _is_slip(old: Content, new: Content) -> bool:
    """One digit replaced, dropped or added, two neighbours exchanged, a mark or a sign off."""
    if not isinstance(old, Figure) or not isinstance(new, Figure):
        return False
    if old.value == -new.value or _is_scaled(old.value, new.value):
        return True
    if (old.value < 0) != (new.value < 0):
        return False
    return _one_edit(f"{abs(old.value):f}", f"{abs(new.value):f}")


def _is_scaled(old: Decimal, new: Decimal) -> bool:
    return any(new in (old.scaleb(k), old.scaleb(-k)) for k in (1, 2, 3))


def _one_edit(old: str, new: str) -> bool:
    if abs(len(old) - len(new)) > 1:
        return False
    start = next((n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), 0)
    a, b = old[start:], new[start:]
    if len(a) != len(b):
        longer, shorter = (a, b) if len(a) > len(b) else (b, a)
        return longer[1:] == shorter or old.startswith(new) or new.startswith(old)
    return a[1:] == b[1:] or (a[:2] == b[:2][::-1] and a[2:] == b[2:])
