"""Annotated tables: what their sums are, and the same tables with mistakes put into them."""

from __future__ import annotations

import csv
import gzip
import json
import random
from collections.abc import Iterator, Mapping
from hashlib import sha1
from pathlib import Path
from typing import Any, NamedTuple

Spot = tuple[int, int]  # row and column, from 0 on
Terms = frozenset[Spot]
ADDED = ("Sum", "Average")
_MARK_LOST = 0.25  # of the mistakes; the others are a digit
_DEEPEST = 8  # totals of totals that are taken apart


class Annotated(NamedTuple):
    """A table of texts; `sums` are the terms of each total and average, by its operator."""

    name: str
    rows: list[list[str]]
    sums: Mapping[tuple[str, Spot], list[Terms]]

    @property
    def spots(self) -> list[Spot]:
        """The figures that take part in a sum."""
        found = {(target, *terms) for (_, target), all in self.sums.items() for terms in all}
        return sorted(spot for spots in found for spot in spots if self.has_figure(spot))

    def has_figure(self, spot: Spot) -> bool:
        row, column = spot
        text = self.rows[row][column] if column < len(self.rows[row]) else ""
        return any(digit in text for digit in "123456789")

    def means(self, operator: str, target: Spot, terms: Terms) -> bool:
        """Whether the annotators state this sum, or the same of the parts of its terms."""
        stated = self.sums.get((operator, target), [])
        own = self._parts(terms)
        return any(self._parts(other) == own for other in stated)

    def _parts(self, terms: Terms, deep: int = 0) -> Terms:
        found: set[Spot] = set()
        for spot in terms:
            made = self.sums.get(("Sum", spot), [])
            if made and deep < _DEEPEST and spot not in made[0]:
                found |= self._parts(made[0], deep + 1)
            elif self.has_figure(spot):
                found.add(spot)
        return frozenset(found)

    def written(self, path: Path) -> None:
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([[one_line(text) for text in row] for row in self.rows])

    def with_mistakes(self, chance: random.Random) -> tuple[Annotated, frozenset[Spot]]:
        """The table with one to three mistakes in figures that take part in sums."""
        spots = self.spots
        wrong = chance.sample(spots, min(len(spots), chance.choice((1, 1, 2, 3))))
        rows = [list(row) for row in self.rows]
        for row, column in wrong:
            rows[row][column] = _mistaken(rows[row][column], chance)
        return self._replace(rows=rows), frozenset(wrong)


def one_line(text: str) -> str:
    """A record is a line, so that rows keep their numbers."""
    return " ".join(text.split("\n"))


def annotated(path: Path) -> Iterator[Annotated]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(_table, map(json.loads, lines))


def is_first_half(name: str) -> bool:
    return int(sha1(name.encode()).hexdigest()[0], 16) < 8


def _table(entry: Mapping[str, Any]) -> Annotated:
    sums: dict[tuple[str, Spot], list[Terms]] = {}
    for annotation in entry["aggregation_annotations"]:
        target = tuple(annotation["aggregator_index"])
        terms = frozenset(map(tuple, annotation["aggregatee_indices"]))
        if annotation["operator"] in ADDED:
            sums.setdefault((annotation["operator"], target), []).append(terms)
    return Annotated(f"{entry['file_name']}|{entry['table_id']}", entry["table_array"], sums)


def _mistaken(text: str, chance: random.Random) -> str:
    """A figure with its mark lost, or with one digit that is another."""
    if "." in text and chance.random() < _MARK_LOST:
        return text.replace(".", "")
    at = chance.choice([n for n, sign in enumerate(text) if sign in "123456789"])
    digit = chance.choice([digit for digit in "123456789" if digit != text[at]])
    return text[:at] + digit + text[at + 1 :]
