"""The mistakes that are planted: what a hand, a keyboard or a careless formula does to a sheet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from benchmarks.strangers.formulas import formula
from benchmarks.strangers.holding import value_of
from benchmarks.strangers.sheet import Sheet, Spot, Text, rounded
from benchmarks.strangers.striking import Fault, Victim


def _digits(victim: Victim, spot: Spot) -> tuple[str, list[int]]:
    """The figure as typed, and where in it digits stand that are seen."""
    figure = victim.figure(spot)
    seen = figure.shown + (2 if figure.look == "percent" else 0)
    text = f"{figure.value:f}"
    whole, _, rest = text.partition(".")
    most = len(whole) + (1 + seen if rest and seen else 0)
    return text, [n for n, sign in enumerate(text[:most]) if sign.isdigit()]


def digit(victim: Victim) -> Fault | None:
    if not (spot := victim.spot()):
        return None
    text, places = _digits(victim, spot)
    at = victim.rng.choice(places)
    other = victim.rng.choice([d for d in "123456789" if d != text[at]])
    return victim.changed(spot, Decimal(text[:at] + other + text[at + 1 :]))


def swapped(victim: Victim) -> Fault | None:
    if not (spot := victim.spot()):
        return None
    text, places = _digits(victim, spot)
    pairs = [n for n in places if n + 1 in places and text[n] != text[n + 1]]
    if not pairs:
        return None
    at = victim.rng.choice(pairs)
    return victim.changed(spot, Decimal(text[:at] + text[at + 1] + text[at] + text[at + 2 :]))


def factor(victim: Victim) -> Fault | None:
    if not (spot := victim.spot()):
        return None
    power = victim.rng.choice((-3, -2, -1, 1, 1, 2, 3))
    value = victim.figure(spot).value
    moved = value.scaleb(power)
    digits = -int(value.as_tuple().exponent)
    return victim.changed(spot, moved if moved == rounded(moved, digits) else value * 10)


def copied(victim: Victim) -> Fault | None:
    """The value of the cell at the left or above."""
    if not (spot := victim.spot()):
        return None
    page, row, column = spot
    beside = [(page, row, column - 1), (page, row - 1, column)]
    values = [victim.figure(one).value for one in beside if victim.figure(one).value]
    return victim.changed(spot, victim.rng.choice(values)) if values else None


def exchanged(victim: Victim) -> Fault | None:
    """Two cells beside or above each other."""
    if not (spot := victim.spot()):
        return None
    page, row, column = spot
    other = victim.rng.choice(((page, row, column + 1), (page, row + 1, column)))
    one, two = victim.figure(spot), victim.figure(other)
    if other not in victim.figures() or one.value == two.value:
        return None
    return Fault({spot: one.with_value(two.value), other: two.with_value(one.value)})


def sign(victim: Victim) -> Fault | None:
    spot = victim.spot()
    return victim.changed(spot, -victim.figure(spot).value) if spot else None


def stale(victim: Victim) -> Fault | None:
    """A total from before one of its parts was changed."""
    law = victim.law("sum")
    if not law or len(law.terms) < 2:
        return None
    old = victim.figure(law.target)
    part = victim.figure(victim.rng.choice(law.terms)).value
    before = part * Decimal(victim.rng.choice((-30, -12, -7, 9, 16, 40))) / 100
    digits = -int(old.value.as_tuple().exponent)
    return victim.changed(law.target, rounded(old.value + before, digits))


def left_out(victim: Victim) -> Fault | None:
    return _counted(victim, -1)


def doubled(victim: Victim) -> Fault | None:
    return _counted(victim, 1)


def _counted(victim: Victim, times: int) -> Fault | None:
    """A total with one of its terms once more, or once less."""
    law = victim.law("sum")
    if not law or len(law.terms) < 2:
        return None
    at = victim.rng.randrange(len(law.terms))
    part = value_of(victim.sheet.cells.get(law.terms[at])) or Decimal(0)
    return victim.changed(
        law.target, victim.figure(law.target).value + times * law.factors[at] * part
    )


def shifted(victim: Victim) -> Fault | None:
    """From one cell of a row on everything one column to the right, or to the left over it."""
    if not (spot := victim.spot()):
        return None
    page, row, first = spot
    cells = victim.sheet.cells
    last = first
    while cells.get((page, row, last + 1)) is not None:
        last += 1
    if last - first < 2:
        return None
    run = [cells.get((page, row, column)) for column in range(first, last + 1)]
    moved = [None, *run] if victim.rng.random() < 0.5 else [*run[1:], None]
    after = {(page, row, first + n): cell for n, cell in enumerate(moved)}
    return Fault({one: cell for one, cell in after.items() if cell != cells.get(one)})


def wrong_rank(victim: Victim) -> Fault | None:
    law = victim.law("rank")
    if not law:
        return None
    rank = victim.figure(law.target).value
    ranks = [r for r in range(1, len(law.terms) + 1) if 0 < abs(r - rank) < 4]
    return victim.changed(law.target, Decimal(victim.rng.choice(ranks)))


def wrong_grade(victim: Victim) -> Fault | None:
    laws = [law for law in victim.sheet.laws if law.kind == "grade"]
    free = [law for law in laws if law.target not in victim.struck]
    if not free:
        return None
    law = victim.rng.choice(free)
    old = victim.sheet.cells[law.target]
    names = [name for _, name in law.steps if isinstance(old, Text) and name != old.text]
    return Fault({law.target: Text(victim.rng.choice(names))})


def other_share(victim: Victim) -> Fault | None:
    """The rate that belongs two columns to the left, last year's or another list's."""
    law = victim.law("ratio")
    if not law:
        return None
    page, row, column = law.target
    made = {one.target for one in victim.sheet.laws if one.kind == "ratio"}
    beside = [(page, row, column - 2), (page, row, column + 2), (page, row - 1, column)]
    values = [victim.figure(one).value for one in beside if one in made]
    return victim.changed(law.target, values[0]) if values else None


def mark(victim: Victim) -> Fault | None:
    """The other decimal mark, so that a text stands there."""
    if not (spot := _typed(victim, decimals=True)):
        return None
    tongue, figure = victim.sheet.manner.tongue, victim.figure(spot)
    text = f"{rounded(figure.value, figure.shown):f}".replace(
        ".", "," if tongue.mark == "." else "."
    )
    return Fault({spot: Text(text, figure=True)}, plain=True)


def letter(victim: Victim) -> Fault | None:
    """O for 0, l for 1, or a blank before the last two digits."""
    if not (spot := _typed(victim, decimals=False)):
        return None
    figure = victim.figure(spot)
    text = victim.sheet.manner.tongue.written(figure.value, figure.shown)
    if victim.rng.random() < 0.3 and text[-2:].isdigit():
        changed = f"{text[:-2]} {text[-2:]}"
    else:
        changed = text.replace("0", "O", 1) if "0" in text else text.replace("1", "l", 1)
    return None if changed == text else Fault({spot: Text(changed, figure=True)}, plain=True)


def _typed(victim: Victim, decimals: bool) -> Spot | None:
    spots = [
        spot
        for spot in victim.figures()
        if victim.figure(spot).look == "plain"
        and (victim.figure(spot).shown in (1, 2) or not decimals)
        and abs(victim.figure(spot).value) >= (1 if decimals else 100)
        and (not victim.sheet.manner.live or _passed_over(victim.sheet, spot))
    ]
    return victim.rng.choice(spots) if spots else None


def _passed_over(sheet: Sheet, spot: Spot) -> bool:
    """Whether all formulas that use the cell go on when it is a text, as SUM does alone."""
    using = [law for law in sheet.laws if spot in law.terms]
    return all(formula(sheet, law).startswith("=SUM(") for law in using)


def short_range(victim: Victim) -> Fault | None:
    """A live range without its last or its first term."""
    law = victim.formula()
    if not law:
        return None
    cut = slice(0, -1) if victim.rng.random() < 0.7 else slice(1, None)
    return Fault({}, {law.target: replace(law, terms=law.terms[cut], factors=law.factors[cut])})


def typed_over(victim: Victim) -> Fault | None:
    """A live formula with a number typed over it, which is an older one."""
    law = victim.formula()
    if not law:
        return None
    old = victim.figure(law.target)
    value = rounded(old.value * Decimal(victim.rng.choice((93, 97, 104, 111))) / 100, old.shown)
    return (
        None
        if value == old.value
        else Fault({law.target: old.with_value(value)}, {law.target: None})
    )


FAULTS: dict[str, Callable[[Victim], Fault | None]] = {
    fault.__name__: fault
    for fault in (
        digit, swapped, factor, copied, exchanged, sign, stale, left_out, doubled, shifted,
        wrong_rank, wrong_grade, other_share, mark, letter, short_range, typed_over,
    )
}  # fmt: skip
