"""The two sample sheets, put right, as clean sheets with their laws."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from random import Random

from benchmarks.faults.board import Board, Clean, Content
from tests.layouts.drawing import Figure
from tests.renderings.render import GRADE, INDEX, RANK, TOTAL, Frame, seed0, seed1

Lines = dict[str, int]  # by the row's name


@cache
def _frames() -> tuple[Frame, ...]:
    return (seed0(), *seed1())


def sample_scores(rng: Random) -> Clean:
    """The score sheet of 22 agencies; nothing in it is left to chance."""
    board = Board("sample_scores")
    frame = _frames()[0]
    lines = _table(board, frame)
    total, index = _column(frame, TOTAL), _column(frame, INDEX)
    for line in lines.values():
        board.ratio((line, index), [(line, total)], Decimal(220))
    board.graded(_column(frame, GRADE), index, list(lines.values()), ("Tốt", "Khá"))
    return board.done()


def sample_pillars(rng: Random) -> Clean:
    """The summary of six pillars and its detail tables; nothing in it is left to chance."""
    board = Board("sample_pillars")
    summary, *details = _frames()[1:]
    lines = _table(board, summary)
    board.ranks(_column(summary, RANK), _column(summary, TOTAL), list(lines.values()))
    for n, detail in enumerate(details, start=1):
        below = _table(board, detail)
        for name, line in lines.items():
            target = line, _column(summary, f"p{n}")
            board.law("link", target, [(below[name], _column(detail, TOTAL))])
    return board.done()


def _table(board: Board, frame: Frame) -> Lines:
    """A frame below what is drawn, its totals the sums of its parts."""
    board.line()
    board.line(frame.title)
    board.line(*(field.label for field in frame.fields))
    keys = [field.key for field in frame.fields]
    parts = [_column(frame, key) for key in frame.parts]
    lines = {}
    for name, cells in frame.rows.items():
        line = board.line(*(_content(cells[key], key) for key in keys))
        board.law("sum", (line, _column(frame, TOTAL)), [(line, part) for part in parts])
        lines[name] = line
    return lines


def _content(text: str, key: str) -> Content:
    if key == "serial":
        return int(text)
    return Figure(Decimal(text)) if re.fullmatch(r"-?\d+(\.\d+)?", text) else text or None


def _column(frame: Frame, key: str) -> int:
    return next(n for n, field in enumerate(frame.fields) if field.key == key)


SAMPLES: dict[str, Callable[[Random], Clean]] = {
    "sample_scores": sample_scores,
    "sample_pillars": sample_pillars,
}
