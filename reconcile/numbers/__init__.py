"""Numbers as people write them, as a workbook stores them, and as they are written again."""

from reconcile.numbers.stored import (
    all_shown,
    decimals_shown,
    shown,
    stored_number,
    stored_numbers,
)
from reconcile.numbers.texts import (
    common_unit,
    convention_of,
    read,
    readings,
    sole_convention,
    word_behind,
)
from reconcile.numbers.writing import DECIMAL_MARK, OTHER_CONVENTION, plain, rounded, written

__all__ = [
    "DECIMAL_MARK", "OTHER_CONVENTION", "all_shown", "common_unit", "convention_of",
    "decimals_shown", "plain", "read", "readings", "rounded", "shown", "sole_convention",
    "stored_number", "stored_numbers", "word_behind", "written",
]  # fmt: skip
