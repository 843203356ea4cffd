"""Lines of a table whose figures are mostly one formula, and what stands out of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct

from reconcile.formulas.calculator import Calculator, is_error
from reconcile.formulas.interpretation import meaning_of
from reconcile.formulas.meaning import Meaning
from reconcile.formulas.references import moved, relative
from reconcile.formulas.tree import Node, Unknown, Value, references_of
from reconcile.labels import vocabulary
from reconcile.model import ADDITIVE, Cell, Document, Line, Place, Table

_LEAST = 3  # like formulas that make a habit
_SHARE = 0.6  # of the cells of a line that state something, in which the formula must stand
_FEW = 0.2  # of the like formulas: typed figures among them up to here are no second habit
_NO_FIGURES = ("serial", "entity", "text", "note")
_NO_ROWS = ("header", "group", "note")


class Odd(Struct, frozen=True):
    """A cell that stands out of a line of like formulas: `own` is its formula, '' where a number is
    typed; `theirs` what the others' would read there, `model` the cell it was taken from, `value`
    what it comes to, None where that is not known."""

    cell: Cell
    place: Place
    own: str
    theirs: str
    model: Place
    value: Value


class _Habit(Struct, frozen=True):
    """The cells of a line that state something, in order, and which of them follow its habit."""

    line: Line
    cells: tuple[Cell, ...]
    places: tuple[Place, ...]
    texts: tuple[str, ...]
    like: tuple[bool, ...]


def odd_cells(document: Document, formulas: Calculator) -> tuple[Odd, ...]:
    """Every cell that stands out, once."""
    if not any(sheet.formulas for sheet in document.book.sheets):
        return ()
    by_place: dict[Place, Odd] = {}
    usual: set[Place] = set()
    for table in document.tables:
        for habit in _habits(table, formulas):
            usual.update(p for p, like in zip(habit.places, habit.like, strict=True) if like)
            for odd in (*_typed(habit, formulas), *_unlike(table, habit, formulas)):
                by_place.setdefault(odd.place, odd)
    return tuple(odd for place, odd in by_place.items() if place not in usual)


def _habits(table: Table, formulas: Calculator) -> Iterator[_Habit]:
    columns = [j for j, column in enumerate(table.columns) if column.role not in _NO_FIGURES]
    rows = [i for i, row in enumerate(table.rows) if row.role not in _NO_ROWS]
    bands: dict[str, list[int]] = {}
    for i in rows:
        if table.rows[i].role == "entity":
            bands.setdefault(table.rows[i].group, []).append(i)
    for j in columns:
        for owners in bands.values():
            yield from _habit(table, Line(table.id, "column", j), owners, formulas)
    for i in rows:
        yield from _habit(table, Line(table.id, "row", i), columns, formulas)


def _habit(
    table: Table, line: Line, positions: Sequence[int], formulas: Calculator
) -> Iterator[_Habit]:
    cells = [line.cell(position) for position in positions]
    stated = [
        (cell, place)
        for cell in cells
        if cell.row not in table.shifts
        and table.text[cell.row, cell.column]
        and (place := table.place(cell.row, cell.column)) is not None
    ]
    places = [place for _, place in stated]
    texts = [_relative(formulas, place) for place in places]
    counted = Counter(filter(None, texts)).most_common(1)
    if not counted or counted[0][1] < max(_LEAST, _SHARE * len(texts)):
        return
    main = counted[0][0]
    model = _meaning(formulas, places[texts.index(main)])
    like = tuple(
        text == main or bool(text and model and _meaning(formulas, place) == model)
        for text, place in zip(texts, places, strict=True)
    )
    yield _Habit(line, tuple(cell for cell, _ in stated), tuple(places), tuple(texts), like)


def _relative(formulas: Calculator, place: Place) -> str:
    formula = formulas.formula(place)
    return relative(formula, place.row, place.column) if formula else ""


def _meaning(formulas: Calculator, place: Place) -> object:
    """What a formula says by distances, however it is written; None where that is not known."""
    meaning = meaning_of(place, formulas)
    if meaning is None:
        return None
    distances = _distances(meaning, place)
    return meaning.kind, distances, meaning.constant, meaning.scale, meaning.digits


def _distances(meaning: Meaning, place: Place) -> object:
    terms = zip(meaning.terms, meaning.factors, strict=True)
    near = [(term.sheet, term.row - place.row, term.column - place.column, f) for term, f in terms]
    return tuple(sorted(near) if meaning.kind in ADDITIVE else near)


def _typed(habit: _Habit, formulas: Calculator) -> Iterator[Odd]:
    """Numbers typed among formulas, where they are few."""
    typed = [
        n
        for n, place in enumerate(habit.places)
        if not habit.texts[n] and formulas.stored_number(place) is not None
    ]
    if len(typed) > max(1, _FEW * sum(habit.like)):
        return
    for n in typed:
        beside = [habit.texts[m] for m in (n - 1, n + 1) if 0 <= m < len(habit.like)]
        inner = len(beside) == 2
        odd = _odd(habit, n, formulas)
        if odd is None or not any(beside):
            continue
        tree = _parsed(odd, formulas)
        if tree is None or not _counts_something(tree, formulas):
            continue
        if inner or _stays_within(tree, odd.place, habit.line.axis):
            yield odd


def _unlike(table: Table, habit: _Habit, formulas: Calculator) -> Iterator[Odd]:
    """A formula between two of another kind, where it has no like."""
    for n in range(1, len(habit.cells) - 1):
        own = habit.texts[n]
        if is_error(formulas.content(habit.places[n])):
            continue
        if not own or habit.like[n] or not (habit.like[n - 1] and habit.like[n + 1]):
            continue
        alone = habit.texts.count(own) == 1 and not _has_like_across(table, habit, n, formulas)
        if alone and not _adds_its_line(habit, n, formulas) and not _is_excused(table, habit, n):
            odd = _odd(habit, n, formulas)
            if odd is not None:
                yield odd


def _odd(habit: _Habit, n: int, formulas: Calculator) -> Odd | None:
    near = min(
        (m for m, like in enumerate(habit.like) if like and habit.texts[m]),
        key=lambda m: abs(m - n),
    )
    place, model = habit.places[n], habit.places[near]
    theirs = moved(formulas.formula(model), (model.row, model.column), (place.row, place.column))
    if theirs is None or model.sheet != place.sheet:
        return None
    try:
        value = formulas.compute(formulas.parse(theirs, place.sheet))
    except Unknown:
        value = None
    return Odd(habit.cells[n], place, formulas.formula(place), theirs, model, value)


def _parsed(odd: Odd, formulas: Calculator) -> Node | None:
    try:
        return formulas.parse(odd.theirs, odd.place.sheet)
    except Unknown:
        return None


def _counts_something(tree: Node, formulas: Calculator) -> bool:
    """A total may be typed where its parts are not known."""
    try:
        named = [place for reference in references_of(tree) for place in formulas.cells(reference)]
    except Unknown:
        return False
    return any(formulas.stored_number(place) is not None for place in named)


def _stays_within(tree: Node, place: Place, axis: str) -> bool:
    """At a line's end only what names its own row (or column) can be told from a first line."""
    if axis == "column":
        return all(
            reference.range.top == reference.range.bottom == place.row
            for reference in references_of(tree)
        )
    return all(
        reference.range.left == reference.range.right == place.column
        for reference in references_of(tree)
    )


def _has_like_across(table: Table, habit: _Habit, n: int, formulas: Calculator) -> bool:
    """Whether a cell beside it, the other way, holds the same formula."""
    cell = habit.cells[n]
    step = (0, 1) if habit.line.axis == "column" else (1, 0)
    for sign in (-1, 1):
        row, column = cell.row + sign * step[0], cell.column + sign * step[1]
        if 0 <= row < len(table.rows) and 0 <= column < len(table.columns):
            place = table.place(row, column)
            if place is not None and _relative(formulas, place) == habit.texts[n]:
                return True
    return False


def _adds_its_line(habit: _Habit, n: int, formulas: Calculator) -> bool:
    """A subtotal among rows, or a total among columns, of which it names several."""
    try:
        tree = formulas.tree(habit.places[n])
        named = {place for reference in references_of(tree) for place in formulas.cells(reference)}
    except Unknown:
        return True
    return len(named & set(habit.places)) > 1


def _is_excused(table: Table, habit: _Habit, n: int) -> bool:
    """A row with marks for what does not apply is counted by a rule of its own."""
    cell = habit.cells[n]
    shown = [str(text) for text in table.text[cell.row]]
    return habit.line.axis == "column" and any(map(vocabulary.is_placeholder, filter(None, shown)))
