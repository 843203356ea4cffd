"""Where sums are stated: a column of rates, or of shares of something else, does not add up."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from reconcile.model import Flags
from reconcile.relations import rounding
from reconcile.relations.field import Field
from reconcile.relations.support import Pattern, residual

_FAR = 5  # off by more than a fifth
_MOSTLY = 0.75


def positions(field: Field, patterns: Sequence[Pattern]) -> tuple[int, ...]:
    """The positions (of the table) along which these sums of a field are meant.

    At a position that is called a rate most of them must hold; at another one it takes two that
    are far off, and more of them than hold, to say that nothing adds up there.
    """
    if not patterns:
        return field.positions
    verdicts = [_judged(field, pattern) for pattern in patterns]
    held, near, tested = np.array(verdicts).sum(axis=0)
    as_rate = (held > 0) & (held >= _MOSTLY * tested)
    as_sum = (tested - near < 2) | (tested - near <= held)
    kept = np.where(field.exempt, as_rate, as_sum)
    return tuple(np.array(field.positions)[kept].tolist())


def _judged(field: Field, pattern: Pattern) -> tuple[Flags, Flags, Flags]:
    """Where a sum holds, where it comes near, and where it could have failed."""
    rows = np.arange(len(field.positions))
    window = field.units[:, list(pattern.terms)] * field.known[:, list(pattern.terms)]
    stated = field.units[:, pattern.target]
    residuals, slack = residual(field, rows, pattern)
    tested = field.known[:, pattern.target] & ((window != 0).sum(axis=1) >= 2)
    near = _FAR * np.abs(residuals) <= np.abs(stated) * (len(pattern.terms) if pattern.mean else 1)
    return tested & rounding.within(residuals, slack), tested & near, tested
