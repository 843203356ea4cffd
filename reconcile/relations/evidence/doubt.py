"""What speaks about a broken sum, and how probable that makes it that it is a mistake."""

from __future__ import annotations

from collections.abc import Mapping
from math import exp, log1p

from msgspec import Struct

_ANOTHER_SIZE = 0.7  # powers of ten: what one digit makes of a figure is hardly five times as large
_PARTIAL = 0.6  # the most that a total above its named parts may be suspected
_CROSSED = 0.7  # the most of each of two that cross and may both be rounded; 0.91 both together
_UNSURE = 0.9  # the most where rounding may have left it, or where what stands there may be rates
# Log-odds beyond which a relation, or a line, says no more of a doubt; the features end at 1.
_MOST_RELATION, _MOST_LINE = 10.0, 5.0
_BOUND = 40.0  # log-odds beyond which no probability differs from 0 or 1


class Doubt(Struct, frozen=True):
    """What speaks about one broken equation, `151 = 67 + 64` in a column whose other rows come out.

    `relation` and `line` are the log-odds that its relation is meant and that what stands at its
    position adds up, both without itself; `is_denied_by_words` where the line's own words say that
    it does not. It `is_near` where it misses by no more than twice what rounding explains,
    `may_be_rounded` where no equation across says the same and its figures are large, unless it
    alone misses, by what rounding explains, among figures shown to be exact, or where they are
    printed coarser than those of its table; it `may_cross_by_rounding` where one across does and
    nothing shows that they are exact: any row and any column cross. It `is_rounded` where rounding
    explains it and several others. It `is_smaller` where it states less than one of its terms, none
    of them below 0, `is_above_parts` where it states more than its terms and these are called a
    part of it, `is_of_zeros` where these are all 0. `is_digit` where one digit explains it,
    `is_slip` where a mark, a sign or a term does; it `is_of_others` perhaps where it misses by
    exactly one term and its relation comes out nowhere: that term may not be meant. `log_scale` is
    the log of how often what is computed holds what is stated, to the base of 10. `near_misses` and
    `far_misses` are the other misses of its relation, by what rounding might leave and by more,
    among so many `other_equations`; `line_missed` and `line_held` count the relations across its
    position. `agrees_across` where an equation across, of one of its cells, is off by the same, or
    another of its relation, which carries the mistake on; `vouched_share` is the share of its cells
    that some other equation, which comes out, counts.
    """

    relation: float
    line: float
    is_denied_by_words: bool
    is_near: bool
    may_be_rounded: bool
    may_cross_by_rounding: bool
    is_smaller: bool
    is_rounded: bool
    is_above_parts: bool
    is_of_zeros: bool
    is_digit: bool
    is_slip: bool
    is_of_others: bool
    log_scale: float
    near_misses: int
    far_misses: int
    other_equations: int
    line_missed: int
    line_held: int
    agrees_across: bool
    vouched_share: float
    declared: str
    is_mean: bool

    @property
    def is_of_another_size(self) -> bool:
        """Whether what is computed is of another size than what is stated, and no slip made it so:
        of rates in a column of 63 the `total` is their average."""
        return not self.is_slip and abs(self.log_scale) > _ANOTHER_SIZE

    @property
    def features(self) -> dict[str, float]:
        """What is weighed, by the names of `WEIGHTS`."""
        return {
            "constant": 1.0,
            "relation": clipped(self.relation, _MOST_RELATION) / _MOST_RELATION,
            "line": clipped(self.line, _MOST_LINE) / _MOST_LINE,
            "no sum by its words": float(self.is_denied_by_words),
            "near": float(self.is_near),
            "near, others too": log1p(self.near_misses) if self.is_near else 0.0,
            "one digit": float(self.is_digit and not self.is_near),
            "one slip": float(self.is_slip),
            "another size": float(self.is_of_another_size),
            "far, others too": 0.0
            if self.is_near
            else min(1.0, 3 * self.far_misses / (self.other_equations + 1)),
            "others missed": log1p(self.near_misses + self.far_misses),
            "line missed": log1p(self.line_missed),
            "line held": log1p(self.line_held),
            "agrees across": float(self.agrees_across),
            "vouched": 0.0 if self.agrees_across else self.vouched_share,
            "by a label": float(self.declared in ("label", "outline")),
            "mean": float(self.is_mean),
        }


def confidence_by(weights: Mapping[str, float], doubt: Doubt) -> float:
    """The probability that it is a mistake."""
    mistaken = probability(sum(weights[name] * value for name, value in doubt.features.items()))
    # What a line's words deny, a row of the highest figures, other sums must have borne out.
    if doubt.is_denied_by_words:
        mistaken *= probability(doubt.line)
    if doubt.is_of_zeros and doubt.declared == "formula":
        return 0.0  # typed where its neighbours' formula finds nothing to compute
    is_unlike = doubt.is_smaller and doubt.is_of_another_size and not doubt.declared
    if doubt.may_be_rounded or doubt.is_of_others or is_unlike:
        mistaken = min(mistaken, _UNSURE)
    if doubt.may_cross_by_rounding:
        mistaken = min(mistaken, _CROSSED)
    # What stands under `of which` may leave something out, even where it mostly does not.
    return min(mistaken, _PARTIAL) if doubt.is_above_parts else mistaken


def probability(odds: float) -> float:
    """The probability that some log-odds say."""
    return 1 / (1 + exp(-clipped(odds, _BOUND)))


def clipped(value: float, most: float) -> float:
    """The value, no further from 0 than the most."""
    return max(-most, min(most, value))
