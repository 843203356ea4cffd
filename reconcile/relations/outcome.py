"""Relations found, and what was stated but is not borne out by the figures."""

from __future__ import annotations

from typing import NamedTuple

from reconcile.model import Relation, Sentence


class Outcome(NamedTuple):
    """What a search gave: `rejected` says of each relation that a label, a header or a template
    states why it was not believed."""

    relations: tuple[Relation, ...]
    rejected: tuple[Sentence, ...] = ()
