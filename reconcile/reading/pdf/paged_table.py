"""Stretches of a table that pages cut apart: rows over pages, and bands of columns side by side."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from msgspec.structs import replace

from reconcile import numbers
from reconcile.reading import continued_tables
from reconcile.reading.drawn_tables import Box, Drawn
from reconcile.reading.pdf.cell import whole
from reconcile.reading.pdf.page import CLOSE, Ruled

_UNFINISHED = ("và", "của", "and", "of", ",", "-", "–", "(", "/", ":")
_FEWEST_ROWS = 3  # by which two bands can be told to be in step


class Stretch(NamedTuple):
    """Rows of a table, with the `tops` of them on each page that they run over."""

    drawn: Drawn
    cuts: tuple[tuple[float, ...], ...]

    def above(self, piece: Ruled, heads_page: bool) -> Stretch:
        """The stretch with the piece's rows below its own."""
        cuts = (*self.cuts, piece.tops)
        whole = mended(self.drawn, piece.drawn) if heads_page else None
        if whole is not None:
            return Stretch(continued_tables.appended(whole, piece.below(1).drawn), cuts)
        return Stretch(continued_tables.appended(self.drawn, piece.drawn), cuts)

    def keeps_step_with(self, other: Stretch) -> bool:
        """Whether its rows stand where the other's do, on each of the other's pages."""
        return len(self.cuts) >= len(other.cuts) and all(
            len(mine) == len(its)
            and all(abs(one - two) < CLOSE for one, two in zip(mine, its, strict=True))
            for mine, its in zip(self.cuts, other.cuts, strict=False)
        )


def glued(told: Iterable[str | Stretch]) -> list[str | Stretch]:
    """Bands of columns put beside the stretch that they belong to."""
    done: list[str | Stretch] = []
    for one in told:
        left = done[-1] if done else ""
        shared = None if isinstance(one, str) or isinstance(left, str) else _shared(left, one)
        if shared is None or isinstance(one, str) or isinstance(left, str):
            done.append(one)
        else:
            done[-1] = Stretch(_beside(left.drawn, one.drawn, shared), left.cuts)
    return done


def _shared(left: Stretch, right: Stretch) -> int | None:
    """How many first columns a band repeats from the one before it; None where it is no band.

    Another table of the same form has the same row heights too, but then also the label that the
    first column has, over rows of its own.
    """
    if left.drawn.rows < _FEWEST_ROWS or len(left.cuts) != len(right.cuts):
        return None
    if not left.keeps_step_with(right):
        return None
    mine, its = (_columns(one.drawn) for one in (left, right))
    shared = next(
        (at for at, (one, two) in enumerate(zip(mine, its, strict=False)) if one != two),
        min(len(mine), len(its)),
    )
    first = left.drawn.texts(0)[:1]
    if shared == 0 and (first == right.drawn.texts(0)[:1] or _is_serial(its[0])):
        return None
    return shared if shared < len(its) else None


def _columns(drawn: Drawn) -> list[tuple[str, ...]]:
    """The texts that begin in each column, from the top."""
    found: list[list[str]] = [[] for _ in drawn.edges[1:]]
    for box in drawn.boxes:
        if box.text:
            found[box.left].append(box.text)
    return [tuple(texts) for texts in found]


def _is_serial(texts: tuple[str, ...]) -> bool:
    """Whether a column counts rows: 1, 2, 3, … somewhere in it."""
    return all(number in texts for number in ("1", "2", "3")) and texts.count("2") == 1


def _beside(left: Drawn, right: Drawn, shared: int) -> Drawn:
    """The right table's columns from `shared` on, behind those of the left one."""
    width = len(left.edges) - 1
    offset = left.edges[-1] - right.edges[shared]
    edges = left.edges + tuple(edge + offset for edge in right.edges[shared + 1 :])
    done = {(box.top, box.left): box for box in left.boxes}
    cut = {(box.top, box.bottom): box for box in left.boxes if box.right == width}
    for box in right.boxes:
        if box.left < shared:
            continue
        moved = box._replace(left=box.left - shared + width, right=box.right - shared + width)
        head = cut.get((box.top, box.bottom))
        if head is not None and moved.left == width and _is_rest(head, box):
            done[head.top, head.left] = head._replace(right=moved.right)
        else:
            done[moved.top, moved.left] = moved
    return Drawn(tuple(done[place] for place in sorted(done)), edges)


def _is_rest(head: Box, box: Box) -> bool:
    """Whether a box is what the page's edge cut off a label that is merged over columns."""
    wide = head.right - head.left > 1 or box.right - box.left > 1
    return wide and head.text.endswith(box.text) and numbers.read(head.text, None) is None


# Rows that a page's foot cuts in two: their words, and sometimes a number, go on overleaf


def mended(above: Drawn, below: Drawn) -> Drawn | None:
    """The table above with its last row whole, where the first row below is the rest of it.

    Such a row begins with a blank, has words only under words, and goes on in mid-sentence: so
    does no row that names a band.
    """
    rest = {box.left: box.text for box in below.boxes if box.top == 0 and box.text}
    last = {box.left: box for box in above.boxes if box.bottom == above.rows and box.text}
    if not rest or 0 in rest or not last.keys() >= rest.keys() or len(rest) >= len(last):
        return None
    if any(box.right - box.left > 1 or box.bottom > 1 for box in below.boxes if box.top == 0):
        return None
    if not any(_goes_on(last[at].text, text) for at, text in rest.items()):
        return None
    boxes = (_with(box, rest) if box.bottom == above.rows else box for box in above.boxes)
    return replace(above, boxes=tuple(boxes))


def _goes_on(above: str, below: str) -> bool:
    if _is_number(above) or _is_number(below):
        return False
    return below[0].islower() or above.endswith(_UNFINISHED) or " " not in above


def _with(box: Box, rest: dict[int, str]) -> Box:
    if box.left not in rest:
        return box
    return box._replace(text=whole((box.text, rest[box.left]), is_full=True))


def _is_number(text: str) -> bool:
    return numbers.read(text, None) is not None
