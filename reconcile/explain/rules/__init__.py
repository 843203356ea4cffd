"""The rules: one module for each kind of mistake. To register a rule is to put its module here.

A rule's module is named after the mistake. It has a docstring (a title line; then *What it finds*,
*Why it matters*, *Fix safety*), `SEVERITY`, the example sheets `VALID` and `INVALID`, and either
`propose`, which yields explanations for a broken equation, or `observe`, which yields findings.
What a rule can tell by a template only has one for its examples, `TEMPLATE`.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import Any

from msgspec import Struct

from reconcile.model import Severity


class Rule(Struct, frozen=True):
    """A rule as its module states it; `valid` and `invalid` are sheets drawn as text, `template`
    is that of both, in TOML."""

    name: str
    severity: Severity
    title: str
    documentation: str
    valid: tuple[str, ...]
    invalid: tuple[str, ...]
    template: str
    propose: Callable[..., Any] | None
    observe: Callable[..., Any] | None


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule, by name."""
    names = sorted(module.name for module in iter_modules(__path__))
    return tuple(_rule(import_module(f"{__name__}.{name}")) for name in names if name[0] != "_")


def _rule(module: ModuleType) -> Rule:
    title, _, documentation = inspect.cleandoc(module.__doc__ or "").partition("\n")
    return Rule(
        name=module.__name__.rpartition(".")[2].replace("_", "-"),
        severity=module.SEVERITY,
        title=title.rstrip("."),
        documentation=documentation.strip(),
        valid=module.VALID,
        invalid=module.INVALID,
        template=getattr(module, "TEMPLATE", ""),
        propose=getattr(module, "propose", None),
        observe=getattr(module, "observe", None),
    )
