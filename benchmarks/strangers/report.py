"""Outcomes counted by layout, by fault and by the number of faults; as a table and for git."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from benchmarks.faults.report import row_text, share_text
from benchmarks.strangers.campaign import Outcome
from benchmarks.strangers.judging import Found

Counts = dict[str, int]
OF_FAULTS = (
    "faults", "detectable", "found", "told", "answered", "decidable", "exact", "repaired",
)  # fmt: skip
OF_SHEETS = ("sheets", "false", "beside", "wrong_safe")


def counted(found: Iterable[tuple[str, Found]]) -> Counts:
    """How many faults there are of each of OF_FAULTS.

    Of the detectable ones: `found` as an error, `told` as one or as a warning, `answered` at a cell
    that could be the wrong one. Of the decidable ones: told `exact` at the very cell, `repaired` by
    the first fix.
    """
    counts = dict.fromkeys(OF_FAULTS, 0)
    for _, one in found:
        detectable, decidable = one.truth.detectable, one.truth.decidable
        counts["faults"] += 1
        counts["detectable"] += detectable
        counts["found"] += detectable and one.error
        counts["told"] += detectable and one.told
        counts["answered"] += detectable and one.answered
        counts["decidable"] += decidable
        counts["exact"] += decidable and one.exact
        counts["repaired"] += decidable and one.repaired
    return counts


def of_sheets(outcomes: Sequence[Outcome]) -> Counts:
    """Of each of OF_FAULTS and OF_SHEETS, in these sheets."""
    return counted(pairs(outcomes)) | {
        "sheets": len(outcomes),
        "false": sum(one.verdict.false for one in outcomes),
        "beside": sum(one.verdict.beside for one in outcomes),
        "wrong_safe": sum(one.verdict.wrong_safe for one in outcomes),
    }


def pairs(outcomes: Iterable[Outcome]) -> Iterator[tuple[str, Found]]:
    """Each fault's name, with what was found of it."""
    for one in outcomes:
        yield from zip(one.faults, one.verdict.found, strict=True)


def by_sheets(key: Callable[[Outcome], str], outcomes: Sequence[Outcome]) -> dict[str, Counts]:
    names = sorted({key(one) for one in outcomes})
    return {name: of_sheets([one for one in outcomes if key(one) == name]) for name in names}


def by_fault(outcomes: Sequence[Outcome]) -> dict[str, Counts]:
    every = list(pairs(outcomes))
    names = sorted({name for name, _ in every})
    return {name: counted(one for one in every if one[0] == name) for name in names}


KEYS: dict[str, Callable[[Outcome], str]] = {
    "layout": lambda one: one.layout,
    "number of faults": lambda one: str(len(one.faults)),
    "format": lambda one: one.manner.format + (", live" if one.manner.live else ""),
    "language": lambda one: one.manner.tongue.code,
}


def result(
    seed: int, times: int, struck: Sequence[Outcome], clean: Sequence[Outcome]
) -> dict[str, object]:
    """The whole campaign in numbers, without anything that changes from run to run."""
    return {
        "seed": seed,
        "times": times,
        "all": of_sheets(struck),
        "by_fault": by_fault(struck),
        **{f"by_{name.replace(' ', '_')}": by_sheets(key, struck) for name, key in KEYS.items()},
        "clean": {
            "sheets": len(clean),
            "with_an_error": sum(bool(one.verdict.false) for one in clean),
            "safe_fixes": sum(one.verdict.wrong_safe for one in clean),
            "with_an_error_by_layout": {
                name: sum(bool(one.verdict.false) for one in clean if one.layout == name)
                for name in sorted({one.layout for one in clean})
            },
        },
    }


def table(struck: Sequence[Outcome], clean: Sequence[Outcome]) -> Iterator[str]:
    """The lines to print."""
    columns = (*OF_FAULTS, *OF_SHEETS)
    yield row_text("", columns)
    for title, key in KEYS.items():
        yield f"-- by {title}"
        for name, counts in by_sheets(key, struck).items():
            yield row_text(name, [str(counts[column]) for column in columns])
    yield "-- by fault"
    for name, counts in by_fault(struck).items():
        yield row_text(name, [str(counts[column]) for column in OF_FAULTS])
    whole = of_sheets(struck)
    yield "--"
    yield row_text("all", [str(whole[column]) for column in columns])
    yield f"found as errors   {share_text(whole['found'], whole['detectable'])} of the detectable"
    yield f"found at all      {share_text(whole['told'], whole['detectable'])} of the detectable"
    yield f"at the very cell  {share_text(whole['exact'], whole['decidable'])} of the decidable"
    yield f"repaired          {share_text(whole['repaired'], whole['decidable'])} of the decidable"
    yield f"false errors      {whole['false']} in {whole['sheets']} sheets"
    yield f"wrong cells       {whole['beside']} accused for a fault elsewhere"
    yield f"wrong safe fixes  {whole['wrong_safe']}"
    alarmed = [one.layout for one in clean if one.verdict.false]
    yield f"clean sheets {len(clean)}, with an error {len(alarmed)}"
    for name in sorted(set(alarmed)):
        yield row_text(f"   {name}", [str(alarmed.count(name))])
