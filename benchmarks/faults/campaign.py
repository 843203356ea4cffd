"""Which sheets a campaign strikes, how, and what comes of them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from random import Random

from benchmarks.faults import samples
from benchmarks.faults.forms import FORMS
from benchmarks.faults.injection import Fault, Mutant, Victim
from benchmarks.faults.judging import Verdict, false_alarms, judge
from benchmarks.faults.layouts import LAYOUTS
from benchmarks.faults.rendering import FORMATS, Manner
from benchmarks.faults.rows import ROWS
from benchmarks.faults.slips import SLIPS
from benchmarks.faults.staleness import STALE

FAULTS: dict[str, Fault] = {**FORMS, **SLIPS, **ROWS, **STALE}
SHEETS = {**LAYOUTS, **samples.SAMPLES}


@dataclass(frozen=True)
class Outcome:
    """The mutant's number, what it is, and how it was judged."""

    number: int
    fault: str
    layout: str
    manner: Manner
    verdict: Verdict


@dataclass(frozen=True)
class Alarm:
    """The errors found in a clean sheet, and how many safe fixes it was offered."""

    number: int
    layout: str
    manner: Manner
    errors: tuple[str, ...]
    safe: int


@dataclass(frozen=True)
class Struck:
    """A mutant that was picked, before it is audited."""

    fault: str
    victim: Victim
    mutant: Mutant


def struck(seed: int, number: int) -> Struck:
    """The mutant of this number: faults take turns, each going round the layouts that it fits.

    Raises ValueError where a fault fits no layout.
    """
    rng = Random(f"{seed}, mutant {number}")
    fault = list(FAULTS)[number % len(FAULTS)]
    names = list(SHEETS)
    first = number // len(FAULTS)
    for step in range(3 * len(names)):
        clean = SHEETS[names[(first + step) % len(names)]](rng)
        format = "xlsx" if fault == "date" else rng.choice(FORMATS)
        victim = Victim(clean, Manner(format, rng.random() < 0.5), rng)
        mutant = FAULTS[fault](victim)
        if mutant is not None:
            return Struck(fault, victim, mutant)
    raise ValueError(fault)


def outcome(seed: int, number: int, folder: Path) -> Outcome:
    """The mutant of this number, written into `folder` and judged."""
    one = struck(seed, number)
    clean, manner = one.victim.clean, one.victim.manner
    verdict = judge(clean, one.mutant, manner, folder / f"mutant-{number:04}")
    return Outcome(number, one.fault, clean.name, manner, verdict)


def alarm(seed: int, number: int, folder: Path) -> Alarm:
    """The clean sheet of this number, written into `folder` and audited."""
    rng = Random(f"{seed}, clean {number}")
    names = list(SHEETS)
    clean = SHEETS[names[number % len(names)]](rng)
    manner = Manner(rng.choice(FORMATS), rng.random() < 0.5)
    errors, safe = false_alarms(clean, manner, folder / f"clean-{number:04}")
    return Alarm(number, clean.name, manner, errors, safe)
