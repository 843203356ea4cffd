"""Budgets and reports of offices: outlines, account plans, bands, and a line for the rest."""

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
from benchmarks.strangers.sheet import Draft, Manner, Sheet, Spot

_ROMAN = ("I", "II", "III", "IV", "V", "VI")


def budget_outline(rng: Random, manner: Manner) -> Sheet:
    """Numbers I, 1, 1.1, a); plan, actual, difference and share; the total on top."""
    d = Draft("budget_outline", rng, manner)
    row, decimals = titled(d), rng.choice((0, 0, 1, 2))
    w = d.words
    row = headed(d, row, [w["no"], w["item"], w["plan"], w["actual"], w["difference"], "%"])
    top = row
    d.write(top, 1, w["total"], bold=True)
    row += 1
    heads: list[int] = []
    for roman, group in zip(_ROMAN, some(d, "groups", rng.randint(2, 4)), strict=False):
        heads.append(row)
        d.write(row, 0, roman, group, bold=True)
        row = _chapter(d, row, decimals)
    for column in (2, 3):
        d.total(top, column, [(0, head, column) for head in heads], decimals)
    for line in range(top, row):
        d.total(line, 4, [(0, line, 3), (0, line, 2)], decimals, minus=[(0, line, 2)])
        d.over(line, 5, ((0, line, 3), (0, line, 2)))
    noted(d, row)
    return d.finished()


def _chapter(d: Draft, head: int, decimals: int) -> int:
    """The lines 1, 2 … of a chapter, some of them with 1.1, 1.2 or a), b) below."""
    row, members = head + 1, []
    for number, name in enumerate(some(d, "items", d.rng.randint(2, 5)), start=1):
        members.append(row)
        d.write(row, 0, str(number), name)
        parts = d.rng.choice((0, 0, 2, 3, 4))
        signs = [f"{number}.{n}" if head % 2 else f"{'abcd'[n - 1]})" for n in range(1, parts + 1)]
        for step, sign in enumerate(signs, start=1):
            d.write(row + step, 0, sign, d.rng.choice(d.words.names["items"]))
        for column in (2, 3):
            if not parts:
                d.given(row, column, amount(d.rng, 4.5), decimals)
                continue
            below = range(row + 1, row + 1 + parts)
            spots = [d.given(r, column, amount(d.rng, 4), decimals) for r in below]
            d.total(row, column, spots, decimals)
        row += 1 + parts
    for column in (2, 3):
        d.total(head, column, [(0, member, column) for member in members], decimals)
    return row


def account_plan(rng: Random, manner: Manner) -> Sheet:
    """No numbers: accounts are set in, their parents bold; totals before or after their parts."""
    d = Draft("account_plan", rng, manner)
    row, decimals, after = titled(d), rng.choice((0, 2)), rng.random() < 0.5
    w, year = d.words, rng.randint(2012, 2022)
    row = headed(d, row, [w["name"], *(str(year + n) for n in range(3)), w["change"]])
    columns, start = (1, 2, 3), row
    groups: list[int] = []
    for group in some(d, "groups", rng.randint(2, 5)):
        names = some(d, "items", rng.randint(2, 6))
        head = row + len(names) if after else row
        first = row if after else row + 1
        d.write(head, 0, f"{w['subtotal']} {group}" if after else group, bold=True, indent=1)
        for line, name in enumerate(names, start=first):
            d.write(line, 0, name, indent=2)
            base = amount(rng, 6)
            for column in columns:
                now_and_then(d, line, column, near(rng, base), decimals)
        for column in columns:
            parts = [(0, line, column) for line in range(first, first + len(names))]
            d.total(head, column, parts, decimals)
        groups.append(head)
        row += 1 + len(names)
    d.write(row, 0, w["total"], bold=True)
    for column in columns:
        d.total(row, column, [(0, head, column) for head in groups], decimals)
    for line in range(start, row + 1):
        d.over(line, 4, ((0, line, 3), (0, line, 2)), kind="change")
    noted(d, row + 1)
    return d.finished()


def bands(rng: Random, manner: Manner) -> Sheet:
    """Places under the name of their region, a subtotal below each band, in formats of per cent."""
    d = Draft("bands", rng, manner)
    row, decimals = titled(d), rng.choice((0, 1))
    w = d.words
    row = headed(d, row, [w["region"], w["plan"], w["actual"], w["difference"], "%"])
    totals: list[int] = []
    places = iter(some(d, "places", 16))
    for band in "ABC"[: rng.randint(2, 3)]:
        d.write(row, 0, f"{band}. {rng.choice(d.words.names['groups'])}", bold=True)
        first = row + 1
        row = first + rng.randint(2, 5)
        for line in range(first, row):
            d.write(line, 0, next(places))
            plan = amount(rng, 5)
            d.given(line, 1, plan, decimals)
            d.given(line, 2, near(rng, plan), decimals)
        d.write(row, 0, w["subtotal"], bold=True)
        for column in (1, 2):
            d.total(row, column, [(0, line, column) for line in range(first, row)], decimals)
        _compared(d, range(first, row + 1), decimals)
        totals.append(row)
        row += 1
    d.write(row, 0, w["total"], bold=True)
    for column in (1, 2):
        d.total(row, column, [(0, line, column) for line in totals], decimals)
    _compared(d, range(row, row + 1), decimals)
    return d.finished()


def _compared(d: Draft, lines: range, decimals: int) -> None:
    scale = 1 if d.manner.format == "xlsx" else 100
    for line in lines:
        plan, actual = (0, line, 1), (0, line, 2)
        d.total(line, 3, [actual, plan], decimals, "brackets", minus=[plan])
        d.over(line, 4, (actual, plan), scale=scale)


def remainder(rng: Random, manner: Manner) -> Sheet:
    """A report by places with a line of what is not allotted, or of what rounding left."""
    d = Draft("remainder", rng, manner)
    row, decimals = titled(d), rng.choice((0, 1))
    w, year = d.words, rng.randint(2012, 2022)
    row = headed(d, row, [w["no"], w["region"], *(str(year + n) for n in range(4))])
    names = some(d, "places", rng.randint(5, 50))
    serial, last = rng.choice((1, 1, 1, 12)), row + len(names)
    for step, name in enumerate(names):
        d.write(row + step, 0, str(serial + step), name)
    d.write(last, 1, rng.choice((w["unallocated"], w["rounding"])))
    d.write(last + 1, 1, w["total"], bold=True)
    for column in range(2, 6):
        spots: list[Spot] = [
            d.given(line, column, amount(rng, 5), decimals) for line in range(row, last)
        ]
        spots.append(d.given(last, column, amount(rng, 2) - 20, decimals))
        d.total(last + 1, column, spots, decimals)
    noted(d, last + 2)
    return d.finished()
