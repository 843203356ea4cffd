"""Damage to XML and HTML that keeps most of it well formed: attributes, texts, elements."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

from benchmarks.fuzz import odd
from benchmarks.fuzz.damage import LONGEST

_TOKEN = re.compile(rb"<[^<>]*>|[^<>]+")
_ATTRIBUTE = re.compile(rb"""(?<![\w:.-])([\w:.-]+)(\s*=\s*)("[^"]*"|'[^']*')""")
_TELLING = re.compile(  # what says how many there are, or where
    rb"""(?<=[\s:])(?:r|ref|s|t|count|uniqueCount|min|max|spans|sqref|rowspan|colspan|hidden|style|"""
    rb"""number-[a-z]+-[a-z]+|value|val|w|c|visibility|numFmtId|formatCode|si|Target|Id|id|state)"""
    rb"""(?=\s*=)"""
)
_ENTITIES = (
    b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>',
    b'<!DOCTYPE x SYSTEM "file:///etc/passwd">',
    b"<!doctype html>",
)
MOST_TOKENS = 50_000
_PIECES = (b"<!-- x -->", b"<![CDATA[7]]>", b"<?x y?>", b"<x/>", b"<!--", b"<![CDATA[", b"&amp;")

Tokens = list[bytes]


def rewritten(content: bytes, rng: Random) -> bytes:
    """The markup struck one to eight times."""
    tokens = _TOKEN.findall(content)
    if not tokens:
        return content
    for _ in range(rng.choice((1, 1, 2, 3, 8))):
        rng.choice(_BLOWS)(tokens, rng)
    return b"".join(tokens)[:LONGEST]


def _attribute(tokens: Tokens, rng: Random) -> None:
    at = _tag(tokens, rng, _ATTRIBUTE)
    found = list(_ATTRIBUTE.finditer(tokens[at]))
    if found:
        _put(tokens, at, rng.choice(found), rng)


def _telling(tokens: Tokens, rng: Random) -> None:
    """An attribute that readers go by is struck more often than its share."""
    at = _tag(tokens, rng, _TELLING)
    named = [one for one in _ATTRIBUTE.finditer(tokens[at]) if _TELLING.search(b" " + one[0])]
    if named:
        _put(tokens, at, rng.choice(named), rng)


def _put(tokens: Tokens, at: int, found: re.Match[bytes], rng: Random) -> None:
    written = _escaped(odd.number(rng) if rng.random() < 0.6 else odd.value(rng))
    new = found[1] + found[2] + b'"' + written + b'"'
    if rng.random() < 0.1:
        new = b""
    tokens[at] = tokens[at][: found.start()] + new + tokens[at][found.end() :]


def _copied(tokens: Tokens, rng: Random) -> None:
    """An attribute of one element put upon another."""
    here, there = _tag(tokens, rng, _ATTRIBUTE), _tag(tokens, rng, _ATTRIBUTE)
    found = _ATTRIBUTE.findall(tokens[there])
    name = re.match(rb"<[\w:.-]+", tokens[here])
    if found and name:
        put = b" " + b"".join(rng.choice(found))
        tokens[here] = tokens[here][: name.end()] + put + tokens[here][name.end() :]


def _text(tokens: Tokens, rng: Random) -> None:
    at = _pick(tokens, rng, lambda token: not token.startswith(b"<"))
    written = odd.value(rng)
    tokens[at] = written.encode("utf-8", "surrogatepass") if "&" in written else _escaped(written)


def _drop(tokens: Tokens, rng: Random) -> None:
    at = rng.randrange(len(tokens))
    del tokens[at : at + rng.choice((1, 1, 2, 3, 10))]
    tokens.append(b" ")


def _double(tokens: Tokens, rng: Random) -> None:
    first, last = _element(tokens, rng)
    tokens[first:first] = tokens[first : last + 1] * rng.choice((1, 1, 2, 40))
    del tokens[MOST_TOKENS:]


def _move(tokens: Tokens, rng: Random) -> None:
    first, last = _element(tokens, rng)
    taken = tokens[first : last + 1]
    del tokens[first : last + 1]
    at = rng.randrange(len(tokens) + 1)
    tokens[at:at] = taken


def _nest(tokens: Tokens, rng: Random) -> None:
    """An element inside itself, to some depth, most of the time closed as often."""
    first, last = _element(tokens, rng)
    depth = rng.choice((2, 20, 150, 260, 3000))
    opened, closed = tokens[first], tokens[last]
    if max(len(opened), len(closed)) * depth > LONGEST:
        return
    if first < last:
        tokens[last] = closed * depth if rng.random() < 0.9 else closed
    tokens[first] = opened * depth


def _insert(tokens: Tokens, rng: Random) -> None:
    tokens.insert(rng.randrange(len(tokens) + 1), rng.choice(_PIECES))


def _entity(tokens: Tokens, rng: Random) -> None:
    tokens.insert(1 if tokens[0].startswith(b"<?") else 0, rng.choice(_ENTITIES))
    _text(tokens, rng)


def _element(tokens: Tokens, rng: Random) -> tuple[int, int]:
    """A tag's place and that of its end; of the tag alone where it has none."""
    first = _pick(tokens, rng, lambda token: token[:1] == b"<" and token[1:2] not in b"/!?")
    name = re.match(rb"<([\w:.-]+)", tokens[first])
    if name is None or tokens[first].endswith(b"/>"):
        return first, first
    depth = 0
    for at in range(first, min(len(tokens), first + 4000)):
        if re.match(b"<" + re.escape(name[1]) + rb"[\s>]", tokens[at]):
            depth += not tokens[at].endswith(b"/>")
        elif tokens[at].startswith(b"</" + name[1]):
            depth -= 1
        if depth == 0:
            return first, at
    return first, first


def _tag(tokens: Tokens, rng: Random, pattern: re.Pattern[bytes]) -> int:
    return _pick(tokens, rng, lambda token: token[:1] == b"<" and pattern.search(token) is not None)


def _pick(tokens: Tokens, rng: Random, fits: Callable[[bytes], bool]) -> int:
    """A token that fits, looked for from a random place; that place where none is near."""
    start = rng.randrange(len(tokens))
    near = ((start + step) % len(tokens) for step in range(min(len(tokens), 500)))
    return next((at for at in near if fits(tokens[at])), start)


def _escaped(text: str) -> bytes:
    for mark, entity in (("&", "&amp;"), ("<", "&lt;"), ('"', "&quot;")):
        text = text.replace(mark, entity)
    return text.encode("utf-8", "surrogatepass")


_BLOWS: tuple[Callable[[Tokens, Random], None], ...] = (
    _attribute, _telling, _telling, _telling, _copied, _text, _text, _drop, _double, _move, _nest,
    _insert, _entity,
)  # fmt: skip
