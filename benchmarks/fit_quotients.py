"""How much each feature of a quotient weighs, fitted on annotated tables.

    python -m benchmarks.fit_quotients TABLES.jl.gz … [--check]

The tables are those of the AggreCol corpus: gzip JSON lines with `file_name`, `table_id`,
`table_array` and `aggregation_annotations`. Half of the tables, by the sha1 of their names, are
fitted on; what the weights are worth is printed for both halves. Writes
`reconcile/relations/evidence/quotient_weights.py`; `--check` only measures what stands there.

The candidates of a line compete with each other and with none, in a softmax; its logarithm is
maximised with a weak ridge around what a nat is worth by itself, every table counting by the root
of its lines.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import hashlib
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import numpy as np

from reconcile.model import Floats, ReconcileError, Table
from reconcile.reading import read
from reconcile.relations.discovery import field, quotients
from reconcile.relations.discovery.candidates import QuotientCandidate, Search
from reconcile.relations.discovery.field import Field
from reconcile.relations.evidence.choice import chosen, turned
from reconcile.relations.evidence.quotient_weights import WEIGHTS
from reconcile.relations.evidence.quotients import FEATURES, Described, described
from reconcile.structure import understand

RESULT = Path(__file__).parents[1] / "reconcile" / "relations" / "evidence" / "quotient_weights.py"
ROUNDS, RIDGE = 60, 0.3
BY_ITSELF = {"evidence": 1.0, "word": 3.0}
# Nats with a word of the header, and without: what is not annotated then is true all the same.
SURE, SURE_ALONE = 14.0, 25.0
BANDS = ((0.5, 0.8), (0.8, 0.95), (0.95, 0.99), (0.99, 1.01))
MARKED = ("ratio", "change", "product")  # shares of a total and indices nobody annotated
OPERATIONS = {"ratio": "Division", "share": "Division", "change": "RelativeChange"}

Key = tuple[object, ...]


class Annotated(NamedTuple):
    """A table as text, and what its annotators say of it: (operator, target, terms), by cells."""

    name: str
    rows: list[list[str]]
    known: frozenset[Key]

    @property
    def is_learned_from(self) -> bool:
        return hashlib.sha1(self.name.encode()).hexdigest()[0] in "01234567"


class Sample(NamedTuple):
    """The groups of one field of a table, and which of their candidates are right."""

    table: Annotated
    groups: list[list[Described]]
    right: dict[int, bool]  # by the identity of a candidate


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fit_quotients", description=__doc__)
    parser.add_argument("tables", nargs="+", type=Path)
    parser.add_argument("--check", action="store_true", help="fit nothing")
    asked = parser.parse_args()
    samples = [one for path in asked.tables for table in annotated(path) for one in seen(table)]
    learned = [one for one in samples if one.table.is_learned_from]
    if not asked.check:
        weights = fitted(learned)
        WEIGHTS.update(weights)
        RESULT.write_text(written(weights), encoding="utf-8")
    for name, some in (
        ("learned from", learned),
        ("held back", [one for one in samples if not one.table.is_learned_from]),
    ):
        sys.stdout.write(f"{name}:\n")
        sys.stdout.writelines(f"  {line}\n" for line in measured(some))


def annotated(path: Path) -> Iterator[Annotated]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for record in map(json.loads, lines):
            known = frozenset(
                (
                    one["operator"],
                    tuple(one["aggregator_index"]),
                    *map(tuple, one["aggregatee_indices"]),
                )
                for one in record["aggregation_annotations"]
                if one["operator"] in OPERATIONS.values()
            )
            yield Annotated(
                f"{record['file_name']}|{record['table_id']}", record["table_array"], known
            )


def seen(table: Annotated) -> Iterator[Sample]:
    """The candidates of both fields of each table that the program makes of the text."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "table.csv"
        lines = list(_written(table.rows, path))
        try:
            document = understand(read(str(path), None))
        except ReconcileError:
            return
    for own in document.tables:
        for one in (field.across(own), field.down(own)):
            if not one.units.size:
                continue
            search = Search(one)
            groups = described(search, quotients.candidates(search, frozenset()))
            right = {
                id(seen.candidate): is_right(table.known, one, own, lines, seen.candidate)
                for group in groups
                for seen in group
            }
            yield Sample(table, groups, right)


def _written(rows: Sequence[Sequence[str]], path: Path) -> Iterator[int]:
    """Writes a table; gives the row that each line of the file belongs to."""
    with path.open("w", encoding="utf-8", newline="") as out:
        for n, row in enumerate(rows):
            csv.writer(out).writerow(row)
            yield from [n] * (1 + sum("\n" in cell or "\r" in cell for cell in row))


def is_right(
    known: frozenset[Key], own: Field, table: Table, lines: Sequence[int], one: QuotientCandidate
) -> bool:
    """Whether half of its hits are annotated."""
    hits = [at for at, hit in zip(one.at.tolist(), one.hits.tolist(), strict=True) if hit]
    good = sum(not known.isdisjoint(_keys(own, table, lines, one, at)) for at in hits)
    return bool(hits) and 2 * good >= len(hits)


def _keys(
    own: Field, table: Table, lines: Sequence[int], one: QuotientCandidate, at: int
) -> Iterator[Key]:
    option = one.option
    if option.constant:
        return
    cells = []
    for line, position in (
        (one.target, at),
        (option.first, at),
        (option.second, option.whole if option.whole >= 0 else at),
    ):
        cell = own.line(line).cell(own.positions[position])
        place = table.place(cell.row, cell.column)
        if place is None or place.row >= len(lines):
            return
        cells.append((lines[place.row], place.column))
    target, first, second = cells
    if option.operation == "product":
        yield "Division", first, target, second
        yield "Division", second, target, first
    else:
        yield OPERATIONS[option.operation], target, first, second


def fitted(samples: Sequence[Sample]) -> dict[str, float]:
    """Newton ascent of the log probability that a right candidate is taken, or none where none is
    right."""
    names = list(FEATURES)
    prior = np.array([BY_ITSELF.get(name, 0.0) for name in names])
    weights = prior.copy()
    ridge = RIDGE * (np.array(names) != "bias")
    groups = list(_weighted(samples))
    for _ in range(ROUNDS):
        slope, curve = ridge * (weights - prior), np.eye(len(names)) * RIDGE
        for features, right, weight in groups:
            scores = np.append(features @ weights, 0.0)
            chances = np.exp(scores - scores.max())
            taken = (chances / chances.sum())[:-1]
            wanted = np.where(right, taken, 0) / max(taken[right].sum(), 1e-12)
            slope += weight * features.T @ (taken - wanted)
            mean = taken @ features
            curve += weight * ((features * taken[:, None]).T @ features - np.outer(mean, mean))
        step = np.linalg.solve(curve, slope)
        weights -= step * min(1.0, 1.0 / (np.abs(step).max() + 1e-9))
    return dict(zip(names, weights.tolist(), strict=True))


def _weighted(samples: Sequence[Sample]) -> Iterator[tuple[Floats, np.ndarray, float]]:
    """The features of each group, which of it are right, and how much it counts."""
    word = list(FEATURES).index("word")
    counts: dict[str, int] = {}
    for one in samples:
        counts[one.table.name] = counts.get(one.table.name, 0) + len(one.groups)
    for one in samples:
        for group, others in zip(one.groups, turned(one.groups), strict=True):
            rivals = [
                seen for seen in (*group, *others) if seen.candidate.option.operation in MARKED
            ]
            features = np.array([seen.features for seen in rivals]).reshape(-1, len(FEATURES))
            right = np.array([one.right[id(seen.candidate)] for seen in rivals], dtype=bool)
            odds = np.array([seen.candidate.odds for seen in rivals])
            told = (odds > SURE_ALONE) | (features[:, word] >= 0.5) & (odds > SURE)
            if len(features) and (right.any() or not told.any()):
                yield features, right, 1 / np.sqrt(counts[one.table.name])


def measured(samples: Sequence[Sample]) -> Iterator[str]:
    """How many lines of each confidence are right, a table counting for one at most; and the share
    of the lines with a right candidate for which it is taken."""
    sure: list[tuple[float, bool, str]] = []
    wanted = met = 0
    for one in samples:
        right = one.right
        taken = chosen(one.groups).believed
        sure += [
            (found.confidence, right[id(found.candidate)], one.table.name)
            for found in taken
            if one.table.known and found.candidate.option.operation in ("ratio", "change")
        ]
        wanted += sum(any(right[id(seen.candidate)] for seen in group) for group in one.groups)
        met += sum(right[id(found.candidate)] for found in taken)
    yield f"lines with a right candidate {wanted}, taken {met}"
    for low, high in BANDS:
        own = [(is_one, name) for p, is_one, name in sure if low <= p < high]
        tables = {name: [is_one for is_one, at in own if at == name] for _, name in own}
        by_table = np.mean([np.mean(some) for some in tables.values()]) if tables else 0.0
        share = np.mean([is_one for is_one, _ in own]) if own else 0.0
        yield (
            f"confidence {low} to {min(high, 1)}: {len(own)} lines, {share:.2f} of them right, "
            f"{by_table:.2f} by table"
        )


def written(weights: dict[str, float]) -> str:
    """The module that holds the weights, each with what it is for."""
    lines = [f"    # {what}\n    {name!r}: {weights[name]:.4g}," for name, what in FEATURES.items()]
    body = "\n".join(lines).replace("'", '"')
    return (
        '"""How much each feature of a quotient weighs, in nats; `benchmarks/fit_quotients.py`'
        ' writes this\nfile."""\n\nfrom __future__ import annotations\n\n'
        f"WEIGHTS: dict[str, float] = {{\n{body}\n}}\n"
    )


if __name__ == "__main__":
    main()
