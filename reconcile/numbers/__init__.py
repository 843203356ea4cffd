"""Numbers as people write them, as a workbook stores them, and as they are written again."""

from reconcile.numbers.stored import (
    all_shown,
    counted_decimals,
    decimals_shown,
    meant_number,
    meant_numbers,
    shown,
    stored_number,
    without_noise,
)
from reconcile.numbers.texts import (
    common_unit,
    convention_of,
    is_note_mark,
    read,
    readings,
    sole_convention,
    word_behind,
)
from reconcile.numbers.writing import DECIMAL_MARK, OTHER_CONVENTION, plain, rounded, written

__all__ = [
    "DECIMAL_MARK", "OTHER_CONVENTION", "all_shown", "common_unit", "convention_of",
    "counted_decimals", "decimals_shown", "is_note_mark", "meant_number", "meant_numbers", "plain",
    "read", "readings", "rounded", "shown", "sole_convention", "stored_number", "without_noise",
    "word_behind", "written",
]  # fmt: skip
