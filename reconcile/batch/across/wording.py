"""The verdicts as findings, with the places and the words."""

from __future__ import annotations

import re

import numpy as np
from msgspec import Struct

from reconcile.batch.across.collected import Collected
from reconcile.batch.across.figures import Figures
from reconcile.batch.across.findings import CrossFinding, Rule, Statement
from reconcile.batch.across.verdicts import Verdicts, Versions, mistakes
from reconcile.model import Sentence, quoted

_CELL = re.compile(r"([A-Z]+)(\d+)")


class Telling(Struct, frozen=True, eq=False):
    found: Collected
    figures: Figures

    def findings(self, verdicts: Verdicts) -> tuple[CrossFinding, ...]:
        """All findings, in the order of their places."""
        told = list(mistakes(self.figures, verdicts.apart))
        odd = np.array([figure for figure, _ in told], dtype=np.int64)
        apart = (self._mismatch(*pair) for pair in told)
        versions = (
            self._versions(years_differ, one)
            for (_, _, years_differ), one in verdicts.versions.items()
            if not one.explained(odd)
        )
        return tuple(sorted([*apart, *versions], key=_standing))

    def _mismatch(self, odd: int, fitting: int) -> CrossFinding:
        years = {self.figures.year(odd), self.figures.year(fitting)}
        rule: Rule = "cross-file-mismatch" if len(years) == 1 else "previous-year-mismatch"
        at, other = self._statement(odd), self._statement(fitting)
        figure = int(self.figures.at[odd])
        difference = self._difference(odd, fitting)
        values = {
            "at": _address(at),
            "printed": at.printed,
            "other": _address(other),
            "stated": other.printed,
            "entity": str(self.found.names.values[self.found.of_names[figure]]),
            "indicator": str(self.found.paths.values[self.found.of_paths[figure]]),
            "year": str(self.found.of_years[figure]),
            "difference": difference,
            "sheet_year": str(self.figures.year(odd)),
            "other_year": str(self.figures.year(fitting)),
        }
        return CrossFinding(
            rule=rule,
            severity="warning",
            entity=values["entity"],
            indicator=values["indicator"],
            year=self.found.of_years[figure],
            at=at,
            other=other,
            message=Sentence(f"across.{rule}.plain", values),
            difference=difference,
        )

    def _versions(self, years_differ: bool, one: Versions) -> CrossFinding:
        """The later one is told first, where one is."""
        first, second = sorted(one.tables, key=lambda table: (-self.figures.years[table], table))
        at, other = self._table(first), self._table(second)
        values = {"at": _address(at), "other": _address(other), "shared": str(one.shared),
                  "apart": str(one.apart)}  # fmt: skip
        rule: Rule = "previous-year-mismatch" if years_differ else "different-versions"
        key = f"across.{rule}.{'restated' if years_differ else 'plain'}"
        return CrossFinding(rule, "info", "", "", None, at, other, Sentence(key, values))

    def _statement(self, position: int) -> Statement:
        figure = int(self.figures.at[position])
        header = self.found.headers[self.found.of_tables[figure]]
        return Statement(
            self.found.files[header.file],
            header.sheet,
            str(self.found.cells.values[self.found.of_cells[figure]]),
            self.found.text(figure),
            self.found.number(figure).value,
        )

    def _table(self, table: int) -> Statement:
        header = self.found.headers[int(self.figures.headers[table])]
        return Statement(self.found.files[header.file], header.sheet)

    def _difference(self, odd: int, fitting: int) -> str:
        """In per cent where one of the two is, and the other not."""
        one, other = self._statement(odd).value, self._statement(fitting).value
        assert one is not None and other is not None
        differences = [one - other]
        percent, of_other = self.figures.percent(np.array([odd, fitting])).tolist()
        if percent > of_other:
            differences.append(one - 100 * other)
        elif percent < of_other:
            differences.append(100 * one - other)
        return format(min(differences, key=abs), "f")


def _address(statement: Statement) -> str:
    cell = f"!{statement.cell}" if statement.cell else ""
    return f"{statement.path}, {quoted(statement.sheet)}{cell}"


def _standing(finding: CrossFinding) -> tuple[object, ...]:
    return *_order(finding.at), *_order(finding.other), finding.rule


def _order(statement: Statement) -> tuple[str, str, int, int, str]:
    """By file, sheet, row and column; a table as a whole before its cells."""
    cell = _CELL.fullmatch(statement.cell)
    row, column = (int(cell[2]), cell[1]) if cell else (0, "")
    return statement.path, statement.sheet, row, len(column), column
