"""Faults of keeping up: figures that were right once, or were computed from the wrong cells."""

from __future__ import annotations

from decimal import Decimal

from benchmarks.faults.board import Content, Law, Spot
from benchmarks.faults.injection import Fault, Mutant, Victim, carried, changed, like, summing


def _off(victim: Victim, target: Spot, by: Decimal, follow: bool) -> Mutant | None:
    """The mutant whose target is off; with `follow` the ratios computed from it are, too."""
    old = victim.clean.figure(target)
    new = like(old, old.value + by)
    if new.value == old.value:
        return None
    cells: dict[Spot, Content] = {target: new}
    cells = carried(victim.clean, cells) if follow else cells
    return Mutant(changed(victim.clean.rows, cells), frozenset((target,)))


def _term(victim: Victim, law: Law) -> Decimal:
    return victim.clean.figure(victim.rng.choice(law.terms)).value


def stale_total(victim: Victim) -> Mutant | None:
    """A total from before one of its parts was changed."""
    law = victim.law("sum")
    if law is None:
        return None
    share = Decimal(victim.rng.randint(-60, 60)) / 100
    return _off(victim, law.target, _term(victim, law) * share, victim.rng.random() < 0.5)


def omitted_term(victim: Victim) -> Mutant | None:
    law = victim.law("sum")
    if law is None or len(law.terms) < 3:
        return None
    return _off(victim, law.target, -_term(victim, law), victim.rng.random() < 0.5)


def doubled_term(victim: Victim) -> Mutant | None:
    law = victim.law("sum")
    if law is None or len(law.terms) < 3:
        return None
    return _off(victim, law.target, _term(victim, law), victim.rng.random() < 0.5)


def stale_summary(victim: Victim) -> Mutant | None:
    """A copy that was not renewed; in half of the mutants its own total adds it up."""
    law = victim.law("link")
    if law is None:
        return None
    old = victim.clean.figure(law.target)
    new = like(old, old.value * Decimal(victim.rng.randint(70, 130)) / 100)
    if new.value == old.value:
        return None
    cells: dict[Spot, Content] = {law.target: new}
    if victim.rng.random() < 0.5:
        for total in summing(victim.clean, law.target):
            sum_ = victim.clean.figure(total.target)
            cells[total.target] = like(sum_, sum_.value + new.value - old.value)
    return Mutant(changed(victim.clean.rows, cells), frozenset((law.target,)))


def stale_index(victim: Victim) -> Mutant | None:
    """A ratio computed from an earlier figure."""
    law = victim.law("ratio")
    if law is None:
        return None
    share = Decimal(victim.rng.choice([n for n in range(-12, 13) if abs(n) > 1])) / 100
    return _off(victim, law.target, victim.clean.figure(law.target).value * share, follow=False)


def rank_swapped(victim: Victim) -> Mutant | None:
    """Two ranks of one ranking exchanged."""
    law = victim.law("rank")
    if law is None:
        return None
    rivals = [
        other.target
        for other in victim.laws("rank")
        if set(other.terms) == set(law.terms)
        and victim.clean.figure(other.target) != victim.clean.figure(law.target)
    ]
    other = victim.rng.choice(rivals)
    cells: dict[Spot, Content] = {
        law.target: victim.clean.at(other),
        other: victim.clean.at(law.target),
    }
    return Mutant(changed(victim.clean.rows, cells), frozenset(cells))


def grade_wrong(victim: Victim) -> Mutant | None:
    law = victim.law("grade")
    if law is None:
        return None
    present = {victim.clean.at(other.target) for other in victim.laws("grade")}
    others = [g for g in law.grades if g in present and g != victim.clean.at(law.target)]
    if not others:
        return None
    cells: dict[Spot, Content] = {law.target: victim.rng.choice(others)}
    return Mutant(changed(victim.clean.rows, cells), frozenset(cells))


STALE: dict[str, Fault] = {
    "stale total": stale_total,
    "omitted term": omitted_term,
    "doubled term": doubled_term,
    "stale summary": stale_summary,
    "stale index": stale_index,
    "rank swapped": rank_swapped,
    "grade wrong": grade_wrong,
}
