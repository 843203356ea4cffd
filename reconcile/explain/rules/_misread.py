"""Cells among figures that state none, though what was meant can be read out of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction

from reconcile import numbers
from reconcile.explain.context import Context, context
from reconcile.explain.edits import values
from reconcile.explain.explanation import CERTAIN, Explanation
from reconcile.model import (
    Applicability,
    Cell,
    Document,
    Edit,
    Equation,
    Finding,
    Fix,
    Number,
    Relations,
    Sentence,
)

Meant = Callable[[str], tuple[Number, ...]]
_FIGURES = ("component", "subtotal", "total", "maximum", "average", "ratio", "rank")


def told(rule: str, meant: Meant, equation: Equation, asked: Context) -> Iterator[Explanation]:
    """A sum that comes out once the cell states what its text can be read as."""
    if equation.kind != "sum" or equation.holds != "no" or equation.difference is None:
        return
    for cell, factor in _absent(asked, equation):
        for number in meant(asked.text(cell)):
            if factor * Fraction(number.value) != equation.difference:
                continue
            edit = _retyped(asked, cell, number)
            total = asked.place(equation.target).a1
            said = values(asked, cell, new=edit.new, total=total)
            yield Explanation(
                rule=rule,
                cost=CERTAIN,
                equation=equation,
                at=cell,
                message=Sentence(f"finding.{rule}.told", said),
                title=Sentence("finding.fix.retype-only", said),
                edits=(edit,),
                changes={cell: Fraction(number.value)},
                applicability="unsafe",
                confidence=0.95,
                expected_text=str(number),
            )


def _absent(asked: Context, equation: Equation) -> Iterator[tuple[Cell, Fraction]]:
    """Cells that the relation would count here, had they stated a figure."""
    relation, target = asked.rules[equation.relation], equation.target
    for line, factor in zip(relation.terms, relation.factors, strict=True):
        position = target.row if relation.target.axis == "column" else target.column
        cell = line.cell(position)
        if line.table == target.table and asked.value(cell) is None and asked.text(cell):
            yield cell, factor


def _retyped(asked: Context, cell: Cell, number: Number) -> Edit:
    new = numbers.written(str(number), asked.convention(cell))
    return Edit(asked.place(cell), asked.text(cell), new)


def observed(
    rule: str, meant: Meant, document: Document, relations: Relations
) -> Iterator[Finding]:
    """Such cells that no broken sum tells the figure of."""
    asked = context(document, relations)
    for table in document.tables:
        for j, column in enumerate(table.columns):
            if column.role not in _FIGURES or 2 * table.figures.known[:, j].sum() <= len(
                table.rows
            ):
                continue
            for i, row in enumerate(table.rows):
                cell = Cell(table.id, i, j)
                if row.role in ("group", "header", "note") or table.figures.known[i, j]:
                    continue
                found = meant(asked.text(cell))
                if found and table.place(i, j) is not None:
                    yield _finding(rule, asked, cell, found)


def _finding(rule: str, asked: Context, cell: Cell, found: tuple[Number, ...]) -> Finding:
    edits = [_retyped(asked, cell, number) for number in found]
    said = values(asked, cell, new=edits[0].new)
    applicability: Applicability = "unsafe" if len(found) == 1 else "display"
    return Finding(
        id="",
        rule=rule,
        severity="error",
        at=asked.place(cell),
        cells=(asked.place(cell),),
        message=Sentence(f"finding.{rule}.untold", said),
        row=asked.row_name(cell),
        column=asked.path(cell),
        printed=asked.text(cell),
        expected=str(found[0]) if len(found) == 1 else None,
        fixes=tuple(
            Fix(
                Sentence("finding.fix.retype-only", {**said, "new": edit.new}),
                applicability,
                round(0.8 / len(found), 2),
                (edit,),
            )
            for edit in edits
        ),
    )
