"""What the cell styles of a workbook say of numbers and of texts, and of each cell by its style."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from reconcile.model import Flags, Integers
from reconcile.ooxml.text_styles import TextStyle

S = TypeVar("S", bound=np.generic)
SPACES_A_STEP = 3  # of Excel's indent, which is as wide as three spaces


class CellStyles:
    """`style_at` below is an array of styles by their indexes, in the shape of a sheet's cells; one
    that the workbook does not have counts as its first."""

    def __init__(self, codes: Sequence[str], texts: Sequence[TextStyle]) -> None:
        """The number format code and the text style of each style, by its index."""
        self.codes = tuple(dict.fromkeys(("General", *codes)))  # the distinct ones, by their index
        index = {code: at for at, code in enumerate(self.codes)}
        self._code_of = np.array([index[code] for code in codes], dtype=np.int32)
        self._steps = np.array([text.steps for text in texts], dtype=np.int16)
        self._bold = np.array([text.bold for text in texts], dtype=bool)

    def code(self, style: int) -> str:
        return self.codes[int(self._code_of[style if style < len(self._code_of) else 0])]

    def formats(self, style_at: Integers) -> Integers:
        return _by_style(self._code_of, style_at)

    def indents(self, style_at: Integers, spaces: Integers) -> Integers:
        """How far each text is set in, in spaces: those it begins with, and its style's steps."""
        return spaces + SPACES_A_STEP * _by_style(self._steps, style_at)

    def bold(self, style_at: Integers) -> Flags:
        return _by_style(self._bold, style_at)


def _by_style(of_style: npt.NDArray[S], style_at: Integers) -> npt.NDArray[S]:
    chosen: npt.NDArray[S] = of_style[np.where(style_at < len(of_style), style_at, 0)]
    return chosen
