"""Mistakes put into the clean frames, each with what must be found and where."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from tests.renderings.render import (
    GRADE,
    INDEX,
    TOTAL,
    Cells,
    Field,
    Frame,
    Key,
    added,
    changed,
    following,
    in_order,
    number,
    plain,
    ranked,
    renumbered,
)

SLIPS = {"wrong-figure", "digit-slip", "scale-slip", "sign-slip", "doubled-term"}
SUM = frozenset({"sum-mismatch", "omitted-term", *SLIPS})


@dataclass(frozen=True)
class Expected:
    """One error: any of `rules`, at any of the cells `at`."""

    rules: frozenset[str]
    at: tuple[Key, ...]


@dataclass(frozen=True)
class Case:
    """Frames with their mistakes; `expected` are all the errors there are."""

    frames: tuple[Frame, ...]
    expected: tuple[Expected, ...] = ()


def expect(rule: str | frozenset[str], *at: Key) -> Expected:
    return Expected(frozenset({rule}) if isinstance(rule, str) else rule, at)


Fault = Callable[[Frame, random.Random], tuple[Frame, Expected]]


# The faults of the first sheet as it was published


_FIRST, _SECOND = "Văn phòng UBND tỉnh", "Sở Nội vụ"
_COMMA, _FRONT = "Sở Giao thông - Vận tải", "Ủy ban Mặt trận tổ quốc Việt Nam tỉnh"
_TRADE, _EARTH = "Sở Công Thương", "Sở Tài Nguyên và Môi trường"
_MONEY, _SCIENCE = "Sở Tài chính", "Sở Khoa học và Công nghệ"


def published(clean: Frame, repaired: str = "") -> Case:
    """The first sheet with all its faults but the one `repaired`, in the published order."""
    found: list[Expected] = []
    frame = clean
    for name, put in _PUBLISHED.items():
        if name != repaired:
            frame, expected = put(frame)
            found += expected
    last = [_FRONT, _COMMA, "Ban Dân tộc"]
    if repaired == "comma":
        return Case((in_order(frame),), tuple(found))
    order = [*(name for name in frame.rows if name not in last), *last]
    return Case((renumbered(replace(frame, rows={n: frame.rows[n] for n in order})),), tuple(found))


def alone(clean: Frame, kept: str) -> Case:
    """The first sheet with one of its faults."""
    frame, expected = _PUBLISHED[kept](clean)
    return Case((frame,), tuple(expected))


def _short(frame: Frame) -> tuple[Frame, list[Expected]]:
    gaps = {(_FIRST, "c16"), (_SECOND, "c16")}
    return (
        replace(frame, missing=frame.missing | gaps),
        [expect("shifted-row", ("main", *gap)) for gap in sorted(gaps)],
    )


def _comma(frame: Frame) -> tuple[Frame, list[Expected]]:
    frame = changed(frame, _COMMA, **{TOTAL: "169.77", GRADE: "Khá", INDEX: "0.772"})
    return (
        replace(frame, foreign=frame.foreign | {(_COMMA, "c17")}),
        [expect("decimal-separator", ("main", _COMMA, "c17"))],
    )


def _total(frame: Frame) -> tuple[Frame, list[Expected]]:
    return (
        changed(frame, _TRADE, c03="4"),
        [expect(frozenset({"sum-mismatch"}), ("main", _TRADE, TOTAL))],
    )


def _rounded(frame: Frame) -> tuple[Frame, list[Expected]]:
    return changed(frame, _EARTH, **{TOTAL: "189.76"}), []


def _index(row: str, printed: str) -> Callable[[Frame], tuple[Frame, list[Expected]]]:
    def put(frame: Frame) -> tuple[Frame, list[Expected]]:
        return (
            changed(frame, row, **{INDEX: printed}),
            [expect("ratio-mismatch", ("main", row, INDEX))],
        )

    return put


_PUBLISHED: dict[str, Callable[[Frame], tuple[Frame, list[Expected]]]] = {
    "short": _short,
    "comma": _comma,
    "total": _total,
    "rounded": _rounded,
    "index-money": _index(_MONEY, "0.870"),
    "index-science": _index(_SCIENCE, "0.818"),
    "index-front": _index(_FRONT, "0.783"),
    "index-comma": _index(_COMMA, "0.763"),
}
PUBLISHED = tuple(_PUBLISHED)


# New mistakes, at cells chosen at random


def decimal_mark(frame: Frame, chance: random.Random) -> tuple[Frame, Expected]:
    """A figure with the other mark, which the total did not count."""
    spots = [
        (row, key)
        for row, cells in frame.rows.items()
        for key in frame.parts
        if "." in cells[key] and number(cells[key]) != 0
    ]
    row, key = chance.choice(spots)
    cells = frame.rows[row]
    total = number(cells[TOTAL]) - number(cells[key])
    frame = _with_total(frame, row, total)
    return (
        replace(frame, foreign=frame.foreign | {(row, key)}),
        expect("decimal-separator", (frame.id, row, key)),
    )


def missing_cell(frame: Frame, chance: random.Random) -> tuple[Frame, Expected]:
    """A cell left out that differs from the cells beside it."""
    parts = frame.parts
    spots = [
        (row, key)
        for row, cells in frame.rows.items()
        for before, key, after in zip(parts, parts[1:], parts[2:], strict=False)
        if number(cells[key]) not in (0, number(cells[before]), number(cells[after]))
    ]
    row, key = chance.choice(spots)
    return (
        replace(frame, missing=frame.missing | {(row, key)}),
        expect("shifted-row", (frame.id, row, key)),
    )


def total_off(frame: Frame, chance: random.Random) -> tuple[Frame, Expected]:
    """A total mistyped, the index computed from it."""
    row = chance.choice(list(frame.rows))
    step = Decimal(chance.choice(["3", "-3", "1.7", "11", "-0.9"]))
    total = number(frame.rows[row][TOTAL]) + step
    return _with_total(frame, row, total), expect(SUM, (frame.id, row, TOTAL))


def omitted(frame: Frame, chance: random.Random) -> tuple[Frame, Expected]:
    """A total that lacks exactly one of its terms."""
    spots = [
        (row, key)
        for row, cells in frame.rows.items()
        for key in frame.parts
        if number(cells[key]) != 0
        and sum(number(cells[k]) == number(cells[key]) for k in frame.parts) == 1
    ]
    row, key = chance.choice(spots)
    total = number(frame.rows[row][TOTAL]) - number(frame.rows[row][key])
    return _with_total(frame, row, total), expect("omitted-term", (frame.id, row, TOTAL))


def index_off(frame: Frame, chance: random.Random) -> tuple[Frame, Expected]:
    """An index that is not its total over the maximum; its grade stays."""
    row = chance.choice(list(frame.rows))
    index = Decimal(frame.rows[row][INDEX])
    off = index + Decimal(chance.choice(["0.004", "-0.003", "0.012"]))
    return (
        changed(frame, row, **{INDEX: str(off)}),
        expect("ratio-mismatch", (frame.id, row, INDEX)),
    )


def _with_total(frame: Frame, row: str, total: Decimal) -> Frame:
    cells = frame.rows[row]
    if INDEX in cells:
        cells = following({**cells, TOTAL: f"{total:.2f}"})
    else:
        cells = {**cells, TOTAL: plain(total)}
    return in_order(replace(frame, rows={**frame.rows, row: cells}))


FAULTS: dict[str, Fault] = {
    fault.__name__: fault for fault in (decimal_mark, missing_cell, total_off, omitted, index_off)
}


# Several tables


def published_pillars(frames: Sequence[Frame], repaired: str = "") -> Case:
    """The second sheet's two wrong figures, but the one `repaired`."""
    summary, details = frames[0], list(frames[1:])
    found: list[Expected] = []
    if repaired != "copy":
        row = "Sở Giao thông vận tải"
        summary = changed(summary, row, p5="26.5")
        found.append(expect("link-mismatch", ("summary", row, "p5"), ("d5", row, TOTAL)))
    if repaired != "omitted":
        row = "Sở Tư pháp"
        details[5] = changed(details[5], row, **{TOTAL: "45"})
        summary = changed(summary, row, p6="45")
        found.append(expect("omitted-term", ("d6", row, TOTAL)))
    return Case((ranked(summary), *details), tuple(found))


def copy_off(frames: Sequence[Frame], chance: random.Random, follow: bool) -> Case:
    """A summary that repeats another figure than the detail; `follow`: its total counts that."""
    summary = frames[0]
    row, key = chance.choice(list(summary.rows)), chance.choice(summary.parts)
    step = Decimal(chance.choice(["2", "1.5", "-3", "7"]))
    summary = changed(summary, row, **{key: plain(number(summary.rows[row][key]) + step)})
    if follow:
        summary = ranked(summary)
    at = [("summary", row, key)]
    if follow:
        at.append((f"d{key[1:]}", row, TOTAL))
    rules = frozenset({"link-mismatch", *SLIPS})
    return Case((summary, *frames[1:]), (Expected(rules, tuple(at)),))


def detail_off(frames: Sequence[Frame], chance: random.Random, rule: str) -> Case:
    """A detail table's total off or short of a term, the summary right."""
    n = chance.choice([1, 4, 5, 6])
    frame, expected = FAULTS[rule](frames[n], chance)
    return Case((*frames[:n], frame, *frames[n + 1 :]), (expected,))


def scaled(frame: Frame, by: str) -> Frame:
    """Every figure times `by`, the index as it was."""
    rows: dict[str, Cells] = {}
    for name, cells in frame.rows.items():
        times = {k: plain(number(cells[k]) * Decimal(by)) for k in frame.parts}
        rows[name] = {**cells, **times, TOTAL: added(times, frame.parts, None)}
    return in_order(replace(frame, rows=rows))


def percent(frame: Frame, digits: int) -> Frame:
    """The index in per cent."""
    unit = Decimal(1).scaleb(-digits)
    rows = {
        name: {**cells, INDEX: str((number(cells[TOTAL]) * 100 / 220).quantize(unit))}
        for name, cells in frame.rows.items()
    }
    return replace(frame, rows=rows)


def relabelled(frame: Frame, labels: dict[str, str], default: str = "") -> Frame:
    """Other labels; indicators are called `default` with their number."""
    fields = tuple(
        replace(
            f,
            label=labels.get(f.key) or (f"{default} {n}" if default else f.label),
            group="" if default else f.group,
        )
        for n, f in enumerate(frame.fields)
    )
    return replace(frame, fields=fields)


def same_repair(frame: Frame, fields: Sequence[Field], gap: Key) -> tuple[Key, ...]:
    """A missing cell's place, and those that are as good by arithmetic and by their columns.

    The row's total says what is missing, not where. A place is as good as the true one where the
    row, with the missing figure there, states no more figures that its columns hold nowhere else.
    """
    _, row, key = gap
    keys, cells = [field.key for field in fields], frame.rows[row]
    left = [k for k in keys if k != key]
    gapped = {row for row, _ in frame.missing}
    known = {k: {c[k] for n, c in frame.rows.items() if n not in gapped} for k in keys}

    def strangers(place: int) -> int:
        shown = [*left[:place], key, *left[place:]]
        return sum(not _among(cells[k], known[at]) for at, k in zip(keys, shown, strict=True))

    true = keys.index(key)
    parts = frame.parts
    places = [n for n, k in enumerate(keys) if k in parts and _parts_between(keys, n, true, parts)]
    return tuple((frame.id, row, keys[n]) for n in places if strangers(n) <= strangers(true))


def _among(text: str, column: set[str]) -> bool:
    values = {number(other) for other in column if re.fullmatch(r"[\d.]+", other)}
    return text in column or (bool(re.fullmatch(r"[\d.]+", text)) and number(text) in values)


def _parts_between(keys: list[str], one: int, other: int, parts: list[str]) -> bool:
    return all(key in parts for key in keys[min(one, other) : max(one, other) + 1])


def in_rows(case: Case, names: Iterable[str]) -> Case:
    """The case with some of the rows only, and what can then still be found."""
    kept = list(names)
    frames = tuple(
        renumbered(replace(f, rows={n: f.rows[n] for n in kept if n in f.rows}))
        for f in case.frames
    )
    return Case(frames, tuple(e for e in case.expected if e.at[0][1] in kept))
