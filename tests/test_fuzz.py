"""A small fixed part of the fuzzing campaign; `python -m benchmarks.fuzz` is the whole."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from benchmarks.fuzz.inputs import SHARES, made
from benchmarks.fuzz.report import result
from benchmarks.fuzz.trial import FAULTS, Outcome, ending
from benchmarks.fuzz.workers import outcomes

SEED = 2
INPUTS = 300
CHUNK = 25


@pytest.mark.parametrize("first", range(0, INPUTS, CHUNK))
def test_damaged_files_are_read_or_refused(first: int, tmp_path: Path) -> None:
    for number in range(first, first + CHUNK):
        one = made(SEED, number)
        how, detail, seconds = ending(one, tmp_path)
        assert how not in FAULTS, f"input {number} ({one.format}, {one.story}): {detail}"
        assert detail != "internal"
        assert seconds < 20


def test_an_input_is_the_same_each_time() -> None:
    assert made(SEED, 7) == made(SEED, 7)
    assert made(SEED, 7).content != made(SEED + 1, 7).content


def test_every_format_has_its_share() -> None:
    counted = Counter(made(SEED, number).format for number in range(400))
    assert set(counted) == {suffix.removeprefix(".") for suffix in SHARES}


def test_processes_tell_what_becomes_of_each() -> None:
    found = sorted(outcomes(SEED, range(12), 2), key=lambda one: one.number)
    assert [one.number for one in found] == list(range(12))
    assert all(one.memory > 0 and one.ending in ("read", "refused") for one in found)


def test_faults_are_counted() -> None:
    told = [
        Outcome(n, ".csv", "csv", "drawn", how, "detail", n / 2, 2**20 * n)
        for n, how in enumerate(("read", "refused", "traceback", "hang", "abort", "noise"))
    ]
    counted = result(SEED, told)
    kinds = ("inputs", "read", "refused", "tracebacks", "noise", "hangs", "aborts")
    assert [counted[kind] for kind in kinds] == [6, 1, 1, 1, 1, 1, 1]
    assert (counted["slowest_input"], counted["largest_megabytes"]) == (5, 5)
