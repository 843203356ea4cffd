"""Damage to bytes, whatever they mean."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

LONGEST = 2**17  # bytes; what is larger says nothing that a smaller input does not
_EXTREMES = tuple(
    value.to_bytes(width, "little")
    for width in (1, 2, 4, 8)
    for value in (0, 1, 2 ** (8 * width - 1) - 1, 2 ** (8 * width - 1), 2 ** (8 * width) - 1)
)


def damaged(content: bytes, rng: Random, other: bytes) -> bytes:
    """The bytes struck one to eight times; `other` is a file of the same kind to splice in."""
    data = bytearray(content)
    for _ in range(rng.choice((1, 1, 1, 2, 3, 8))):
        rng.choice(_BLOWS)(data, rng, other)
        del data[LONGEST:]
    return bytes(data) or b"\0"


def _flip(data: bytearray, rng: Random, other: bytes) -> None:
    if data:
        data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)


def _set(data: bytearray, rng: Random, other: bytes) -> None:
    extreme = rng.choice(_EXTREMES)
    at = rng.randrange(len(data) + 1)
    data[at : at + len(extreme)] = extreme


def _cut(data: bytearray, rng: Random, other: bytes) -> None:
    at = rng.randrange(len(data) + 1)
    del data[at : at + rng.choice((1, 2, 4, 64, 512))]


def _truncate(data: bytearray, rng: Random, other: bytes) -> None:
    del data[rng.randrange(len(data) + 1) :]


def _repeat(data: bytearray, rng: Random, other: bytes) -> None:
    at, length = rng.randrange(len(data) + 1), rng.choice((1, 4, 32, 256))
    data[at:at] = bytes(data[at : at + length]) * rng.choice((1, 2, 16, 64))


def _splice(data: bytearray, rng: Random, other: bytes) -> None:
    at, source = rng.randrange(len(data) + 1), rng.randrange(len(other) + 1)
    length = rng.choice((16, 256, 4096, 2**16))
    data[at : at + rng.choice((0, length))] = other[source : source + length]


def _noise(data: bytearray, rng: Random, other: bytes) -> None:
    at = rng.randrange(len(data) + 1)
    data[at:at] = rng.randbytes(rng.choice((1, 8, 64)))


_BLOWS: tuple[Callable[[bytearray, Random, bytes], None], ...] = (
    _flip, _flip, _set, _set, _cut, _truncate, _repeat, _splice, _noise,
)  # fmt: skip
