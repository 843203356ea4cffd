"""Tables of statistics offices, schools and election offices."""

from __future__ import annotations

from decimal import Decimal
from random import Random

from benchmarks.strangers.layouts.drawing import (
    amount,
    headed,
    near,
    noted,
    now_and_then,
    some,
    titled,
)
from benchmarks.strangers.sheet import Draft, Law, Manner, Sheet, Spot


def yearbook(rng: Random, manner: Manner) -> Sheet:
    """Regions and what they consist of by years, with the change of the last in per cent."""
    d = Draft("yearbook", rng, manner)
    row, decimals = titled(d), rng.choice((0, 1, 2))
    w, year, count = d.words, rng.randint(2008, 2019), rng.randint(3, 6)
    row = headed(d, row, [w["region"], *(str(year + n) for n in range(count)), w["change"]])
    start, regions = row, []
    d.write(start, 0, w["total"], bold=True)
    row += 1
    places = iter(some(d, "places", 16))
    for region in some(d, "groups", rng.randint(2, 4)):
        regions.append(row)
        d.write(row, 0, region, bold=True)
        parts = range(row + 1, row + 1 + rng.randint(2, 4))
        for line in parts:
            d.write(line, 0, next(places), indent=1)
            base = amount(rng, 4.5)
            for column in range(1, count + 1):
                now_and_then(d, line, column, near(rng, base, 0.1), decimals)
        for column in range(1, count + 1):
            d.total(row, column, [(0, line, column) for line in parts], decimals)
        row = parts.stop
    for column in range(1, count + 1):
        d.total(start, column, [(0, line, column) for line in regions], decimals)
    for line in range(start, row):
        d.over(line, count + 1, ((0, line, count), (0, line, count - 1)), kind="change")
    noted(d, row)
    return d.finished()


def enrolment(rng: Random, manner: Manner) -> Sheet:
    """Schools by forms: male, female and total of each, and of all forms."""
    d = Draft("enrolment", rng, manner)
    row, forms = titled(d, unit=False), rng.randint(2, 4)
    w = d.words
    d.merge(row, 0, row + 1, 0, w["no"])
    d.merge(row, 1, row + 1, 1, w["name"])
    for form in range(forms + 1):
        left = 2 + 3 * form
        d.merge(row, left, row, left + 2, str(5 + form) if form < forms else w["total"])
        headed(d, row + 1, [w["male"], w["female"], w["total"]], left)
    row, names = row + 2, some(d, "places", rng.randint(4, 40))
    for step, name in enumerate([*names, w["total"]]):
        line, last = row + step, step == len(names)
        d.write(line, 0, "" if last else str(step + 1), name, bold=last)
        for form in range(forms):
            for column in (2 + 3 * form, 3 + 3 * form):
                above = [(0, other, column) for other in range(row, line)]
                if last:
                    d.total(line, column, above, 0)
                else:
                    d.given(line, column, amount(rng, 2.2, 0.7).quantize(Decimal(1)), 0)
            own = [(0, line, 2 + 3 * form), (0, line, 3 + 3 * form)]
            d.total(line, 4 + 3 * form, own, 0)
        for kind in range(3):
            parts = [(0, line, 2 + 3 * form + kind) for form in range(forms)]
            d.total(line, 2 + 3 * forms + kind, parts, 0)
    for line, column in ((row + len(names), c) for c in range(4, 5 + 3 * forms, 3)):
        _law_down(d, line, column, [(0, other, column) for other in range(row, line)])
    return d.finished()


def _law_down(d: Draft, line: int, column: int, spots: list[Spot]) -> None:
    """A corner that was made across obeys the law down its column as well."""
    d.laws.append(Law("sum", (0, line, column), tuple(spots), (1,) * len(spots)))


def election(rng: Random, manner: Manner) -> Sheet:
    """Districts: electors, ballots, turnout, rejected and valid votes, and each list's share."""
    d = Draft("election", rng, manner)
    row, lists = titled(d, unit=False), rng.randint(3, 5)
    w = d.words
    parties = [f"{chr(65 + n)}{chr(78 + n)}{chr(70 + n)}" for n in range(lists)]
    labels = [w["region"], w["eligible"], w["voters"], w["turnout"], w["invalid"], w["valid"]]
    row = headed(d, row, [*labels, *(x for p in parties for x in (p, f"{p} %"))])
    names = some(d, "places", rng.randint(4, 40))
    last = row + len(names)
    for line, name in enumerate([*names, w["total"]], start=row):
        d.write(line, 0, name, bold=line == last)
        shares = [6 + 2 * n for n in range(lists)]
        for column in (1, 4, *shares):
            if line == last:
                d.total(line, column, [(0, r, column) for r in range(row, last)], 0)
            else:
                _votes(d, line, column)
        d.total(line, 5, [(0, line, column) for column in shares], 0)
        d.total(line, 2, [(0, line, 4), (0, line, 5)], 0)
        d.over(line, 3, ((0, line, 2), (0, line, 1)))
        for column in shares:
            d.over(line, column + 1, ((0, line, column), (0, line, 5)))
    noted(d, last + 1)
    return d.finished()


def _votes(d: Draft, line: int, column: int) -> None:
    size = {1: (4.8, 0.3), 4: (2.5, 0.8)}.get(column, (3.9, 0.9))
    d.given(line, column, amount(d.rng, *size).quantize(Decimal(1)), 0)


def age_groups(rng: Random, manner: Manner) -> Sheet:
    """Age groups by sex; some are followed by *of which* rows, which are no parts of the total."""
    d = Draft("age_groups", rng, manner)
    row, w = titled(d, unit=False), d.words
    row = headed(d, row, [w["population"], w["male"], w["female"], w["total"], w["share"]])
    start, groups, width = row, [], rng.choice((5, 10))
    for low in range(0, width * rng.randint(6, 10), width):
        groups.append(row)
        d.write(row, 0, f"{low}–{low + width - 1}")
        values = [amount(rng, 4, 0.4).quantize(Decimal(1)) for _ in range(2)]
        for column, value in enumerate(values, start=1):
            d.given(row, column, value, 0)
        row += 1
        if rng.random() < 0.25:
            d.write(row, 0, f"{w['of_which']}: {low + width // 2}", indent=1)
            for column, value in enumerate(values, start=1):
                part = value * Decimal(f"{rng.uniform(0.1, 0.4):.3f}")
                d.given(row, column, part.quantize(Decimal(1)), 0)
            row += 1
    d.write(row, 0, w["total"], bold=True)
    for column in (1, 2):
        d.total(row, column, [(0, line, column) for line in groups], 0)
    for line in range(start, row + 1):
        d.total(line, 3, [(0, line, 1), (0, line, 2)], 0)
    _law_down(d, row, 3, [(0, line, 3) for line in groups])
    for line in range(start, row + 1):
        d.over(line, 4, ((0, line, 3), (0, row, 3)))
    noted(d, row + 1)
    return d.finished()


def shares(rng: Random, manner: Manner) -> Sheet:
    """Figures of two years, each with its share of the year's total beside it."""
    d = Draft("shares", rng, manner)
    row, decimals, year = titled(d), rng.choice((0, 1, 2)), rng.randint(2012, 2022)
    w = d.words
    d.merge(row, 0, row + 1, 0, w["item"])
    for step in range(2):
        d.merge(row, 1 + 2 * step, row, 2 + 2 * step, str(year + step))
        headed(d, row + 1, [w["number"], w["share"]], 1 + 2 * step)
    row += 2
    names = some(d, rng.choice(("items", "places", "groups")), rng.randint(5, 14))
    last = row + len(names)
    bases = [amount(rng, 5) for _ in names]
    for line, name in enumerate([*names, w["total"]], start=row):
        d.write(line, 0, name, bold=line == last)
    for column in (1, 3):
        spots: list[Spot] = [
            d.given(row + n, column, near(rng, base), decimals) for n, base in enumerate(bases)
        ]
        d.total(last, column, spots, decimals)
        for line in range(row, last + 1):
            d.over(line, column + 1, ((0, line, column), (0, last, column)))
    noted(d, last + 1)
    return d.finished()
