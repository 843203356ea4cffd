"""Texts that state a figure to people, though they have no reading here."""

from __future__ import annotations

import re

from reconcile.numbers.dates import day_and_month
from reconcile.numbers.notation import composed, may_state_one

_LONGEST, _MOST_LETTERS = 40, 8  # characters and letters; more of them are a remark
_BEGINS = re.compile(r"[^\W\d_]{0,3}\W{0,4}[\d¼-¾⅐-⅞]")
_HEADING = re.compile(r"\d{1,2}[.)]\s+[^\W\d_]")  # `2. Roads`
# `2=3+6` and `(51)-1` say how a column is computed, `2004-05 %` of which years it speaks
_OF_A_HEADER = re.compile(
    r"[^=]*=|\W?\(\d{1,3}\)\s?[-+:×*/]|(?:19|20)\d\d\s?[-–/]\s?(?:\d{2}|\d{4})\b"
)
_NUMBER = r"\d(?:[\d.,' ]{0,28}\d)?"
# What a column of nothing else is a column of figures by: a number with a second one in brackets or
# as its error, a fraction, a side of the ledger, a bound, thousands grouped in no known way.
_FIGURE = re.compile(
    rf"""[~'$€£+\-−(]?\s?(?:{_NUMBER}(?:\s?\(\s?[<>]?{_NUMBER}(?:\s?%|\s?[-–,;]\s?{_NUMBER})?\s?\)
    |\s?\[\s?{_NUMBER}\s?\]|\s?±\s?{_NUMBER}|\s\d/\d{{1,2}}|\s?[CD][Rr]\.?)
    |[<>≤≥]\s?{_NUMBER}\s?%?|\d{{1,3}}[.,']\d{{3}}(?:[.,' ]\d{{1,3}}){{0,6}})\)?\Z""",
    re.VERBOSE,
)
# Dates, phones, outline numbers and codes.
_NO_FIGURE = re.compile(
    r"""0\d|\d{1,4}(?:[-/.]\d{1,2}){2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}|\d{1,2}(?:\.\d{1,2})+\Z
    |\+\d{1,3}\s""",
    re.VERBOSE,
)
_WITH_LETTERS = re.compile(r"(?=.*[A-Za-z|])-?[\dOoQDlIi|SsZzB]+(?:[.,][\dOoQDlIi|SsZzB]+)?\Z")


def begins_as_figure(text: str) -> bool:
    """Whether something stands there that, among figures, was meant to be one."""
    plain = text.strip()
    return (
        len(plain) <= _LONGEST
        and may_state_one(plain)
        and bool(_BEGINS.match(plain))
        and not _HEADING.match(plain)
        and not _OF_A_HEADER.match(plain)
        and sum(map(str.isalpha, plain)) <= _MOST_LETTERS
    )


def is_drawn_as_figure(text: str) -> bool:
    """Whether a text is a figure by its looks alone, whatever stands around it."""
    plain = composed(text).strip()
    return bool(_FIGURE.match(plain)) and not _NO_FIGURE.match(plain)


def may_be_mistyped(text: str) -> bool:
    """Whether the text is what became of a figure: a date that was 8.7, a letter for a digit."""
    return bool(_WITH_LETTERS.match(text)) or day_and_month(text) is not None
