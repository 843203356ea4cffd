"""A row of the tidy long frame: a figure with its address, its labels and its exact value."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

TIDY_TITLE = "reconcile.tidy/1"  # of a file of such rows, where its format has titles


class Tidy(NamedTuple):
    """A row of the frame; a figure missing from its row has neither cell nor value.

    `row_role` tells totals and averages from what they are made of; `unit` is that of the column,
    its header or the table, `year` that of the column, else of the table.
    """

    source: str
    sheet: str
    table: str
    table_title: str
    cell: str | None
    row_number: int | None
    row_role: str
    entity: str
    entity_name: str
    group: str
    indicator: str
    path: str
    role: str
    text: str | None
    value: Decimal | None
    decimals: int | None
    unit: str
    year: int | None
