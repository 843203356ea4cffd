"""Whether the laws of a sheet hold, and which single cells could mend those that do not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from benchmarks.faults.board import Content, Grid, Law, Spot, laws_by_cell
from tests.layouts.drawing import Figure

State = Literal["holds", "slight", "broken"]
Cells = Mapping[Spot, Content]
Mending = dict[Spot, Content]


def cells_of(rows: Grid) -> dict[Spot, Content]:
    return {(i, j): cell for i, row in enumerate(rows) for j, cell in enumerate(row)}


def state(law: Law, cells: Cells) -> State:
    """How the law stands; 'slight' where a sum is off by no more than rounding could make it."""
    if law.kind == "grade":
        return "broken" if _contradicted(law, cells) else "holds"
    target = _value(cells, law.target)
    computed = _computed(law, cells)
    if target is None or computed is None:
        return "broken"
    if law.kind == "sum":
        return _of_sum(law, cells, target - computed)
    if law.kind in ("ratio", "average"):
        return "holds" if abs(target - computed) * 2 <= _unit(cells, law.target) else "broken"
    return "holds" if target == computed else "broken"


def broken(laws: Iterable[Law], cells: Cells) -> list[Law]:
    return [law for law in laws if state(law, cells) == "broken"]


def menders(laws: tuple[Law, ...], cells: dict[Spot, Content]) -> Mending:
    """Each cell that, changed alone, makes every law hold, with what it would have to state.

    What is computed from a cell does not vouch for it: an index that agrees with a total may have
    been divided from that very total when it was wrong already.
    """
    wrong = [law for law in laws if state(law, cells) != "holds"]
    around = laws_by_cell(laws)
    found: Mending = {}
    for law in wrong:
        for spot, new in _mending(law, cells):
            sources = (one for one in around[spot] if not _follows(one, spot))
            touched = {id(one): one for one in (*sources, *wrong)}.values()
            if spot not in found and _all_hold(touched, {**cells, spot: new}):
                found[spot] = new
    return found


def _follows(law: Law, spot: Spot) -> bool:
    return law.kind in ("ratio", "rank", "grade") and spot != law.target


def _all_hold(laws: Iterable[Law], cells: Cells) -> bool:
    return all(state(law, cells) == "holds" for law in laws)


def _mending(law: Law, cells: Cells) -> Iterator[tuple[Spot, Content]]:
    """What one cell of a broken law would have to state for the law to hold."""
    if law.kind == "grade":
        yield from ((law.target, grade) for grade in law.grades if grade != cells[law.target])
        return
    computed = _computed(law, cells)
    if computed is not None:
        yield law.target, _restated(cells, law.target, computed)
    target = _value(cells, law.target)
    if target is None or law.kind == "rank":
        return
    for n, spot in enumerate(law.terms):
        wanted = _wanted(law, cells, n, target)
        if wanted is not None:
            yield spot, _restated(cells, spot, wanted)


def _wanted(law: Law, cells: Cells, n: int, target: Decimal) -> Decimal | None:
    others = [_value(cells, spot) for m, spot in enumerate(law.terms) if m != n]
    known = [value for value in others if value is not None]
    if len(known) < len(others):
        return None
    if law.kind == "ratio":
        return _wanted_by_ratio(law, n, target, known)
    whole = target * len(law.terms) if law.kind == "average" else target
    return whole - sum(known, Decimal(0))


def _wanted_by_ratio(law: Law, n: int, target: Decimal, known: list[Decimal]) -> Decimal | None:
    if n == 0:
        return target * (known[0] if known else law.over) / law.scale
    return known[0] * law.scale / target if target else None


def _restated(cells: Cells, spot: Spot, value: Decimal) -> Figure:
    """The value as finely as the cell states it, or as the value itself needs if it is exact."""
    old = cells[spot]
    decimals = _decimals(old.value) if isinstance(old, Figure) else 0
    needed = min(_decimals(value.normalize()), 4)
    rounded = value.quantize(Decimal(1).scaleb(-max(decimals, needed)), ROUND_HALF_UP)
    return Figure(rounded)


def _of_sum(law: Law, cells: Cells, residual: Decimal) -> State:
    if not residual:
        return "holds"
    values = [value for spot in law.terms if (value := _value(cells, spot)) is not None]
    finest = max(map(_decimals, values))
    rounded = sum(_decimals(value) == finest for value in values)
    within = abs(residual) * 2 < (rounded + 1) * Decimal(1).scaleb(-finest)
    if not within:
        return "broken"
    return "holds" if law.rounded else "slight"


def _computed(law: Law, cells: Cells) -> Decimal | None:
    values = [_value(cells, spot) for spot in law.terms]
    known = [value for value in values if value is not None]
    if len(known) < len(values):
        return None
    if law.kind == "rank":
        return Decimal(1 + sum(other > known[0] for other in known[1:]))
    if law.kind == "ratio":
        over = known[1] if len(known) > 1 else law.over
        return known[0] * law.scale / over if over else None
    total = sum(known, Decimal(0))
    return total / len(known) if law.kind == "average" else total


def _contradicted(law: Law, cells: Cells) -> bool:
    """A better grade than a higher score has, or a worse one than a lower."""
    own, grade = _value(cells, law.terms[0]), cells[law.target]
    if own is None or grade not in law.grades:
        return True
    place = law.grades.index(str(grade))
    for score_at, grade_at in zip(law.terms[1::2], law.terms[2::2], strict=True):
        score, other = _value(cells, score_at), cells[grade_at]
        if score is None or other not in law.grades:
            continue
        if (own - score) * (place - law.grades.index(str(other))) > 0:
            return True
    return False


def _value(cells: Cells, spot: Spot) -> Decimal | None:
    cell = cells.get(spot)
    return cell.value if isinstance(cell, Figure) else None


def _unit(cells: Cells, spot: Spot) -> Decimal:
    value = _value(cells, spot)
    return Decimal(1).scaleb(-_decimals(value)) if value is not None else Decimal(1)


def _decimals(value: Decimal) -> int:
    return max(0, -int(value.as_tuple().exponent))
