"""What a sheet states of its own lines, and what came of it, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from reconcile.audited import Audit
from reconcile.explain.limits import stated_bounds
from reconcile.messages.harmless import one_line, say_harmless
from reconcile.model import QUOTIENTS, Language, Line, Sentence, Table
from reconcile.relations.claims.outcomes import Claimed, outcomes
from reconcile.report.shown import fraction_text, label, letters_of, number_of

Tables = Mapping[str, Table]


class ClaimText(NamedTuple):
    """A claim as one sentence, and what came of it as another."""

    says: str
    outcome: str


def claims_of(audit: Audit) -> list[Claimed]:
    """All claims of a file, with how sure it is that they are meant."""
    tables = {table.id: table for table in audit.document.tables}
    bounds = (stated_bounds(table, audit.template.taken) for table in audit.document.tables)
    return [*outcomes(audit.relations, tables), *(one for own in bounds for one in own)]


def claim_texts(audit: Audit, language: Language) -> Iterator[ClaimText]:
    """The same in words."""
    tables = {table.id: table for table in audit.document.tables}
    for claim in claims_of(audit):
        name = f"claim.says.{claim.source}"
        if claim.source == "outline" and tables[claim.target.table].levels_by == "layout":
            name = "claim.says.layout"
        values = {
            "label": line_label(claim.target, tables),
            "place": scope_text((claim.target,), tables, "", language),
            "reading": reading_text(claim, tables, language),
            "scope": scope_text(claim.terms, tables, claim.target.table, language),
        }
        yield ClaimText(_say(name, language, **values), _outcome(claim, language))


def line_label(line: Line, tables: Tables) -> str:
    """What a line is called."""
    table = tables[line.table]
    return label(table.columns[line.index]) if line.axis == "column" else _name(table, line.index)


def reading_text(claim: Claimed, tables: Tables, language: Language) -> str:
    """What a line is computed from, as a claim is read: `sum of rows 8–10`."""
    scope = scope_text(claim.terms, tables, claim.target.table, language)
    first, *_ = (*_each(claim, tables, language), "")
    *_, last = ("", *_each(claim, tables, language)[:2])
    if claim.kind in QUOTIENTS and len(claim.terms) == 1:
        last = fraction_text(claim.constant)
    key: str = claim.kind or "bound"
    if claim.is_running:
        key = "running"
        others = [line for line in claim.terms if line != claim.target]
        scope = scope_text(others, tables, claim.target.table, language)
    elif key == "sum" and claim.source == "outline":
        key = "children"
    elif key in ("sum", "average") and not claim.terms:
        key = f"{key}-of-others"
    elif any(factor != 1 for factor in claim.factors):
        key = "weighted" if key == "sum" else key
    return _say(f"claim.reading.{key}", language, scope=scope, first=first, last=last)


def scope_text(lines: Sequence[Line], tables: Tables, home: str, language: Language) -> str:
    """Lines by what their sheet calls them, `rows 8–10, 12`; with the table where that is not
    `home`, unless there is but one."""
    stretches = []
    for (table, axis), group in groupby(lines, key=lambda line: (line.table, line.axis)):
        own = tables[table]
        places = sorted({line.index for line in group})
        text = ", ".join(_stretches(own, axis, places))
        name = f"claim.{axis}" if len(places) == 1 else f"claim.{axis}s"
        text = _say(name, language, lines=text)
        if table != home and len(tables) > 1:
            text = _say("claim.of_table", language, lines=text, table=table)
        stretches.append(text)
    return ", ".join(stretches)


def _stretches(table: Table, axis: str, places: Sequence[int]) -> Iterator[str]:
    """The lines that follow each other as one, `8–10`."""
    numbered = enumerate(places)
    for _, group in groupby(numbered, key=lambda pair: pair[1] - pair[0]):
        stretch = [at for _, at in group]
        ends = [_place(table, axis, at) for at in dict.fromkeys((stretch[0], stretch[-1]))]
        yield "–".join(ends)


def _place(table: Table, axis: str, index: int) -> str:
    return letters_of(table, index) if axis == "column" else str(number_of(table, index))


def _each(claim: Claimed, tables: Tables, language: Language) -> list[str]:
    """The first terms one by one, for what is made of them in their order."""
    home = claim.target.table
    return [scope_text((line,), tables, home, language) for line in claim.terms[:2]]


def _outcome(claim: Claimed, language: Language) -> str:
    status = _say(f"claim.status.{claim.status.replace(' ', '-')}", language)
    sure = "" if claim.confidence is None else f"{claim.confidence:.2f}"
    text = _say("claim.outcome", language, status=status, sure=sure, count=str(claim.equations))
    return text if claim.reason is None else f"{text}; {say_harmless(claim.reason, language)}"


def _name(table: Table, row: int) -> str:
    return one_line(table.rows[row].name)


def _say(name: str, language: Language, **values: str) -> str:
    return say_harmless(Sentence(f"report.{name}", values), language)
