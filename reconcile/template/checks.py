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
    last = [
        labelled
        for labelled in (template.index, template.rank, template.grade)
        if labelled is not None
    ]
    columns: list[Labelled] = [*template.indicators, *template.totals, *last]
    if not template.indicators and not template.totals:
        written.root.fault("no-indicator", "name")
    _check_sections(template, written)
    _check_names(template, columns, written.labelled)
    for labelled, entry in zip(columns, written.labelled, strict=True):
        if isinstance(labelled, Indicator):
            _check_scale(labelled, entry)
        if isinstance(labelled, Total):
            _check_total(template, labelled, entry)
        if isinstance(labelled, Index | Rank | Grade):
            _check_of(template, labelled, entry)
        if isinstance(labelled, Grade):
            _check_levels(labelled, entry)
        if isinstance(labelled, Index):
            _check_peers(template, labelled, entry)


def _check_sections(template: Template, written: Written) -> None:
    seen: set[str] = set()
    for section, entry in zip(template.sections, written.sections, strict=True):
        for name in (section.name, *section.aliases):
            if fold(name) in seen:
                entry.fault("two-sections", _key_of(entry, name), name=name)
            seen.add(fold(name))


def _check_names(
    template: Template, columns: Sequence[Labelled], entries: Sequence[TomlEntry]
) -> None:
    """Two columns of one name in one section, and sections that there are not."""
    sections = template.section_names()
    seen: dict[tuple[str, str], int] = {}
    for n, (labelled, entry) in enumerate(zip(columns, entries, strict=True)):
        if labelled.section not in sections:
            code = "unknown-section" if labelled.section else "no-section"
            entry.fault(code, "section", section=labelled.section, name=labelled.name)
        names = {fold(name): name for name in reversed(labelled.spellings)}
        for key, name in names.items():
            other = seen.setdefault((labelled.section, key), n)
            if other != n:
                entry.fault("two-names", _key_of(entry, name), name=name, other=columns[other].name)


def _key_of(entry: TomlEntry, name: str) -> str:
    return "name" if entry.values["name"] == name else "aliases"


def _check_scale(indicator: Indicator, entry: TomlEntry) -> None:
    if indicator.values and indicator.step is not None:
        entry.fault("two-scales", "step", name=indicator.name)
    for value in indicator.values:
        if indicator.maximum is not None and value > indicator.maximum:
            entry.fault(
                "beyond-maximum", "values", value=str(value), maximum=str(indicator.maximum)
            )


def _check_total(template: Template, total: Total, entry: TomlEntry) -> None:
    if total.repeats:
        if total.sums or total.everything:
            entry.fault("sums-and-repeats", "repeats", name=total.name)
        if total.repeats == total.section or total.repeats not in template.section_names():
            entry.fault("unknown-section", "repeats", section=total.repeats, name=total.name)
        return
    known = {fold(labelled.name) for labelled in template.of_section(total.section)}
    known |= {
        fold(indicator.group)
        for indicator in template.indicators
        if indicator.section == total.section
    }
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
    totals = {other.name: other for other in template.totals if other.section == total.section}
    reached: set[str] = set()
    waiting = list(template.parts(total))
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting += template.parts(totals[name]) if name in totals else ()
    return reached


def _check_of(template: Template, labelled: Index | Rank | Grade, entry: TomlEntry) -> None:
    known = {
        fold(other.name) for other in template.of_section(labelled.section) if other is not labelled
    }
    if fold(labelled.of) not in known:
        entry.fault("of-unknown", "of", name=labelled.of, column=labelled.name)


def _check_levels(grade: Grade, entry: TomlEntry) -> None:
    if len(grade.levels) < 2:
        entry.fault("no-levels", "level", name=grade.name)
    entries = entry.entries("grade.level")
    names = [fold(level.name) for level in grade.levels]
    stated = [
        (level, level_entry) for level, level_entry in zip(grade.levels, entries, strict=True)
    ]
    for n, (level, level_entry) in enumerate(stated):
        if names[n] in names[:n]:
            level_entry.fault("two-levels", "name", name=level.name)
    limits = [
        (level.least, level, level_entry)
        for level, level_entry in stated
        if level.least is not None
    ]
    for (upper, better, _), (lower, level, level_entry) in pairwise(limits):
        if lower >= upper:
            level_entry.fault("overlap", "from", name=level.name, better=better.name)


def _check_peers(template: Template, index: Index, entry: TomlEntry) -> None:
    seen: set[str] = set()
    listed = {fold(named.name) for agency in template.agencies.agencies for named in agency.names}
    indicators = {fold(name) for indicator in template.indicators for name in indicator.spellings}
    for peers, peers_entry in zip(index.peers, entry.entries("index.peers"), strict=True):
        if not peers.agencies:
            peers_entry.fault("no-peers", "agencies")
        for name in peers.without:
            if fold(name) not in indicators:
                peers_entry.fault("unknown-without", "without", name=name)
        for name in peers.agencies:
            if listed and fold(name) not in listed:
                peers_entry.fault("unknown-peer", "agencies", name=name)
            if fold(name) in seen:
                peers_entry.fault("two-peers", "agencies", name=name)
            seen.add(fold(name))
