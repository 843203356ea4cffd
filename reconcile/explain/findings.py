"""Explanations written out as findings."""

from __future__ import annotations

from collections.abc import Iterable

from reconcile.explain.context import Context
from reconcile.explain.explanation import Explanation
from reconcile.explain.scenario import consequences
from reconcile.explain.search import Chosen
from reconcile.model import Cell, Equation, Explained, Finding, Fix, Place


def finding(context: Context, chosen: Chosen) -> Finding:
    """The finding of an explanation, its id still to be given."""
    found = chosen.explanation
    at = found.place or context.place(found.at)
    expected = found.expected_text
    if found.expected is not None:
        expected = context.plain(found.expected, found.at)
    return Finding(
        id="",
        rule=found.rule,
        severity=found.severity or "error",
        at=at,
        cells=_places(
            context, at, [*found.cells, *found.changes, *(e.target for e in chosen.explains)]
        ),
        message=found.message,
        row=context.row_name(found.at),
        column=context.path(found.at),
        printed=None if found.place else context.text(found.at) or None,
        expected=expected,
        difference=_difference(context, found),
        interval=found.interval,
        explains=tuple(_explained(context, found, equation) for equation in chosen.explains),
        fixes=_fixes(found),
        consequences=consequences(context, found.changes) if found.changes else (),
    )


def _places(context: Context, at: Place, cells: Iterable[Cell]) -> tuple[Place, ...]:
    return tuple(dict.fromkeys([at, *(context.place(cell) for cell in cells)]))


def _difference(context: Context, found: Explanation) -> str | None:
    printed = context.value(found.at)
    if printed is None or found.expected is None or printed == found.expected:
        return None
    return context.plain(printed - found.expected, found.at)


def _explained(context: Context, found: Explanation, equation: Equation) -> Explained:
    """The equation with its target as printed, and as it ought to be after the edits."""
    target, text = equation.target, context.text(equation.target)
    printed, ought = context.value(target), found.changes.get(target)
    if ought is None and equation.kind == "sum":
        ought = equation.result
    if ought is None or printed is None:
        difference = equation.difference
        said = "" if difference is None else context.plain(difference, target)
        return Explained(equation.kind, context.place(target), text, equation.computed, said)
    return Explained(
        equation.kind,
        context.place(target),
        text,
        context.plain(ought, target),
        context.plain(printed - ought, target),
    )


def _fixes(found: Explanation) -> tuple[Fix, ...]:
    first = (
        (Fix(found.title, found.applicability, found.confidence, found.edits),)
        if found.edits
        else ()
    )
    rest = max(0.0, 1.0 - found.confidence)
    return first + tuple(
        Fix(title, "display", round(rest / (n + 1), 2), edits)
        for n, (title, edits) in enumerate(found.others, start=1)
    )
