"""What must be right between the parts of a template."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from reconcile.agencies.toml_entry import TomlEntry
from reconcile.labels.spelling import fold
from reconcile.template.values import Grade, Index, Indicator, Labelled, Rank, Template, Total


class Written(NamedTuple):
    """Where it is written: the root, the sections, and what has a column, in the template's order
    (indicators, totals, index, rank, grade)."""

    root: TomlEntry
    sections: Sequence[TomlEntry]
    labelled: Sequence[TomlEntry]


def check(template: Template, written: Written) -> None:
    """Raises ReconcileError for the first thing that is wrong, with its line."""
    last = [one for one in (template.index, template.rank, template.grade) if one is not None]
    labelled: list[Labelled] = [*template.indicators, *template.totals, *last]
    if not template.indicators and not template.totals:
        written.root.fault("no-indicator", "name")
    _check_sections(template, written)
    _check_names(template, labelled, written.labelled)
    for one, entry in zip(labelled, written.labelled, strict=True):
        if isinstance(one, Indicator):
            _check_scale(one, entry)
        if isinstance(one, Total):
            _check_total(template, one, entry)
        if isinstance(one, Index | Rank | Grade):
            _check_of(template, one, entry)
        if isinstance(one, Grade):
            _check_levels(one, entry)
        if isinstance(one, Index):
            _check_peers(template, one, entry)


def _check_sections(template: Template, written: Written) -> None:
    seen: set[str] = set()
    for section, entry in zip(template.sections, written.sections, strict=True):
        for name in (section.name, *section.aliases):
            if fold(name) in seen:
                entry.fault("two-sections", _key_of(entry, name), name=name)
            seen.add(fold(name))


def _check_names(
    template: Template, labelled: Sequence[Labelled], entries: Sequence[TomlEntry]
) -> None:
    """Two columns of one name in one section, and sections that there are not."""
    sections = template.section_names()
    seen: dict[tuple[str, str], int] = {}
    for n, (one, entry) in enumerate(zip(labelled, entries, strict=True)):
        if one.section not in sections:
            code = "unknown-section" if one.section else "no-section"
            entry.fault(code, "section", section=one.section, name=one.name)
        own = {fold(name): name for name in reversed(one.spellings)}
        for key, name in own.items():
            other = seen.setdefault((one.section, key), n)
            if other != n:
                entry.fault(
                    "two-names", _key_of(entry, name), name=name, other=labelled[other].name
                )


def _key_of(entry: TomlEntry, name: str) -> str:
    return "name" if entry.values["name"] == name else "aliases"


def _check_scale(one: Indicator, entry: TomlEntry) -> None:
    if one.values and one.step is not None:
        entry.fault("two-scales", "step", name=one.name)
    for value in one.values:
        if one.maximum is not None and value > one.maximum:
            entry.fault("beyond-maximum", "values", value=str(value), maximum=str(one.maximum))


def _check_total(template: Template, total: Total, entry: TomlEntry) -> None:
    if total.repeats:
        if total.sums or total.everything:
            entry.fault("sums-and-repeats", "repeats", name=total.name)
        if total.repeats == total.section or total.repeats not in template.section_names():
            entry.fault("unknown-section", "repeats", section=total.repeats, name=total.name)
        return
    known = {fold(one.name) for one in template.of_section(total.section)}
    known |= {fold(one.group) for one in template.indicators if one.section == total.section}
    for name in total.sums:
        if fold(name) not in known:
            entry.fault("sum-of-unknown", "sums", name=name, total=total.name)
    parts = template.parts(total)
    if not parts:
        entry.fault("sum-of-nothing", "sums", total=total.name)
    if len(set(parts)) < len(parts):
        twice = next(part for part in parts if parts.count(part) > 1)
        entry.fault("sum-twice", "sums", name=twice, total=total.name)
    if total.name in _reached(template, total):
        entry.fault("sum-of-itself", "sums", total=total.name)


def _reached(template: Template, total: Total) -> set[str]:
    """Everything that a total adds up, through other totals too."""
    totals = {one.name: one for one in template.totals if one.section == total.section}
    found: set[str] = set()
    waiting = list(template.parts(total))
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += template.parts(totals[name]) if name in totals else ()
    return found


def _check_of(template: Template, one: Index | Rank | Grade, entry: TomlEntry) -> None:
    known = {fold(other.name) for other in template.of_section(one.section) if other is not one}
    if fold(one.of) not in known:
        entry.fault("of-unknown", "of", name=one.of, column=one.name)


def _check_levels(grade: Grade, entry: TomlEntry) -> None:
    if len(grade.levels) < 2:
        entry.fault("no-levels", "level", name=grade.name)
    entries = entry.entries("grade.level")
    names = [fold(level.name) for level in grade.levels]
    stated = [(level, one) for level, one in zip(grade.levels, entries, strict=True)]
    for n, (level, one) in enumerate(stated):
        if names[n] in names[:n]:
            one.fault("two-levels", "name", name=level.name)
    limits = [(level.least, level, one) for level, one in stated if level.least is not None]
    for (upper, better, _), (lower, level, one) in pairwise(limits):
        if lower >= upper:
            one.fault("overlap", "from", name=level.name, better=better.name)


def _check_peers(template: Template, index: Index, entry: TomlEntry) -> None:
    seen: set[str] = set()
    listed = {fold(named.name) for one in template.agencies.agencies for named in one.names}
    indicators = {fold(name) for one in template.indicators for name in one.spellings}
    for peers, one in zip(index.peers, entry.entries("index.peers"), strict=True):
        if not peers.agencies:
            one.fault("no-peers", "agencies")
        for name in peers.without:
            if fold(name) not in indicators:
                one.fault("unknown-without", "without", name=name)
        for name in peers.agencies:
            if listed and fold(name) not in listed:
                one.fault("unknown-peer", "agencies", name=name)
            if fold(name) in seen:
                one.fault("two-peers", "agencies", name=name)
            seen.add(fold(name))
