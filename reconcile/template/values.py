"""What a template states, frozen. Names within one section are unique but for typography."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Literal

from msgspec import Struct, field

from reconcile.agencies import Agencies, Period
from reconcile.labels.spelling import fold
from reconcile.model import Ties

Direction = Literal["descending", "ascending"]
TIES: tuple[Ties, ...] = ("competition", "dense", "unique", "average", "last")
DIRECTIONS: tuple[Direction, ...] = ("descending", "ascending")


class Section(Struct, frozen=True):
    """A table of the document, by its title and other spellings of that; a document that is one
    table needs none."""

    name: str
    aliases: tuple[str, ...] = ()


class Labelled(Struct, frozen=True, kw_only=True):
    """A column by its label and other spellings of it, in the section of that name; '' is the one
    table of a document without sections."""

    name: str
    aliases: tuple[str, ...] = ()
    section: str = ""

    @property
    def spellings(self) -> tuple[str, ...]:
        return (self.name, *self.aliases)


class Scored(Labelled, frozen=True, kw_only=True):
    """A column of scores: `maximum`, `values` and `step` are what they may be, None and () where
    nothing is stated; scores are multiples of the step."""

    maximum: Decimal | None = None
    values: tuple[Decimal, ...] = ()
    step: Decimal | None = None

    def allows(self, score: Decimal) -> bool:
        """Whether a score stands on the scale, whatever the maximum."""
        if self.values:
            return score in self.values
        return self.step is None or score % self.step == 0


class Indicator(Scored, frozen=True, kw_only=True):
    """A criterion, in a group of its section or in none."""

    group: str = ""
    unit: str = ""


class Total(Scored, frozen=True, kw_only=True):
    """A column computed from others of its section: those named in `sums` (indicators, totals,
    groups), or all its indicators where `everything`. One that `repeats` a section states that
    section's total again."""

    sums: tuple[str, ...] = ()
    everything: bool = False
    repeats: str = ""


class Peers(Struct, frozen=True):
    """The agencies that are measured by another denominator; `without` names the indicators that
    do not apply to them, where that is stated."""

    denominator: Decimal
    agencies: tuple[str, ...]
    without: tuple[str, ...] = ()


class Index(Labelled, frozen=True, kw_only=True):
    """Column `of` over the denominator, rounded to `digits` decimals; None leaves that open."""

    of: str
    denominator: Decimal
    digits: int | None = None
    peers: tuple[Peers, ...] = ()


class Level(Struct, frozen=True):
    """A grade, given from a score on (itself included); None where that is not stated, or where
    every score below the next better grade earns it."""

    name: str
    least: Decimal | None = None


class Grade(Labelled, frozen=True, kw_only=True):
    """Levels by column `of`, best first."""

    of: str
    levels: tuple[Level, ...]

    @property
    def is_stated(self) -> bool:
        """Whether every threshold is stated; the lowest grade needs none."""
        return all(level.least is not None for level in self.levels[:-1])


class Rank(Labelled, frozen=True, kw_only=True):
    """Places by column `of`; `ties` None leaves open how equal scores rank."""

    of: str
    ties: Ties | None = None
    direction: Direction = "descending"


class Template(Struct, frozen=True, kw_only=True):
    """What an office knows of a sheet.

    `titles` are patterns of its title, `*` standing for any words. `period` is when it is in force.
    Of `agencies` every one that there is in the sheet's year has a row, and no other has one; none
    listed, nothing follows. `names` is a table of names kept in a file, `names_file`, by which
    agencies may be called too.
    """

    name: str
    titles: tuple[str, ...] = ()
    period: Period = field(default_factory=Period)
    sections: tuple[Section, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    totals: tuple[Total, ...] = ()
    index: Index | None = None
    rank: Rank | None = None
    grade: Grade | None = None
    total_rows: tuple[str, ...] = ()
    agencies: Agencies = field(default_factory=Agencies)
    names: Agencies = field(default_factory=Agencies)
    names_file: str = ""

    def section_names(self) -> tuple[str, ...]:
        return tuple(section.name for section in self.sections) or ("",)

    def of_section(self, section: str) -> Iterator[Labelled]:
        """Everything that has a column in a section, indicators first, in their order."""
        last = [
            labelled for labelled in (self.index, self.rank, self.grade) if labelled is not None
        ]
        every: Sequence[Labelled] = [*self.indicators, *self.totals, *last]
        return (labelled for labelled in every if labelled.section == section)

    def grand(self, section: str) -> Total | None:
        """The total of a section that is no part of another."""
        totals = [total for total in self.totals if total.section == section and not total.repeats]
        inner = {part for total in totals for part in self.parts(total)}
        return next((total for total in totals if total.name not in inner), None)

    def parts(self, total: Total) -> tuple[str, ...]:
        """The names of the indicators and totals that a total adds up, each group taken apart."""
        indicators = [
            indicator for indicator in self.indicators if indicator.section == total.section
        ]
        if total.everything:
            return tuple(indicator.name for indicator in indicators)
        columns = {
            fold(labelled.name): labelled.name for labelled in self.of_section(total.section)
        }
        names: list[str] = []
        for name in total.sums:
            if fold(name) in columns:
                names.append(columns[fold(name)])
            else:
                names += [
                    indicator.name
                    for indicator in indicators
                    if fold(indicator.group) == fold(name)
                ]
        return tuple(names)
