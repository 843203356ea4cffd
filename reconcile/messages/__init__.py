"""The sentences the program says, one folder of catalogues per language.

A catalogue `vi/error.toml` with `missing = "…"` is the sentence `error.missing`; nested tables add
further dots. Values are filled in by name: `{path}`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from reconcile.model import Language, Sentence


def say(sentence: Sentence, language: Language) -> str:
    """The sentence in a language. Raises KeyError for one that no catalogue holds."""
    return catalogue(language)[sentence.key].format_map(sentence.values)


@cache
def catalogue(language: Language) -> Mapping[str, str]:
    """Every sentence of a language, by key."""
    found: dict[str, str] = {}
    for entry in files(__package__).joinpath(language).iterdir():
        if entry.name.endswith(".toml"):
            prefix = entry.name.removesuffix(".toml")
            found.update(_flat(prefix, tomllib.loads(entry.read_text(encoding="utf-8"))))
    return found


def _flat(prefix: str, table: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        name = f"{prefix}.{key}"
        if isinstance(value, str):
            yield name, value
        else:
            yield from _flat(name, value)
