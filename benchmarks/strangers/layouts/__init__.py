"""The layouts by name; each draws one sheet in a manner, with other figures each time."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from benchmarks.strangers.layouts.budgets import account_plan, bands, budget_outline, remainder
from benchmarks.strangers.layouts.marks import averages, league, scoring, side_by_side
from benchmarks.strangers.layouts.money import balance_sheet, payroll, price_index, stock
from benchmarks.strangers.layouts.people import age_groups, election, enrolment, shares, yearbook
from benchmarks.strangers.layouts.periods import cross, cumulated, months, quarters
from benchmarks.strangers.sheet import Manner, Sheet

Layout = Callable[[Random, Manner], Sheet]
LAYOUTS: dict[str, Layout] = {
    layout.__name__: layout
    for layout in (
        budget_outline, account_plan, bands, remainder, yearbook, enrolment, election, age_groups,
        shares, scoring, league, side_by_side, averages, payroll, balance_sheet, stock,
        price_index, cumulated, quarters, cross, months,
    )
}  # fmt: skip
