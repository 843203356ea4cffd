"""The rules: one module for each kind of mistake. To register a rule is to put its module here.

A rule's module is named after the mistake. It has a docstring (a title line; then *What it finds*,
*Why it matters*, *Fix safety*), `SEVERITY`, the example sheets `VALID` and `INVALID`, and one or
both of

    def propose(equation: Equation, context: Context) -> Iterator[Explanation]
    def observe(context: Context) -> Iterator[Observation]

The first is asked of each broken equation, the second once, of the whole sheet. Name, severity and
number of what they yield are the registry's to give.
What a rule can tell by a template only has one for its examples, `TEMPLATE`.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from reconcile.model import Equation, Finding, Severity

if TYPE_CHECKING:
    from reconcile.explain.context import Context
    from reconcile.explain.explanation import Explanation, Observation


Propose = Callable[[Equation, "Context"], Iterator["Explanation"]]
Observe = Callable[["Context"], Iterator["Observation"]]


def _nothing_proposed(equation: Equation, context: Context) -> Iterator[Explanation]:
    return iter(())


def _nothing_observed(context: Context) -> Iterator[Observation]:
    return iter(())


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
    propose: Propose = _nothing_proposed
    observe: Observe = _nothing_observed

    def explanations(self, equation: Equation, context: Context) -> Iterator[Explanation]:
        """What the rule proposes for a broken equation, in its name."""
        for explanation in self.propose(equation, context):
            severity = explanation.severity or self.severity
            yield replace(explanation, rule=self.name, severity=severity)

    def findings(self, context: Context) -> Iterator[Finding]:
        """What the rule observes on the sheet, in its name; the numbers are still to be given."""
        for observation in self.observe(context):
            yield Finding(
                id="",
                rule=self.name,
                severity=observation.severity or self.severity,
                at=observation.at,
                cells=observation.cells,
                message=observation.message,
                range=observation.range,
                row=observation.row,
                column=observation.column,
                printed=observation.printed,
                expected=observation.expected,
                difference=observation.difference,
                fixes=observation.fixes,
            )


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
        propose=getattr(module, "propose", _nothing_proposed),
        observe=getattr(module, "observe", _nothing_observed),
    )
