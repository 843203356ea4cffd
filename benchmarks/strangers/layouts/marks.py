"""Scores, ranks and grades."""

from __future__ import annotations

from decimal import Decimal
from random import Random

from benchmarks.strangers.holding import value_of
from benchmarks.strangers.layouts.drawing import amount, headed, noted, some, titled
from benchmarks.strangers.sheet import Draft, Kind, Law, Manner, Sheet, Spot, grade


def scoring(rng: Random, manner: Manner) -> Sheet:
    """Criteria under sections: maximum, self-appraised, appraised and their difference."""
    d = Draft("scoring", rng, manner)
    row, w = titled(d, unit=False), d.words
    d.merge(row, 0, row + 1, 0, w["no"])
    d.merge(row, 1, row + 1, 1, w["item"])
    d.merge(row, 2, row + 1, 2, w["maximum"])
    d.merge(row, 3, row, 5, w["score"])
    headed(d, row + 1, [w["self"], w["appraised"], w["difference"]], 3)
    row += 2
    start, heads = row, []
    for section, name in zip(("I", "II", "III", "IV"), some(d, "groups", 4), strict=True):
        head, row = row, row + 1
        heads.append(head)
        d.write(head, 0, section, name, bold=True)
        lines = range(row, row + rng.randint(2, 6))
        for line in lines:
            d.write(line, 0, str(line - head), rng.choice(d.words.names["items"]))
            most = Decimal(rng.randint(2, 12)) / 2
            d.given(line, 2, most, 1)
            for column in (3, 4):
                d.given(line, column, most * rng.choice((4, 6, 7, 8, 9, 10, 10)) / 10, 2)
        for column in (2, 3, 4):
            d.total(head, column, [(0, line, column) for line in lines], 1 if column == 2 else 2)
        row = lines.stop
    d.write(row, 1, w["total"], bold=True)
    for column in (2, 3, 4):
        decimals = 1 if column == 2 else 2
        d.total(row, column, [(0, line, column) for line in heads], decimals)
    for line in range(start, row + 1):
        d.total(line, 5, [(0, line, 4), (0, line, 3)], 2, minus=[(0, line, 3)])
    noted(d, row + 1)
    return d.finished()


def league(rng: Random, manner: Manner) -> Sheet:
    """Places with scores under two merged groups, their total, index, rank and grade."""
    d = Draft("league", rng, manner)
    row, w = titled(d, unit=False), d.words
    sizes = (rng.randint(2, 4), rng.randint(2, 4))
    d.merge(row, 0, row + 1, 0, w["no"])
    d.merge(row, 1, row + 1, 1, w["name"])
    column, totals = 2, []
    for size, name in zip(sizes, some(d, "groups", 2), strict=True):
        d.merge(row, column, row, column + size, name)
        headed(d, row + 1, [*some(d, "items", size), w["subtotal"]], column)
        column += size + 1
        totals.append(column - 1)
    for step, label in enumerate((w["total"], w["index"], w["rank"], w["grade"])):
        d.merge(row, column + step, row + 1, column + step, label)
    d.write(row + 2, 1, w["maximum"], bold=True)
    lines = range(row + 2, row + 3 + rng.randint(6, 16))
    names = ["", *some(d, "places", len(lines) - 1)]
    mosts = [Decimal(rng.choice((5, 10, 15, 20))) for _ in range(column)]
    for line, name in zip(lines, names, strict=True):
        d.write(line, 0, str(line - lines.start) if name else "", name)
        left = 2
        for size in sizes:
            spots = [_score(d, line, c, mosts[c], not name) for c in range(left, left + size)]
            d.total(line, left + size, spots, 2)
            left += size + 1
        d.total(line, column, [(0, line, total) for total in totals], 2)
        d.over(line, column + 1, ((0, line, column), (0, lines.start, column)), 3, scale=100)
    _placed(d, lines[1:], column, column + 1)
    noted(d, lines.stop)
    return d.finished()


def _score(d: Draft, line: int, column: int, most: Decimal, full: bool) -> Spot:
    share = Decimal(1) if full else Decimal(d.rng.randint(80, 200)) / 200
    return d.given(line, column, most * share, 2)


def _placed(d: Draft, lines: range, total: int, index: int) -> None:
    """Ranks by the total and grades by the index, beside it."""
    for line in lines:
        others = [(0, other, total) for other in lines if other != line]
        d.of("rank", line, index + 1, [(0, line, total), *others], 0)
        steps = tuple(
            (Decimal(least), d.words[name])
            for least, name in ((80, "good"), (65, "fair"), (-999, "poor"))
        )
        law = Law("grade", (0, line, index + 2), ((0, line, index),), steps=steps)
        d.laws.append(law)
        d.write(line, index + 2, grade(law, value_of(d.cells[0, line, index]) or Decimal(0)))


def side_by_side(rng: Random, manner: Manner) -> Sheet:
    """Two or three ranked lists beside each other, the best first, each with its own total."""
    d = Draft("side_by_side", rng, manner)
    row, w = titled(d, unit=False), d.words
    count = rng.randint(5, 12)
    for number, kind in enumerate(("places", "items", "places")[: rng.randint(2, 3)]):
        left = 4 * number
        headed(d, row, [w["rank"], w["name"], w["number"]], left)
        names = d.rng.sample(d.words.names[kind], count)
        values = sorted({amount(rng, 4).quantize(Decimal(1)) for _ in names}, reverse=True)
        lines = range(row + 1, row + 1 + len(values))
        spots = []
        for line, name, value in zip(lines, names, values, strict=False):
            d.write(line, left + 1, name)
            spots.append(d.given(line, left + 2, value, 0))
        for line, spot in zip(lines, spots, strict=True):
            d.of("rank", line, left, [spot, *(one for one in spots if one != spot)], 0)
        d.write(lines.stop, left + 1, w["total"], bold=True)
        d.total(lines.stop, left + 2, spots, 0)
    return d.finished()


def averages(rng: Random, manner: Manner) -> Sheet:
    """Measurements by places; below them their average, the highest and the lowest."""
    d = Draft("averages", rng, manner)
    row, w = titled(d, unit=False), d.words
    months = d.words.names["months"][: rng.randint(3, 6)]
    row = headed(d, row, [w["name"], *months, w["average"]])
    lines = range(row, row + rng.randint(5, 40))
    columns = range(1, len(months) + 1)
    for line, name in zip(lines, some(d, "places", len(lines)), strict=True):
        d.write(line, 0, name)
        for column in columns:
            d.given(line, column, Decimal(rng.randint(90, 400)) / 10, 1)
        d.of("mean", line, columns.stop, [(0, line, c) for c in columns], 1)
    kinds: tuple[tuple[Kind, str], ...] = (
        ("mean", "average"),
        ("max", "highest"),
        ("min", "lowest"),
    )
    for step, (kind, word) in enumerate(kinds):
        d.write(lines.stop + step, 0, w[word], bold=True)
        for column in columns:
            own = [(0, line, column) for line in lines]
            d.of(kind, lines.stop + step, column, own, 1)
    noted(d, lines.stop + 3)
    return d.finished()
