"""The ranks that scores give, by how ties are treated.

Scores 81, 92, 75, 81 rank 2, 1, 4, 2 (competition), 2, 1, 3, 2 (dense), 2, 1, 4, 3 (unique),
2.5, 1, 4, 2.5 (average) or 3, 1, 4, 3 (last).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

from reconcile.model import Ties


def ranks_of_scores(scores: Sequence[int], descending: bool, ties: Ties) -> list[Fraction]:
    """The rank of each score, best first; of equals that get different ranks the first of them."""
    keys = sorted((-s if descending else s) for s in scores)
    different = sorted(set(keys))
    place = {key: n for n, key in reversed(list(enumerate(keys, start=1)))}
    dense = {key: n for n, key in enumerate(different, start=1)}
    times = Counter(keys)
    shift = {"average": Fraction(1, 2), "last": Fraction(1)}.get(ties, Fraction(0))
    chosen = dense if ties == "dense" else place
    return [
        chosen[key] + shift * (times[key] - 1)
        for key in ((-s if descending else s) for s in scores)
    ]
