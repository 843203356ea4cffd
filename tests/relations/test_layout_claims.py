"""What a sheet without outline numbers says by the way its rows are set in, or in bold."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from reconcile.audited import Audit
from reconcile.pipeline import audit
from reconcile.structure.outline import levels_by_layout

Look = Callable[[str, int], tuple[str, dict[str, Any]]]
# Depth, name, and the figures of two years.
BUDGET = [
    (0, "Whole district", 25_517, 27_069),
    (1, "Recurrent", 17_341, 18_204),
    (2, "Schools", 9_120, 9_655),
    (2, "Health stations", 5_807, 6_013),
    (2, "Libraries", 2_414, 2_536),
    (1, "Investment", 6_055, 6_718),
    (2, "Roads", 4_390, 4_871),
    (2, "Drains", 1_665, 1_847),
    (1, "Transfers", 2_121, 2_147),
    (2, "To communes", 1_508, 1_516),
    (2, "To wards", 613, 631),
]


def spaces(name: str, depth: int) -> tuple[str, dict[str, Any]]:
    return "   " * depth + name, {}


def steps(name: str, depth: int) -> tuple[str, dict[str, Any]]:
    return name, {"indent": depth}


def audited(path: Path, look: Look, rows: list[tuple[int, str, int, int]]) -> Audit:
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["Item", "2023", "2024"])
    for at, (depth, name, *figures) in enumerate(rows, start=1):
        text, style = look(name, depth)
        sheet.write(at, 0, text, book.add_format(style))
        sheet.write_row(at, 1, figures)
    book.close()
    return audit(str(path))


def with_figure(at: int, figure: int) -> list[tuple[int, str, int, int]]:
    """The budget with another figure of its first year."""
    depth, name, _, second = BUDGET[at]
    return [*BUDGET[:at], (depth, name, figure, second), *BUDGET[at + 1 :]]


@pytest.mark.parametrize("look", [spaces, steps])
@pytest.mark.parametrize(
    ("row", "figure"), [(1, 17_841), (5, 5_055), (8, 2_211), (4, 2_441), (0, 26_517)]
)
def test_a_row_is_the_sum_of_those_set_in_below_it(
    tmp_path: Path, look: Look, row: int, figure: int
) -> None:
    clean = audited(tmp_path / "clean.xlsx", look, BUDGET)
    assert clean.findings == ()
    [claim] = {own.relation.declared for own in clean.relations.checked}
    assert claim == "outline"
    [finding] = audited(tmp_path / "wrong.xlsx", look, with_figure(row, figure)).findings
    assert (finding.severity, finding.at.a1) == ("error", f"B{row + 2}")


@pytest.mark.parametrize("mark", [",", "   "])
def test_the_lines_of_a_text_are_set_in_too(tmp_path: Path, mark: str) -> None:
    path = tmp_path / ("draft.csv" if mark == "," else "draft.txt")
    rows = [spaces(name, depth)[0] + mark + mark.join(map(str, figures))
            for depth, name, *figures in with_figure(1, 17_841)]  # fmt: skip
    path.write_text("\n".join([mark.join(("Item", "2023", "2024")), *rows]), encoding="utf-8")
    [finding] = audit(str(path)).findings
    assert (finding.severity, finding.at.a1) == ("error", "B3")


def test_a_row_in_bold_is_the_sum_of_those_below_it(tmp_path: Path) -> None:
    def bold(name: str, depth: int) -> tuple[str, dict[str, Any]]:
        return name, {"bold": depth < 2}

    wrong = with_figure(1, 17_841)[1:]
    [finding] = audited(tmp_path / "wrong.xlsx", bold, wrong).findings
    assert (finding.severity, finding.at.a1) == ("error", "B2")


def test_what_is_only_emphasised_adds_nothing_up(tmp_path: Path) -> None:
    """Some wards in bold, none of them the sum of what follows it."""

    def bold(name: str, depth: int) -> tuple[str, dict[str, Any]]:
        return name, {"bold": depth == 0}

    wards = [
        (0, "An Hải", 517, 569), (1, "Bình Lợi", 341, 204), (1, "Cát Tiên", 120, 655),
        (0, "Đông Sơn", 807, 13), (1, "Gia Lộc", 414, 536), (1, "Hòa Bình", 55, 718),
    ]  # fmt: skip
    audit = audited(tmp_path / "wards.xlsx", bold, wards)
    assert audit.findings == ()
    assert audit.relations.checked == ()


def test_levels_are_those_of_the_looks_that_occur() -> None:
    plain, bold, deeper = (0, 0, 0), (0, 0, -1), (0, 4, 0)
    assert levels_by_layout([bold, plain, None, deeper, plain]) == [0, 1, -1, 2, 1]
    assert levels_by_layout([plain, plain, None]) == [-1, -1, -1]
