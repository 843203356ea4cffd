"""Whether laws hold of printed cells, and which single cells could mend those that do not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from itertools import product as combinations

from benchmarks.strangers.sheet import (
    Cells,
    Content,
    Figure,
    Law,
    Sheet,
    Spot,
    Text,
    computed,
    grade,
)

DUST = Decimal("1e-9")  # of a computed double, relative; no figure here has more than 12 digits


def value_of(cell: Content) -> Decimal | None:
    """A blank and a dash count as zero, other texts as nothing that can be read."""
    if isinstance(cell, Figure):
        return cell.value
    if cell is None or cell.text in ("-", "–"):
        return Decimal(0)
    return None


def holds(law: Law, cells: Cells) -> bool:
    """Whether the printed target may come from the printed terms, each rounded as it is."""
    target = cells.get(law.target)
    values = [value_of(cells.get(term)) for term in law.terms]
    if any(value is None for value in values):
        return False
    known = [value for value in values if value is not None]
    if law.kind == "grade":
        return isinstance(target, Text) and target.text == grade(law, known[0])
    printed = value_of(target)
    if printed is None:
        return False
    try:
        least, most = _span(law, cells, known)
    except ZeroDivisionError:
        return False
    slack = (target.slack if isinstance(target, Figure) else Decimal(0)) + DUST * abs(most) + DUST
    return least - slack <= printed <= most + slack


def broken(laws: Iterable[Law], cells: Cells) -> list[Law]:
    return [law for law in laws if not holds(law, cells)]


def with_implied(sheet: Sheet) -> Sheet:
    """The sheet with what holds of a column as well because it was made of the columns beside it.

    A row that adds up some rows does so in every column that was computed across from such ones.
    """
    known = {(law.target, law.terms) for law in sheet.laws}
    laws = list(sheet.laws)
    for law in sheet.laws:
        page, row, own = law.target
        downwards = {term[2] for term in law.terms} == {own} and {page} == {t[0] for t in law.terms}
        if law.kind != "sum" or not downwards or len(law.terms) < 2:
            continue
        for column in range(sheet.size(page)[1]):
            terms = tuple((page, line, column) for _, line, _ in law.terms)
            other = replace(law, target=(page, row, column), terms=terms)
            if (other.target, terms) not in known and _is_column(sheet, other):
                known.add((other.target, terms))
                laws.append(other)
    return replace(sheet, laws=tuple(laws))


def _is_column(sheet: Sheet, law: Law) -> bool:
    cells = [sheet.cells.get(spot) for spot in (law.target, *law.terms)]
    figures = [cell for cell in cells if isinstance(cell, Figure) and cell.value]
    return isinstance(cells[0], Figure) and len(figures) > 2 and holds(law, sheet.cells)


def menders(sheet: Sheet, cells: Cells) -> set[Spot]:
    """The cells of which one alone, given the right value, would leave no law broken."""
    wrong = broken(sheet.laws, cells)
    if not wrong:
        return set()
    shared = set.intersection(*({law.target, *law.terms} for law in wrong))
    return {spot for spot in shared if _mends(sheet, cells, spot, wrong)}


def recalculated(cells: Cells, formulas: Mapping[Spot, Law]) -> dict[Spot, Content]:
    """The cells after the formulas were computed anew; text counts nothing, as SUM has it."""
    after = dict(cells)
    for _ in range(8):  # deeper than any of the layouts
        before = dict(after)
        for spot, law in formulas.items():
            old = after[spot]
            values = [value_of(after.get(term)) or Decimal(0) for term in law.terms]
            if isinstance(old, Figure):
                new = Decimal(repr(float(computed(law, values))))
                if new != old.value:
                    after[spot] = old.with_value(new)
        if after == before:
            break
    return after


def _span(law: Law, cells: Cells, values: list[Decimal]) -> tuple[Decimal, Decimal]:
    """The least and the most that the terms can make, each anywhere within its slack."""
    slacks = [_slack(cells.get(term)) for term in law.terms]
    if law.kind == "rank" or not any(slacks):
        value = computed(law, values)
        return value, value
    if law.kind in ("ratio", "change", "product"):
        corners = combinations(*({v - s, v + s} for v, s in zip(values, slacks, strict=True)))
        made = [computed(law, list(corner)) for corner in corners]
        return min(made), max(made)
    value = computed(law, values)
    if law.kind == "sum":
        reach = sum(slacks, Decimal(0))
    elif law.kind == "mean":
        reach = sum(slacks, Decimal(0)) / len(slacks)
    else:
        reach = max(slacks)
    return value - reach, value + reach


def _slack(cell: Content) -> Decimal:
    return cell.slack if isinstance(cell, Figure) else Decimal(0)


def _mends(sheet: Sheet, cells: Cells, spot: Spot, wrong: list[Law]) -> bool:
    touching = [law for law in sheet.laws if spot == law.target or spot in law.terms]
    old = cells.get(spot)
    shape = old if isinstance(old, Figure) else Figure(Decimal(0), 6)
    rights = [right for law in wrong for right in _solved(law, cells, spot)]
    figures = [right for right in rights if isinstance(right, Decimal)]
    if figures:  # between them, where each law leaves some play
        rights.append(sum(figures, Decimal(0)) / len(figures))
    return any(not broken(touching, {**cells, spot: _put(shape, right)}) for right in rights)


def _put(shape: Figure, right: Decimal | str) -> Content:
    return Text(right) if isinstance(right, str) else shape.with_value(right)


def _solved(law: Law, cells: Cells, spot: Spot) -> Iterator[Decimal | str]:
    """The values of the cell at `spot` with which the law would hold."""
    values = [value_of(cells.get(term)) for term in law.terms]
    try:
        if spot == law.target:
            known = [value for value in values if value is not None]
            if len(known) == len(values):
                yield grade(law, known[0]) if law.kind == "grade" else computed(law, known)
            return
        yield from _inverted(law, cells, spot)
    except (ZeroDivisionError, InvalidOperation):
        return


def _inverted(law: Law, cells: Cells, spot: Spot) -> Iterator[Decimal]:
    """By two trials for what is linear in the term; by turning over for a denominator."""
    target = value_of(cells.get(law.target))
    if target is None or law.kind in ("rank", "grade", "max", "min", "weighted"):
        return
    values = [value_of(cells.get(term)) for term in law.terms]
    at = law.terms.index(spot)
    if any(value is None for n, value in enumerate(values) if n != at):
        return
    known = [value or Decimal(0) for value in values]
    if law.kind in ("ratio", "change") and at == 1:
        yield law.scale * known[0] / (target + law.scale * (law.kind == "change"))
        return
    zero = computed(law, [*known[:at], Decimal(0), *known[at + 1 :]])
    one = computed(law, [*known[:at], Decimal(1), *known[at + 1 :]])
    yield (target - zero) / (one - zero)
