"""Numbers as people write them, as a workbook stores them, and as they are written again."""

from reconcile.numbers.dates import day_and_month
from reconcile.numbers.durations import (
    DAY,
    MINUTE,
    TypedDuration,
    duration_text,
    elapsed_code,
    is_elapsed,
    typed_duration,
)
from reconcile.numbers.notation import (
    has_fraction,
    is_approximate,
    is_note_mark,
    is_scientific,
    may_state_one,
)
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
    both_sides,
    common_unit,
    convention_of,
    has_side,
    is_slashed,
    lone_fraction,
    read,
    readings,
    sole_convention,
    stands_alone,
    word_behind,
)
from reconcile.numbers.unread import begins_as_figure, is_drawn_as_figure, may_be_mistyped
from reconcile.numbers.writing import (
    DECIMAL_MARK,
    OTHER_CONVENTION,
    Writing,
    plain,
    rounded,
    written,
)

__all__ = [
    "DAY", "DECIMAL_MARK", "MINUTE", "OTHER_CONVENTION", "TypedDuration", "Writing", "all_shown",
    "begins_as_figure", "both_sides", "common_unit", "convention_of", "counted_decimals",
    "day_and_month", "decimals_shown", "duration_text", "elapsed_code", "has_fraction", "has_side",
    "is_approximate", "is_drawn_as_figure", "is_elapsed", "is_note_mark", "is_scientific",
    "is_slashed", "lone_fraction", "may_be_mistyped", "may_state_one", "meant_number",
    "meant_numbers", "plain", "read", "readings", "rounded", "shown", "sole_convention",
    "stands_alone", "stored_number", "typed_duration", "without_noise", "word_behind", "written",
]  # fmt: skip
