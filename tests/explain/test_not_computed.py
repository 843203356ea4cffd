"""A workbook whose formulas were never computed says so, and nothing else."""

from __future__ import annotations

from pathlib import Path

import openpyxl

from reconcile.pipeline import audit


def test_formulas_without_results(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.append(["No", "Agency", "A", "B", "Total"])
    for n, (name, a, b) in enumerate([("North", 1, 2), ("South", 8, 3), ("East", 4, 1)], start=1):
        sheet.append([n, name, a, b, f"=C{n + 1}+D{n + 1}"])
    path = tmp_path / "draft.xlsx"
    workbook.save(path)
    [finding] = audit(str(path)).findings
    assert (finding.rule, finding.at.a1, finding.severity) == ("not-computed", "E2", "warning")
    assert len(finding.cells) == 3
