"""Which sheets are drawn and struck, and what comes of them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from random import Random

from benchmarks.strangers.faults import FAULTS
from benchmarks.strangers.holding import with_implied
from benchmarks.strangers.judging import Verdict, judge
from benchmarks.strangers.layouts import LAYOUTS, Layout
from benchmarks.strangers.sheet import Manner, Sheet
from benchmarks.strangers.striking import Fault, Victim, struck
from benchmarks.strangers.traps import TRAPS
from benchmarks.strangers.words import TONGUES
from benchmarks.strangers.writing import FORMATS

MOST_FAULTS = 4
# What few layouts have room for is drawn so many times as often as the rest.
RARE = {"wrong_rank": 4, "wrong_grade": 4, "other_share": 2, "short_range": 3, "typed_over": 3}
TRIALS = 60  # a fault that does not fit is drawn again


@dataclass(frozen=True)
class Outcome:
    """One sheet, the names of its faults (none in a clean one) and the verdict on it."""

    number: int
    layout: str
    manner: Manner
    faults: tuple[str, ...]
    verdict: Verdict


def drawn(name: str, layout: Layout, rng: Random) -> Sheet:
    """A clean sheet of this layout in any manner that goes with it."""
    format = "xlsx" if name == "months" else rng.choice(FORMATS)
    book = format == "xlsx"
    live = book and rng.random() < 0.3
    manner = Manner(
        TONGUES[rng.choice(list(TONGUES))],
        format,
        live=live,
        apart=not live and rng.random() < 0.4,
        deep=book and rng.random() < 0.2,
    )
    return with_implied(layout(rng, manner))


def planted(sheet: Sheet, rng: Random, count: int) -> dict[str, Fault]:
    """So many faults of different kinds at different cells, or as many as fit, by their names."""
    chosen: dict[str, Fault] = {}
    for _ in range(TRIALS):
        if len(chosen) == count:
            break
        (name,) = rng.choices(list(FAULTS), [RARE.get(name, 1) for name in FAULTS])
        taken = frozenset(spot for fault in chosen.values() for spot in fault.at)
        fault = FAULTS[name](Victim(sheet, rng, taken))
        if fault and name not in chosen and not fault.at & taken and _computes(sheet, fault):
            chosen[name] = fault
    return chosen


def _computes(sheet: Sheet, fault: Fault) -> bool:
    """Whether live formulas still come to something; an error value would give it away."""
    try:
        struck(sheet, [fault])
    except ZeroDivisionError:
        return False
    return True


def struck_sheet(seed: int, number: int) -> tuple[Sheet, dict[str, Fault]]:
    """The sheet of this number and its faults: layouts take turns, each with one to four faults."""
    rng = Random(f"{seed}, struck {number}")
    names = list(LAYOUTS)
    name = names[number % len(names)]
    faults: dict[str, Fault] = {}
    while not faults:  # some sheets have no room for any
        sheet = drawn(name, LAYOUTS[name], rng)
        faults = planted(sheet, rng, 1 + number // len(names) % MOST_FAULTS)
    return sheet, faults


def clean_sheet(seed: int, number: int) -> tuple[str, Sheet]:
    rng = Random(f"{seed}, clean {number}")
    sheets = {**LAYOUTS, **TRAPS}
    name = list(sheets)[number % len(sheets)]
    return name, drawn(name, sheets[name], rng)


def outcome(seed: int, number: int, folder: Path) -> Outcome:
    """The struck sheet of this number, written into `folder` and judged."""
    sheet, faults = struck_sheet(seed, number)
    verdict = judge(sheet, list(faults.values()), folder / f"struck-{number:04}")
    return Outcome(number, sheet.layout, sheet.manner, tuple(faults), verdict)


def alarm(seed: int, number: int, folder: Path) -> Outcome:
    """The clean sheet of this number, the same."""
    name, sheet = clean_sheet(seed, number)
    return Outcome(number, name, sheet.manner, (), judge(sheet, [], folder / f"clean-{number:04}"))
