"""Numbers as people write them, as a workbook stores them, and as they are written again."""

from reconcile.numbers.conventions import MARK, OTHER
from reconcile.numbers.stored import all_shown, counted, places_shown, shown, typed
from reconcile.numbers.texts import (
    common_unit,
    convention_of,
    decisive,
    read,
    readings,
    word_behind,
)
from reconcile.numbers.writing import plain, rounded, written

__all__ = [
    "MARK", "OTHER", "all_shown", "common_unit", "convention_of", "counted", "decisive",
    "places_shown", "plain", "read", "readings", "rounded", "shown", "typed", "word_behind",
    "written",
]  # fmt: skip
