"""Values as people read them."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from reconcile.audited import Audit
from reconcile.messages.harmless import one_line
from reconcile.model import Column, Finding, Table, letters
from reconcile.structure.writing import as_written


def cell_text(value: Any) -> str:
    """A stored cell value as text; a double as its shortest decimal that gives the same double."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return repr(value).removesuffix(".0")
    return str(value)


def label(column: Column | tuple[str, ...]) -> str:
    """A header path on one line, outermost label first."""
    path = column.path if isinstance(column, Column) else column
    return " › ".join(one_line(part) for part in path)


def letters_of(table: Table, column: int) -> str:
    """The letters of a column where the table first has it."""
    printed = (int(at) for at in table.column_at[:, column] if at >= 0)
    return letters(next(printed, 0))


def number_of(table: Table, row: int) -> int:
    """The number of a row as its sheet counts, where the table first has it."""
    printed = (int(at) for at in table.row_at[:, row] if at >= 0)
    return next(printed, 0) + 1


def fraction_text(number: Fraction) -> str:
    """The number as a plain decimal where it has an end, else as `a/b`."""
    rest, decimals = number.denominator, 0
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest != 1:
        return f"{number.numerator}/{number.denominator}"
    while (number * 10**decimals).denominator != 1:
        decimals += 1
    digits = str(abs(int(number * 10**decimals))).rjust(decimals + 1, "0")
    sign = "-" if number < 0 else ""
    whole, part = digits[: len(digits) - decimals], digits[len(digits) - decimals :]
    return sign + whole + (f".{part}" if part else "")


def as_the_sheet_writes(number: str | None, audit: Audit, finding: Finding) -> str:
    """A plain decimal as the sheet writes numbers where the finding stands; '' for None."""
    return one_line(as_written(number or "", audit.document, finding.at))
