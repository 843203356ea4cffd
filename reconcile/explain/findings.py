"""Explanations written out as findings."""

from __future__ import annotations

from collections.abc import Iterable
from math import prod

from reconcile.explain.context import Context
from reconcile.explain.explanation import Explanation
from reconcile.explain.scenario import consequences
from reconcile.explain.search import Chosen
from reconcile.model import (
    CERTAIN,
    Cell,
    Equation,
    Explained,
    Finding,
    Fix,
    Place,
    Severity,
)


def finding(context: Context, chosen: Chosen) -> Finding:
    """The finding of an explanation, its id still to be given."""
    explanation = chosen.explanation
    at = explanation.place or context.place(explanation.at)
    expected = explanation.expected_text
    if explanation.expected is not None:
        expected = context.plain(explanation.expected, explanation.at)
    return Finding(
        id="",
        rule=explanation.rule,
        severity=_severity(context, chosen),
        confidence=_confidence(context, chosen),
        at=at,
        cells=_places(
            context,
            at,
            [*explanation.cells, *explanation.changes, *(e.target for e in chosen.explains)],
        ),
        message=explanation.message,
        row=context.row_name(explanation.at),
        column=context.path(explanation.at),
        printed=None if explanation.place else context.text(explanation.at) or None,
        expected=expected,
        difference=_difference(context, explanation),
        interval=explanation.interval,
        explains=_all_explained(context, chosen),
        fixes=_fixes(explanation),
        consequences=consequences(context, explanation.changes) if explanation.changes else (),
    )


def _severity(context: Context, chosen: Chosen) -> Severity:
    """An error is one only where what it breaks is sure to be meant."""
    stated = chosen.explanation.severity or "error"
    return "warning" if stated == "error" and _confidence(context, chosen) < CERTAIN else stated


def _confidence(context: Context, chosen: Chosen) -> float:
    """The probability that it is a mistake: of the equations that it accounts for, those along a
    row and those down a column vouch for it each by itself, so that all would have to be wrong. A
    cell that is not written as its table writes numbers needs no other witness."""
    surest: dict[tuple[str, str], float] = {}
    for equation in chosen.explains:
        line = context.relation_of(equation).target
        key = line.table, line.axis
        surest[key] = max(surest.get(key, 0.0), equation.confidence)
    confidence = 1 - prod(1 - confidence for confidence in surest.values())
    at = chosen.explanation.at
    is_doubtful = chosen.explanation.place is None and context.is_doubtful(at)
    return round(max(confidence, CERTAIN) if is_doubtful else confidence, 3)


def _places(context: Context, at: Place, cells: Iterable[Cell]) -> tuple[Place, ...]:
    return tuple(dict.fromkeys([at, *(context.place(cell) for cell in cells)]))


def _difference(context: Context, explanation: Explanation) -> str | None:
    printed = context.value(explanation.at)
    if printed is None or explanation.expected is None or printed == explanation.expected:
        return None
    return context.plain(printed - explanation.expected, explanation.at)


def _all_explained(context: Context, chosen: Chosen) -> tuple[Explained, ...]:
    """What the finding accounts for, each once: at a corner a row and a column may say the same."""
    told = (_explained(context, chosen.explanation, equation) for equation in chosen.explains)
    return tuple(dict.fromkeys(told))


def _explained(context: Context, explanation: Explanation, equation: Equation) -> Explained:
    """The equation with its target as printed, and as it ought to be after the edits."""
    target, text = equation.target, context.text(equation.target)
    printed, ought = context.value(target), explanation.changes.get(target)
    if ought is None and equation.kind == "sum":
        ought = equation.result
    if ought is None or printed is None:
        difference = equation.difference
        difference_text = "" if difference is None else context.plain(difference, target)
        return Explained(
            equation.kind, context.place(target), text, equation.computed, difference_text
        )
    return Explained(
        equation.kind,
        context.place(target),
        text,
        context.plain(ought, target),
        context.plain(printed - ought, target),
    )


def _fixes(explanation: Explanation) -> tuple[Fix, ...]:
    first = (
        (
            Fix(
                explanation.title,
                explanation.applicability,
                explanation.confidence,
                explanation.edits,
            ),
        )
        if explanation.edits
        else ()
    )
    left = max(0.0, 1.0 - explanation.confidence)  # for all others together
    return first + tuple(
        Fix(title, "display", round(left / (n + 1), 2), edits)
        for n, (title, edits) in enumerate(explanation.others, start=1)
    )
