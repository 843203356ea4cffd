"""The cheapest explanation of each broken equation, where it is the only one.

Rules propose; every proposal is judged again on the figures it would leave. It must make its
equation hold, and may break only what follows from the edited cells. What makes several broken
equations hold at once is one mistake.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from msgspec import Struct
from msgspec.structs import replace

from reconcile.explain.context import Context
from reconcile.explain.edits import live_totals
from reconcile.explain.explanation import FALLBACK, WEAK, Explanation
from reconcile.explain.localise import Localised, localise
from reconcile.explain.rules import rules
from reconcile.explain.scenario import DOWNSTREAM, Scenario
from reconcile.explain.touched import Touched
from reconcile.explain.wrong_figures import joint_mistakes
from reconcile.formulas.tree import Unknown
from reconcile.model import COMPARISONS, SUMMED, Cell, Equation, Kind

_WITNESSES = SUMMED | {"product"}  # a ratio does not vouch for what it divides
_MOST_CANDIDATES = 4  # other explanations that a finding lists; more are no help to a reader
# Sums are settled before what hangs on them: an index is a ratio of totals, a rank follows it.
_LATER: tuple[Kind, ...] = ("product", "ratio", "change", "rank", "grade", "order")


class Chosen(Struct, frozen=True, eq=False):
    """An explanation taken, and every broken equation that it accounts for."""

    explanation: Explanation
    explains: tuple[Equation, ...]

    @property
    def price(self) -> float:
        """What the explanation costs for each equation that it accounts for."""
        return self.explanation.cost / len(self.explains)


def choose(context: Context) -> tuple[Chosen, ...]:
    """One explanation for every broken equation, cheapest first; sums before what hangs on them."""
    doubtful = context.relations.holding("no", "rounding")
    pending = {id(equation): equation for equation in doubtful}
    chosen: list[Chosen] = []
    accepted: dict[Cell, Fraction] = {}
    for kinds in (SUMMED, *({kind} for kind in _LATER)):
        stage = replace(context, accepted=dict(accepted))
        group = [equation for equation in pending.values() if equation.kind in kinds]
        for choice in _settle(stage, group, pending):
            chosen.append(choice)
            is_fixable = choice.explanation.applicability != "display"
            accepted.update(choice.explanation.changes if is_fixable else {})
    return tuple(chosen)


def _settle(
    context: Context, group: Sequence[Equation], pending: dict[int, Equation]
) -> Iterator[Chosen]:
    """The explanations of some broken equations; what they explain is taken from `pending`, by id:
    those of one mistake, then those of several at once, then the mismatches themselves."""
    touched = Touched(context, pending.values())
    choices = [
        _judge(scenario, proposal, touched)
        for equation in group
        for scenario, proposal in _proposals(context, equation)
    ]
    choices.sort(key=lambda choice: choice.price)
    explaining = _by_equation(choices)
    yield from _single_mistakes(choices, explaining, pending)
    yield from _joint_mistakes(context, touched, pending)
    for choice in choices:
        own = id(choice.explanation.equation)
        if choice.explanation.cost >= FALLBACK and own in pending:
            yield _take(_with_candidates(choice, explaining[own]), pending)


def _by_equation(choices: Iterable[Chosen]) -> dict[int, list[Chosen]]:
    """Of each equation what explains it, in the order given."""
    explaining: dict[int, list[Chosen]] = defaultdict(list)
    for choice in choices:
        for equation in choice.explains:
            explaining[id(equation)].append(choice)
    return explaining


def _single_mistakes(
    choices: Sequence[Chosen],
    explaining: Mapping[int, Sequence[Chosen]],
    pending: dict[int, Equation],
) -> Iterator[Chosen]:
    """Explanations of one mistake each, the cheapest first; rivals leave an equation open."""
    abstained: set[int] = set()
    for choice in choices:
        own = id(choice.explanation.equation)
        if own not in pending or choice.price >= WEAK:
            continue
        if own in abstained or _has_rivals(choice, explaining, pending):
            abstained.update(id(equation) for equation in choice.explains)
        else:
            yield _take(choice, pending)


def _take(choice: Chosen, pending: dict[int, Equation]) -> Chosen:
    """The explanation with those of its equations that nothing else has explained."""
    unexplained = tuple(equation for equation in choice.explains if id(equation) in pending)
    for equation in unexplained:
        del pending[id(equation)]
    return replace(choice, explains=unexplained)


def _joint_mistakes(
    context: Context, touched: Touched, pending: dict[int, Equation]
) -> Iterator[Chosen]:
    """Mistakes that only together make a connected system hold, where there is one such set."""
    for system in localise(context, list(pending.values())):
        if len(system.solutions) != 1 or system.gave_up:
            continue
        for explanation in joint_mistakes(context, system):
            explained = [
                equation
                for equation in touched.by([explanation.at])
                if id(equation) in pending
                and _involves(equation, explanation.at)
                and _is_settled_by(context, system, equation)
            ]
            if explained:
                yield _take(Chosen(explanation, tuple(explained)), pending)


def _is_settled_by(context: Context, system: Localised, equation: Equation) -> bool:
    """Whether the edits of a system settle an equation: one of its own, or another exactly."""
    scenario = Scenario(context, dict(system.solutions[0]))
    return equation in system.equations or scenario.comes_out(equation)


def _involves(equation: Equation, cell: Cell) -> bool:
    return cell == equation.target or any(term.cell == cell for term in equation.terms)


def _judge(scenario: Scenario, proposal: Explanation, touched: Touched) -> Chosen:
    """A proposal with the broken equations that its edits make hold, and what that makes safe."""
    choice = Chosen(proposal, _repaired(scenario, proposal, touched))
    # Copies of a formula are one witness, and a row that is moved is never sure. Where figures are
    # rounded each for itself, what a row and a column ask for alike may be off by one.
    is_typed = not any(edit.formula or edit.kind != "replace" for edit in proposal.edits)
    if (
        proposal.applicability == "unsafe"
        and is_typed
        and _are_independent(scenario, choice.explains)
        and not scenario.context.are_of_rounded(choice.explains)
    ):
        return replace(choice, explanation=replace(proposal, applicability="safe", confidence=0.95))
    return choice


def _are_independent(scenario: Scenario, explained: Sequence[Equation]) -> bool:
    """Whether two broken equations vouch for an edit that are not made of each other: a row's and a
    column's, or those of two tables. A subtotal and the grand total of one row say the same."""
    lines = [
        scenario.context.relation_of(equation).target
        for equation in explained
        if equation.kind in _WITNESSES and equation.holds == "no"
    ]
    return len({(line.table, line.axis) for line in lines}) >= 2


def _with_candidates(choice: Chosen, explaining: Sequence[Chosen]) -> Chosen:
    """The mismatch itself, with the explanations that would do, as long as they can be listed."""
    candidates = [other.explanation for other in explaining if other.explanation.cost < FALLBACK]
    listed = {candidate.edits: candidate.title for candidate in candidates}
    listed.pop(choice.explanation.edits, None)
    if not listed or len(listed) > _MOST_CANDIDATES:
        return choice
    others = tuple((title, edits) for edits, title in listed.items())
    return replace(
        choice, explanation=replace(choice.explanation, others=choice.explanation.others + others)
    )


def _proposals(context: Context, equation: Equation) -> Iterator[tuple[Scenario, Explanation]]:
    """What the rules propose that is sound, and the figures as it would leave them; what only names
    the mismatch stands without the edits that are not. A grade or rank that is out of date is told
    as such."""
    if equation.kind in COMPARISONS and context.facts.is_outdated(context.place(equation.target)):
        return
    for rule in rules():
        for proposal in rule.explanations(equation, context):
            is_idle = not _is_recomputed(context, proposal) and (
                _is_over_formula(context, proposal) or _is_counted_already(context, proposal)
            )
            if is_idle and proposal.cost < FALLBACK:
                continue
            proposal = replace(proposal, changes=live_totals(context, proposal.changes))
            scenario = Scenario(context, proposal.changes)
            if not is_idle and _is_sound(scenario, proposal):
                yield scenario, proposal
            elif proposal.cost >= FALLBACK:
                if proposal.changes and not proposal.others:
                    proposal = replace(proposal, edits=(), changes={})
                yield Scenario(context, proposal.changes), proposal


def _is_recomputed(context: Context, proposal: Explanation) -> bool:
    """Whether a stored result is made what its formula gives."""
    return any(context.facts.is_outdated(edit.place) for edit in proposal.edits[:1])


def _is_over_formula(context: Context, proposal: Explanation) -> bool:
    """Whether the figure put right has a live formula, which printed what it was told to."""
    own = [edit for edit in proposal.edits[:1] if not edit.formula]
    return any(context.facts.calculator.formula(edit.place) for edit in own)


def _is_counted_already(context: Context, proposal: Explanation) -> bool:
    """Whether a part is put right that the live formula of the total counts: the total would follow
    and be as far from its parts as before."""
    place, formulas = context.place(proposal.equation.target), context.facts.calculator
    if not formulas.formula(place) or context.facts.is_outdated(place):
        return False
    try:
        counted = set(formulas.named_cells(formulas.tree(place)))
    except Unknown:
        return False
    parts = {context.place(cell) for cell in proposal.changes} - {place}
    return any(formulas.stored_number(part) is not None for part in parts & counted)


def _is_sound(scenario: Scenario, proposal: Explanation) -> bool:
    """It repairs its equation, keeps within what is the most, and breaks nothing but what follows
    from it."""
    context, equation = scenario.context, proposal.equation
    if not scenario.holds(equation):
        return False
    if scenario.exceeds_limits(term.cell for term in equation.terms):
        return False
    return not any(
        not scenario.holds(equation) and not _is_downstream(context, equation, proposal)
        for cell in proposal.changes
        for equation in context.around(cell, "exact", "rounding")
    )


def _is_downstream(context: Context, equation: Equation, proposal: Explanation) -> bool:
    """Whether the equation is computed from the edited cells; an order is about its own scores."""
    if equation.kind == "order":
        return True
    is_computed = equation.kind in DOWNSTREAM or bool(context.formula(equation.target))
    return is_computed and equation.target not in proposal.changes


def _repaired(scenario: Scenario, proposal: Explanation, touched: Touched) -> tuple[Equation, ...]:
    """The broken equations that the proposal's edits make hold, its own first."""
    repaired = [proposal.equation, *proposal.along]
    for equation in touched.by(proposal.changes):
        is_repaired = scenario.holds if equation.holds == "no" else scenario.comes_out
        if equation not in repaired and is_repaired(equation):
            repaired.append(equation)
    return tuple(repaired)


def _has_rivals(
    choice: Chosen, explaining: Mapping[int, Sequence[Chosen]], pending: dict[int, Equation]
) -> bool:
    """Another explanation is as cheap for what it explains, and edits something else."""
    return any(
        other.price <= choice.price
        and other is not choice
        and id(other.explanation.equation) in pending
        and dict(other.explanation.changes) != dict(choice.explanation.changes)
        for equation in choice.explains
        for other in explaining[id(equation)]
    )
