"""`python -m benchmarks.fuzz`: runs the campaign, prints it and keeps its result."""

from __future__ import annotations

import argparse
import json
import sys
from contextlib import suppress
from pathlib import Path

from benchmarks.fuzz.inputs import made
from benchmarks.fuzz.report import fault_line, result, table
from benchmarks.fuzz.trial import FAULTS, Outcome
from benchmarks.fuzz.workers import outcomes

RESULT = Path(__file__).parents[1] / "results" / "fuzz.json"


def main() -> None:
    """Runs what the command line asks for; keeps the result of one that starts at the first."""
    asked = _asked()
    if asked.write is not None:
        _write(asked.seed, asked.write)
        return
    found = _run(asked)
    sys.stdout.writelines(f"{line}\n" for line in table(asked.seed, found))
    if not asked.first:
        kept = json.dumps(result(asked.seed, found), indent=2)
        RESULT.write_text(kept + "\n", encoding="utf-8")
    sys.exit(any(one.ending in FAULTS for one in found))


def _run(asked: argparse.Namespace) -> list[Outcome]:
    """All inputs, or those until Ctrl-C; a fault is told at once."""
    found = []
    numbers = range(asked.first, asked.first + asked.inputs)
    with suppress(KeyboardInterrupt):
        for one in outcomes(asked.seed, numbers, asked.processes):
            found.append(one)
            if one.ending in FAULTS:
                sys.stdout.write(fault_line(one) + "\n")
                sys.stdout.flush()
    return found


def _write(seed: int, number: int) -> None:
    """The input of a number as a file in this folder, to look at."""
    one = made(seed, number)
    suffix = f".{one.format}" if one.suffix == "-" else one.suffix
    path = Path(f"input-{number}{suffix}")
    path.write_bytes(one.content)
    sys.stdout.write(f"{path}: {one.story}, given as {one.suffix}\n")


WHOLE = 100_000


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fuzz", description=__doc__)
    parser.add_argument("--inputs", type=int, default=WHOLE)
    parser.add_argument("--first", type=int, default=0, help="the number of the first")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--write", type=int, metavar="NUMBER", help="write this input, run nothing")
    return parser.parse_args()


if __name__ == "__main__":
    main()
