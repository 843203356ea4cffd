"""Where sums are stated: a column of rates, or of shares of something else, does not add up.

Where `row 9 = row 6 + row 7 + row 8` holds in C and D, the rate in E, 61.5 over 60, 62 and 63, does
not count.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from reconcile.model import Flags
from reconcile.relations.check import rounding
from reconcile.relations.discovery.field import Field
from reconcile.relations.discovery.stretches import where_not_meant
from reconcile.relations.evidence.support import Pattern, figures_at, residuals_of

_MOSTLY = 0.75  # of the sums tried at a position that is called a rate


def positions(field: Field, patterns: Sequence[Pattern]) -> Iterator[tuple[int, ...]]:
    """For each of these sums of a field, the positions (of the table) along which it is meant.

    At a position that is called a rate most of them all must hold. Elsewhere each must be of the
    right size, or the only one that is not.
    """
    if not patterns:
        return
    each = [_tested(field, pattern) for pattern in patterns]
    held, tested, not_meant = np.array(each).sum(axis=0)
    adds_though_rate = (held > 0) & (held >= _MOSTLY * tested)
    adds = (not_meant < 2) | (not_meant <= held)
    for _, _, own_not_meant in each:
        kept = np.where(field.exempt, adds_though_rate, adds & ~own_not_meant)
        yield tuple(np.array(field.positions)[kept].tolist())


def _tested(field: Field, pattern: Pattern) -> tuple[Flags, Flags, Flags]:
    """Where a sum holds, where it could have failed, and where it is not meant."""
    figures = figures_at(field, np.arange(len(field.positions)), pattern)
    residuals, slack = residuals_of(field, figures)
    tested = figures.known[:, 0] & ((figures.parts != 0).sum(axis=1) >= 2)
    not_meant = where_not_meant(residuals, figures.stated, tested & ~field.exempt)
    return tested & rounding.within(residuals, slack), tested, not_meant
