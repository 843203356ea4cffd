"""How far the range of a total should reach: to the ends of its group, each part counted once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from msgspec.structs import replace

from reconcile.labels import vocabulary
from reconcile.labels.texts import fold_case
from reconcile.model import ADDITIVE, Line, Table
from reconcile.relations.claims.formula_patterns import FormulaPattern, Positions

_LEAST = 2  # parts that make a group
_FEW = 0.2  # the share of a band's rows by which the range of a rank may miss it
_FIRST_YEAR, _LAST_YEAR = 1900, 2100  # whole figures between them may be years
_INNER = re.compile(r"[-–+*•]|(?:trong đó|bao gồm|gồm|of which|including|thereof)\b")
_NUMBERED = re.compile(r"(?P<stem>.*?)(?P<last>\d+|[A-Za-z])[.)]?\Z")

Parts = Mapping[Line, frozenset[Line]]


def parts_of(patterns: Iterable[FormulaPattern]) -> Parts:
    """What each line is the plain sum of, by the formulas."""
    found: dict[Line, set[Line]] = {}
    for pattern in patterns:
        if pattern.kind == "sum" and _is_plain(pattern) and len(pattern.terms) > 1:
            found.setdefault(pattern.target, set()).update(pattern.terms)
    return {line: frozenset(parts) for line, parts in found.items()}


def reached_beside(patterns: Iterable[FormulaPattern]) -> Parts:
    """All that the ranges of a total row name, whichever of its formulas reaches farthest."""
    reached: dict[Line, set[Line]] = {}
    for pattern in patterns:
        if pattern.kind in ADDITIVE and pattern.ranged and pattern.target.axis == "row":
            reached.setdefault(pattern.target, set()).update(pattern.terms)
    return {line: frozenset(terms) for line, terms in reached.items()}


def intended(
    table: Table,
    pattern: FormulaPattern,
    positions: Sequence[Positions],
    parts: Parts,
    reached: Parts,
) -> FormulaPattern:
    """The pattern with the parts that its range leaves out, and none counted twice; `positions` are
    where it stands, `reached` what the formulas beside it reach."""
    if pattern.kind == "rank":
        return replace(pattern, among=_ranked(table, pattern))
    if pattern.kind not in ADDITIVE or not _is_plain(pattern):
        return pattern
    across = pattern.target.axis == "column"
    twice = _doubled(pattern, _stated(table, pattern, positions, parts)) if pattern.ranged else ()
    terms = [line for line in pattern.terms if line not in twice]
    if not across and not twice:
        left = tuple(_left_out(table, pattern, parts, reached)) if pattern.ranged else ()
        left = left or _subtotals_left_out(table, pattern, parts)
        terms += [Line(table.id, "row", row) for row in left]
    if not terms:  # formulas that run in a circle
        return pattern
    terms.sort(key=lambda line: (line.table, line.index))
    return replace(pattern, terms=tuple(terms), factors=(Fraction(1),) * len(terms))


def _ranked(table: Table, pattern: FormulaPattern) -> tuple[int, ...]:
    """The rows that are ranked among each other: all of a band, or all of the table, where the
    range all but says so."""
    score, target = pattern.terms[0].index, pattern.target.index
    known = table.figures.known[:, score]
    owners = [
        i
        for i, row in enumerate(table.rows)
        if row.role == "entity" and known[i] and table.text[i, target]
    ]
    named = {row for row in pattern.among if known[row]}
    groups = {table.rows[row].group for row in named if row in set(owners)}
    choices = [[i for i in owners if table.rows[i].group == group] for group in groups] + [owners]
    best = min(choices, key=lambda rows: len(named ^ set(rows)))
    near = len(named ^ set(best)) <= max(1, _FEW * len(best)) < len(best)
    return tuple(best) if near else pattern.among


def _stated(
    table: Table, pattern: FormulaPattern, positions: Sequence[Positions], parts: Parts
) -> Parts:
    """The subtotals that state a figure where a formula stands: a helper column adds up the parts
    beside those of which the statement has subtotals."""
    known, down = table.figures.known, pattern.target.axis == "row"
    where = [at for at, *_ in positions]
    own: dict[Line, frozenset[Line]] = {}
    for line in pattern.terms:
        if line in parts and line.table == table.id:
            figures = known[line.index, where] if down else known[where, line.index]
            if figures.all():
                own[line] = parts[line]
    return own


def _subtotals_left_out(table: Table, pattern: FormulaPattern, parts: Parts) -> tuple[int, ...]:
    """Of a total of subtotals those between its terms and itself that nothing else counts: of
    `B4 + B7` the third, `B10`, just above it."""
    terms, target = set(pattern.terms), pattern.target
    if pattern.kind != "sum" or len(terms) < _LEAST or not terms <= parts.keys():
        return ()
    counted = {part for line, own in parts.items() if line != target for part in own}
    first = min(line.index for line in terms)
    between = [
        line
        for line in parts
        if line.table == table.id and line.axis == "row" and first < line.index < target.index
    ]
    left = [line for line in between if line not in terms | counted]
    has_rates = any(vocabulary.is_rate(table.rows[line.index].name) for line in left)
    return () if has_rates else tuple(line.index for line in left)


def _is_plain(pattern: FormulaPattern) -> bool:
    return set(pattern.factors) == {Fraction(1)}


def _doubled(pattern: FormulaPattern, parts: Parts) -> set[Line]:
    """The parts of subtotals that a total adds up as well; of an average the subtotals."""
    terms = set(pattern.terms)
    inner = {line: parts[line] & terms for line in terms if line in parts}
    if pattern.kind == "average":
        return {line for line, own in inner.items() if own and own == parts[line]}
    return {part for own in inner.values() for part in own}


def _left_out(table: Table, pattern: FormulaPattern, parts: Parts, reached: Parts) -> Iterator[int]:
    """The rows of the group, up to its total, that the range stops short of, and those of it that
    another formula of the same row begins or ends with."""
    beside = reached.get(pattern.target, frozenset())
    rows = sorted(line.index for line in pattern.terms if line.table == table.id)
    if len(rows) < max(_LEAST, len(pattern.terms)):
        return
    if rows != list(range(rows[0], rows[-1] + 1)):
        return
    target = pattern.target.index
    if not all(_is_part(table, row, rows[0]) for row in rows):
        return
    if pattern.kind == "sum" and _is_closed(table, rows, target, parts):
        return
    for step, end in ((1, rows[-1]), (-1, rows[0])):
        row, before = end + step, end
        toward = (target - end) * step > 0
        while 0 <= row < len(table.rows) and row != target:
            line = Line(table.id, "row", row)
            if line in parts or not _is_part(table, row, rows[0]):
                break
            is_reached = line in beside and not _is_of_years(table, row)
            if not is_reached and not _is_numbered_on(table, before, row, step, toward):
                break
            yield row
            before, row = row, row + step


def _is_closed(table: Table, rows: Sequence[int], target: int, parts: Parts) -> bool:
    """Whether a group has a total before the one that a formula states, as above a check row or a
    *Total of the first five*: by its label, its formula, or its figures."""
    figures = table.figures
    for row in range(rows[-1] + 1, target):
        inner = range(rows[0], row)
        if table.rows[row].role == "total" or len(parts.get(Line(table.id, "row", row), ())) > 1:
            return True
        known = figures.known[row] & (figures.known[rows[0] : row].sum(axis=0) >= _LEAST)
        added = figures.units[rows[0] : row].sum(axis=0)
        if known.any() and (figures.units[row] == added)[known].all() and len(inner) > 1:
            return True
    return False


def _is_part(table: Table, row: int, like: int) -> bool:
    """Whether a row is one of the figures' owners, in the same band as another."""
    own, other = table.rows[row], table.rows[like]
    if vocabulary.is_rate(own.name) or _INNER.match(fold_case(own.name)):
        return False
    is_of_band = own.role == "entity" and own.group == other.group
    return is_of_band and bool(table.figures.known[row].any())


def _is_of_years(table: Table, row: int) -> bool:
    """Whether a row may state years above its columns, which one sum has taken in by mistake."""
    figures = table.figures
    years = figures.units[row][figures.known[row]] / 10**figures.scale
    return bool(((years >= _FIRST_YEAR) & (years <= _LAST_YEAR)).all())


def _is_numbered_on(table: Table, before: int, row: int, step: int, toward: bool) -> bool:
    """Whether a row is numbered on from the one before it; where no rows are numbered, those that
    stand between the others and the total belong to them."""
    serial = table.column("serial")
    if serial is None:
        return toward
    texts = [str(table.text[at, serial]).strip() for at in (before, row)]
    if not any(texts):
        return toward
    first, second = (_NUMBERED.match(text) for text in texts)
    if first is None or second is None or first["stem"] != second["stem"]:
        return False
    return _rank(second["last"]) - _rank(first["last"]) == step


def _rank(numeral: str) -> int:
    return int(numeral) if numeral.isdigit() else ord(numeral.casefold())
