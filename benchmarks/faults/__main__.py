"""`python -m benchmarks.faults`: runs the campaign, prints it and keeps its result."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.faults.campaign import Alarm, Outcome, alarm, outcome
from benchmarks.faults.report import result, table

RESULT = Path(__file__).parents[1] / "results" / "faults.json"


def main() -> None:
    """Runs what the command line asks for; keeps the result only of a whole campaign."""
    asked = _asked()
    with TemporaryDirectory() as temporary:
        folder = asked.folder or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        outcomes, alarms = run(asked, folder)
    sys.stdout.writelines(f"{line}\n" for line in table(outcomes, alarms))
    if asked.folder:
        (asked.folder / "failures.txt").write_text(_failures(outcomes, alarms), encoding="utf-8")
    else:
        kept = json.dumps(result(asked.seed, outcomes, alarms), indent=2)
        RESULT.write_text(kept + "\n", encoding="utf-8")


def run(asked: argparse.Namespace, folder: Path) -> tuple[list[Outcome], list[Alarm]]:
    """All mutants and clean sheets, by as many processes as asked for."""
    with ProcessPoolExecutor(asked.processes) as pool:
        strike = partial(outcome, asked.seed, folder=folder)
        spare = partial(alarm, asked.seed, folder=folder)
        outcomes = list(pool.map(strike, range(asked.mutants), chunksize=10))
        alarms = list(pool.map(spare, range(asked.clean), chunksize=10))
    return outcomes, alarms


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.faults", description=__doc__)
    parser.add_argument("--mutants", type=int, default=2000)
    parser.add_argument("--clean", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--folder", type=Path, help="keep the sheets and what failed here instead")
    return parser.parse_args()


def _failures(outcomes: Sequence[Outcome], alarms: Sequence[Alarm]) -> str:
    lines = []
    for one in outcomes:
        wrong = _wrong(one)
        if wrong:
            manner = f"{one.manner.format}, {'comma' if one.manner.comma else 'point'}"
            lines.append(f"mutant {one.number}: {one.fault}, {one.layout}, {manner}: {wrong}")
            lines += [f"    {said}" for said in one.verdict.said]
    for quiet in alarms:
        if quiet.errors or quiet.safe:
            lines.append(f"clean {quiet.number}: {quiet.layout}, {quiet.manner.format}")
            lines += [f"    {said}" for said in quiet.errors]
    return "\n".join(lines) + "\n"


def _wrong(one: Outcome) -> str:
    verdict, decided = one.verdict, one.verdict.decided
    found = {
        "WRONG SAFE": verdict.wrong_safe > 0,
        "missed": decided.detectable and not verdict.detected,
        "elsewhere": decided.decidable and verdict.detected and not verdict.localised,
        "stray": verdict.stray > 0,
    }
    return ", ".join(word for word, is_so in found.items() if is_so)


if __name__ == "__main__":
    main()
