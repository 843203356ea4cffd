"""Months, quarters and years; totals across them, and books with a sheet a month."""

from __future__ import annotations

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
from benchmarks.strangers.sheet import Draft, Law, Manner, Sheet


def cumulated(rng: Random, manner: Manner) -> Sheet:
    """Months down: plan and actual, each of the month and from the year's beginning on."""
    d = Draft("cumulated", rng, manner)
    row, decimals, w = titled(d), rng.choice((0, 1)), d.words
    d.merge(row, 0, row + 1, 0, w["month"])
    for left, label in ((1, w["plan"]), (3, w["actual"])):
        d.merge(row, left, row, left + 1, label)
        headed(d, row + 1, [w["month"], w["cumulated"]], left)
    d.merge(row, 5, row + 1, 5, "%")
    row += 2
    for line, name in enumerate(d.words.names["months"][: rng.randint(6, 12)], start=row):
        d.write(line, 0, name)
        base = amount(rng, 4, 0.6)
        for column in (1, 3):
            d.given(line, column, near(rng, base), decimals)
            terms = [(0, line, column)]
            if line > row:
                terms.insert(0, (0, line - 1, column + 1))
            d.total(line, column + 1, terms, decimals)
        d.over(line, 5, ((0, line, 4), (0, line, 2)))
    noted(d, row + 12)
    return d.finished()


def quarters(rng: Random, manner: Manner) -> Sheet:
    """Lines by quarters, with both halves and the year between and after them; a total below."""
    d = Draft("quarters", rng, manner)
    row, decimals, w = titled(d), rng.choice((0, 0, 1, 2)), d.words
    halves = [f"{w['half']} {n}" for n in (1, 2)]
    q = [f"{w['quarter']} {n}" for n in ("I", "II", "III", "IV")]
    row = headed(d, row, [w["item"], *q[:2], halves[0], *q[2:], halves[1], w["year"]])
    names = some(d, rng.choice(("items", "places")), rng.randint(4, 30))
    last = row + len(names)
    for line, name in enumerate([*names, w["total"]], start=row):
        d.write(line, 0, name, bold=line == last)
        for column in (1, 2, 4, 5):
            if line == last:
                d.total(line, column, [(0, r, column) for r in range(row, last)], decimals)
            else:
                now_and_then(d, line, column, amount(rng, 4.5), decimals)
        for column in (3, 6):
            d.total(line, column, [(0, line, column - 2), (0, line, column - 1)], decimals)
        d.total(line, 7, [(0, line, 3), (0, line, 6)], decimals)
    noted(d, last + 1)
    return d.finished()


def cross(rng: Random, manner: Manner) -> Sheet:
    """Places by kinds with totals both ways, the totals first or last."""
    d = Draft("cross", rng, manner)
    row, decimals, w = titled(d), rng.choice((0, 0, 1)), d.words
    kinds = some(d, "groups", rng.randint(3, 6))
    names = some(d, "places", rng.randint(4, 15))
    first = rng.random() < 0.4
    left = 2 if first else 1
    columns = range(left, left + len(kinds))
    across = 1 if first else columns.stop
    d.write(row, 0, w["region"], bold=True)
    d.write(row, across, w["total"], bold=True)
    headed(d, row, kinds, left)
    lines = range(row + 1 + first, row + 1 + first + len(names))
    foot = row + 1 if first else lines.stop
    for line, name in zip(lines, names, strict=True):
        d.write(line, 0, name)
        size = amount(rng, 1)
        for column in columns:
            now_and_then(d, line, column, size * amount(rng, 3), decimals)
        d.total(line, across, [(0, line, column) for column in columns], decimals)
    d.write(foot, 0, w["total"], bold=True)
    for column in columns:
        d.total(foot, column, [(0, line, column) for line in lines], decimals)
    corner = d.total(foot, across, [(0, foot, column) for column in columns], decimals)
    rows = tuple((0, line, across) for line in lines)
    d.laws.append(Law("sum", corner, rows, (1,) * len(rows)))
    noted(d, max(lines.stop, foot + 1))
    return d.finished()


def months(rng: Random, manner: Manner) -> Sheet:
    """A sheet a month, and one in front that adds the months up, by places and kinds."""
    d = Draft("months", rng, manner)
    count, decimals, w = rng.randint(3, 4), rng.choice((0, 1)), d.words
    labels = w.names["months"][:count]
    d.names = [w["total"], *labels]
    names, kinds = some(d, "places", rng.randint(4, 10)), some(d, "groups", 3)
    lines, columns = range(3, 3 + len(names)), range(1, 4)
    for page, label in enumerate((w["total"], *labels)):
        d.page = page
        d.write(0, 0, f"{w['title']}: {label}", bold=True)
        headed(d, 2, [w["region"], *kinds, w["total"]])
        for line, name in zip(lines, names, strict=True):
            d.write(line, 0, name)
        d.write(lines.stop, 0, w["total"], bold=True)
    for page in (*range(1, count + 1), 0):
        d.page = page
        for line in lines:
            for column in columns:
                if page:
                    d.given(line, column, amount(rng, 4), decimals)
                else:
                    parts = [(other, line, column) for other in range(1, count + 1)]
                    d.total(line, column, parts, decimals)
            d.total(line, 4, [(page, line, column) for column in columns], decimals)
        for column in (*columns, 4):
            _foot(d, lines, column, decimals)
    return d.finished()


def _foot(d: Draft, lines: range, column: int, decimals: int) -> None:
    d.total(lines.stop, column, [(d.page, line, column) for line in lines], decimals)
