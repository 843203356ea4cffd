"""One mutant or clean sheet written, audited and judged."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from benchmarks.faults.board import Clean, Content, Spot
from benchmarks.faults.deciding import Decided, decide
from benchmarks.faults.injection import Mutant
from benchmarks.faults.rendering import Manner, Written, write
from reconcile.model import Edit, Finding, Fix, Objects, ReconcileError
from reconcile.pipeline import audit
from tests.layouts.drawing import Figure

_POINT = re.compile(r"-?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?")
_COMMA = re.compile(r"-?(\d+|\d{1,3}(\.\d{3})+)(,\d+)?")


@dataclass(frozen=True)
class Verdict:
    """What the audit made of a mutant; `stray` counts its errors beside the fault."""

    decided: Decided
    detected: bool = False
    warned: bool = False
    localised: bool = False
    repaired: bool = False
    wrong_safe: int = 0
    stray: int = 0
    said: tuple[str, ...] = ()


def judge(clean: Clean, mutant: Mutant, manner: Manner, path: Path) -> Verdict:
    """Writes the mutant at `path` and judges what is found in it."""
    decided = decide(clean, mutant)
    written = write(mutant.rows, () if mutant.moved else clean.merges, manner, path)
    findings, cells = _audited(written.path)
    judged = _Judged(clean, mutant, manner, written, cells)
    errors = [finding for finding in findings if finding.severity == "error"]
    hits = [error for error in errors if judged.concerns(error, decided.targets)]
    warnings = [one for one in findings if one.severity == "warning"]
    return Verdict(
        decided,
        detected=bool(hits),
        warned=any(judged.concerns(one, decided.targets) for one in warnings),
        localised=any(judged.is_at(hit) for hit in hits),
        repaired=any(judged.mends(hit.fixes[0]) for hit in hits if hit.fixes),
        wrong_safe=sum(not judged.restores(fix) for fix in _safe(findings)),
        stray=len(errors) - min(1, len(hits)),
        said=described(findings),
    )


def false_alarms(clean: Clean, manner: Manner, path: Path) -> tuple[tuple[str, ...], int]:
    """The error findings of a clean sheet, described, and how many safe fixes it is offered."""
    findings, _ = _audited(write(clean.rows, clean.merges, manner, path).path)
    return described(one for one in findings if one.severity == "error"), len(_safe(findings))


def described(findings: Iterable[Finding]) -> tuple[str, ...]:
    return tuple(
        f"{one.severity} {one.at.a1} {one.rule} {one.printed} -> {one.expected}"
        + "".join(f" [{fix.applicability} {_edits(fix)}]" for fix in one.fixes[:1])
        for one in findings
    )


def _edits(fix: Fix) -> str:
    return ", ".join(f"{edit.kind} {edit.place.a1}={edit.new}" for edit in fix.edits)


def _audited(path: Path) -> tuple[tuple[Finding, ...], Objects]:
    """A sheet that is refused has no findings; its cells are not asked for then."""
    try:
        found = audit(str(path))
    except ReconcileError as error:
        raise AssertionError(f"{path} was refused: {error}") from error
    return found.findings, found.book.sheets[0].cells


def _safe(findings: Iterable[Finding]) -> list[Fix]:
    return [fix for one in findings for fix in one.fixes if fix.applicability == "safe"]


@dataclass(frozen=True)
class _Judged:
    """The findings of one mutant, seen against the clean sheet; `cells` are as they were read."""

    clean: Clean
    mutant: Mutant
    manner: Manner
    written: Written
    cells: Objects

    def concerns(self, finding: Finding, targets: Iterable[Spot]) -> bool:
        """The fault's cell is among the finding's, or it explains what the fault breaks."""
        cells = {(place.row, place.column) for place in finding.cells}
        explained = {(one.target.row, one.target.column) for one in finding.explains}
        return bool(cells & self._lines(self.mutant.at) or explained & self._lines(targets))

    def is_at(self, finding: Finding) -> bool:
        return (finding.at.row, finding.at.column) in self._lines(self.mutant.at)

    def mends(self, fix: Fix) -> bool:
        """The fix restores what it edits, and the faulty cell is among that."""
        edited = {(edit.place.row, edit.place.column) for edit in fix.edits}
        return bool(edited & self._lines(self.mutant.at)) and self.restores(fix)

    def restores(self, fix: Fix) -> bool:
        """Every cell the fix touches states afterwards what it states in the clean sheet."""
        after = _edited(self.cells, fix.edits)
        lines = {line: row for row, line in enumerate(self.written.line_of)}
        spots: set[Spot] = set()
        for edit in fix.edits:
            if edit.place.row not in lines:
                return False
            columns = [edit.place.column] if edit.kind == "replace" else range(after.shape[1])
            spots.update((edit.place.row, column) for column in columns)
        return all(
            self._states(after[line, column], self._ought(lines[line], column))
            for line, column in spots
        )

    def _ought(self, row: int, column: int) -> Content:
        cells = self.clean.rows[row]
        return cells[column] if column < len(cells) else None

    def _states(self, cell: object, ought: Content) -> bool:
        if ought is None:
            return cell is None or cell == ""
        if isinstance(ought, str):
            return cell == ought
        value = self._value(cell)
        return value is not None and value == (ought.value if isinstance(ought, Figure) else ought)

    def _value(self, cell: object) -> Decimal | None:
        if isinstance(cell, (bool, date)) or cell is None:
            return None
        text = str(cell)
        typed = self.manner.format == "xlsx"
        if _POINT.fullmatch(text) and (typed or not self.manner.comma):
            return Decimal(text.replace(",", ""))
        if _COMMA.fullmatch(text) and (typed or self.manner.comma):
            return Decimal(text.replace(".", "").replace(",", "."))
        return None

    def _lines(self, spots: Iterable[Spot]) -> set[Spot]:
        return {(self.written.line_of[row], column) for row, column in spots}


def _edited(cells: Objects, edits: Iterable[Edit]) -> Objects:
    after = cells.copy()
    for edit in edits:
        row, column = edit.place.row, edit.place.column
        if edit.kind == "insert":
            after[row, column + 1 :] = after[row, column:-1].copy()
        if edit.kind == "remove":
            after[row, column:-1] = after[row, column + 1 :].copy()
            after[row, -1] = None
        else:
            after[row, column] = edit.new
    return after
