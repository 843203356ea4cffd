"""Outline numbers, before a name or in place of a serial number: `I`, `2`, `1.1`, `a`."""

from __future__ import annotations

import re

_NUMBER = r"[IVXLC]+|[A-ZĐa-zđ]|\d+(?:\.\d+)*"
_ALONE = re.compile(rf"(?:{_NUMBER})\Z")
_BEFORE_NAME = re.compile(rf"\s*(?P<number>{_NUMBER})\s*[.)/-]\s")
_BEFORE_TITLE = re.compile(rf"^\s*(?:{_NUMBER})[.)/]\s*")
_OF_HEADING = re.compile(r"[IVXLC]+\Z|[A-ZĐ]\Z")
_FIRST = re.compile(r"(?:.*\.)?0?1\Z|a\Z")


def is_outline_number(text: str) -> bool:
    """`I`, `2`, `1.1`, `a`: the number of a heading."""
    return bool(_ALONE.match(text))


def is_heading_number(number: str) -> bool:
    """`II`, `B`: an outline number that heads others."""
    return bool(_OF_HEADING.match(number))


def is_first_number(number: str) -> bool:
    """`1`, `01`, `2.1`, `a`: an outline number with which a level begins anew."""
    return bool(_FIRST.match(number))


def outline_number(serial: str, name: str) -> str:
    """A row's outline number: its serial number, or what its name begins with; '' for none."""
    own = serial.strip(" .)(/")
    if own:
        return own
    match = _BEFORE_NAME.match(name)
    return match["number"] if match else ""


def without_outline_number(title: str) -> str:
    """`II. Revenue` as `Revenue`."""
    return _BEFORE_TITLE.sub("", title)
