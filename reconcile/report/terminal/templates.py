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
    templates = [(path.stem, read_template(path)) for path in shipped()]
    widest = max((len(name) for name, _ in templates), default=0)
    return "\n".join(f"{name:<{widest}}  {one_line(known.name)}" for name, known in templates)


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
            yield from (f"  {self.agency(agency)}" for agency in known.agencies.agencies)
        if known.names_file:
            yield from ("", self.say("names_file", file=known.names_file))

    def section(self, section: str) -> Iterator[str]:
        indicators = [
            indicator for indicator in self.template.indicators if indicator.section == section
        ]
        numbered = enumerate(indicators, start=1)
        for group, own in groupby(numbered, key=lambda pair: pair[1].group):
            members = list(own)
            if group:
                yield f"  {self.say('group', name=group, count=str(len(members)))}"
            for n, indicator in members:
                words = self.say("indicator", n=str(n), name=indicator.name)
                yield ("    " if group else "  ") + self.with_remarks(words, self.scale(indicator))
        last = (self.template.index, self.template.rank, self.template.grade)
        columns: Iterable[Total | Index | Rank | Grade | None] = (*self.template.totals, *last)
        for column in columns:
            if column is not None and column.section == section:
                yield f"  {self.computed(column)}"

    def scale(self, indicator: Indicator) -> Iterator[str]:
        if indicator.maximum is not None:
            yield self.say("maximum", value=self.number(indicator.maximum))
        if indicator.values:
            yield self.say("values", value="; ".join(map(self.number, indicator.values)))
        if indicator.step is not None:
            yield self.say("step", value=self.number(indicator.step))
        if indicator.unit:
            yield self.say("unit", value=indicator.unit)
        yield from self.also(indicator)

    def also(self, entry: Labelled) -> Iterator[str]:
        if entry.aliases:
            yield self.say("aliases", value="; ".join(entry.aliases))

    def computed(self, entry: Total | Index | Rank | Grade) -> str:
        if isinstance(entry, Total):
            rule, *remarks = self.total(entry)
        elif isinstance(entry, Index):
            rule, *remarks = self.index(entry)
        elif isinstance(entry, Rank):
            rule, *remarks = self.rank(entry)
        else:
            rule, *remarks = self.grade(entry)
        return self.with_remarks(rule, [*remarks, *self.also(entry)])

    def total(self, total: Total) -> Iterator[str]:
        if total.repeats:
            yield self.say("repeats", name=total.name, section=total.repeats)
        elif total.everything:
            count = len(self.template.parts(total))
            yield self.say("sums-all", name=total.name, count=str(count))
        else:
            yield self.say("sums", name=total.name, parts=" + ".join(total.sums))
        if total.maximum is not None:
            yield self.say("maximum", value=self.number(total.maximum))

    def index(self, index: Index) -> Iterator[str]:
        yield self.say(
            "index", name=index.name, of=index.of, denominator=self.number(index.denominator)
        )
        if index.digits is not None:
            yield self.say("digits", digits=str(index.digits))
        for peers in index.peers:
            over = self.number(peers.denominator)
            yield self.say("peers", denominator=over, agencies="; ".join(peers.agencies))
            if peers.without:
                yield self.say("without", indicators="; ".join(peers.without))

    def rank(self, rank: Rank) -> Iterator[str]:
        yield self.say(f"rank-{rank.direction}", name=rank.name, of=rank.of)
        if rank.ties is not None:
            yield self.say(rank.ties)

    def grade(self, grade: Grade) -> Iterator[str]:
        yield self.say("grade", name=grade.name, of=grade.of)
        for level in grade.levels:
            if level.least is not None:
                yield self.say("level", name=level.name, least=self.number(level.least))
            else:
                yield self.say("level-below" if grade.is_stated else "level-open", name=level.name)

    def agency(self, agency: Agency) -> str:
        return self.with_remarks(one_line(agency.name), self.history(agency))

    def history(self, agency: Agency) -> Iterator[str]:
        if len(agency.names) > 1:
            names = dict.fromkeys(named.name for named in agency.names[1:])
            yield self.say("aliases", value="; ".join(names))
        if agency.period.since:
            yield self.say("since", value=str(agency.period.since))
        if agency.period.until:
            yield self.say("until", value=str(agency.period.until))
        if agency.successors:
            every = self.template.agencies.agencies
            after = dict.fromkeys(every[n].name for n in agency.successors)
            yield self.say("merged", value="; ".join(after))

    def with_remarks(self, words: str, remarks: Iterable[str]) -> str:
        return ", ".join([words, *remarks])

    def number(self, value: Decimal) -> str:
        plain = format(value, "f")
        return numbers.written(plain, "comma" if self.language == "vi" else "point")
