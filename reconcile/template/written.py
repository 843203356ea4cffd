"""A template written as TOML, which reads back as the same value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from reconcile.agencies import Agencies, Agency, AgencyName, Period
from reconcile.template.values import Grade, Index, Indicator, Labelled, Rank, Template, Total

_ESCAPES = str.maketrans({'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"})


def toml(template: Template) -> str:
    """The text of a template; what is not stated is left out."""
    lines = list(_keys(_root(template)))
    for section in template.sections:
        values = {"name": section.name, "aliases": section.aliases}
        lines += ["", "[[section]]", *_keys(values)]
    for indicator in template.indicators:
        lines += ["", "[[indicator]]", *_keys(_indicator(indicator))]
    for total in template.totals:
        lines += ["", "[[total]]", *_keys(_total(total))]
    if template.index:
        lines += ["", *_index(template.index)]
    if template.rank:
        lines += ["", "[rank]", *_keys(_rank(template.rank))]
    if template.grade:
        lines += ["", *_grade(template.grade)]
    for agency in template.agencies.agencies:
        lines += ["", "[[agency]]", *_keys(_agency(template.agencies, agency))]
    return "\n".join(lines) + "\n"


def _root(template: Template) -> Mapping[str, Any]:
    return {
        "name": template.name,
        "titles": template.titles,
        "valid_from": template.period.since,
        "valid_to": template.period.until,
        "agencies_file": template.names_file,
        "total_rows": template.total_rows,
    }


def _labelled(one: Labelled) -> dict[str, Any]:
    return {"name": one.name, "aliases": one.aliases, "section": one.section}


def _indicator(one: Indicator) -> Mapping[str, Any]:
    own = {"maximum": one.maximum, "unit": one.unit, "values": one.values, "step": one.step}
    return {**_labelled(one), "group": one.group, **own}


def _total(one: Total) -> Mapping[str, Any]:
    sums = "all" if one.everything else one.sums
    return {**_labelled(one), "sums": sums, "repeats": one.repeats, "maximum": one.maximum}


def _index(one: Index) -> Iterator[str]:
    own = {"of": one.of, "denominator": one.denominator, "digits": one.digits}
    yield from ("[index]", *_keys({**_labelled(one), **own}))
    for peers in one.peers:
        stated = {"denominator": peers.denominator, "agencies": peers.agencies}
        yield from ("", "[[index.peers]]", *_keys({**stated, "without": peers.without}))


def _rank(one: Rank) -> Mapping[str, Any]:
    return {**_labelled(one), "of": one.of, "ties": one.ties, "order": one.direction}


def _grade(one: Grade) -> Iterator[str]:
    yield from ("[grade]", *_keys({**_labelled(one), "of": one.of}))
    for level in one.levels:
        yield from ("", "[[grade.level]]", *_keys({"name": level.name, "from": level.least}))


def _agency(agencies: Agencies, one: Agency) -> Mapping[str, Any]:
    aliases = [_alias(named, one.period) for named in one.names[1:]]
    return {
        "name": one.name,
        "aliases": aliases,
        "from": one.period.since,
        "to": one.period.until,
        "merged_into": list(dict.fromkeys(agencies.agencies[n].name for n in one.successors)),
    }


def _alias(named: AgencyName, own: Period) -> str | Mapping[str, Any]:
    """A name with its own days, where they are not the agency's."""
    if named.period == own:
        return named.name
    return {"name": named.name, "from": named.period.since, "to": named.period.until}


def _keys(values: Mapping[str, Any]) -> Iterator[str]:
    for key, value in values.items():
        if value is not None and value != "" and value != () and value != []:
            yield f"{key} = {_value(value)}"


def _value(value: Any) -> str:
    if isinstance(value, str):
        return f'"{_text(value)}"'
    if isinstance(value, Mapping):
        return "{ " + ", ".join(_keys(value)) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_value, value)) + "]"
    if isinstance(value, Decimal):
        return format(value, "f")
    assert isinstance(value, int | date)
    return str(value)


def _text(text: str) -> str:
    told = text.translate(_ESCAPES)
    return "".join(c if c >= " " and c != "\x7f" else f"\\u{ord(c):04x}" for c in told)
