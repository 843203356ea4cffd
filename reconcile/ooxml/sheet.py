"""One sheet part, scanned in a single pass over its bytes.

The scan looks at tags only, never at a tree, so that a place found in the bytes is a place that can
be edited in them. Values and shared strings are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

import numpy as np
from msgspec import Struct

from reconcile.model import Range
from reconcile.model.arrays import EMPTY
from reconcile.ooxml.cells import Body, Cells, cells, position
from reconcile.ooxml.markup import attributes, plain, tag_pattern, text
from reconcile.ooxml.package import PackageError
from reconcile.ooxml.rich_texts import Runs, marked_cells

_BODY = re.compile(rb"<([\w.-]+:)?sheetData(?=[\s/>])[^<>]*>")
_TEXTUAL = re.compile(rb"""\st\s*=\s*["']str["']""")
_ERROR = re.compile(rb"<[\w.:-]*v(?=[\s>])[^<>]*>\s*(#[^<]*)")


class Formula(NamedTuple):
    """A cell's formula element: its attributes and its text, as they stand; `textual` says whether
    the cell stores a text, an empty one maybe, as its result."""

    row: int
    column: int
    attributes: dict[str, str]
    text: str
    textual: bool = False


class SheetScan(Struct, frozen=True, eq=False, dict=True):
    """What a sheet part holds besides values, counted from 0; column pairs are first and last.

    `marked` are the texts of which a part is raised or struck out.
    """

    cells: Cells
    formulas: tuple[Formula, ...]
    errors: dict[tuple[int, int], str]
    marked: dict[tuple[int, int], Runs]
    merges: tuple[Range, ...]
    hidden_rows: tuple[int, ...]
    hidden_columns: tuple[tuple[int, int], ...]

    @property
    def filled(self) -> int:
        return int(self.cells.valued.sum())

    @cached_property
    def shape(self) -> tuple[int, int]:
        """Rows and columns from A1 to the last cell that is more than a format."""
        rows, columns = (
            np.where(self.cells.valued, line, -1).max(initial=-1)
            for line in (self.cells.rows, self.cells.columns)
        )
        return int(rows) + 1, int(columns) + 1


def scan(part: bytes, marked_strings: Mapping[int, Runs] = EMPTY) -> SheetScan:
    """Scan a sheet part. `marked_strings` are those of the shared strings that have marks.

    Raises PackageError where its cells cannot all be told apart."""
    body = body_of(plain(part))
    table = cells(body)
    return SheetScan(
        cells=table,
        formulas=tuple(_formulas(body, table)),
        errors=dict(_errors(body, table)),
        marked=dict(marked_cells(body, table, marked_strings)),
        merges=tuple(_merges(body)),
        hidden_rows=tuple(_hidden_rows(body)),
        hidden_columns=tuple(_hidden_columns(body)),
    )


def body_of(data: bytes) -> Body:
    """Where the cells of a sheet part stand. Raises PackageError where they do not end."""
    opened = _BODY.search(data)
    if opened is None:
        return Body(data, b"", len(data), len(data))
    prefix = opened[1] or b""
    end = data.find(b"</" + prefix + b"sheetData", opened.end())
    if opened[0].endswith(b"/>"):
        end = opened.end()
    elif end < 0:
        raise PackageError("broken-workbook")
    return Body(data, prefix, opened.end(), end)


def _formulas(body: Body, table: Cells) -> Iterator[Formula]:
    if body.data.find(b"f", body.start, body.end) < 0:
        return
    for tag in tag_pattern(body.prefix, rb"f").finditer(body.data, body.start, body.end):
        owner = int(np.searchsorted(table.offsets, tag.start())) - 1
        if owner < 0:
            raise PackageError("broken-workbook")
        closed = tag[2].endswith(b"/")
        written = b"" if closed else body.data[tag.end() : body.data.find(b"<", tag.end())]
        row, column = int(table.rows[owner]), int(table.columns[owner])
        opened = body.data[int(table.offsets[owner]) : tag.start()]
        textual = _TEXTUAL.search(opened) is not None
        yield Formula(row, column, attributes(tag[2]), text(written), textual)


def _errors(body: Body, table: Cells) -> Iterator[tuple[tuple[int, int], str]]:
    bounds = np.append(table.offsets, body.end)
    for at in np.flatnonzero(table.faulty).tolist():
        value = _ERROR.search(body.data, int(bounds[at]), int(bounds[at + 1]))
        if value is not None:
            yield (int(table.rows[at]), int(table.columns[at])), text(value[1]).strip()


def _merges(body: Body) -> Iterator[Range]:
    for tag in tag_pattern(body.prefix, rb"mergeCell").finditer(body.data, body.end):
        first, _, last = attributes(tag[2]).get("ref", "").partition(":")
        top, left = position(first)
        bottom, right = position(last or first)
        yield Range(min(top, bottom), min(left, right), max(top, bottom), max(left, right))


def _hidden_rows(body: Body) -> Iterator[int]:
    if body.data.find(b"hidden", body.start, body.end) < 0:
        return
    row = -1
    for tag in tag_pattern(body.prefix, rb"row").finditer(body.data, body.start, body.end):
        written = attributes(tag[2])
        row = position(f"A{written['r']}")[0] if "r" in written else row + 1
        if written.get("hidden") in ("1", "true"):
            yield row


def _hidden_columns(body: Body) -> Iterator[tuple[int, int]]:
    for tag in tag_pattern(body.prefix, rb"col").finditer(body.data, 0, body.start):
        band = attributes(tag[2])
        if band.get("hidden") in ("1", "true"):
            yield position(f"A{band.get('min')}")[0], position(f"A{band.get('max')}")[0]
