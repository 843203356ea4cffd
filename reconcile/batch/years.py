"""The year a file is of, where only its name tells."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def year_named(name: str) -> int | None:
    """The one year that the file's name holds, or else the nearest folder's that holds one.

    A name that holds two, of a school year say, tells nothing, and neither do the folders above.
    """
    for part in reversed(PurePosixPath(name).parts):
        years = {int(year) for year in _YEAR.findall(part)}
        if years:
            return years.pop() if len(years) == 1 else None
    return None
