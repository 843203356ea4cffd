"""The cheapest explanation of each broken equation, where it is the only one.

Rules propose; every proposal is judged again on the figures it would leave. It must make its
equation hold, and may break only what follows from the edited cells. What makes several broken
equations hold at once is one mistake.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from reconcile.explain.context import Context
from reconcile.explain.explanation import FALLBACK, Explanation
from reconcile.explain.rules import rules
from reconcile.explain.scenario import DOWNSTREAM, holds
from reconcile.model import Cell, Equation

_ORDER = ("sum", "average", "link", "ratio", "rank", "grade", "order")


@dataclass(frozen=True, eq=False)
class Chosen:
    """An explanation taken, and every broken equation that it accounts for."""

    explanation: Explanation
    explains: tuple[Equation, ...]


def choose(context: Context) -> tuple[Chosen, ...]:
    """One explanation for every broken equation, cheapest first; sums before what hangs on them."""
    doubtful = [e for e in context.relations.equations if e.holds == "no" or _is_remarkable(e)]
    pending = {id(equation): equation for equation in doubtful}
    chosen: list[Chosen] = []
    accepted: dict[Cell, Fraction] = {}
    for kinds in (_ORDER[:3], *([kind] for kind in _ORDER[3:])):
        stage = replace(context, accepted=dict(accepted))
        group = [equation for equation in pending.values() if equation.kind in kinds]
        for found in _settle(stage, group, pending):
            chosen.append(found)
            accepted.update(
                {} if found.explanation.applicability == "display" else found.explanation.changes
            )
    return tuple(chosen)


def _is_remarkable(equation: Equation) -> bool:
    return equation.holds == "rounding"


def _settle(
    context: Context, group: Sequence[Equation], pending: dict[int, Equation]
) -> Iterator[Chosen]:
    proposals = [p for equation in group for p in _proposals(context, equation)]
    judged = [(p, _vanishing(context, p, pending.values())) for p in proposals]
    judged.sort(key=lambda pair: (pair[0].cost, -len(pair[1])))
    for proposal, vanishing in judged:
        if id(proposal.equation) not in pending:
            continue
        if proposal.cost < FALLBACK and _is_rivalled(proposal, vanishing, judged, pending):
            continue
        here = tuple(equation for equation in vanishing if id(equation) in pending)
        for equation in here:
            del pending[id(equation)]
        pending.pop(id(proposal.equation), None)
        yield Chosen(proposal, here or (proposal.equation,))


def _proposals(context: Context, equation: Equation) -> Iterator[Explanation]:
    for rule in rules():
        if rule.propose is not None:
            for proposal in rule.propose(equation, context):
                if proposal.cost >= FALLBACK or _is_sound(context, proposal):
                    yield proposal


def _is_sound(context: Context, proposal: Explanation) -> bool:
    """It repairs its equation and breaks nothing but what follows from it."""
    if not holds(context, proposal.changes, proposal.equation):
        return False
    return not any(
        equation.holds in ("exact", "rounding")
        and not holds(context, proposal.changes, equation)
        and not (equation.kind in DOWNSTREAM and equation.target not in proposal.changes)
        for cell in proposal.changes
        for equation in context.around(cell)
    )


def _vanishing(
    context: Context, proposal: Explanation, broken: Iterable[Equation]
) -> tuple[Equation, ...]:
    """The broken equations that the proposal's edits make hold, its own first."""
    touched = set(proposal.changes)
    found = [proposal.equation]
    for equation in broken:
        cells = {equation.target, *(term.cell for term in equation.terms)}
        if equation is proposal.equation or equation.holds != "no" or not cells & touched:
            continue
        if holds(context, proposal.changes, equation):
            found.append(equation)
    return tuple(found)


def _is_rivalled(
    proposal: Explanation,
    vanishing: tuple[Equation, ...],
    judged: Sequence[tuple[Explanation, tuple[Equation, ...]]],
    pending: dict[int, Equation],
) -> bool:
    """Another explanation is as cheap, explains as much, and edits something else."""
    return any(
        other is not proposal
        and other.cost == proposal.cost
        and len(others) >= len(vanishing)
        and proposal.equation in others
        and dict(other.changes) != dict(proposal.changes)
        for other, others in judged
        if id(other.equation) in pending
    )
