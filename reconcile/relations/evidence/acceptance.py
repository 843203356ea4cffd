"""Which sums may be believed, of the many that are tried.

`F = C + D + E` that holds in nine rows of ten with nine different totals is no accident; one that
holds in two rows of small counts may be, among hundreds of stretches beside every total.
"""

from __future__ import annotations

from math import log

from reconcile.relations.evidence.support import Candidate

# Logs of chances: so improbable an accident has to be, of all that were tried together.
RARE = log(1e-6)  # a sum of lines that nothing brings together
_BEYOND_DOUBT = log(1e-20)  # one that holds in half of its positions only
_ACCIDENT = log(1e-6)  # some hundred stretches are tried for every target
_ACCIDENT_EXACT = log(1e-3)  # where all come out exactly, which rounding cannot have helped
_SOME = log(0.05)  # what is left of it where all lines are in proportion is nothing

_NEARLY_ALWAYS = 0.9  # of the positions tested
_HALF = 0.5  # of the positions tested; below it the misses are the rule
_DIFFERENT = 3  # totals that come out; fewer are met by chance among hundreds of stretches
_MEANT = 5.0  # nats by which the hits must exceed the misses and the log of how many were tried


def is_accepted(candidate: Candidate, log_tries: float) -> bool:
    """Whether a sum may be believed that was found among so many (the log of their number)."""
    if candidate.not_meant:
        return is_rare(candidate, log_tries)
    if candidate.declared:
        is_single = candidate.tested == 1 and len(candidate.pattern.terms) >= 3
        enough = candidate.held >= 2 or is_single or candidate.log_chance < _ACCIDENT_EXACT
        return enough and candidate.share >= _HALF
    accident = _ACCIDENT if candidate.exact < candidate.held else _ACCIDENT_EXACT
    is_no_accident = _is_various(candidate) and candidate.log_chance < accident
    beyond_doubt = candidate.log_chance < _BEYOND_DOUBT and candidate.share >= _HALF
    rare = candidate.log_chance_by_row + log_tries < accident
    believed = (candidate.is_solid or beyond_doubt) and (is_no_accident or rare)
    return believed or _outweighs_its_misses(candidate, log_tries)


def _outweighs_its_misses(candidate: Candidate, log_tries: float) -> bool:
    """Two hits among large figures outweigh three misses: no share of nearly all is asked for."""
    evidence = candidate.misses_weight - candidate.log_chance_by_row
    is_often = candidate.share >= _HALF
    return is_often and _is_various(candidate) and evidence > log_tries + _MEANT


def _is_various(candidate: Candidate) -> bool:
    """Whether several totals that differ come out, and not one of them says it all."""
    enough = candidate.different_totals >= _DIFFERENT
    return enough and candidate.log_chance_without_best < _SOME


def is_rare(candidate: Candidate, log_tries: float) -> bool:
    """Whether a sum of lines that nothing brings together may be believed."""
    enough = RARE if candidate.share >= _NEARLY_ALWAYS else _BEYOND_DOUBT
    return candidate.is_solid and candidate.log_chance_by_row + log_tries < enough
