"""Tables printed without rules: columns by the figures that stand below each other.

    Ward    Elm     31    12    43        a label column, then three of figures: numbers that
            Oak     47    25    72        overlap from row to row are one column, and the gap
    Total          176   137   313        left of it holds over all rows

What has figures in rows but no such columns is in doubt, and no table.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from pdfplumber.utils.clustering import cluster_objects

from reconcile import numbers
from reconcile.reading.drawn_tables import Box, DrawnTable
from reconcile.reading.pdf.cell import PageItem, cell_text

_FEWEST_ROWS = 3  # with figures; numbers of two lines of prose overlap by chance
_FEWEST_COLUMNS = 2  # of figures beside labels, of which a list of contents has one
_FEWEST_BARE = 3  # columns of figures where there are no labels to tell a table by
_FEWEST_NUMBERED = 3  # columns that a line numbers; `1 2` may be figures
_SAME_LINE = 3.0  # points between the feet of words
_WORD_GAP = 0.6  # of a line's height; wider ones part what is written side by side
_FARTHEST = 2.5  # line heights from the foot of a row to that of the next one
_FARTHEST_HEADER = 4.0  # likewise from a line of the header, below which there may be a blank one
_MOST_HEADER_LINES = 6  # above the first row; what stands higher is a title or a paragraph
_MOST_BETWEEN = 2  # lines without figures between two rows: a heading, a label's second line
_PLACEHOLDERS = frozenset(("-", "–", "—", "...", "…", "..", "x", "X"))


class WordGroup(NamedTuple):
    """Words written side by side, from `left` to `right` in points."""

    words: tuple[PageItem, ...]

    @property
    def left(self) -> float:
        return float(self.words[0]["x0"])

    @property
    def right(self) -> float:
        return float(max(word["x1"] for word in self.words))

    @property
    def centre(self) -> float:
        return (self.left + self.right) / 2

    @property
    def text(self) -> str:
        return " ".join(word["text"] for word in self.words)

    @property
    def is_figure(self) -> bool:
        is_number = bool(numbers.readings(self.text) or numbers.typed_duration(self.text))
        return self.text in _PLACEHOLDERS or is_number


class PrintedLine(NamedTuple):
    """A line of a page, `Elm  31  12  43`, as groups of words; `top` and `bottom` in points from
    the top of the page. `numbers_columns` where it says 1, 2, 3, so that these are no figures."""

    groups: tuple[WordGroup, ...]
    top: float
    bottom: float
    numbers_columns: bool = False

    @property
    def figures(self) -> list[WordGroup]:
        return [] if self.numbers_columns else [g for g in self.groups if g.is_figure]

    @property
    def is_of_numbers(self) -> bool:
        """Whether it prints 1, 2, 3 = 1 + 2, … and nothing else."""
        texts = [group.text.partition("=")[0].strip(" ()[]") for group in self.groups]
        numbers_in_order = [str(n) for n in range(1, len(texts) + 1)]
        return len(texts) >= _FEWEST_NUMBERED and texts == numbers_in_order


class PrintedColumn(NamedTuple):
    """A column from `left` to `right`, in points from the left of the page: of figures, or of the
    words of labels."""

    left: float
    right: float
    has_figures: bool


class UnruledTable(NamedTuple):
    """A table, and where its rows begin and the last one ends, in points from the top."""

    drawn: DrawnTable
    tops: tuple[float, ...]


def unruled_tables(words: Sequence[PageItem]) -> tuple[list[UnruledTable], bool]:
    """The tables among the words of a page, each word with its characters, and whether there are
    rows of figures besides whose columns cannot be told apart."""
    lines = [_line(row) for row in cluster_objects(list(words), "bottom", _SAME_LINE)]
    lines = _with_numbering_marked(sorted(lines, key=lambda line: line.bottom))
    tables, doubtful = [], False
    for first, end in _stretches(lines):
        columns = _columns([line for line in lines[first:end] if len(line.figures) > 1])
        if columns is None:
            doubtful = True
        elif _are_enough(columns):
            start = first - _header_lines(lines, first, columns)
            tables.append(_table(lines[start:end], columns))
    return tables, doubtful


def _with_numbering_marked(lines: list[PrintedLine]) -> list[PrintedLine]:
    """The lines, those marked that number the columns of a header: `1 2 3 4` above `Elm 31 12 43`
    or `1 Elm 31 12 43`, but not above `2 47 25 72`."""
    marked = list(lines)
    for at in [at for at, line in enumerate(lines) if line.is_of_numbers]:
        below = next((line.groups[0] for line in lines[at + 1 :] if len(line.figures) > 1), None)
        if below is not None and (not below.is_figure or below.text.strip(".") == "1"):
            marked[at] = lines[at]._replace(numbers_columns=True)
    return marked


def _line(words: Sequence[PageItem]) -> PrintedLine:
    """The words of one line, those that stand close to each other as groups."""
    ordered = sorted(words, key=lambda word: word["x0"])
    height = median(word["bottom"] - word["top"] for word in ordered)
    groups: list[list[PageItem]] = []
    for word in ordered:
        if groups and word["x0"] - groups[-1][-1]["x1"] < _WORD_GAP * height:
            groups[-1].append(word)
        else:
            groups.append([word])
    top, bottom = min(word["top"] for word in ordered), max(word["bottom"] for word in ordered)
    return PrintedLine(tuple(WordGroup(tuple(group)) for group in groups), top, bottom)


def _stretches(lines: Sequence[PrintedLine]) -> Iterator[tuple[int, int]]:
    """Stretches of lines from one with figures to another, each first and end."""
    first, last, rows = 0, -1, 0
    for at, line in enumerate(lines):
        if len(line.figures) < 2:
            continue
        if rows and _is_next_row(lines, last, at):
            last, rows = at, rows + 1
            continue
        if rows >= _FEWEST_ROWS:
            yield first, last + 1
        first, last, rows = at, at, 1
    if rows >= _FEWEST_ROWS:
        yield first, last + 1


def _is_next_row(lines: Sequence[PrintedLine], above: int, below: int) -> bool:
    """Whether a row with figures follows another closely, with few lines between them."""
    if below - above > _MOST_BETWEEN + 1:
        return False
    return all(_is_near(lines[at], lines[at + 1], _FARTHEST) for at in range(above, below))


def _is_near(above: PrintedLine, below: PrintedLine, farthest: float) -> bool:
    return below.bottom - above.bottom < farthest * max(1.0, below.bottom - below.top)


def _columns(rows: Sequence[PrintedLine]) -> list[PrintedColumn] | None:
    """The columns of some rows with figures; None where two figures of a row share one."""
    figures = _joined([(group.left, group.right) for row in rows for group in row.figures])
    texts: dict[int, list[tuple[float, float]]] = {}
    for row in rows:
        labels = [
            WordGroup((word,))
            for group in row.groups
            if not group.is_figure
            for word in group.words
        ]
        filled = [
            at
            for group in (*row.figures, *labels)
            if group.is_figure
            for at in _overlapped(group, figures)
        ]
        if len(set(filled)) < len(filled):
            return None
        for word in labels:
            before = sum(left <= word.centre for left, _ in figures)
            if before and word.centre <= figures[before - 1][1]:
                continue
            start = figures[before - 1][1] if before else word.left
            end = figures[before][0] if before < len(figures) else word.right
            texts.setdefault(before, []).append((max(word.left, start), min(word.right, end)))
    columns = [PrintedColumn(left, right, True) for left, right in figures]
    for words in texts.values():
        lefts, rights = zip(*words, strict=True)
        columns.append(PrintedColumn(min(lefts), max(rights), False))
    return sorted(columns)


def _joined(intervals: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """The intervals from left to right, those that overlap as one."""
    joined: list[tuple[float, float]] = []
    for left, right in sorted(intervals):
        if joined and left < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], right))
        else:
            joined.append((left, right))
    return joined


def _overlapped(group: WordGroup, columns: Sequence[tuple[float, float]]) -> list[int]:
    """Over which of the columns a group of words stands, in part at least."""
    return [
        at for at, (left, right) in enumerate(columns) if group.left < right and left < group.right
    ]


def _are_enough(columns: Sequence[PrintedColumn]) -> bool:
    """Whether so many columns make a table: of figures behind the first of labels, or without."""
    label = next((at for at, column in enumerate(columns) if not column.has_figures), None)
    if label is None:
        return len(columns) >= _FEWEST_BARE
    return sum(column.has_figures for column in columns[label:]) >= _FEWEST_COLUMNS


def _header_lines(
    lines: Sequence[PrintedLine], first: int, columns: Sequence[PrintedColumn]
) -> int:
    """How many lines above the first row head its columns: not one that runs over the labels and
    more, which is a title."""
    count = 0
    for at in range(first - 1, max(first - 1 - _MOST_HEADER_LINES, -1), -1):
        line = lines[at]
        start, end = _columns_under(line.groups[0], columns)
        is_title = len(line.groups) == 1 and start == 0 and end > 1
        if is_title or not _is_near(line, lines[at + 1], _FARTHEST_HEADER):
            break
        count += 1
    return count


def _columns_under(group: WordGroup, columns: Sequence[PrintedColumn]) -> tuple[int, int]:
    """The columns that a group stands over, first and end; the nearest where it is over none."""
    over = _overlapped(group, [column[:2] for column in columns])
    if over:
        return over[0], over[-1] + 1
    centre = group.centre
    nearest = min(
        range(len(columns)),
        key=lambda at: min(abs(columns[at].left - centre), abs(columns[at].right - centre)),
    )
    return nearest, nearest + 1


def _table(lines: Sequence[PrintedLine], columns: Sequence[PrintedColumn]) -> UnruledTable:
    gaps = ((left.right + right.left) / 2 for left, right in pairwise(columns))
    edges = (columns[0].left, *gaps, columns[-1].right)
    boxes = []
    for row, line in enumerate(lines):
        for start, end, words in _cells(line, columns):
            characters = [character for word in words for character in word["chars"]]
            text = cell_text(characters, edges[end] - edges[start])
            boxes.append(Box(text, row, start, row + 1, end))
    tops = (*(line.top for line in lines), lines[-1].bottom)
    return UnruledTable(DrawnTable(tuple(boxes), edges), tops)


def _cells(
    line: PrintedLine, columns: Sequence[PrintedColumn]
) -> list[tuple[int, int, list[PageItem]]]:
    """A line's cells, by the first column and the end of each: of a row with figures each word of
    a label in its own column, of a heading each group over all columns that it stands over."""
    is_row = len(line.figures) > 1
    with_figure = {_columns_under(group, columns)[0] for group in line.figures} if is_row else set()
    cells: list[tuple[int, int, list[PageItem]]] = []
    for group in line.groups:
        is_label = is_row and not group.is_figure
        for part in [WordGroup((word,)) for word in group.words] if is_label else [group]:
            start, end = _columns_under(part, columns)
            runs_in = is_label and not part.is_figure and start in with_figure
            if cells and (runs_in or start <= cells[-1][0]):
                first, last, words = cells.pop()
                cells.append((first, last if runs_in else max(last, end), [*words, *part.words]))
                continue
            if cells:
                first, last, words = cells.pop()
                cells.append((first, min(last, start), words))
            cells.append((start, end, list(part.words)))
    return cells
