"""Texts of which a part is raised or struck out; native code gives a cell's text without that."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np

from reconcile.ooxml.cells import Body, Cells
from reconcile.ooxml.markup import attributes, plain, text

_MARK = re.compile(rb"<(?:[\w.-]+:)?(?:vertAlign|strike)[\s/>]")
_STRING = re.compile(rb"<(?:[\w.-]+:)?si(?=[\s/>])")
_TAG = re.compile(rb"<(/?)(?:[\w.-]+:)?(rPh|r|vertAlign|strike|t)(?=[\s/>])([^<>]*)>")
_SHOWS_SHARED = re.compile(
    rb"""\st\s*=\s*["']s["'][^<>]*>\s*<(?:[\w.-]+:)?v(?=[\s>])[^<>]*>\s*([0-9]{1,9})"""
)
_OFF = ("0", "false")


class Run(NamedTuple):
    """A stretch of a text printed alike."""

    text: str
    raised: bool
    struck: bool


Runs = tuple[Run, ...]


def marked_strings(strings: bytes) -> dict[int, Runs]:
    """Of the shared strings of a workbook those with a mark in them, by their place."""
    if not _MARK.search(strings):
        return {}
    strings = plain(strings)
    starts = [opened.start() for opened in _STRING.finditer(strings)]
    ends = [*starts[1:], len(strings)]
    return {
        place: _runs(strings[start:end])
        for place, (start, end) in enumerate(zip(starts, ends, strict=True))
        if _MARK.search(strings, start, end)
    }


def marked_cells(
    body: Body, cells: Cells, shared: Mapping[int, Runs]
) -> Iterator[tuple[tuple[int, int], Runs]]:
    """The cells of a sheet part whose text has a mark in it: one of the `shared`, or its own."""
    own: set[int] = set()
    if body.data.find(b"rPr", body.start, body.end) >= 0:  # what has no runs is not searched
        marks = _MARK.finditer(body.data, body.start, body.end)
        own = {_owner(cells, mark.start()) for mark in marks}
    bounds = np.append(cells.offsets, body.end)
    for at in sorted(own - {-1}):
        yield _spot(cells, at), _runs(body.data[int(bounds[at]) : int(bounds[at + 1])])
    if not shared:
        return
    for shown in _SHOWS_SHARED.finditer(body.data, body.start, body.end):
        runs = shared.get(int(shown[1]))
        if runs is not None:
            yield _spot(cells, _owner(cells, shown.start())), runs


def _owner(cells: Cells, offset: int) -> int:
    return int(np.searchsorted(cells.offsets, offset)) - 1


def _spot(cells: Cells, at: int) -> tuple[int, int]:
    return int(cells.rows[at]), int(cells.columns[at])


def _runs(string: bytes) -> Runs:
    """The runs of one string, what is written above it to be spoken left out."""
    return tuple(_written(string))


def _written(string: bytes) -> Iterator[Run]:
    raised = struck = spoken = False
    for tag in _TAG.finditer(string):
        closing, name = tag[1] == b"/", tag[2]
        if name == b"rPh":
            spoken = not closing
        elif name == b"r":
            raised = struck = False
        elif name == b"vertAlign":
            raised = attributes(tag[3]).get("val") == "superscript"
        elif name == b"strike":
            struck = attributes(tag[3]).get("val", "1") not in _OFF
        elif not (closing or spoken or tag[3].endswith(b"/")):
            yield Run(text(string[tag.end() : string.find(b"<", tag.end())]), raised, struck)
