"""Clean sheets in which things look like sums, ratios or mistakes and are none."""

from __future__ import annotations

from decimal import Decimal
from random import Random

from benchmarks.strangers.layouts import Layout
from benchmarks.strangers.layouts.drawing import amount, headed, near, noted, some, titled
from benchmarks.strangers.sheet import Draft, Manner, Sheet


def _table(
    name: str, rng: Random, manner: Manner, labels: list[str], below: list[str] | None = None
) -> tuple[Draft, range]:
    """A titled table of places under these labels, its figures still to come.

    `below` is one more row of the header.
    """
    d = Draft(name, rng, manner)
    row = titled(d, unit=False)
    row = headed(d, row, [d.words["name"], *labels])
    if below:
        d.write(row, 0, *below)
        row += 1
    lines = range(row, row + rng.randint(6, 16))
    for line, place in zip(lines, some(d, "places", len(lines)), strict=True):
        d.write(line, 0, place)
    return d, lines


def _counts(d: Draft, lines: range, column: int, size: float = 3.5, decimals: int = 0) -> None:
    for line in lines:
        d.given(line, column, amount(d.rng, size), decimals)


def _summed(d: Draft, lines: range, *columns: int, decimals: int = 0) -> None:
    d.write(lines.stop, 0, d.words["total"], bold=True)
    for column in columns:
        d.total(lines.stop, column, [(0, line, column) for line in lines], decimals)


def founded(rng: Random, manner: Manner) -> Sheet:
    """The year of founding, postal code and telephone beside a count that has a total."""
    w = manner.tongue
    d, lines = _table("founded", rng, manner, [w["year"], "PLZ/CAP", "Tel.", w["number"]])
    for line in lines:
        d.given(line, 1, Decimal(rng.randint(1890, 2020)), 0, "code")
        d.write(line, 2, f"{rng.randint(1000, 99999):05}")
        d.write(line, 3, f"0{rng.randint(20, 999)} {rng.randint(10000, 9999999)}")
    _counts(d, lines, 4)
    _summed(d, lines, 4)
    return d.finished()


def coordinates(rng: Random, manner: Manner) -> Sheet:
    """Latitude, longitude, height and a code number."""
    d, lines = _table("coordinates", rng, manner, ["Lat.", "Long.", "m", "ID"])
    for line in lines:
        d.given(line, 1, Decimal(rng.randint(40_0000, 54_9999)) / 10000, 4)
        d.given(line, 2, Decimal(rng.randint(1_0000, 18_9999)) / 10000, 4)
        d.given(line, 3, Decimal(rng.randint(2, 900)), 0)
        d.given(line, 4, Decimal(rng.randint(100000, 999999)), 0, "code")
    return d.finished()


def continued(rng: Random, manner: Manner) -> Sheet:
    """Serial numbers that go on from another page, and the total of this one."""
    w = manner.tongue
    d, lines = _table("continued", rng, manner, [w["no"], w["plan"], w["actual"]])
    first = rng.randint(11, 300)
    for line in lines:
        d.given(line, 1, Decimal(first + line), 0, "code")
    for column in (2, 3):
        _counts(d, lines, column)
    _summed(d, lines, 2, 3)
    return d.finished()


def rates(rng: Random, manner: Manner) -> Sheet:
    """Rates of several years; the row called total is the rate of the whole."""
    year = rng.randint(2000, 2015)
    labels = [f"{year + n} (%)" for n in range(4)]
    d, lines = _table("rates", rng, manner, labels)
    d.write(lines.stop, 0, d.words["total"], bold=True)
    for column in range(1, 5):
        for line in (*lines, lines.stop):
            d.given(line, column, Decimal(rng.randint(30, 240)) / 10, 1)
    return d.finished()


def partly(rng: Random, manner: Manner) -> Sheet:
    """Lines with some of their parts named; nothing says that these are all."""
    w = manner.tongue
    d = Draft("partly", rng, manner)
    row = headed(d, titled(d), [w["item"], w["plan"], w["actual"]])
    for name in some(d, "items", rng.randint(3, 6)):
        parts = rng.randint(1, 3)
        d.write(row, 0, name)
        for step in range(1, parts + 1):
            d.write(row + step, 0, f"{w['of_which']}: {rng.choice(w.names['places'])}", indent=1)
        for column in (1, 2):
            whole = amount(rng, 5)
            d.given(row, column, whole, 0)
            for step in range(1, parts + 1):
                d.given(row + step, column, near(rng, whole * Decimal("0.2")), 0)
        row += parts + 1
    return d.finished()


def sparse(rng: Random, manner: Manner) -> Sheet:
    """Small counts without totals: whatever is added comes out somewhere."""
    d, lines = _table("sparse", rng, manner, list(manner.tongue.names["groups"]))
    for line in lines:
        for column in range(1, 8):
            d.given(line, column, Decimal(rng.choice((0, 0, 0, 1, 1, 2, 3))), 0)
    return d.finished()


def footnotes(rng: Random, manner: Manner) -> Sheet:
    """Marks of notes on names and beside the figures, and notes with figures of their own."""
    w = manner.tongue
    d, lines = _table("footnotes", rng, manner, [w["number"], "", w["score"]])
    for column, decimals in ((1, 0), (3, 1)):
        _counts(d, lines, column, decimals=decimals)
    for mark, line in enumerate(rng.sample(lines, 3), start=1):
        d.write(line, 2, f"{mark})")
        d.write(lines.stop + mark, 0, f"{mark}) {w['of_which']} {rng.randint(20, 900)} (2019: 17)")
    _summed(d, lines, 1)
    return d.finished()


def numbered(rng: Random, manner: Manner) -> Sheet:
    """A row that numbers the columns and says how they are computed."""
    w = manner.tongue
    labels = [w["plan"], w["actual"], w["total"], w["difference"]]
    numbers = ["(1)", "(2)", "(3)", "(4)=(2)+(3)", "(5)=(3)-(2)"]
    d, lines = _table("numbered", rng, manner, labels, numbers)
    for line in lines:
        spots = [d.given(line, column, amount(rng, 4), 0) for column in (1, 2)]
        d.total(line, 3, spots, 0)
        d.total(line, 4, [spots[1], spots[0]], 0, minus=spots[:1])
    return d.finished()


def repeated(rng: Random, manner: Manner) -> Sheet:
    """The header again on the next page, in the middle of the rows."""
    w = manner.tongue
    labels = [w["male"], w["female"], w["total"]]
    d, lines = _table("repeated", rng, manner, labels)
    again = lines.start + len(lines) // 2
    headed(d, again, [w["name"], *labels])
    body = [line for line in lines if line != again]
    for line in body:
        spots = [d.given(line, column, amount(rng, 3), 0) for column in (1, 2)]
        d.total(line, 3, spots, 0)
    d.write(lines.stop, 0, w["total"], bold=True)
    for column in (1, 2, 3):
        d.total(lines.stop, column, [(0, line, column) for line in body], 0)
    return d.finished()


def ratings(rng: Random, manner: Manner) -> Sheet:
    """Ratings from 1 to 5 by several persons and their average."""
    w = manner.tongue
    d, lines = _table("ratings", rng, manner, [*"ABCDE", w["average"]])
    for line in lines:
        spots = [d.given(line, c, Decimal(rng.randint(1, 5)), 0) for c in range(1, 6)]
        d.of("mean", line, 6, spots, 1)
    return d.finished()


def lists(rng: Random, manner: Manner) -> Sheet:
    """Two lists beside each other that have nothing to do with each other, of other lengths."""
    d = Draft("lists", rng, manner)
    row = titled(d, unit=False)
    for left, kind in ((0, "places"), (3, "items")):
        headed(d, row, [d.words["name"], d.words["number"]], left)
        for step, name in enumerate(some(d, kind, rng.randint(5, 13)), start=1):
            d.write(row + step, left, name)
            d.given(row + step, left + 1, amount(rng, 3.5), 0)
    return d.finished()


def prices(rng: Random, manner: Manner) -> Sheet:
    """Prices from and to, and those of last year; nothing adds up."""
    w = manner.tongue
    d, lines = _table("prices", rng, manner, [w["lowest"], w["highest"], f"{w['price']} 2019"])
    for line in lines:
        price = amount(rng, 2.5)
        for column, times in ((1, "0.9"), (2, "1.15"), (3, "0.97")):
            d.given(line, column, price * Decimal(times), 2)
    noted(d, lines.stop)
    return d.finished()


def selected(rng: Random, manner: Manner) -> Sheet:
    """Some places only, in front of them the whole country, which is more than they."""
    years = [str(2016 + n) for n in range(4)]
    d, lines = _table("selected", rng, manner, years)
    d.write(lines.start, 0, d.words["total"], bold=True)
    for column in range(1, 5):
        parts = [amount(rng, 4) for _ in lines[1:]]
        d.given(lines.start, column, sum(parts, Decimal(0)) * near(rng, Decimal(3)), 0)
        for line, part in zip(lines[1:], parts, strict=True):
            d.given(line, column, part, 0)
    return d.finished()


def medals(rng: Random, manner: Manner) -> Sheet:
    """Gold, silver, bronze and their total; placed by gold, then silver; some places are shared."""
    w = manner.tongue
    d, lines = _table("medals", rng, manner, ["1.", "2.", "3.", w["total"], w["rank"]])
    won = sorted(([rng.randint(0, 6) for _ in range(3)] for _ in lines), reverse=True)
    for line, counts in zip(lines, won, strict=True):
        spots = [d.given(line, c, Decimal(n), 0) for c, n in enumerate(counts, start=1)]
        d.total(line, 4, spots, 0)
        d.given(line, 5, Decimal(1 + won.index(counts)), 0)
    return d.finished()


def overlapping(rng: Random, manner: Manner) -> Sheet:
    """Persons by languages or trades: one may be counted in several, so the total is less."""
    w = manner.tongue
    d, lines = _table("overlapping", rng, manner, [*w.names["items"][:4], w["number"]])
    for line in lines:
        values = [amount(rng, 3).quantize(Decimal(1)) for _ in range(4)]
        for column, value in enumerate(values, start=1):
            d.given(line, column, value, 0)
        most = max(values)
        d.given(line, 5, most + (sum(values) - most) * Decimal(rng.randint(2, 7)) / 10, 0)
    return d.finished()


def brackets(rng: Random, manner: Manner) -> Sheet:
    """A scale: from, to, a rate and a fixed amount."""
    w = manner.tongue
    d = Draft("brackets", rng, manner)
    row = headed(d, titled(d), [w["no"], w["lowest"], w["highest"], "%", w["number"]])
    edge, step = 0, rng.choice((1200, 2500, 6000))
    for number in range(rng.randint(5, 9)):
        d.write(row + number, 0, str(number + 1))
        for column, value in ((1, edge), (2, edge + step), (3, 5 * number), (4, 85 + 40 * number)):
            d.given(row + number, column, Decimal(value), 0)
        edge, step = edge + step, step * 2
    return d.finished()


def contracts(rng: Random, manner: Manner) -> Sheet:
    """Numbers of contracts, dates, a room, an amount with a total."""
    w = manner.tongue
    d, lines = _table("contracts", rng, manner, ["ID", "DD/MM", w["number"], w["unit"]])
    for line in lines:
        d.write(line, 1, f"{rng.randint(10, 999)}/{rng.randint(2015, 2024)}")
        d.write(line, 2, f"{rng.randint(1, 28):02}/{rng.randint(1, 12):02}/2021")
        d.given(line, 3, Decimal(rng.randint(101, 420)), 0)
    _counts(d, lines, 4, 6, 2)
    _summed(d, lines, 4, decimals=2)
    return d.finished()


TRAPS: dict[str, Layout] = {
    f"trap: {trap.__name__}": trap
    for trap in (
        founded, coordinates, continued, rates, partly, sparse, footnotes, numbered, repeated,
        ratings, lists, prices, selected, medals, overlapping, brackets, contracts,
    )
}  # fmt: skip
