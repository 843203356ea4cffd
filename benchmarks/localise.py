"""How long it takes to find five wrong cells in a table with row and column totals.

A table of 31 columns and 46 rows (1,426 cells) with five wrong figures: the time to explain it,
over the time to read the same file; and how that time grows for twice the cells. Medians of several
runs. Keeps the result in `benchmarks/results/localise.json`.
"""

from __future__ import annotations

import json
import random
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from reconcile.explain import explain
from reconcile.model import Document, Relations
from reconcile.reading import read
from reconcile.relations import relate
from reconcile.structure import understand

RESULT = Path(__file__).parent / "results" / "localise.json"
SLIPS = (37, 113, -19, 58, 271)
RUNS = 9


def drawn(rows: int, columns: int) -> tuple[str, set[tuple[int, int]]]:
    """A tab-separated table with totals both ways, and the five cells (row, column) put wrong."""
    chance = random.Random(7)
    body = [[chance.randint(10, 999) for _ in range(columns)] for _ in range(rows)]
    whole = [[*row, sum(row)] for row in body]
    foot = [sum(column) for column in zip(*whole, strict=True)]
    wrong = {
        (row, column)
        for row, column in zip(
            chance.sample(range(rows), 5), chance.sample(range(columns), 5), strict=True
        )
    }
    for (row, column), slip in zip(sorted(wrong), SLIPS, strict=True):
        whole[row][column] += slip
    lines = ["\t".join(["No", "Unit", *(f"C{n}" for n in range(columns)), "Total"])]
    lines += [
        "\t".join([str(n), f"Unit {n:03}", *map(str, row)]) for n, row in enumerate(whole, start=1)
    ]
    lines.append("\t".join(["", "Total", *map(str, foot)]))
    return "\n".join(lines) + "\n", wrong


def seconds(rows: int, columns: int) -> tuple[float, float]:
    """Medians of reading the table and of explaining it; stops where a cell is not found."""
    text, wrong = drawn(rows, columns)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.tsv"
        path.write_text(text, encoding="utf-8")
        reading, explaining = [], []
        for _ in range(RUNS):
            started = time.perf_counter()
            book = read(str(path))
            reading.append(time.perf_counter() - started)
            document = understand(book)
            explaining.append(_explained(*relate(document), wrong))
    return median(reading), median(explaining)


def _explained(document: Document, relations: Relations, wrong: set[tuple[int, int]]) -> float:
    started = time.perf_counter()
    findings = explain(document, relations)
    taken = time.perf_counter() - started
    found = {(finding.at.row - 1, finding.at.column - 2) for finding in findings}
    if found != wrong:
        sys.exit(f"not localised: {sorted(found ^ wrong)}")
    return taken


def main() -> None:
    """Measures, keeps the result and shows it."""
    reading, once = seconds(46, 31)
    _, twice = seconds(92, 31)
    result = {
        "cells": 46 * 31,
        "wrong cells": 5,
        "seconds": round(once, 3),
        "over reading": round(once / reading, 1),
        "growth for twice the cells": round(twice / once, 2),
    }
    RESULT.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    sys.stdout.write(f"{result}\n")


if __name__ == "__main__":
    main()
