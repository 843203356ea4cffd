"""Which input a number stands for: the same bytes for the same seed, wherever it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

from benchmarks.fuzz import grammar
from benchmarks.fuzz.containers import in_archive, in_records, in_streams
from benchmarks.fuzz.damage import damaged
from benchmarks.fuzz.markup import rewritten

SEEDS = Path(__file__).parent / "seeds"
# Of a hundred inputs; a PDF takes three times as long as the others, and holds less of ours.
SHARES = {
    ".xlsx": 24, ".xls": 12, ".ods": 13, ".xlsb": 9, ".docx": 12, ".pdf": 7, ".html": 9,
    ".csv": 4, ".tsv": 3, ".txt": 4, ".md": 3,
}  # fmt: skip
_ARCHIVES = frozenset((".xlsx", ".ods", ".xlsb", ".docx"))
_MISNAMED, _PIPED, _DRAWN = 0.02, 0.03, 0.5

Strike = Callable[[bytes, Random, bytes], bytes]


@dataclass(frozen=True)
class Input:
    """`suffix` is the name's, '-' for standard input; `format` the kind of file it was made from;
    `story` how it was made."""

    number: int
    suffix: str
    format: str
    content: bytes
    story: str


def made(seed: int, number: int) -> Input:
    """The input of this number."""
    rng = Random(f"{seed}, input {number}")
    suffix = rng.choices(list(SHARES), list(SHARES.values()))[0]
    content, story = _content(suffix, rng)
    called = suffix
    if rng.random() < _MISNAMED:
        called = rng.choice([*SHARES, ".xlsm", ".htm"])
    elif rng.random() < _PIPED:
        called = "-"
    return Input(number, called, suffix.removeprefix("."), content, story)


def _content(suffix: str, rng: Random) -> tuple[bytes, str]:
    if suffix in grammar.WRITERS and rng.random() < _DRAWN:
        content = grammar.WRITERS[suffix](rng)
        if rng.random() < 0.8:
            return content, "drawn"
        return damaged(content, rng, content), "drawn, damaged"
    name, other = rng.choice(_seeds(suffix)), rng.choice(_seeds(suffix))
    strike = damaged if rng.random() < 0.25 else _within(suffix)
    return strike(_read(name), rng, _read(other)), f"{name.name}, {strike.__name__}"


def _within(suffix: str) -> Strike:
    """The damage that knows what such a file is made of."""
    if suffix in _ARCHIVES:
        return in_archive
    return {".xls": in_records, ".pdf": in_streams, ".html": _in_markup}.get(suffix, damaged)


def _in_markup(content: bytes, rng: Random, other: bytes) -> bytes:
    return rewritten(content, rng)


@cache
def _seeds(suffix: str) -> tuple[Path, ...]:
    return tuple(sorted(SEEDS.glob(f"*{suffix}")))


@cache
def _read(path: Path) -> bytes:
    return path.read_bytes()
