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


def _labelled(labelled: Labelled) -> dict[str, Any]:
    return {"name": labelled.name, "aliases": labelled.aliases, "section": labelled.section}


def _indicator(indicator: Indicator) -> Mapping[str, Any]:
    scale = {
        "maximum": indicator.maximum,
        "unit": indicator.unit,
        "values": indicator.values,
        "step": indicator.step,
    }
    return {**_labelled(indicator), "group": indicator.group, **scale}


def _total(total: Total) -> Mapping[str, Any]:
    sums = "all" if total.everything else total.sums
    return {**_labelled(total), "sums": sums, "repeats": total.repeats, "maximum": total.maximum}


def _index(index: Index) -> Iterator[str]:
    measure = {"of": index.of, "denominator": index.denominator, "digits": index.digits}
    yield from ("[index]", *_keys({**_labelled(index), **measure}))
    for peers in index.peers:
        stated = {"denominator": peers.denominator, "agencies": peers.agencies}
        yield from ("", "[[index.peers]]", *_keys({**stated, "without": peers.without}))


def _rank(rank: Rank) -> Mapping[str, Any]:
    return {**_labelled(rank), "of": rank.of, "ties": rank.ties, "order": rank.direction}


def _grade(grade: Grade) -> Iterator[str]:
    yield from ("[grade]", *_keys({**_labelled(grade), "of": grade.of}))
    for level in grade.levels:
        yield from ("", "[[grade.level]]", *_keys({"name": level.name, "from": level.least}))


def _agency(agencies: Agencies, agency: Agency) -> Mapping[str, Any]:
    aliases = [_alias(named, agency.period) for named in agency.names[1:]]
    return {
        "name": agency.name,
        "aliases": aliases,
        "from": agency.period.since,
        "to": agency.period.until,
        "merged_into": list(dict.fromkeys(agencies.agencies[n].name for n in agency.successors)),
    }


def _alias(named: AgencyName, of_agency: Period) -> str | Mapping[str, Any]:
    """A name with its own days, where they are not the agency's."""
    if named.period == of_agency:
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
    escaped = text.translate(_ESCAPES)
    return "".join(c if c >= " " and c != "\x7f" else f"\\u{ord(c):04x}" for c in escaped)
