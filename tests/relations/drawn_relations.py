"""The relations and equations of a drawn sheet, told in its own letters and numbers."""

from __future__ import annotations

from reconcile.model import Cell, Document, Equation, Kind, Line, Relation, Relations, letters
from reconcile.relations import relate
from tests.drawing import document


class Told:
    """Each relation as `sum: E = C + D`, columns by letter and rows by number, of one sheet."""

    def __init__(self, text: str) -> None:
        related = relate(document(text))
        self.document: Document = related.document
        self.relations: Relations = related.relations

    def all(self, *kinds: Kind) -> list[str]:
        return [self._one(r) for r in self.relations.relations if not kinds or r.kind in kinds]

    def of(self, kind: Kind) -> Relation:
        [found] = [r for r in self.relations.relations if r.kind == kind]
        return found

    def verdicts(self, kind: Kind) -> dict[str, str]:
        """By the target's address, how each equation of a kind holds."""
        return {self._at(e.target): e.holds for e in self.relations.equations if e.kind == kind}

    def equation(self, at: str, kind: Kind) -> Equation:
        [found] = [
            e for e in self.relations.equations if e.kind == kind and self._at(e.target) == at
        ]
        return found

    def broken(self) -> list[str]:
        return [self._at(equation.target) for equation in self.relations.broken()]

    def _one(self, relation: Relation) -> str:
        terms = " + ".join(map(self._line, relation.terms))
        return f"{relation.kind}: {self._line(relation.target)} = {terms}"

    def _line(self, line: Line) -> str:
        table = self.document.table(line.table)
        if line.axis == "column":
            places = (p for i in range(len(table.rows)) if (p := table.place(i, line.index)))
            mark = letters(next(places).column)
        else:
            places = (p for j in range(len(table.columns)) if (p := table.place(line.index, j)))
            mark = str(next(places).row + 1)
        return mark if len(self.document.tables) == 1 else f"{line.table}.{mark}"

    def _at(self, cell: Cell) -> str:
        place = self.document.table(cell.table).place(cell.row, cell.column)
        assert place is not None
        return place.a1
