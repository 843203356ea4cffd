"""Columns that look like figures and are none: codes, years, numbers of order, note marks.

    Mã  | Tên     | Năm  | Chi |     |
    01  | Hà Nội  | 2021 | 300 | (1) |
    02  | Cao Bằng| 2021 | 120 |     |

Nothing in them is added up, related or re-typed. No single sign decides: officials write `05` for
five, and counts may lie between 1900 and 2100.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from string import ascii_letters

from reconcile.labels import vocabulary
from reconcile.labels.outline_numbers import is_outline_number

_GLANCE = 60  # cells that are looked at first: nearly all columns are told by them
_NEARLY_ALL = 0.9  # of the cells; a row that was put in late breaks the rest of them
_CODE = re.compile(r"\d{1,15}[A-Za-z]?\Z")
_NAMED_CODE = re.compile(r"\d{1,15}(?:\.\d{1,15}){0,5}[A-Za-z]?\Z")  # `1.1`, where a label says so
_YEAR = re.compile(r"(?:19|20)\d\d\Z")
_MARK = re.compile(r"[(\[](\d{1,2})[)\]]\Z|(\d{1,2})\)\Z")
_FEWEST = 3  # cells that show anything of a column
_RISING = 5  # cells that rise by chance once in 120 columns
_WIDE = 3  # digits from which nobody fills up a count with zeros


def is_code(label: str, cells: Sequence[str], *, leading: bool) -> bool:
    """Whether a column holds codes; `leading` is one left of the names.

    `01, 02, 04, 10, 11` rises, and `000317, 000951` fills up its width. `05, 12, 08` are counts.
    """
    if vocabulary.is_code(label):
        return _nearly_all(_NAMED_CODE, cells, 1)
    glance = list(filter(_has_digit, cells[:_GLANCE]))
    if not leading and not any(map(vocabulary.is_zero_led, glance)):
        return False
    return _nearly_all(_CODE, cells, _FEWEST) and _runs_like_codes(
        list(filter(_has_digit, cells)), leading=leading
    )


def _runs_like_codes(cells: Sequence[str], *, leading: bool) -> bool:
    widths = set(map(len, cells))
    wide = len(widths) == 1 and max(widths) >= _WIDE
    zero_led = sum(map(vocabulary.is_zero_led, cells))
    if wide and zero_led >= 2:
        return True
    numbers = [int(cell.rstrip(ascii_letters)) for cell in cells if _CODE.match(cell)]
    rising = all(before < after for before, after in pairwise(numbers))
    if not rising or numbers[-1] == sum(numbers[:-1]):
        return False
    if zero_led:
        return len(numbers) >= (_FEWEST if leading else _RISING)
    return wide and len(numbers) >= _RISING


def is_year(label: str, cells: Sequence[str]) -> bool:
    """Whether a column says of which year each row is: by its label, or because its years are all
    one or follow each other."""
    glance = list(filter(_has_digit, cells[:_GLANCE]))
    if len(glance) < _FEWEST or not all(map(_YEAR.match, glance)):
        return False
    held = list(filter(_has_digit, cells))
    if not all(map(_YEAR.match, set(held))):
        return False
    if vocabulary.is_year(label):
        return True
    years = list(map(int, held))
    if len(set(years)) == 1:
        return years[0] % 100 != 0  # 2000 everywhere may be an amount
    return all(abs(after - before) <= 1 for before, after in pairwise(years)) or _in_runs(years)


def _in_runs(years: Sequence[int]) -> bool:
    """`2019 2020 2021 2019 2020 2021`: the same few years again and again."""
    different = set(years)
    without_gap = max(different) - min(different) == len(different) - 1
    return without_gap and len(years) >= _FEWEST * len(different)


def numbers_rows(cells: Sequence[str]) -> bool:
    """Whether a column numbers its rows and their headings, `A, I, 1, 2, II, 1`: each number
    follows the one above it, or begins anew."""
    held = list(filter(None, (cell.strip(" .)(") for cell in cells)))
    headings = [cell for cell in held if cell[0].isalpha()]
    if len(held) < _FEWEST or headings[:1] not in (["I"], ["A"], ["a"]):
        return False
    if not all(map(is_outline_number, held)):
        return False
    numbers = [int(cell) for cell in held if cell.isdigit()]
    steps = [after in (1, before + 1) for before, after in pairwise(numbers)]
    return numbers[:1] == [1] and sum(steps) >= _NEARLY_ALL * len(steps)


def note_columns(columns: Mapping[int, Sequence[str]], labelled: Sequence[bool]) -> set[int]:
    """Which of some columns hold nothing but the marks of notes, `(1)` beside the figure it is
    about. They count up from one in the order of reading; losses in brackets do not."""
    marked = {j: cells for j, cells in columns.items() if _is_marked(cells)}
    rows = zip(*marked.values(), strict=True)
    in_order = [_mark(cell) for row in rows for cell in row if cell]
    if _counts_up(in_order, or_one=not any(labelled[j] for j in marked)):
        return set(marked)
    alone = {j: [_mark(cell) for cell in cells if cell] for j, cells in marked.items()}
    return {j for j, marks in alone.items() if _counts_up(marks, or_one=not labelled[j])}


def _is_marked(cells: Sequence[str]) -> bool:
    glance = next(filter(None, cells), "")
    held = set(filter(None, cells)) if _MARK.match(glance) else ()
    return bool(held) and all(map(_MARK.match, held))


def _mark(cell: str) -> int:
    return int(cell.strip("()[]"))


def _counts_up(marks: Sequence[int], *, or_one: bool) -> bool:
    """`1 2 2 3`; `or_one` where a single mark is enough."""
    if len(set(marks)) < _FEWEST and not or_one:
        return False
    return marks[:1] == [1] and all(after - before in (0, 1) for before, after in pairwise(marks))


def _nearly_all(pattern: re.Pattern[str], cells: Sequence[str], fewest: int) -> bool:
    """Whether the cells with digits are written so; of many, those at the top are asked first."""
    for some in (cells[:_GLANCE], cells):
        held = list(filter(_has_digit, some))
        fits = sum(map(bool, map(pattern.match, held)))
        if len(held) < fewest or fits < _NEARLY_ALL * len(held):
            return False
    return True


def _has_digit(cell: str) -> bool:
    return any(map(str.isdigit, cell))
