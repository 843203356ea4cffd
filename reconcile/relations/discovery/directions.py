"""Which of the lines that restate each other is the computed one: a difference, or an index."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from reconcile.labels.texts import fold_case
from reconcile.relations.discovery.field import Field
from reconcile.relations.evidence.support import Candidate, Pattern

# A plain `Tăng` may be a part of the sum; `Tăng, giảm` is what two figures differ by.
_DIFFERENCE = re.compile(
    r"\b(?:chênh lệch|còn lại|tăng\W+giảm|(?:tăng|giảm) so với"
    r"|difference|balance|surplus|deficit)\b|\btăng\W+\+\W+giảm"
)


def directed(field: Field, candidates: Iterable[Candidate]) -> Iterator[Candidate]:
    """The sums, `now = before + difference` turned into `difference = now − before`."""
    for candidate in candidates:
        pattern = candidate.pattern
        pair = pattern.terms if pattern.factors == (1, 1) else ()
        differing = [term for term in pair if _is_difference(field.names[term])]
        if (
            len(differing) == 1
            and not field.is_declared(pattern.target)
            and not _is_difference(field.names[pattern.target])
        ):
            [target] = differing
            [other] = set(pattern.terms) - {target}
            turned = Pattern(target, (pattern.target, other), (1, -1))
            yield replace(candidate, pattern=turned, declared="label")
        else:
            yield candidate


def _is_difference(label: str) -> bool:
    return bool(_DIFFERENCE.search(fold_case(label)))
