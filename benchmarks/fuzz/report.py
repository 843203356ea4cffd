"""Outcomes counted, as what is printed and what is kept in git."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from benchmarks.fuzz.trial import FAULTS, Outcome


def result(seed: int, outcomes: Sequence[Outcome]) -> dict[str, object]:
    """The whole campaign in numbers; `faults` by number, so that each can be made again."""
    endings = Counter(one.ending for one in outcomes)
    slowest = max(outcomes, key=lambda one: one.seconds)
    largest = max(outcomes, key=lambda one: one.memory)
    return {
        "seed": seed,
        "inputs": len(outcomes),
        "read": endings["read"],
        "refused": endings["refused"],
        **{f"{fault}s" if fault != "noise" else fault: endings[fault] for fault in FAULTS},
        "slowest_seconds": round(slowest.seconds, 1),
        "slowest_input": slowest.number,
        "largest_megabytes": largest.memory // 2**20,
        "largest_input": largest.number,
        "by_format": {
            name: dict(sorted(Counter(o.ending for o in outcomes if o.format == name).items()))
            for name in sorted({one.format for one in outcomes})
        },
        "by_code": dict(
            sorted(Counter(one.detail for one in outcomes if one.ending == "refused").items())
        ),
    }


def table(seed: int, outcomes: Sequence[Outcome]) -> Iterator[str]:
    """The lines to print."""
    for key, value in result(seed, outcomes).items():
        if isinstance(value, dict):
            yield f"-- {key.replace('_', ' ')}"
            yield from (f"{name:22} {_shown(count)}" for name, count in value.items())
        else:
            yield f"{key.replace('_', ' '):22} {value}"
    for one in sorted(outcomes, key=lambda one: -one.seconds)[:5]:
        yield f"slow: {fault_line(one)}"


def fault_line(one: Outcome) -> str:
    return (
        f"input {one.number} ({one.format} as {one.suffix}; {one.story}): {one.ending}, "
        f"{one.detail}, {one.seconds:.1f} s"
    )


def _shown(count: object) -> str:
    if isinstance(count, dict):
        return ", ".join(f"{name} {many}" for name, many in count.items())
    return str(count)
