"""The bands that rows stand under: `I. Khối sở, ngành` over the rows that count from 1 again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import repeat

from reconcile.labels.outline_numbers import is_first_number, is_heading_number
from reconcile.model import RowRole


def bands(numbers: Sequence[str], names: Sequence[str], roles: Sequence[RowRole]) -> Iterator[str]:
    """For each row the name of its band, '' where it stands under none or heads one.

    A band is headed by a row without figures, or by one whose outline number is a capital or a
    Roman numeral where the next row is the first of another kind: `I` before `1`, not before `II`.
    """
    band = ""
    heads = set(filter(is_heading_number, filter(str.isupper, numbers)))
    if not heads and "group" not in roles:
        yield from repeat(band, len(roles))
        return
    for i, (name, role) in enumerate(zip(names, roles, strict=True)):
        if role == "group" or (numbers[i] in heads and _begins_anew(numbers, roles, i + 1)):
            band = name
            yield ""
        else:
            yield band


def _begins_anew(numbers: Sequence[str], roles: Sequence[RowRole], row: int) -> bool:
    if row == len(numbers):
        return False
    return is_first_number(numbers[row]) if numbers[row] else roles[row] == "entity"
