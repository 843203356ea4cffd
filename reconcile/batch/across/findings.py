"""What is given to the checks between files, and what they give back."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Literal, NamedTuple

from msgspec import Struct

from reconcile.model import Sentence, Severity
from reconcile.report.tidy.row import Tidy

Rule = Literal["cross-file-mismatch", "previous-year-mismatch", "different-versions"]


class StatedFile(Struct, frozen=True):
    """A file, and the figures it states; the rows are gone through once."""

    path: str
    sha256: str
    rows: Iterable[Tidy]


class Statement(NamedTuple):
    """A figure where it is printed; all but the path and the sheet blank for a table as a whole."""

    path: str
    sheet: str
    cell: str = ""
    printed: str = ""
    value: Decimal | None = None


class CrossFinding(Struct, frozen=True):
    """Two files that disagree. `at` is the place to look at first, `other` what it is held
    against; `difference` is a plain decimal, `at` less `other`."""

    rule: Rule
    severity: Severity
    entity: str
    indicator: str
    year: int | None
    at: Statement
    other: Statement
    message: Sentence
    difference: str | None = None


class NameInUse(NamedTuple):
    """A name, and the first and last year of the sheets that have it."""

    name: str
    first: int
    last: int


class FollowedEntity(Struct, frozen=True):
    """An entity under its names, in the order of the years.

    `predecessors` and `successors` are what the table of agencies says of it, by name.
    """

    name: str
    names: tuple[NameInUse, ...]
    predecessors: tuple[str, ...] = ()
    successors: tuple[str, ...] = ()


class Across(Struct, frozen=True):
    """What came of it: findings in the order of their places, and who was followed, by name.

    `figures` were taken part, of which `held` were held against one of another sheet; `copies`
    files were left aside as they repeat another byte for byte.
    """

    findings: tuple[CrossFinding, ...]
    followed: tuple[FollowedEntity, ...]
    figures: int
    held: int
    copies: int
