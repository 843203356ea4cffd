"""A table's title or label that differs by one letter from that of another table.

What it finds: a table titled “Thẻ chế số” where another table's column is headed “Thể chế số”;
and, in two tables with the same header, one label that differs by one letter or mark.

Why it matters: the two can no longer be matched by name, and one of them is a misprint in a
document about to be signed.

Fix safety: no fix is offered; both spellings are quoted for the author to choose from.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from reconcile.explain.context import Context
from reconcile.explain.explanation import Observation
from reconcile.labels.spelling import fold, plain, slip
from reconcile.model import Document, Place, Sentence, Severity, Table

_MOST_COLUMNS = 400  # a frame is as wide as its header, and there is one for each label
SEVERITY: Severity = "warning"

_NUMBERING = re.compile(
    r"\s*(?:(?:bảng|biểu|phụ lục|mục|phần)\s+(?:số\s+)?[\dIVX]+(?:\.\d+)*\s*[.:)–-]?\s+"
    r"|(?:[IVX]+|\d+(?:\.\d+)*|[A-Za-zĐđ])\s*[.):/-]\s*)",
    re.IGNORECASE,
)
_CONTINUED = re.compile(r"\s*\(\s*(?:tiếp(?:\s+theo)?|continued|cont\.?)\s*\)\s*", re.IGNORECASE)
_FEWEST_LETTERS = 6  # of a label: in shorter ones a letter makes another word, as A2 and A3 are

_PILLARS = "STT\tTên đơn vị\tThể chế số\tHạ tầng số\tTổng điểm\n" + "\n".join(
    ["1\tSở Nội vụ\t10\t5\t15", "2\tSở Y tế\t8\t4\t12", "3\tSở Tư pháp\t7\t6\t13"]
)
_DETAIL = "STT\tTên đơn vị\tKế hoạch\tBáo cáo\tTổng điểm\n" + "\n".join(
    ["1\tSở Nội vụ\t6\t4\t10", "2\tSở Y tế\t5\t3\t8", "3\tSở Tư pháp\t4\t3\t7"]
)
VALID = (
    f"I. Chung\n\n{_PILLARS}\n\n1. Thể chế số.\n\n{_DETAIL}\n",
    f"I. Chung\n\n{_PILLARS}\n\n1. Thể chế số (tiếp theo).\n\n{_DETAIL}\n",
    f"I. Quý I\n\n{_DETAIL}\n\nII. Quý II\n\n{_DETAIL}\n",
)
INVALID = (
    f"I. Chung\n\n{_PILLARS}\n\n1. Thẻ chế số.\n\n{_DETAIL}\n",
    f"I. Chung\n\n{_PILLARS}\n\n1. Thể chế sô (tiếp theo)\n\n{_DETAIL}\n",
)


class _Label(NamedTuple):
    """A title or a label, where it is printed, and its words to compare."""

    table: int
    column: int
    text: str
    place: Place
    fold: str


class _Labels:
    """The titles and labels of a document, and where else its words occur."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.titles = tuple(_titles(document.tables))
        self.labels = tuple(_labels(document.tables))

    @cached_property
    def folds_by_word(self) -> dict[str, set[str]]:
        """For each word the folds it occurs in."""
        folds: dict[str, set[str]] = defaultdict(set)
        tables = self.document.tables
        texts = [label.text for label in (*self.titles, *self.labels)]
        texts += [row.name for table in tables for row in table.rows]
        texts += [line.text for line in self.document.prose]
        for core in {fold(_core(text)) for text in texts}:
            for word in core.split():
                folds[word].add(core)
        return folds

    def misprint(self, left: _Label, right: _Label) -> bool:
        """Whether they differ by a slip, not by two words that the document uses elsewhere."""
        words = slip(left.fold, right.fold)
        if words is None or len(plain(left.fold).replace(" ", "")) < _FEWEST_LETTERS:
            return False
        return not all(self.folds_by_word[word] - {left.fold, right.fold} for word in words)


def observe(context: Context) -> Iterator[Observation]:
    """One finding for each title or label that looks like a misprint of another table's label."""
    labels = _Labels(context.document)
    for here, there in (*_title_pairs(labels), *_label_pairs(labels)):
        what = "label" if here.column >= 0 else "title"
        yield Observation(
            at=here.place,
            cells=(here.place, there.place),
            message=Sentence(
                f"observed.label-variant.{what}",
                {
                    "here": here.text,
                    "there": there.text,
                    "place": there.place.a1
                    if there.place.sheet == here.place.sheet
                    else str(there.place),
                },
            ),
            printed=here.text,
        )


def _title_pairs(labels: _Labels) -> Iterator[tuple[_Label, _Label]]:
    """Titles that fit no label, with the label of another table that fits no title."""
    titles = {title.fold for title in labels.titles}
    columns = {label.fold: label for label in reversed(labels.labels)}
    for title in dict.fromkeys(labels.titles):
        near = [
            label
            for text, label in columns.items()
            if label.table != title.table and text not in titles and labels.misprint(title, label)
        ]
        if title.fold not in columns and len(near) == 1:
            yield title, near[0]


def _label_pairs(labels: _Labels) -> Iterator[tuple[_Label, _Label]]:
    """Labels between equal neighbours in two tables, where the rest of the header is the same."""
    headers = [_header(table) for table in labels.document.tables]
    frames: dict[object, list[_Label]] = defaultdict(list)
    for label in labels.labels:
        header = headers[label.table]
        if header[label.column] == label.fold and 3 < len(header) <= _MOST_COLUMNS:
            frames[label.column, *header[: label.column], None, *header[label.column + 1 :]].append(
                label
            )
    for group in frames.values():
        for later in group[1:]:
            first = group[0]
            if first.table != later.table and labels.misprint(first, later):
                yield later, first


def _header(table: Table) -> tuple[str, ...]:
    return tuple(fold(column.name) for column in table.columns)


def _titles(tables: tuple[Table, ...]) -> Iterator[_Label]:
    for number, table in enumerate(tables):
        text = _core(table.title)
        if text and table.title_place:
            yield _Label(number, -1, text, table.title_place, fold(text))


def _labels(tables: tuple[Table, ...]) -> Iterator[_Label]:
    for number, table in enumerate(tables):
        for j, column in enumerate(table.columns):
            for text, place in zip(column.path, column.labels, strict=False):
                yield _Label(number, j, _core(text), place, fold(_core(text)))


def _core(text: str) -> str:
    """Without numbering, `(tiếp theo)` and a trailing stop."""
    text = _CONTINUED.sub(" ", " ".join(text.split()))
    numbering = _NUMBERING.match(text)
    return text[numbering.end() if numbering else 0 :].strip(" .:;")
