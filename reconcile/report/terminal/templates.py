"""A template as a person reads it, and the list of those shipped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import groupby

from reconcile import numbers
from reconcile.agencies import Agency
from reconcile.messages import say
from reconcile.messages.harmless import one_line
from reconcile.model import Language, Sentence
from reconcile.template import (
    Grade,
    Index,
    Indicator,
    Labelled,
    Rank,
    Template,
    Total,
    read_template,
    shipped,
)


def template_list_text() -> str:
    """One line for each template shipped: its name and what it is of."""
    found = [(path.stem, read_template(path)) for path in shipped()]
    widest = max((len(name) for name, _ in found), default=0)
    return "\n".join(f"{name:<{widest}}  {one_line(known.name)}" for name, known in found)


def template_text(template: Template, language: Language) -> str:
    """Everything that a template states, in the order of its file."""
    return "\n".join(_Page(template, language).lines())


class _Page:
    """The lines of one template, said in one language."""

    def __init__(self, template: Template, language: Language) -> None:
        self.template = template
        self.language: Language = language

    def say(self, key: str, /, **values: str) -> str:
        shown = {name: one_line(value) for name, value in values.items()}
        return say(Sentence(f"template.show.{key}", shown), self.language)

    def lines(self) -> Iterator[str]:
        known = self.template
        yield one_line(known.name)
        if known.titles:
            yield self.say("titles", titles="; ".join(f"“{title}”" for title in known.titles))
        since, until = known.period.since, known.period.until
        if since or until:
            ends = {"since": str(since or "…"), "until": str(until or "…")}
            yield self.say("period", **ends)
        for section in known.section_names():
            yield ""
            if section:
                yield self.say("section", name=section)
            yield from self.section(section)
        if known.total_rows:
            yield from ("", self.say("total_rows", names="; ".join(known.total_rows)))
        if known.agencies.agencies:
            yield from ("", self.say("agencies", count=str(len(known.agencies.agencies))))
            yield from (f"  {self.agency(one)}" for one in known.agencies.agencies)
        if known.names_file:
            yield from ("", self.say("names_file", file=known.names_file))

    def section(self, section: str) -> Iterator[str]:
        indicators = [one for one in self.template.indicators if one.section == section]
        numbered = enumerate(indicators, start=1)
        for group, own in groupby(numbered, key=lambda pair: pair[1].group):
            members = list(own)
            if group:
                yield f"  {self.say('group', name=group, count=str(len(members)))}"
            for n, one in members:
                told = self.say("indicator", n=str(n), name=one.name)
                yield ("    " if group else "  ") + self.with_remarks(told, self.scale(one))
        last = (self.template.index, self.template.rank, self.template.grade)
        columns: Iterable[Total | Index | Rank | Grade | None] = (*self.template.totals, *last)
        for column in columns:
            if column is not None and column.section == section:
                yield f"  {self.computed(column)}"

    def scale(self, one: Indicator) -> Iterator[str]:
        if one.maximum is not None:
            yield self.say("maximum", value=self.number(one.maximum))
        if one.values:
            yield self.say("values", value="; ".join(map(self.number, one.values)))
        if one.step is not None:
            yield self.say("step", value=self.number(one.step))
        if one.unit:
            yield self.say("unit", value=one.unit)
        yield from self.also(one)

    def also(self, one: Labelled) -> Iterator[str]:
        if one.aliases:
            yield self.say("aliases", value="; ".join(one.aliases))

    def computed(self, one: Total | Index | Rank | Grade) -> str:
        if isinstance(one, Total):
            told, *remarks = self.total(one)
        elif isinstance(one, Index):
            told, *remarks = self.index(one)
        elif isinstance(one, Rank):
            told, *remarks = self.rank(one)
        else:
            told, *remarks = self.grade(one)
        return self.with_remarks(told, [*remarks, *self.also(one)])

    def total(self, one: Total) -> Iterator[str]:
        if one.repeats:
            yield self.say("repeats", name=one.name, section=one.repeats)
        elif one.everything:
            count = len(self.template.parts(one))
            yield self.say("sums-all", name=one.name, count=str(count))
        else:
            yield self.say("sums", name=one.name, parts=" + ".join(one.sums))
        if one.maximum is not None:
            yield self.say("maximum", value=self.number(one.maximum))

    def index(self, one: Index) -> Iterator[str]:
        yield self.say("index", name=one.name, of=one.of, denominator=self.number(one.denominator))
        if one.digits is not None:
            yield self.say("digits", digits=str(one.digits))
        for peers in one.peers:
            over = self.number(peers.denominator)
            yield self.say("peers", denominator=over, agencies="; ".join(peers.agencies))
            if peers.without:
                yield self.say("without", indicators="; ".join(peers.without))

    def rank(self, one: Rank) -> Iterator[str]:
        yield self.say(f"rank-{one.direction}", name=one.name, of=one.of)
        if one.ties is not None:
            yield self.say(one.ties)

    def grade(self, one: Grade) -> Iterator[str]:
        yield self.say("grade", name=one.name, of=one.of)
        for level in one.levels:
            if level.least is not None:
                yield self.say("level", name=level.name, least=self.number(level.least))
            else:
                yield self.say("level-below" if one.is_stated else "level-open", name=level.name)

    def agency(self, one: Agency) -> str:
        return self.with_remarks(one_line(one.name), self.history(one))

    def history(self, one: Agency) -> Iterator[str]:
        if len(one.names) > 1:
            names = dict.fromkeys(named.name for named in one.names[1:])
            yield self.say("aliases", value="; ".join(names))
        if one.period.since:
            yield self.say("since", value=str(one.period.since))
        if one.period.until:
            yield self.say("until", value=str(one.period.until))
        if one.successors:
            every = self.template.agencies.agencies
            after = dict.fromkeys(every[n].name for n in one.successors)
            yield self.say("merged", value="; ".join(after))

    def with_remarks(self, told: str, remarks: Iterable[str]) -> str:
        return ", ".join([told, *remarks])

    def number(self, value: Decimal) -> str:
        plain = format(value, "f")
        return numbers.written(plain, "comma" if self.language == "vi" else "point")
