"""The sentences the program says, one folder of catalogues per language.

A catalogue `vi/error.toml` with `missing = "…"` is the sentence `error.missing`; nested tables add
further dots. Values are filled in by name: `{path}`. A catalogue is parsed when first spoken from.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from reconcile.model import Language, Sentence

_HOME = Path(__file__).parent


def say(sentence: Sentence, language: Language) -> str:
    """The sentence in a language. Raises KeyError for one that no catalogue holds."""
    return _of(sentence.key, language)[sentence.key].format_map(sentence.values)


def find(key: str, language: Language) -> str | None:
    """The words of a key as the catalogue has them, None where it has none; no other is parsed."""
    return _of(key, language).get(key)


@cache
def catalogue(language: Language) -> Mapping[str, str]:
    """Every sentence of a language, by key."""
    names = sorted(path.stem for path in (_HOME / language).glob("*.toml"))
    return {key: sentence for name in names for key, sentence in _sentences(language, name).items()}


def _of(key: str, language: Language) -> Mapping[str, str]:
    """The catalogue that a key belongs to."""
    return _sentences(language, key.partition(".")[0])


@cache
def _sentences(language: Language, name: str) -> Mapping[str, str]:
    path = _HOME / language / f"{name}.toml"
    if not path.exists():
        return {}
    return dict(_flat(name, tomllib.loads(path.read_text(encoding="utf-8"))))


def _flat(prefix: str, table: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        name = f"{prefix}.{key}"
        if isinstance(value, str):
            yield name, value
        else:
            yield from _flat(name, value)
