"""What speaks about a broken sum, and how probable that makes it that it is a mistake."""

from __future__ import annotations

from collections.abc import Mapping
from math import exp, log1p

from msgspec import Struct

_ANOTHER_SIZE = 0.7  # powers of ten: what one digit makes of a figure is hardly five times as large
_PARTIAL = 0.6  # the most that a total above its named parts may be suspected
_UNSURE = 0.9  # the most where rounding may have left it, or where what stands there may be rates
_BOUND = 40.0  # log-odds beyond which no probability differs from 0 or 1


class Doubt(Struct, frozen=True):
    """What speaks about one broken equation.

    `relation` and `line` are the log-odds that its relation is meant and that what stands at its
    position adds up, both without itself; `is_other` where the line's own words say that it does
    not. It `is_near` where it misses by no more than twice what rounding explains, `may_be_rounded`
    where that is more than rounding explains or others miss too, no equation across says the
    same, and its figures are large; `is_rounded` where rounding explains it and several others. It
    `is_smaller` where it states less than one of its terms, none of them below 0, `is_partial`
    where it states more than its terms and these are called a part of it, `is_of_nothing` where
    these are all 0. `is_digit` where one digit explains it, `is_slip` where a mark, a sign or a
    term does; `scale` is the log of how often what is computed holds what is stated, to the base
    of 10. `near` and `far` are the other misses of its relation, by what rounding might leave and
    by more, among `others`; `line_missed` and `line_held` count the relations across its position.
    `agrees` where an equation across, of one of its cells, is off by the same, or another of its
    relation, which carries the mistake on; `vouched` is the share of its cells that some other
    equation, which comes out, counts.
    """

    relation: float
    line: float
    is_other: bool
    is_near: bool
    may_be_rounded: bool
    is_smaller: bool
    is_rounded: bool
    is_partial: bool
    is_of_nothing: bool
    is_digit: bool
    is_slip: bool
    scale: float
    near: int
    far: int
    others: int
    line_missed: int
    line_held: int
    agrees: bool
    vouched: float
    declared: str
    is_mean: bool

    @property
    def is_of_another_size(self) -> bool:
        """Whether what is computed is of another size than what is stated, and no slip made it so:
        of rates in a column of 63 the `total` is their average."""
        return not self.is_slip and abs(self.scale) > _ANOTHER_SIZE

    @property
    def features(self) -> dict[str, float]:
        """What is weighed, by the names of `WEIGHTS`."""
        near = self.is_near
        return {
            "constant": 1.0,
            "relation": within(self.relation, 10) / 10,
            "line": within(self.line, 5) / 5,
            "no sum by its words": float(self.is_other),
            "near": float(near),
            "near, others too": log1p(self.near) if near else 0.0,
            "one digit": float(self.is_digit and not near),
            "one slip": float(self.is_slip),
            "another size": float(self.is_of_another_size),
            "far, others too": 0.0 if near else min(1.0, 3 * self.far / (self.others + 1)),
            "others missed": log1p(self.near + self.far),
            "line missed": log1p(self.line_missed),
            "line held": log1p(self.line_held),
            "agrees across": float(self.agrees),
            "vouched": 0.0 if self.agrees else self.vouched,
            "by a label": float(self.declared in ("label", "outline")),
            "mean": float(self.is_mean),
        }


def confidence_by(weights: Mapping[str, float], doubt: Doubt) -> float:
    """The probability that it is a mistake."""
    mistaken = share(sum(weights[name] * value for name, value in doubt.features.items()))
    # What a line's words deny, a row of the highest figures, other sums must have borne out.
    if doubt.is_other:
        mistaken *= share(doubt.line)
    if doubt.is_of_nothing and doubt.declared == "formula":
        return 0.0  # typed where its neighbours' formula finds nothing to compute
    unlike = doubt.is_smaller and doubt.is_of_another_size and not doubt.declared
    if doubt.may_be_rounded or unlike:
        mistaken = min(mistaken, _UNSURE)
    # What stands under `of which` may leave something out, even where it mostly does not.
    return min(mistaken, _PARTIAL) if doubt.is_partial else mistaken


def share(odds: float) -> float:
    """The probability that some log-odds say."""
    return 1 / (1 + exp(-within(odds, _BOUND)))


def within(value: float, most: float) -> float:
    """The value, no further from 0 than the most."""
    return max(-most, min(most, value))
