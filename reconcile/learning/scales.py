"""The scale of an indicator: the maximum that sheets state, and the scores that they show."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal

from msgspec import Struct

from reconcile.audited import Audit
from reconcile.model import Place, Sentence, Table

_IN_LABEL = re.compile(
    r"\((?:tối đa\s*|max\.?\s*)?(\d+(?:[.,]\d{1,2})?)\s*(?:điểm|points?)\)", re.I
)
_FEW = 6  # scores that make a scale
_EACH = 3  # times that each of them was seen: then others are seldom
_MANY = 60  # scores seen in all: fewer say little of those that were not seen
_SOME = 15  # scores seen, for it to be worth saying what they are


class ObservedColumn(Struct, frozen=True):
    """A column of one sheet in which an indicator stands."""

    audit: Audit
    table: Table
    column: int


class Scale(Struct, frozen=True):
    """What is known of a scale, and what that rests on, by key; '' for what is only seen."""

    maximum: Decimal | None
    values: tuple[Decimal, ...]
    notes: tuple[tuple[str, Sentence], ...]


def scale(columns: Sequence[ObservedColumn]) -> Scale:
    """Durations are no scores."""
    columns = [seen for seen in columns if seen.table.figures.durations is None]
    maximum, why = _maximum(columns)
    scores = Counter(score for seen in columns for score in _scores(seen))
    many = sum(scores.values())
    within = maximum is None or max(scores, default=Decimal(0)) <= maximum
    values: tuple[Decimal, ...] = ()
    notes = [("maximum", why)] if why else []
    if 1 < len(scores) <= _FEW and within and many >= _SOME:
        surely = many >= _MANY and min(scores.values()) >= _EACH
        values = tuple(sorted(scores)) if surely else ()
        listed = {"count": str(many), "values": ", ".join(map(_plain, sorted(scores)))}
        notes.append(("values" if surely else "", Sentence("learn.values", listed)))
    if maximum is None and scores:
        most = max(scores)
        highest = {"highest": _plain(most), "times": str(scores[most]), "count": str(many)}
        notes.append(("", Sentence("learn.highest", highest)))
    return Scale(maximum, values, tuple(notes))


def _maximum(columns: Sequence[ObservedColumn]) -> tuple[Decimal | None, Sentence | None]:
    """The maximum that all sheets that state one agree on."""
    stated = {most: Sentence(f"learn.{by}") for seen in columns for by, most in _stated(seen)}
    if len(stated) == 1:
        [(most, why)] = stated.items()
        return (most, why) if most > 0 else (None, None)
    return None, None


def _stated(seen: ObservedColumn) -> Iterator[tuple[str, Decimal]]:
    for row, line in enumerate(seen.table.rows):
        number = seen.table.figures.number(row, seen.column)
        if line.role == "maximum" and number is not None:
            yield "maximum-row", number.value
    label = _IN_LABEL.search(seen.table.columns[seen.column].name)
    if label:
        yield "maximum-label", Decimal(label[1].replace(",", "."))


def _scores(seen: ObservedColumn) -> Iterator[Decimal]:
    """The agencies' scores that nothing is wrong with."""
    doubtful = _doubtful(seen.audit)
    for row, line in enumerate(seen.table.rows):
        number = seen.table.figures.number(row, seen.column)
        sound = seen.table.place(row, seen.column) not in doubtful
        if line.role == "entity" and number is not None and sound:
            yield number.value.normalize() + 0


def _doubtful(audit: Audit) -> set[Place]:
    wrong = [finding for finding in audit.findings if finding.severity != "info"]
    return {place for finding in wrong for place in (finding.at, *finding.cells)}


def _plain(number: Decimal) -> str:
    return format(number, "f")
