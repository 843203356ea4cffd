"""Rows that a page's foot cuts in two: their words, and sometimes a number, go on overleaf."""

from __future__ import annotations

from msgspec.structs import replace

from reconcile import numbers
from reconcile.reading.boxes import Box, Drawn
from reconcile.reading.pdf.text import whole

_UNFINISHED = ("và", "của", "and", "of", ",", "-", "–", "(", "/", ":")


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
