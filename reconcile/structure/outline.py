"""How deep each row stands in an outline, by its number or by its layout.

I   Revenue    950    level 0        **Revenue**     950    level 0, its name in bold
1   Taxes      700    level 1        Taxes           700    level 1
1.1 on land    300    level 2          on land       300    level 2, its name set in
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import compress, pairwise

from reconcile.labels.outline_numbers import is_outline_number

NO_LEVEL = -1
_ROMAN = re.compile(r"[IVXLC]+\Z")
_ENOUGH = 3  # numbered rows below which their numbers tell no levels

_Kind = tuple[str, int]  # how a number is written, and how many dots it has
# How a row's name stands: its column, the spaces it is set in by, and -1 where it is in bold or in
# capitals, -2 where both. A lesser one stands above a greater one.
Layout = tuple[int, int, int]


def levels(numbers: Sequence[str]) -> list[int]:
    """For each row its level from 0 on, by its outline number; NO_LEVEL where that tells none, in
    all rows where all stand on one level."""
    kinds = list(_kinds(numbers))
    order = list(dict.fromkeys(kind for kind in kinds if kind is not None))
    if len(order) < 2 or sum(kind is not None for kind in kinds) < _ENOUGH:
        return [NO_LEVEL] * len(numbers)
    return [NO_LEVEL if kind is None else order.index(kind) for kind in kinds]


def levels_by_layout(layouts: Sequence[Layout | None]) -> list[int]:
    """For each row its level from 0 on; NO_LEVEL for a row of which no layout is given, and in all
    rows where they all look alike."""
    order = sorted({layout for layout in layouts if layout is not None})
    if len(order) < 2:
        return [NO_LEVEL] * len(layouts)
    return [NO_LEVEL if layout is None else order.index(layout) for layout in layouts]


def _kinds(numbers: Sequence[str]) -> Iterator[_Kind | None]:
    outlined = list(map(is_outline_number, numbers))
    stated = list(compress(numbers, outlined))
    has_roman = any(len(number) > 1 and _ROMAN.match(number) for number in stated)
    # A single C or D is a letter where B stands before it, a Roman number where there are II or IV.
    letters = {after for before, after in pairwise(stated) if _follows(before, after)}
    for number, is_outlined in zip(numbers, outlined, strict=True):
        if not is_outlined:
            yield None
        elif number[0].isdigit():
            yield "1", number.count(".")
        elif number.islower():
            yield "a", 0
        elif _ROMAN.match(number) and number not in letters and (has_roman or number == "I"):
            yield "I", 0
        else:
            yield "A", 0


def _follows(before: str, after: str) -> bool:
    """`B` before `C`, but not `I` before `II`."""
    return len(before) == len(after) == 1 and before.isupper() and ord(after) == ord(before) + 1
