"""The arithmetic of one table, along its rows and down its columns, as its figures show it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from reconcile.model import Line, Rejected, Relation, Sentence, Table
from reconcile.relations.claims import header_formulas, labels, outlines
from reconcile.relations.discovery import (
    additive,
    field,
    quotients,
    running,
    statements,
    sums,
    weighted,
)
from reconcile.relations.discovery.directions import directed
from reconcile.relations.discovery.field import Field
from reconcile.relations.evidence.claimed import JudgedClaim, judge_claims
from reconcile.relations.evidence.support import Candidate
from reconcile.relations.outcome import Outcome, share


def across(table: Table, computed: frozenset[Line]) -> Outcome:
    """What is computed along the rows, `F = C + D + E` in each of them.

    What is labelled a total, is none and stands in no formula (`computed`) is rejected."""
    lines = field.across(table)
    declared = header_formulas.find(lines)
    stated = (*declared.relations, *weighted.find(table))
    outcome = _undeclared(lines, stated, computed)
    others = header_formulas.unexplained(outcome.relations, stated)
    return Outcome((*stated, *others), declared.rejected + outcome.rejected)


def down(table: Table, computed: frozenset[Line]) -> Outcome:
    """What is computed down the columns, `row 9 = row 6 + row 7 + row 8` in each of them."""
    lines = field.down(table)
    if not lines.units.size:
        return Outcome(())
    return _computed(lines, frozenset(), computed)


def _undeclared(lines: Field, stated: Sequence[Relation], computed: frozenset[Line]) -> Outcome:
    taken = frozenset(lines.lines.index(r.target.index) for r in stated if r.kind != "sum")
    return _computed(lines, taken, computed)


def _computed(lines: Field, taken: frozenset[int], computed: frozenset[Line]) -> Outcome:
    """Quotients first: they take no part in sums, as products do."""
    divided = quotients.find(lines, taken)
    aside = taken | {judged.target for judged in divided.believed if not judged.is_product}
    outlined = judge_claims(lines, outlines.find(lines))
    from_figures = sums.find(lines, aside, _meant(outlined))
    run = tuple(running.find(lines, aside, from_figures))
    explained = aside.union(lines.lines.index(relation.target.index) for relation in run)
    labelled = _labelled(lines, aside, explained, from_figures)
    candidates = _with_those_in_sight(lines, aside, (*from_figures, *_meant(labelled)))
    relations = (
        *(statements.quotient(lines, judged) for judged in divided.believed),
        *_sums(lines, list(directed(lines, candidates))),
        *run,
    )
    dropped = (
        *(_dropped(lines, claim) for claim in (*outlined, *labelled) if not claim.is_meant),
        *_alone(lines, explained, candidates, labelled),
        *(statements.doubted(lines, judged) for judged in divided.doubted),
    )
    rejected = tuple(claim for claim in dropped if claim.target not in computed)
    return Outcome(relations, rejected)


def _meant(claims: Iterable[JudgedClaim]) -> tuple[Candidate, ...]:
    return tuple(claim.candidate for claim in claims if claim.is_meant)


def _sums(lines: Field, candidates: Sequence[Candidate]) -> Iterator[Relation]:
    """The sums, then the averages, each at the positions that it is meant for."""
    for mean in (False, True):
        alike = [candidate for candidate in candidates if candidate.pattern.mean == mean]
        meant = additive.positions(lines, [candidate.pattern for candidate in alike])
        for candidate, where in zip(alike, meant, strict=True):
            yield statements.additive(lines, candidate, where)


def _with_those_in_sight(
    lines: Field, aside: frozenset[int], sums_of_all: Sequence[Candidate]
) -> tuple[Candidate, ...]:
    """The sums; a total may also have been made of what is in sight only."""
    if not lines.hidden:
        return tuple(sums_of_all)
    taken = {candidate.pattern.target for candidate in sums_of_all}
    in_sight = sums.find(lines, aside | lines.hidden)
    others = (candidate for candidate in in_sight if candidate.pattern.target not in taken)
    return (*sums_of_all, *others)


def _labelled(
    field: Field, aside: frozenset[int], explained: frozenset[int], known: Sequence[Candidate]
) -> tuple[JudgedClaim, ...]:
    """What labels state of lines that no figures show to be sums, and that are not `explained`
    otherwise: a broken one destroys its own evidence."""
    taken = explained | {candidate.pattern.target for candidate in known}
    active = np.flatnonzero(field.known.any(axis=0)).tolist()
    targets = [line for line in active if line in field.computed and line not in taken]
    others = [line for line in active if line not in aside]
    return judge_claims(field, labels.find(field, targets, others))


def _dropped(lines: Field, claim: JudgedClaim) -> Rejected:
    """A claim that its figures do not bear out."""
    best = claim.candidate
    terms = [lines.names[term] for term in best.pattern.terms]
    values = {
        "label": lines.names[best.pattern.target],
        "held": str(best.held),
        "tested": str(best.tested),
        "first": terms[0],
        "last": terms[-1],
        "count": str(len(terms)),
    }
    return Rejected(
        claim.source,
        "average" if best.pattern.mean else "sum",
        lines.line(best.pattern.target),
        lines.some(best.pattern.terms),
        best.tested,
        claim.probability,
        Sentence(f"relation.fallen-{claim.source}", values),
    )


def _alone(
    lines: Field,
    aside: frozenset[int],
    candidates: Sequence[Candidate],
    labelled: Sequence[JudgedClaim],
) -> Iterator[Rejected]:
    """The lines labelled as totals beside which nothing stands that they could be made of."""
    explained = aside.union(claim.candidate.pattern.target for claim in labelled)
    explained |= {candidate.pattern.target for candidate in candidates}
    for target in np.flatnonzero(lines.known.any(axis=0)).tolist():
        if target in lines.computed and target not in explained:
            yield Rejected(
                "label",
                "average" if lines.roles[target] == "average" else "sum",
                lines.line(target),
                (),
                0,
                share(0, 0),
                Sentence("relation.fallen-alone", {"label": lines.names[target]}),
            )
