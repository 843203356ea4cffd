"""Outcomes counted by fault and by layout, as a table and as what is kept in git."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from benchmarks.faults.campaign import Alarm, Outcome

Counts = dict[str, int]
COLUMNS = (
    "mutants", "detectable", "detected", "decidable", "localised", "repaired", "wrong_safe",
    "stray", "slight", "slight_said",
)  # fmt: skip


def counted(outcomes: Iterable[Outcome]) -> Counts:
    """How many there are of each of COLUMNS.

    `detected`, `repaired` are of the detectable, `localised` of the decidable; `stray` are error
    findings beside the fault; `slight` are as `Decided` has it, `slight_said` those of them that
    are spoken of.
    """
    found = dict.fromkeys(COLUMNS, 0)
    for one in outcomes:
        verdict, decided = one.verdict, one.verdict.decided
        found["mutants"] += 1
        found["detectable"] += decided.detectable
        found["detected"] += decided.detectable and verdict.detected
        found["decidable"] += decided.decidable
        found["localised"] += decided.decidable and verdict.localised
        found["repaired"] += decided.detectable and verdict.repaired
        found["wrong_safe"] += verdict.wrong_safe
        found["stray"] += verdict.stray
        found["slight"] += decided.slight
        found["slight_said"] += decided.slight and (verdict.detected or verdict.warned)
    return found


def by(key: Callable[[Outcome], str], outcomes: Sequence[Outcome]) -> dict[str, Counts]:
    names = sorted({key(one) for one in outcomes})
    return {name: counted(one for one in outcomes if key(one) == name) for name in names}


def result(seed: int, outcomes: Sequence[Outcome], alarms: Sequence[Alarm]) -> dict[str, object]:
    """The whole campaign in numbers, without anything that changes from run to run."""
    layouts = sorted({alarm.layout for alarm in alarms})
    return {
        "seed": seed,
        "all": counted(outcomes),
        "by_fault": by(lambda one: one.fault, outcomes),
        "by_layout": by(lambda one: one.layout, outcomes),
        "by_format": by(lambda one: one.manner.format, outcomes),
        "clean": {
            "sheets": len(alarms),
            "alarmed": sum(bool(alarm.errors) for alarm in alarms),
            "safe_fixes": sum(alarm.safe for alarm in alarms),
            "alarmed_by_layout": {
                name: sum(bool(one.errors) for one in alarms if one.layout == name)
                for name in layouts
            },
        },
    }


def table(outcomes: Sequence[Outcome], alarms: Sequence[Alarm]) -> Iterator[str]:
    """The lines to print."""
    yield row_text("", COLUMNS)
    for title, key in (("fault", _fault), ("layout", _layout), ("format", _format)):
        yield f"-- by {title}"
        for name, counts in by(key, outcomes).items():
            yield row_text(name, [str(counts[column]) for column in COLUMNS])
    whole = counted(outcomes)
    yield "--"
    yield row_text("all", [str(whole[column]) for column in COLUMNS])
    yield f"detection    {share_text(whole['detected'], whole['detectable'])} of the detectable"
    yield f"localisation {share_text(whole['localised'], whole['decidable'])} of the decidable"
    yield f"exact repair {share_text(whole['repaired'], whole['detectable'])} of the detectable"
    yield f"wrong safe fixes {whole['wrong_safe']}"
    alarmed = sum(bool(alarm.errors) for alarm in alarms)
    yield f"clean sheets {len(alarms)}, with an error {alarmed}"


def _fault(one: Outcome) -> str:
    return one.fault


def _layout(one: Outcome) -> str:
    return one.layout


def _format(one: Outcome) -> str:
    return one.manner.format


def row_text(name: str, cells: Iterable[str]) -> str:
    """A row of a printed table."""
    return f"{name:20}" + "".join(f"{cell:>12}" for cell in cells)


def share_text(part: int, whole: int) -> str:
    """A part in per cent, a dash of nothing."""
    return f"{100 * part / whole:6.2f} %" if whole else "     - "
