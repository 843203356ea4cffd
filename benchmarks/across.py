"""How long the checks between files take, and how much memory, by the number of files.

A made archive of sheets of 600 figures each: every sheet has an annex and a report, and repeats the
year before; many sheets of different things have the same labels. A figure in every hundredth file
is wrong, and all must be found. Processor time without that of making the rows. Keeps the result in
`benchmarks/results/across.json`.
"""

from __future__ import annotations

import json
import random
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from reconcile.batch.across import StatedFile, across
from reconcile.report.tidy.row import Tidy

RESULT = Path(__file__).parent / "results" / "across.json"
FILES = (500, 1000, 2000)
ROWS, INDICATORS = 30, 10
OFTEN = 100  # one file in so many has a wrong figure


@lru_cache(maxsize=64)
def figures(subject: int, year: int) -> list[list[int]]:
    chance = random.Random(subject * 10_000 + year)
    return [[chance.randint(0, 99_999) for _ in range(INDICATORS)] for _ in range(ROWS)]


def rows(number: int) -> Iterator[Tidy]:
    """A sheet of one of ten years on one of many subjects, fifty of which share their labels."""
    subject, year = number // 20, 2014 + number // 2 % 10
    path = f"{year}/{'annex' if number % 2 else 'report'}{number}.xlsx"
    slip = 7 if number % OFTEN == 1 else 0
    for row in range(ROWS):
        name = f"Xã {row + 7 * (subject % 50)}"
        for column in range(2 * INDICATORS):
            before, indicator = divmod(column, INDICATORS)
            units = figures(subject, year - before)[row][indicator]
            units += slip if (row, column) == (3, 3) else 0
            value = Decimal(units).scaleb(-2)
            label = f"Chỉ tiêu {indicator} năm {year - before}"
            yield Tidy(
                path, "Bảng", "T1", f"Kết quả năm {year}", f"{chr(67 + column)}{row + 5}", row + 5,
                name, name, "", label, label, "component", str(value), value, 2, "", year,
            )  # fmt: skip


def measured(count: int) -> dict[str, float]:
    """Seconds of processor time, and megabytes at the peak, for an archive of some files."""
    started = time.process_time()
    assert sum(1 for number in range(count) for _ in rows(number)) == count * 600
    making = time.process_time() - started
    found = across(StatedFile(str(number), str(number), rows(number)) for number in range(count))
    assert [one.rule for one in found.findings] == ["cross-file-mismatch"] * (count // OFTEN)
    seconds = time.process_time() - started - 2 * making
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": round(seconds, 2), "megabytes": round(most)}


def main() -> None:
    results = {}
    for count in FILES:
        command = [sys.executable, __file__, str(count)]
        run = subprocess.run(command, capture_output=True, check=True, encoding="utf-8")
        results[str(count)] = json.loads(run.stdout)
    kept = {
        "files": results,
        "figures of a file": ROWS * 2 * INDICATORS,
        "growth for twice the files": round(
            results[str(FILES[-1])]["seconds"] / results[str(FILES[-2])]["seconds"], 2
        ),
    }
    RESULT.write_text(json.dumps(kept, indent=2) + "\n", encoding="utf-8")
    sys.stdout.write(json.dumps(kept, indent=2) + "\n")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        sys.stdout.write(json.dumps(measured(int(sys.argv[1]))) + "\n")
    else:
        main()
