"""`python -m benchmarks.strangers`: runs the campaign, prints it and keeps its result."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.strangers.campaign import Outcome, alarm, outcome
from benchmarks.strangers.layouts import LAYOUTS
from benchmarks.strangers.report import result, table
from benchmarks.strangers.sheet import Spot
from benchmarks.strangers.traps import TRAPS
from reconcile.model import letters

RESULT = Path(__file__).parents[1] / "results" / "strangers.json"
CLEAN_EACH = 4  # so many struck sheets of a layout go to one clean one


def main() -> None:
    """Runs what the command line asks for; keeps the result unless the sheets are kept."""
    asked = _asked()
    with TemporaryDirectory() as temporary:
        folder = asked.folder or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        struck, clean = run(asked, folder)
    sys.stdout.writelines(f"{line}\n" for line in table(struck, clean))
    if asked.folder:
        lines = [*_missed(struck), *_alarms(clean)]
        (asked.folder / "failures.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    else:
        kept = json.dumps(result(asked.seed, asked.times, struck, clean), indent=2)
        RESULT.write_text(kept + "\n", encoding="utf-8")


def run(asked: argparse.Namespace, folder: Path) -> tuple[list[Outcome], list[Outcome]]:
    """The struck and the clean sheets, by two processes."""
    struck = range(asked.times * len(LAYOUTS))
    clean = range(-(-asked.times // CLEAN_EACH) * (len(LAYOUTS) + len(TRAPS)))
    with ProcessPoolExecutor(2) as pool:
        outcomes = pool.map(partial(outcome, asked.seed, folder=folder), struck, chunksize=10)
        alarms = pool.map(partial(alarm, asked.seed, folder=folder), clean, chunksize=10)
        return list(outcomes), list(alarms)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.strangers", description=__doc__)
    parser.add_argument("--times", type=int, default=32, help="struck sheets of each layout")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, help="keep the sheets and what failed here instead")
    return parser.parse_args()


def _missed(struck: Sequence[Outcome]) -> Iterator[str]:
    """Sheets in which a fault was not met as it should be, or something else was."""
    for one in struck:
        lines = []
        for name, found in zip(one.faults, one.verdict.found, strict=True):
            truth = found.truth
            wrong = {
                "missed": truth.detectable and not found.told,
                "only warned": truth.detectable and found.told and not found.error,
                "elsewhere": truth.decidable and found.told and not found.exact,
            }
            words = [word for word, is_so in wrong.items() if is_so]
            lines.append(f"    {name} at {_cells(truth.fault.at)}: {', '.join(words) or 'ok'}")
        verdict = one.verdict
        besides = f"{verdict.false} false, {verdict.beside} beside, {verdict.wrong_safe} wrong safe"
        strays = verdict.false or verdict.beside or verdict.wrong_safe
        if strays or not all(line.endswith("ok") for line in lines):
            yield f"struck {one.number}: {one.layout}, {_manner(one)}: {besides}"
            yield from lines
            yield from (f"        {said}" for said in one.verdict.said)


def _alarms(clean: Sequence[Outcome]) -> Iterator[str]:
    for one in clean:
        if one.verdict.false or one.verdict.wrong_safe:
            yield f"clean {one.number}: {one.layout}, {_manner(one)}"
            yield from (f"        {said}" for said in one.verdict.said)


def _manner(one: Outcome) -> str:
    manner = one.manner
    kinds = {"live": manner.live, "apart": manner.apart, "deep": manner.deep}
    return ", ".join(
        [manner.format, manner.tongue.code, *(k for k, is_so in kinds.items() if is_so)]
    )


def _cells(spots: frozenset[Spot]) -> str:
    return " ".join(f"{page}!{letters(column)}{row + 1}" for page, row, column in sorted(spots))


if __name__ == "__main__":
    main()
