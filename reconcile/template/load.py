"""A template as its office writes it, in TOML; `templates/README.md` explains the format."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

from reconcile.agencies import Agencies, agencies_within, read_agencies
from reconcile.agencies.toml_entry import TomlEntry, root_of_file, root_of_text
from reconcile.labels.spelling import fold
from reconcile.template import checks
from reconcile.template.folders import beside
from reconcile.template.values import (
    DIRECTIONS,
    TIES,
    Grade,
    Index,
    Indicator,
    Level,
    Peers,
    Rank,
    Section,
    Template,
    Total,
)

_KIND = "template"
_LABELLED = frozenset({"name", "aliases", "section"})
_KEYS: Mapping[str, frozenset[str]] = {
    "": frozenset(
        "name titles valid_from valid_to agencies_file total_rows "
        "section indicator total index rank grade agency".split()
    ),
    "section": frozenset({"name", "aliases"}),
    "indicator": _LABELLED | {"group", "maximum", "unit", "values", "step"},
    "total": _LABELLED | {"sums", "repeats", "maximum"},
    "index": _LABELLED | {"of", "denominator", "digits", "peers"},
    "peers": frozenset({"denominator", "agencies", "without"}),
    "rank": _LABELLED | {"of", "ties", "order"},
    "grade": _LABELLED | {"of", "level"},
    "level": frozenset({"name", "from"}),
}
_LARGEST = Decimal(10) ** 12
_FINEST = -6  # the exponent of the finest number
_Word = TypeVar("_Word", bound=str)


def read_template(path: str | Path) -> Template:
    """The template in a file. Raises ReconcileError for one that cannot be read or is not right,
    with the line that is wrong."""
    return _template(root_of_file(_KIND, path))


def template_from(text: str, path: str) -> Template:
    """The template in a text; `path` is what its faults are told under."""
    return _template(root_of_text(_KIND, text, path))


def _template(root: TomlEntry) -> Template:
    _allow(root, "")
    sections = list(_entries(root, "section"))
    indicators = list(_entries(root, "indicator"))
    totals = list(_entries(root, "total"))
    index, rank, grade = (_table(root, name) for name in ("index", "rank", "grade"))
    agencies = agencies_within(root)
    file = root.text_of("agencies_file")
    made = Template(
        name=_name(root),
        titles=root.texts("titles"),
        period=root.period(root.values, "valid_from", "valid_to"),
        sections=tuple(Section(_name(section), section.texts("aliases")) for section in sections),
        indicators=tuple(map(_indicator, indicators)),
        totals=tuple(map(_total, totals)),
        index=_index(index) if index else None,
        rank=_rank(rank) if rank else None,
        grade=_grade(grade) if grade else None,
        total_rows=root.texts("total_rows"),
        agencies=agencies,
        names=_names(root, file) if file else Agencies(),
        names_file=file,
    )
    labelled = [entry for entry in (*indicators, *totals, index, rank, grade) if entry is not None]
    checks.check(made, checks.Written(root, sections, labelled))
    return made


def _names(root: TomlEntry, file: str) -> Agencies:
    path = beside(root.path, file)
    if path is None:
        root.fault("no-file", "agencies_file", file=file)
    return read_agencies(path)


def _entries(root: TomlEntry, name: str) -> Iterator[TomlEntry]:
    for entry in root.entries(name):
        _allow(entry, name)
        yield entry


def _table(root: TomlEntry, name: str) -> TomlEntry | None:
    entry = root.table(name)
    if entry is not None:
        _allow(entry, name)
    return entry


def _allow(entry: TomlEntry, what: str) -> None:
    entry.allow(_KEYS[what.rpartition(".")[2]])


def _name(entry: TomlEntry) -> str:
    name = entry.text_of("name")
    if not fold(name):
        entry.fault("no-name", "name")
    return name


def _labelled(entry: TomlEntry) -> dict[str, Any]:
    """What everything with a column of its own has."""
    return {
        "name": _name(entry),
        "aliases": entry.texts("aliases"),
        "section": entry.text_of("section"),
    }


def _indicator(entry: TomlEntry) -> Indicator:
    return Indicator(
        **_labelled(entry),
        group=entry.text_of("group"),
        maximum=_number(entry, "maximum", positive=True),
        unit=entry.text_of("unit"),
        values=tuple(_decimal(entry, "values", value) for value in entry.listed("values")),
        step=_number(entry, "step", positive=True),
    )


def _total(entry: TomlEntry) -> Total:
    everything = entry.values.get("sums") == "all"
    return Total(
        **_labelled(entry),
        sums=() if everything else entry.texts("sums"),
        everything=everything,
        repeats=entry.text_of("repeats"),
        maximum=_number(entry, "maximum", positive=True),
    )


def _index(entry: TomlEntry) -> Index:
    digits = entry.values.get("digits")
    if digits is not None and (type(digits) is not int or not 0 <= digits <= 6):
        entry.fault("not-digits", "digits")
    return Index(
        **_labelled(entry),
        of=entry.text_of("of"),
        denominator=_denominator(entry),
        digits=digits,
        peers=tuple(
            Peers(_denominator(peers), peers.texts("agencies"), peers.texts("without"))
            for peers in _entries(entry, "index.peers")
        ),
    )


def _denominator(entry: TomlEntry) -> Decimal:
    denominator = _number(entry, "denominator", positive=True)
    if denominator is None:
        entry.fault("no-denominator", "denominator")
    return denominator


def _rank(entry: TomlEntry) -> Rank:
    return Rank(
        **_labelled(entry),
        of=entry.text_of("of"),
        ties=_word(entry, "ties", TIES),
        direction=_word(entry, "order", DIRECTIONS) or DIRECTIONS[0],
    )


def _grade(entry: TomlEntry) -> Grade:
    levels = [
        Level(_name(level), _number(level, "from")) for level in _entries(entry, "grade.level")
    ]
    return Grade(**_labelled(entry), of=entry.text_of("of"), levels=tuple(levels))


def _word(entry: TomlEntry, key: str, words: tuple[_Word, ...]) -> _Word | None:
    """One of some words; None where the key is not there."""
    value = entry.values.get(key)
    if value is None:
        return None
    for word in words:
        if value == word:
            return word
    entry.fault("not-one-of", key, key=key, words=", ".join(words))


def _number(entry: TomlEntry, key: str, positive: bool = False) -> Decimal | None:
    value = entry.values.get(key)
    if value is None:
        return None
    number = _decimal(entry, key, value)
    if positive and number <= 0:
        entry.fault("not-positive", key, key=key)
    return number


def _decimal(entry: TomlEntry, key: str, value: Any) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        entry.fault("not-number", key, key=key)
    number = Decimal(value)
    exponent = number.as_tuple().exponent
    if not isinstance(exponent, int) or exponent < _FINEST or abs(number) > _LARGEST:
        entry.fault("not-number", key, key=key)
    return number
