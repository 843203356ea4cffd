"""Pay, balance sheets, stores and prices."""

from __future__ import annotations

from decimal import Decimal
from random import Random

from benchmarks.strangers.layouts.drawing import amount, headed, noted, some, titled
from benchmarks.strangers.sheet import Draft, Law, Manner, Sheet, Spot


def payroll(rng: Random, manner: Manner) -> Sheet:
    """Posts by number and pay: an allowance and a contribution at rates, and what is left."""
    d = Draft("payroll", rng, manner)
    row, w = titled(d), d.words
    labels = [w["no"], w["item"], w["number"], w["price"], w["subtotal"]]
    row = headed(d, row, [*labels, "% A", "A", "% B", "B", w["total"]])
    names = some(d, "items", rng.randint(4, 12))
    last = row + len(names)
    for line, name in enumerate(names, start=row):
        d.write(line, 0, str(line - row + 1), name)
        d.given(line, 2, Decimal(rng.randint(1, 40)), 0)
        d.given(line, 3, Decimal(rng.randint(180, 900)) * 10, 0)
        _product(d, line, 4, (2, 3), 0, Decimal(1))
        for column in (5, 7):
            d.given(line, column, Decimal(rng.choice((50, 75, 80, 105, 120, 155))) / 10, 1)
            _product(d, line, column + 1, (4, column), 0, Decimal("0.01"))
        terms = [(0, line, column) for column in (4, 6, 8)]
        d.total(line, 9, terms, 0, minus=[(0, line, 8)])
    d.write(last, 1, w["total"], bold=True)
    for column in (2, 4, 6, 8, 9):
        d.total(last, column, [(0, line, column) for line in range(row, last)], 0)
    return d.finished()


def _product(
    d: Draft, line: int, column: int, of: tuple[int, int], decimals: int, scale: Decimal
) -> None:
    terms = tuple((0, line, other) for other in of)
    d.made(Law("product", (0, line, column), terms, scale=scale), decimals)


def balance_sheet(rng: Random, manner: Manner) -> Sheet:
    """Assets and liabilities side by side, each in groups; both come to the same."""
    d = Draft("balance_sheet", rng, manner)
    row, w = titled(d), d.words
    year, decimals = rng.randint(2013, 2023), rng.choice((0, 0, 2))
    for left, side in ((0, w["assets"]), (4, w["liabilities"])):
        headed(d, row, [side, str(year), str(year - 1)], left)
    sizes = [rng.randint(2, 5) for _ in range(rng.randint(2, 3))]
    foot = row + 1 + sum(sizes) + len(sizes)
    for column in (1, 2):
        wanted = _side(d, row + 1, sizes, (0, column), decimals, None)
        d.total(foot, column, wanted, decimals, "brackets")
        own = _side(d, row + 1, sizes, (4, column + 4), decimals, d.true[0, foot, column])
        d.total(foot, column + 4, own, decimals, "brackets")
    d.write(foot, 0, w["total"], bold=True)
    d.write(foot, 4, w["total"], bold=True)
    for column in (1, 2):
        d.laws.append(Law("sum", (0, foot, column), ((0, foot, column + 4),), (1,)))
    noted(d, foot + 1)
    return d.finished()


def _side(
    d: Draft, row: int, sizes: list[int], columns: tuple[int, int], decimals: int,
    whole: Decimal | None,
) -> list[Spot]:  # fmt: skip
    """The groups of one side; the last line of all is what is missing of the whole."""
    name, column = columns
    heads: list[Spot] = []
    so_far = Decimal(0)
    for number, size in enumerate(sizes):
        if (0, row, name) not in d.cells:
            d.write(row, name, d.rng.choice(d.words.names["groups"]), bold=True)
        lines = range(row + 1, row + 1 + size)
        spots = []
        for line in lines:
            if (0, line, name) not in d.cells:
                d.write(line, name, d.rng.choice(d.words.names["items"]), indent=1)
            value = amount(d.rng, 5)
            if whole is not None and number == len(sizes) - 1 and line == lines[-1]:
                value = whole - so_far
            spots.append(d.given(line, column, value, decimals, "brackets"))
            so_far += d.true[spots[-1]]
        heads.append(d.total(row, column, spots, decimals, "brackets"))
        row = lines.stop
    return heads


def stock(rng: Random, manner: Manner) -> Sheet:
    """Opening, received, issued, closing, by number and by worth; totals of the worth."""
    d = Draft("stock", rng, manner)
    row, w = titled(d), d.words
    kinds = ("opening", "received", "issued", "closing")
    for column, label in enumerate((w["no"], w["item"], w["price"])):
        d.merge(row, column, row + 1, column, label)
    for step, kind in enumerate(kinds):
        d.merge(row, 3 + 2 * step, row, 4 + 2 * step, w[kind])
        headed(d, row + 1, [w["number"], w["total"]], 3 + 2 * step)
    lines = range(row + 2, row + 2 + rng.randint(4, 30))
    for line, name in zip(lines, some(d, "items", len(lines)), strict=True):
        d.write(line, 0, str(rng.randint(1000, 9999)), name)
        d.given(line, 2, amount(rng, 3.5), 2)
        opening, received = (Decimal(rng.randint(0, 900)) for _ in range(2))
        d.given(line, 3, opening, 0)
        d.given(line, 5, received, 0)
        d.given(line, 7, Decimal(rng.randint(0, int(opening + received))), 0)
        terms = [(0, line, column) for column in (3, 5, 7)]
        d.total(line, 9, terms, 0, minus=terms[2:])
        for column in (4, 6, 8, 10):
            _product(d, line, column, (2, column - 1), 2, Decimal(1))
        worth = tuple((0, line, column) for column in (4, 6, 8))
        d.laws.append(Law("sum", (0, line, 10), worth, (1, 1, -1)))
    d.write(lines.stop, 1, w["total"], bold=True)
    for column in (4, 6, 8, 10):
        d.total(lines.stop, column, [(0, line, column) for line in lines], 2)
    return d.finished()


def price_index(rng: Random, manner: Manner) -> Sheet:
    """Weights that come to 1000, indices of several months, the whole weighted; its change."""
    d = Draft("price_index", rng, manner)
    row, w = titled(d, unit=False), d.words
    months = d.words.names["months"][: rng.randint(2, 5)]
    row = headed(d, row, [w["item"], w["weight"], *months, w["change"]])
    count, last = rng.randint(5, 12), 2 + len(months)
    lines = range(row + 1, row + 1 + count)
    cuts = sorted(rng.sample(range(20, 9980, 10), count - 1))
    weights = [b - a for a, b in zip([0, *cuts], [*cuts, 10000], strict=True)]
    d.write(row, 0, w["total"], bold=True)
    for line, name, weight in zip(lines, some(d, "items", count), weights, strict=True):
        d.write(line, 0, name)
        d.given(line, 1, Decimal(weight) / 10, 1)
        for column in range(2, last):
            d.given(line, column, Decimal(rng.randint(9000, 13500)) / 100, 2)
    d.total(row, 1, [(0, line, 1) for line in lines], 1)
    for column in range(2, last):
        terms = [(0, line, c) for line in lines for c in (1, column)]
        d.of("weighted", row, column, terms, 2)
    for line in (row, *lines):
        d.over(line, last, ((0, line, last - 1), (0, line, last - 2)), 2, kind="change")
    noted(d, lines.stop)
    return d.finished()
