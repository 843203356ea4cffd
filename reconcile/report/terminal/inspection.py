"""What was understood of a sheet, in words: tables, columns, rows, relations, coverage."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from textwrap import wrap

from reconcile.audited import Audit
from reconcile.messages.harmless import one_line, say_harmless
from reconcile.model import (
    COMPARISONS,
    CheckedRelation,
    Holds,
    Language,
    Line,
    Part,
    Relation,
    Sentence,
    Table,
)
from reconcile.report.claim_texts import claim_texts
from reconcile.report.coverage_texts import coverage_texts
from reconcile.report.shown import fraction_text, label, letters_of, number_of

_BETWEEN = {"ratio": " : ", "product": " × "}  # the terms of a relation that is no sum


def inspect_text(audit: Audit, language: Language, width: int, verbose: bool) -> str:
    """Tables, relations and coverage; `verbose` adds the relations considered and dropped."""
    lines = [one_line(audit.book.path)]
    for table in audit.document.tables:
        lines += ["", *_table(table, language)]
    lines += ["", *_relations(audit, language), "", *coverage_texts(audit, language)]
    if verbose:
        lines += ["", *_claims(audit, language)]
    return "\n".join(folded for line in lines for folded in _fold(line, width)) + "\n"


def _say(name: str, language: Language, **values: str) -> str:
    return say_harmless(Sentence(f"report.{name}", values), language)


def _fold(line: str, width: int) -> list[str]:
    indent = " " * (len(line) - len(line.lstrip()) + 4)
    return wrap(line, max(40, width), subsequent_indent=indent) or [""]


def _table(table: Table, language: Language) -> Iterator[str]:
    title = one_line(table.title) or _say("inspect.untitled", language)
    yield _say("inspect.table", language, id=table.id, title=title)
    for part in table.parts:
        yield "  " + _part(part, language)
    yield "  " + _say(f"inspect.{table.decimal}", language)
    counts = Counter(row.role for row in table.rows)
    rows = (
        _say("inspect.row_count", language, count=str(count), role=_say(f"row.{role}", language))
        for role, count in counts.items()
    )
    yield "  " + _say("inspect.rows", language, rows="; ".join(rows))
    yield "  " + _say("inspect.columns", language)
    for j, column in enumerate(table.columns):
        role = _say(f"role.{column.role}", language)
        yield f"    {letters_of(table, j):<4} {role:<14} {label(column)}"


def _part(part: Part, language: Language) -> str:
    first, last = part.header_rows
    return _say(
        "inspect.part" if first <= last else "inspect.part_without_header",
        language,
        sheet=part.sheet,
        range=part.range.a1,
        header=_counted(part.header_rows),
        body=_counted(part.body_rows),
    )


def _counted(rows: tuple[int, int]) -> str:
    return "–".join(str(row + 1) for row in sorted(set(rows)))


def _relations(audit: Audit, language: Language) -> Iterator[str]:
    if not audit.relations.relations:
        yield _say("inspect.no_relations", language)
        return
    tables = {table.id: table for table in audit.document.tables}
    yield _say("inspect.relations", language)
    for checked in audit.relations.checked:
        yield "  " + _relation(checked.relation, tables, language)
        yield "      " + _support(checked, language)


def _claims(audit: Audit, language: Language) -> Iterator[str]:
    """What the sheet states, each claim with what came of it."""
    claims = list(claim_texts(audit, language))
    yield _say("inspect.claims" if claims else "inspect.no_claims", language)
    for claim in claims:
        yield f"  {claim.says}"
        yield f"      {claim.outcome}"


def _relation(relation: Relation, tables: dict[str, Table], language: Language) -> str:
    several = len(tables) > 1
    names = [
        _before(name, language) if relation.is_running and line == relation.target else name
        for line in relation.terms
        for name in (_line_name(line, tables, language, several),)
    ]
    if relation.kind == "sum":
        added = zip(relation.factors, names, strict=True)
        terms = " ".join(f"{_times(factor)}{name}" for factor, name in added).removeprefix("+ ")
    elif relation.kind == "change":
        terms = f"({names[1]} − {names[0]}) : {names[0]}"
    else:
        terms = _BETWEEN.get(relation.kind, ", ").join(names)
    if relation.constant and relation.kind in ("ratio", "product"):
        terms += f" : {relation.constant}"
    if relation.scale != 1:
        terms += f" × {relation.scale}"
    target = _line_name(relation.target, tables, language, several)
    basis = "" if relation.basis is None else say_harmless(relation.basis, language)
    if relation.kind == "order":
        return basis[:1].upper() + basis[1:]
    if relation.kind in COMPARISONS:
        return _say("inspect.basis", language, target=target, basis=basis)
    kind = _say(f"kind.{relation.kind}", language)
    sentence = _say("inspect.relation", language, kind=kind, target=target, terms=terms)
    return f"{sentence}. {basis}" if basis else sentence


def _before(name: str, language: Language) -> str:
    """The figure before of the same line."""
    return _say("inspect.before", language, line=name)


def _times(factor: Fraction) -> str:
    """The sign of a term, and how often it counts."""
    often = "" if abs(factor) == 1 else f"{fraction_text(abs(factor))} × "
    return f"{'−' if factor < 0 else '+'} {often}"


def _support(checked: CheckedRelation, language: Language) -> str:
    counts = []
    states: tuple[tuple[Holds, str], ...] = (
        ("exact", "holds"), ("no", "broken"), ("rounding", "rounding"), ("untested", "untested"),
    )  # fmt: skip
    for state, key in states:
        count = int(checked.are(state).sum())
        if count:
            counts.append(_say(f"inspect.{key}", language, count=str(count)))
    return "; ".join(counts)


def _line_name(line: Line, tables: dict[str, Table], language: Language, several: bool) -> str:
    table = tables[line.table]
    if line.axis == "column":
        name = letters_of(table, line.index)
    else:
        row = str(number_of(table, line.index))
        name = _say("inspect.row_line", language, row=row)
    return f"{line.table}.{name}" if several else name
