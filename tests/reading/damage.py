"""Damage done to files, and what every reader owes whatever it is given."""

from __future__ import annotations

import time
from pathlib import Path

from hypothesis import strategies as st

from reconcile.model import Book, ReconcileError
from reconcile.reading import read

LONGEST = 20  # seconds, on a busy machine

_NUMBER = st.integers(0, 2**16)
_CUT = st.tuples(st.just("cut"), _NUMBER, _NUMBER)
_SET = st.tuples(st.just("set"), _NUMBER, st.integers(0, 255))
_REPEAT = st.tuples(st.just("repeat"), _NUMBER, st.integers(1, 64))
MUTATIONS = st.lists(st.one_of(_SET, _SET, _CUT, _REPEAT), min_size=1, max_size=6)


def require_an_answer(path: Path, content: bytes) -> None:
    path.write_bytes(content or b"\0")
    began = time.monotonic()
    try:
        assert isinstance(read(str(path)), Book)
    except ReconcileError as refused:
        assert refused.code != "internal"
    assert time.monotonic() - began < LONGEST


def mutated(content: bytes, mutations: list[tuple[str, int, int]]) -> bytes:
    data = bytearray(content)
    for kind, at, much in mutations:
        place = at % (len(data) or 1)
        if kind == "set" and data:
            data[place] = much
        elif kind == "cut":
            del data[place : place + much % 64]
        elif kind == "repeat":
            data[place:place] = data[place : place + 8] * much
    return bytes(data)
