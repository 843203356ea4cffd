"""How much processor time an audit takes, file by file: the median, the 95th percentile, the most.

`python benchmarks/field.py FOLDER` goes through all files below a folder; without one it draws
workbooks of the kinds that have taken long: differences and rates of many columns, groups in
groups, totals by the hundred, ranks, sparse counts, sheets with many mistakes. Each file is checked
in a process of its own, one after the other; its time is that of the processor, the start included.
The time for a thousand figures is without the start; the ratio is of all audits to all mere
readings, each with its start. Keeps the result in `benchmarks/results/field.json`, beside that of
the other kind of run; no file is named there, and the slowest are shown on the way only.
"""

from __future__ import annotations

import json
import os
import random
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from compileall import compile_dir
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

import xlsxwriter

ROOT = Path(__file__).parents[1]
RESULT = ROOT / "benchmarks" / "results" / "field.json"
READING = """
import sys
from reconcile import ReconcileError
from reconcile.reading import read
try:
    read(sys.argv[1])
except ReconcileError:
    pass
"""
MOST_SECONDS = 120  # after which an audit is ended
ANSWERED = (0, 1, 2)  # clean, with errors, refused
LEAST_FIGURES = 100  # fewer tell nothing of the time for a thousand
SLOWEST = 3

Row = list[str | int | float]


class Timed(NamedTuple):
    """One file: seconds of its audit and of its mere reading, its figures, whether it ended."""

    name: str
    audit: float
    reading: float
    figures: int
    ended: bool


def crossed(rows: int, columns: int, wrong: int) -> list[Row]:
    """Totals across and down, and figures that are wrong."""
    chance = random.Random(rows + wrong)
    body = [[chance.randint(1, 99_999) for _ in range(columns)] for _ in range(rows)]
    foot = [sum(figures) for figures in zip(*body, strict=True)]
    lines: list[Row] = [
        [n, f"Unit {n}", *figures, sum(figures)] for n, figures in enumerate(body, start=1)
    ]
    for _ in range(wrong):
        lines[chance.randrange(rows)][2 + chance.randrange(columns)] = chance.randint(1, 99_999)
    header: Row = ["No", "Unit", *(f"Item {n + 1}" for n in range(columns)), "Total"]
    return [header, *lines, ["", "Total", *foot, sum(foot)]]


def compared(rows: int, periods: int, third: str) -> list[Row]:
    """Plans and results side by side, and a third column that is not computed from them."""
    chance = random.Random(rows)
    labels = [f"{name} {n}" for n in range(1, periods + 1) for name in ("Plan", "Result", third)]
    lines: list[Row] = [["Unit", *labels]]
    for row in range(1, rows + 1):
        triples = ([chance.randint(1, 9999) for _ in range(3)] for _ in range(periods))
        lines.append([f"Unit {row}", *(x for a, b, c in triples for x in (a, b, c / 100))])
    return lines


def outlined(groups: int, size: int, columns: int, wrong: int) -> list[Row]:
    """Groups that add up their lines, a total of groups, and figures that are wrong."""
    chance = random.Random(groups)
    lines: list[Row] = []
    totals = [0] * columns
    for group in range(1, groups + 1):
        body = [[chance.randint(1, 9999) for _ in range(columns)] for _ in range(size)]
        own = [sum(figures) for figures in zip(*body, strict=True)]
        totals = [total + more for total, more in zip(totals, own, strict=True)]
        lines.append([str(group), f"Group {group}", *own])
        lines += [[f"{group}.{n}", f"Line {n}", *line] for n, line in enumerate(body, start=1)]
    for line in chance.sample(lines, wrong):
        line[2] = chance.randint(1, 9999)
    return [["No", "Unit", *(f"Part {n}" for n in range(columns))], *lines, ["", "Total", *totals]]


def labelled(rows: int, columns: int) -> list[Row]:
    """Every fourth line is called a total, and is none."""
    chance = random.Random(rows)
    lines: list[Row] = [["Unit", *(f"Part {n}" for n in range(columns))]]
    for row in range(rows):
        name = "Total" if row % 4 == 3 else "Line"
        lines.append([f"{name} {row}", *(chance.randint(1, 999) for _ in range(columns))])
    return lines


def ranked(rows: int, wrong: int) -> list[Row]:
    """Scores with their ranks, some of which are wrong."""
    chance = random.Random(rows)
    scores = [chance.randint(1000, 10_000) / 100 for _ in range(rows)]
    ranks = [1 + sum(other > score for other in scores) for score in scores]
    for row in chance.sample(range(rows), wrong):
        ranks[row] += 2
    lines = zip(range(1, rows + 1), scores, ranks, strict=True)
    header: Row = ["No", "Unit", "Score", "Rank"]
    return [header, *([n, f"Unit {n}", score, rank] for n, score, rank in lines)]


def sparse(rows: int, columns: int) -> list[Row]:
    """Small counts, most of them nothing: whatever is added comes out somewhere."""
    chance = random.Random(rows)
    lines: list[Row] = [["Unit", *(f"Kind {n}" for n in range(columns))]]
    for row in range(rows):
        counts = (chance.choice((0, 0, 0, 0, 1, 2)) for _ in range(columns))
        lines.append([f"Unit {row}", *counts])
    return lines


def flipped(lines: Sequence[Row]) -> list[Row]:
    return [list(line) for line in zip(*lines, strict=True)]


def books() -> Iterator[list[list[Row]]]:
    """The sheets of each workbook that is drawn."""
    for rows, wrong in ((20, 2), (60, 20), (240, 150)):
        yield [crossed(rows, 12, wrong)]
        yield [crossed(rows // 2, 6, wrong // 10) for _ in range(12)]
    for rows in (12, 60, 300):
        yield [compared(rows, 33, "Difference")]
        yield [compared(rows, 20, "Rate (%)")]
        yield [flipped(compared(min(rows, 200), 20, "Difference"))]
    for groups in (10, 40):
        yield [outlined(groups, 8, 8, 0)]
        yield [outlined(groups, 8, 8, groups)]
        yield [labelled(groups * 10, 5), labelled(groups * 30, 3)]
    for rows in (60, 600):
        yield [ranked(rows, rows // 10)]
    yield [sparse(90, 60)]


def drawn(folder: Path) -> list[Path]:
    """The workbooks, written."""
    paths = []
    for number, sheets in enumerate(books(), start=1):
        paths.append(folder / f"{number:02}.xlsx")
        with xlsxwriter.Workbook(paths[-1]) as workbook:
            for lines in sheets:
                sheet = workbook.add_worksheet()
                for row, line in enumerate(lines):
                    sheet.write_row(row, 0, line)
    return paths


def run(*arguments: str) -> tuple[float, int, bytes]:
    """One run of the interpreter: seconds of the processor, exit code, what it said."""
    most = MOST_SECONDS, MOST_SECONDS + 1
    with subprocess.Popen(
        [sys.executable, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=ROOT,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, most),
    ) as process:
        assert process.stdout is not None
        said = process.stdout.read()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    return used.ru_utime + used.ru_stime, process.returncode, said


def timed(path: Path) -> Timed:
    reading, _, _ = run("-c", READING, str(path))
    audit, code, said = run("-m", "reconcile", "check", str(path), "--format", "json")
    files = json.loads(said)["files"] if code in (0, 1) else []
    figures = sum(one["coverage"]["figures"] for one in files)
    return Timed(path.name, audit, reading, figures, code in ANSWERED)


def spread(values: Sequence[float]) -> dict[str, float]:
    ordered = sorted(values)
    last = max(0, -(-95 * len(ordered) // 100) - 1)  # so many are below it or equal
    return {
        "median": round(median(ordered), 2),
        "percentile_95": round(ordered[last], 2),
        "most": round(ordered[-1], 2),
    }


def measured(paths: Sequence[Path]) -> dict[str, Any]:
    start = min(run("-m", "reconcile", "--version")[0] for _ in range(3))
    all_files = [timed(path) for path in paths]
    for one in sorted(all_files, key=lambda one: -one.audit)[:SLOWEST]:
        sys.stderr.write(f"{one.audit:7.2f} s, {one.figures} figures: {one.name}\n")
    each = [
        1000 * max(0.0, one.audit - start) / one.figures
        for one in all_files
        if one.figures >= LEAST_FIGURES
    ]
    return {
        "files": len(all_files),
        "without_an_answer": sum(not one.ended for one in all_files),
        "figures": sum(one.figures for one in all_files),
        "seconds": spread([one.audit for one in all_files]),
        "seconds_for_a_thousand_figures": spread(each) if each else None,
        "ratio_to_reading": round(
            sum(one.audit for one in all_files) / sum(one.reading for one in all_files), 2
        ),
    }


def main() -> None:
    """Measures, keeps the result and shows it."""
    compile_dir(ROOT / "reconcile", quiet=1)  # as where it is installed
    if sys.argv[1:]:
        folder = Path(sys.argv[1]).resolve()
        kind, paths = "a_folder", sorted(path for path in folder.rglob("*") if path.is_file())
        if not paths:
            sys.exit(f"no file in {folder}")
        result = measured(paths)
    else:
        with tempfile.TemporaryDirectory() as name:
            kind, result = "drawn", measured(drawn(Path(name)))
    kept = json.loads(RESULT.read_text(encoding="utf-8")) if RESULT.exists() else {}
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps(kept | {kind: result}, indent=2) + "\n", encoding="utf-8")
    sys.stdout.write(json.dumps(result, indent=2) + "\n")


if __name__ == "__main__":
    main()
