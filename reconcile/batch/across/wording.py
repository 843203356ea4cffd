"""The verdicts as findings, with the places and the words."""

from __future__ import annotations

import re

import numpy as np
from msgspec import Struct

from reconcile.batch.across.collected import Collected
from reconcile.batch.across.figures import KeyedFigures
from reconcile.batch.across.findings import CrossFinding, Rule, Statement
from reconcile.batch.across.verdicts import Verdicts, Versions, mistakes
from reconcile.model import Sentence, quoted

_CELL = re.compile(r"([A-Z]+)(\d+)")


class Wording(Struct, frozen=True, eq=False):
    """What the verdicts are told with."""

    collected: Collected
    figures: KeyedFigures

    def findings(self, verdicts: Verdicts) -> tuple[CrossFinding, ...]:
        """All findings, in the order of their places."""
        pairs = list(mistakes(self.figures, verdicts.contradictions))
        odd = np.array([figure for figure, _ in pairs], dtype=np.int64)
        mismatches = (self._mismatch(*pair) for pair in pairs)
        versions = (
            self._versions(years_differ, versions)
            for (_, _, years_differ), versions in verdicts.versions.items()
            if not versions.explained(odd)
        )
        return tuple(sorted([*mismatches, *versions], key=_by_place))

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
            "entity": str(self.collected.names.values[self.collected.of_names[figure]]),
            "indicator": str(self.collected.paths.values[self.collected.of_paths[figure]]),
            "year": str(self.collected.of_years[figure]),
            "difference": difference,
            "sheet_year": str(self.figures.year(odd)),
            "other_year": str(self.figures.year(fitting)),
        }
        return CrossFinding(
            rule=rule,
            severity="warning",
            entity=values["entity"],
            indicator=values["indicator"],
            year=self.collected.of_years[figure],
            at=at,
            other=other,
            message=Sentence(f"across.{rule}.plain", values),
            difference=difference,
        )

    def _versions(self, years_differ: bool, versions: Versions) -> CrossFinding:
        """The later one is told first, where one is."""
        first, second = sorted(
            versions.tables, key=lambda table: (-self.figures.years[table], table)
        )
        at, other = self._table(first), self._table(second)
        values = {"at": _address(at), "other": _address(other), "shared": str(versions.shared),
                  "apart": str(versions.differing)}  # fmt: skip
        rule: Rule = "previous-year-mismatch" if years_differ else "different-versions"
        key = f"across.{rule}.{'restated' if years_differ else 'plain'}"
        return CrossFinding(rule, "info", "", "", None, at, other, Sentence(key, values))

    def _statement(self, position: int) -> Statement:
        figure = int(self.figures.at[position])
        header = self.collected.headers[self.collected.of_tables[figure]]
        return Statement(
            self.collected.files[header.file],
            header.sheet,
            str(self.collected.cells.values[self.collected.of_cells[figure]]),
            self.collected.text(figure),
            self.collected.number(figure).value,
        )

    def _table(self, table: int) -> Statement:
        header = self.collected.headers[int(self.figures.headers[table])]
        return Statement(self.collected.files[header.file], header.sheet)

    def _difference(self, odd: int, fitting: int) -> str:
        """In per cent where one of the two is, and the other not."""
        ours, other = self._statement(odd).value, self._statement(fitting).value
        assert ours is not None and other is not None
        differences = [ours - other]
        percent, of_other = self.figures.percent(np.array([odd, fitting])).tolist()
        if percent > of_other:
            differences.append(ours - 100 * other)
        elif percent < of_other:
            differences.append(100 * ours - other)
        return format(min(differences, key=abs), "f")


def _address(statement: Statement) -> str:
    cell = f"!{statement.cell}" if statement.cell else ""
    return f"{statement.path}, {quoted(statement.sheet)}{cell}"


def _by_place(finding: CrossFinding) -> tuple[object, ...]:
    return *_order(finding.at), *_order(finding.other), finding.rule


def _order(statement: Statement) -> tuple[str, str, int, int, str]:
    """By file, sheet, row and column; a table as a whole before its cells."""
    cell = _CELL.fullmatch(statement.cell)
    row, column = (int(cell[2]), cell[1]) if cell else (0, "")
    return statement.path, statement.sheet, row, len(column), column
