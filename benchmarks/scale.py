"""How the audit of a large workbook compares with merely reading it, and how it grows.

A million cells (100,000 rows of 10 columns, totals across and down): the time that `check` takes
over the time python-calamine alone takes to read the same file, and the same for peak memory. Then
how that time, less what an audit of a few cells takes, grows for twice the rows, twice the columns
and twice the tables. Each run is a process of its own, and its time that of the processor: what
else the machine does weighs on neither. What is compared is run in turn, and the ratio is the
median of theirs. Keeps the result in `benchmarks/results/scale.json`.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from compileall import compile_dir
from multiprocessing import Process
from pathlib import Path
from statistics import median
from typing import NamedTuple

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

ROOT = Path(__file__).parents[1]
RESULT = ROOT / "benchmarks" / "results" / "scale.json"
READING = """
import sys
from python_calamine import CalamineWorkbook
CalamineWorkbook.from_path(sys.argv[1]).get_sheet_by_index(0).to_python()
"""
RUNS = 5
ROWS, COLUMNS = 100_000, 10
TABLES_A_SHEET = 5
NAMING, TOTALS = 2, 1  # columns beside those of figures


class Shape(NamedTuple):
    """What a workbook holds: tables of so many rows and columns, totals and names among them."""

    rows: int
    columns: int
    tables: int = 1


class Cost(NamedTuple):
    seconds: float
    memory: int  # in the unit of the system, the same for all


GROWTH = {
    "rows": (Shape(20_000, 10), Shape(40_000, 10)),
    "columns": (Shape(20_000, 10), Shape(20_000, 20)),
    "tables": (Shape(200, 10, 50), Shape(200, 10, 100)),
}


def drawn(path: Path, shape: Shape) -> Path:
    """A workbook of that shape, made by a process of its own: what that takes of memory would count
    as the peak of each process started here afterwards."""
    making = Process(target=draw, args=(path, shape))
    making.start()
    making.join()
    return path


def draw(path: Path, shape: Shape) -> None:
    """A workbook with that many tables, several on a sheet, no figure of it wrong."""
    chance = random.Random(1)
    with xlsxwriter.Workbook(path) as workbook:
        for table in range(shape.tables):
            if table % TABLES_A_SHEET == 0:
                sheet, top = workbook.add_worksheet(), 0
            for row, cells in enumerate(lines(chance, shape, table + 1), start=top):
                write(sheet, row, cells)
            top = row + 4


def lines(chance: random.Random, shape: Shape, number: int) -> Iterator[list[str | int]]:
    """The rows of a table: its title, a blank one, labels, figures and their totals."""
    figures = shape.columns - NAMING - TOTALS
    yield [f"Table {number}"]
    yield []
    yield ["No", "Unit", *(f"Criterion {n + 1}" for n in range(figures)), "Total"]
    total = [0] * (figures + TOTALS)
    for row in range(1, shape.rows):
        cells = [chance.randint(0, 99) for _ in range(figures)]
        cells.append(sum(cells))
        total = [before + cell for before, cell in zip(total, cells, strict=True)]
        yield [row, f"Unit {row}", *cells]
    yield ["", "Total", *total]


def write(sheet: Worksheet, row: int, cells: list[str | int]) -> None:
    for column, cell in enumerate(cells):
        if isinstance(cell, str):
            sheet.write_string(row, column, cell)
        else:
            sheet.write_number(row, column, cell)


def cost(*arguments: str) -> Cost:
    """Processor time and peak memory of one run of the interpreter."""
    with subprocess.Popen(
        [sys.executable, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd=ROOT
    ) as run:
        assert run.stderr is not None
        said = run.stderr.read().decode()
        _, status, used = os.wait4(run.pid, 0)
        run.returncode = os.waitstatus_to_exitcode(status)
    if run.returncode not in (0, 1):
        sys.exit(said)
    return Cost(used.ru_utime + used.ru_stime, used.ru_maxrss)


def audit(path: Path) -> Cost:
    return cost("-m", "reconcile", "check", str(path))


def against_reading(folder: Path) -> dict[str, object]:
    """The audit of a million cells, and the reading of them, in turn."""
    path = drawn(folder / "million.xlsx", Shape(ROWS, COLUMNS))
    pairs = [(audit(path), cost("-c", READING, str(path))) for _ in range(RUNS)]
    audits, readings = zip(*pairs, strict=True)
    return {
        "rows": ROWS,
        "columns": COLUMNS,
        "audit_seconds": round(median(one.seconds for one in audits), 2),
        "calamine_seconds": round(median(one.seconds for one in readings), 2),
        "ratio_of_time": round(median(a.seconds / r.seconds for a, r in pairs), 2),
        "ratio_of_memory": round(median(a.memory / r.memory for a, r in pairs), 2),
    }


def growth(folder: Path) -> dict[str, float]:
    """How many times as long the audit takes of twice as much."""
    few = drawn(folder / "few.xlsx", Shape(4, 6))
    found = {}
    for what, shapes in GROWTH.items():
        paths = [drawn(folder / f"{what}-{n}.xlsx", shape) for n, shape in enumerate(shapes)]
        rounds = [[audit(path).seconds for path in (few, *paths)] for _ in range(RUNS)]
        ratio = median((twice - start) / (once - start) for start, once, twice in rounds)
        found[f"twice_the_{what}"] = round(ratio, 2)
    return found


def main() -> None:
    """Measures, keeps the result and shows it."""
    compile_dir(ROOT / "reconcile", quiet=1)  # as where it is installed
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        result = {
            "runs": RUNS,
            "a_million_cells": against_reading(folder),
            "growth": growth(folder),
        }
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    sys.stdout.write(RESULT.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
