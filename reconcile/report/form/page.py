"""What stands where on the blank form of a template: a page for each of its sections."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from msgspec import Struct

from reconcile.labels.spelling import fold
from reconcile.labels.texts import is_vietnamese
from reconcile.messages import say
from reconcile.model import Language, Sentence, letters
from reconcile.report.workbooks import accepted_names
from reconcile.template import Indicator, Labelled, Template, Total

NAMES, FIRST = 1, 2  # the columns of the agencies' names and of the first figures
_HEADING = 3  # the header's first row: above it the title, the section, how to fill it in
_UNLISTED = 25  # rows for agencies where the template lists none


class Page(Struct, frozen=True):
    """A section's sheet; rows and columns are counted from 0."""

    section: str
    sheet: str
    columns: tuple[Labelled, ...]
    agencies: tuple[str, ...]

    @property
    def header(self) -> tuple[int, int]:
        """The header's first and last row: two where indicators stand in groups."""
        return _HEADING, _HEADING + any(group_of(field) for field in self.columns)

    @property
    def maxima(self) -> int | None:
        """The row of maxima, where some are stated."""
        stated = any(
            field.maximum for field in self.columns if isinstance(field, Indicator | Total)
        )
        return self.header[1] + 1 if stated else None

    @property
    def rows(self) -> range:
        """The agencies' rows."""
        first = self.header[1] + (1 if self.maxima is None else 2)
        return range(first, first + (len(self.agencies) or _UNLISTED))

    def column(self, name: str) -> int:
        """Where the column of a name stands."""
        names = [fold(field.name) for field in self.columns]
        return FIRST + names.index(fold(name))

    def cell(self, row: int, name: str) -> str:
        return f"{letters(self.column(name))}{row + 1}"

    def all_rows(self, name: str) -> str:
        """The figures of a column, to be named from any row."""
        column = letters(self.column(name))
        return f"{column}${self.rows[0] + 1}:{column}${self.rows[-1] + 1}"

    def agency(self, row: int) -> str:
        """The agency of a row, '' where it is still to be named."""
        return self.agencies[row - self.rows[0]] if self.agencies else ""

    def groups(self) -> Iterator[tuple[str, int, int]]:
        """The groups in their order, with their first and last column."""
        start = 0
        for n in range(1, len(self.columns) + 1):
            group = group_of(self.columns[start])
            if n == len(self.columns) or group_of(self.columns[n]) != group:
                if group:
                    yield group, FIRST + start, FIRST + n - 1
                start = n


def pages(template: Template, language: Language) -> tuple[Page, ...]:
    """The pages of a template's form, in the order of its sections."""
    sections = template.section_names()
    title = say(Sentence("form.sheet"), language)
    sheets = accepted_names([section or title for section in sections])
    agencies = tuple(in_force(template))
    return tuple(
        Page(section, sheet, tuple(_columns(template, section)), agencies)
        for section, sheet in zip(sections, sheets, strict=True)
    )


def in_force(template: Template) -> Iterator[str]:
    """The agencies that have not ended."""
    for agency in template.agencies.agencies:
        if agency.period.until is None:
            yield agency.name


def language_of(template: Template) -> Language:
    """The language that a template's names are in."""
    names = (template.name, *(field.name for field in (*template.indicators, *template.totals)))
    return "vi" if any(map(is_vietnamese, names)) else "en"


def group_of(field: Labelled) -> str:
    return field.group if isinstance(field, Indicator) else ""


def decimals(template: Template, field: Labelled) -> int | None:
    """How many decimals a score or a total of scores has; None where the template does not say."""
    if isinstance(field, Indicator):
        scale = (field.step,) if field.step is not None else field.values
        return max(map(_decimals, scale), default=None)
    if not isinstance(field, Total):
        return None
    counts = [decimals(template, part) for part in _parts(template, field)]
    known = [count for count in counts if count is not None]
    return max(known) if known and len(known) == len(counts) else None


def _parts(template: Template, total: Total) -> list[Labelled]:
    if total.repeats:
        return [repeated(template, total.repeats)]
    named = {field.name: field for field in template.of_section(total.section)}
    return [named[name] for name in template.parts(total)]


def repeated(template: Template, section: str) -> Labelled:
    """What stands for a section where another one repeats it: its last total, or else its only
    figures."""
    every = list(template.of_section(section))
    return next((field for field in reversed(every) if isinstance(field, Total)), every[-1])


def maximum(template: Template, field: Labelled) -> Decimal | None:
    """The most a score or a total can be, as far as the template says."""
    if isinstance(field, Indicator):
        return field.maximum
    if not isinstance(field, Total):
        return None
    maxima = [maximum(template, part) for part in _parts(template, field)]
    known = [most for most in maxima if most is not None]
    return sum(known, Decimal(0)) if len(known) == len(maxima) else field.maximum


def _decimals(number: Decimal) -> int:
    exponent = number.normalize().as_tuple().exponent
    assert isinstance(exponent, int)
    return max(0, -exponent)


def _columns(template: Template, section: str) -> Sequence[Labelled]:
    """The section's columns: each total behind the last of what it adds up."""
    every = list(template.of_section(section))
    totals = [field for field in every if isinstance(field, Total) and not field.repeats]
    ordered = [
        field for field in every if isinstance(field, Indicator | Total) and field not in totals
    ]
    for total in sorted(totals, key=lambda field: _depth(template, field)):
        parts = set(template.parts(total))
        behind = [n + 1 for n, part in enumerate(ordered) if part.name in parts]
        ordered.insert(len(ordered) if total.everything else max(behind), total)
    return [*ordered, *(field for field in every if not isinstance(field, Indicator | Total))]


def _depth(template: Template, field: Labelled) -> int:
    """How many totals stand on one another up to this one; that of everything comes last."""
    if not isinstance(field, Total) or field.repeats:
        return 0
    if field.everything:
        return len(template.totals) + 1
    return 1 + max(_depth(template, part) for part in _parts(template, field))
