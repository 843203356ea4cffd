"""A clean sheet stays silent; a fault put into it is found at its cell, and undone by its fix."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from random import Random

import numpy as np
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from msgspec import Struct
from msgspec.structs import replace

from reconcile.audited import Audit
from reconcile.model import Finding, Objects, Sheet
from reconcile.pipeline import audit_book
from tests.drawing import book, edited, repaired, stored

NAMES = (
    "North", "South", "East", "West", "Coast", "Hills", "Plain", "Isle", "Marsh", "Forest",
)  # fmt: skip
few = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])

Rows = tuple[tuple[Decimal, ...], ...]


class Clean(Struct, frozen=True):
    """Scores by agency, with a total to the right, and below where `footed`; `decimals` in all."""

    scores: Rows
    decimals: int
    comma: bool
    footed: bool
    indexed: bool

    @property
    def parts(self) -> int:
        return len(self.scores[0])

    @property
    def total(self) -> int:
        """The sheet column of the totals."""
        return 2 + self.parts

    def sheet(self) -> Sheet:
        rows = [self._header(), *(self._row(n) for n in range(len(self.scores)))]
        if self.footed:
            sums = [sum(column, Decimal()) for column in zip(*self.scores, strict=True)]
            tail: list[str | None] = [None] if self.indexed else []
            rows.append([None, "Total", *map(self.write, [*sums, sum(sums, Decimal())]), *tail])
        cells: Objects = np.array(rows, dtype=object)
        return Sheet("draft", cells)

    def write(self, number: Decimal) -> str:
        text = f"{number:.{self.decimals}f}"
        return text.replace(".", ",") if self.comma else text

    def _header(self) -> list[str | None]:
        parts = [f"Part {letter}" for letter in "ABCDEFGH"[: self.parts]]
        return ["No", "Agency", *parts, "Total", *(["Index"] if self.indexed else [])]

    def _row(self, n: int) -> list[str | None]:
        total = sum(self.scores[n], Decimal())
        index = (total / 300).quantize(Decimal("0.001"), ROUND_HALF_UP)
        printed = str(index).replace(".", ",") if self.comma else str(index)
        tail = [printed] if self.indexed else []
        return [str(n + 1), NAMES[n], *map(self.write, [*self.scores[n], total]), *tail]


@st.composite
def clean_sheets(draw: st.DrawFn, footed: bool | None = None, indexed: bool | None = None) -> Clean:
    decimals = draw(st.integers(0, 2))
    rows, parts = draw(st.integers(5, 10)), draw(st.integers(3, 6))
    chance = Random(draw(st.integers(0, 10**6)))
    units = range(11 * 10**decimals, 60 * 10**decimals)
    return Clean(
        scores=tuple(
            tuple(Decimal(n).scaleb(-decimals) for n in chance.sample(units, parts))
            for _ in range(rows)
        ),
        decimals=decimals,
        comma=draw(st.booleans()),
        footed=draw(st.booleans()) if footed is None else footed,
        indexed=draw(st.booleans()) if indexed is None else indexed,
    )


def put(sheet: Sheet, row: int, column: int, text: str) -> Sheet:
    cells = sheet.cells.copy()
    cells[row, column] = text
    return replace(sheet, cells=cells)


def audited(sheet: Sheet) -> Audit:
    return audit_book(book(sheet))


def errors(audit: Audit) -> list[str]:
    return [f"{f.at.a1} {f.rule}" for f in audit.findings if f.severity == "error"]


def at(audit: Audit, row: int, column: int) -> list[Finding]:
    return [f for f in audit.findings if (f.at.row, f.at.column) == (row, column)]


@few
@given(clean_sheets())
def test_a_clean_sheet_stays_silent(clean: Clean) -> None:
    assert not audited(clean.sheet()).findings


@few
@given(clean_sheets())
def test_a_clean_workbook_stays_silent(clean: Clean) -> None:
    assert not audited(stored(replace(clean, comma=False).sheet())).findings


@few
@given(clean_sheets())
def test_the_order_of_columns_does_not_matter(clean: Clean) -> None:
    sheet = clean.sheet()
    order = [0, 1, clean.total, *range(2, clean.total), *range(clean.total + 1, sheet.shape[1])]
    assert not audited(replace(sheet, cells=sheet.cells[:, order])).findings


@few
@given(clean_sheets(), st.data())
def test_a_wrong_total_is_found(clean: Clean, data: st.DataObject) -> None:
    row = data.draw(st.integers(0, len(clean.scores) - 1))
    off = data.draw(st.sampled_from((37, 58, 74)))  # no slip of one digit, in any cell
    assume(off not in clean.scores[row])
    total = sum(clean.scores[row], Decimal())
    audit = audited(put(clean.sheet(), row + 1, clean.total, clean.write(total + off)))
    [finding] = at(audit, row + 1, clean.total)
    assert finding.expected is not None
    assert Decimal(finding.expected) == total
    assert errors(audit) == [f"{finding.at.a1} {finding.rule}"]
    assert not repaired(audit, finding).findings


@few
@given(clean_sheets(footed=True), st.data())
def test_a_wrong_part_is_found_where_the_sums_cross(clean: Clean, data: st.DataObject) -> None:
    row = data.draw(st.integers(0, len(clean.scores) - 1))
    part = data.draw(st.integers(0, clean.parts - 1))
    right = clean.scores[row][part]
    wrong = data.draw(st.integers(11, 60).map(Decimal).filter(lambda n: abs(n - right) > 8))
    audit = audited(put(clean.sheet(), row + 1, 2 + part, clean.write(wrong)))
    assert len(errors(audit)) == 1
    [finding] = at(audit, row + 1, 2 + part)
    assert finding.expected is not None
    assert Decimal(finding.expected) == right
    assert len(finding.explains) == 2
    assert not repaired(audit, finding).findings


@few
@given(clean_sheets(footed=False), st.data())
def test_a_part_in_the_other_convention_is_found(clean: Clean, data: st.DataObject) -> None:
    assume(clean.decimals > 0)
    row = data.draw(st.integers(0, len(clean.scores) - 1))
    part = data.draw(st.integers(0, clean.parts - 1))
    sheet, scores = clean.sheet(), clean.scores[row]
    written = clean.write(scores[part]).translate(str.maketrans(".,", ",."))
    skipped = clean.write(sum(scores, Decimal()) - scores[part])
    audit = audited(put(put(sheet, row + 1, 2 + part, written), row + 1, clean.total, skipped))
    [finding] = at(audit, row + 1, 2 + part)
    assert finding.rule == "decimal-separator"
    assert finding.fixes[0].applicability == "safe"
    after = edited(audit.book.sheets[0], finding.fixes[0].edits)
    assert (after.cells == sheet.cells).all()
    assert not repaired(audit, finding).findings


@few
@given(clean_sheets(footed=False, indexed=False), st.data())
def test_an_omitted_term_is_found(clean: Clean, data: st.DataObject) -> None:
    row = data.draw(st.integers(0, len(clean.scores) - 1))
    part = data.draw(st.integers(0, clean.parts - 1))
    scores = clean.scores[row]
    total = sum(scores, Decimal())
    short = clean.write(total - scores[part])
    audit = audited(put(clean.sheet(), row + 1, clean.total, short))
    [finding] = at(audit, row + 1, clean.total)
    assert finding.expected is not None
    assert Decimal(finding.expected) == total
    if finding.rule == "omitted-term":
        assert finding.fixes[0].applicability == "unsafe"
        assert not repaired(audit, finding).findings


@few
@given(clean_sheets(indexed=True), st.data())
def test_a_wrong_index_is_found(clean: Clean, data: st.DataObject) -> None:
    assume(len({sum(scores) for scores in clean.scores}) == len(clean.scores))
    row = data.draw(st.integers(0, len(clean.scores) - 1))
    sheet = clean.sheet()
    column = clean.total + 1
    mark = "," if clean.comma else "."
    wrong = Decimal(sheet.cells[row + 1, column].replace(",", ".")) + Decimal("0.037")
    audit = audited(put(sheet, row + 1, column, str(wrong).replace(".", mark)))
    assert errors(audit)[0].endswith("ratio-mismatch")
    [finding] = at(audit, row + 1, column)
    assert not repaired(audit, finding).findings


@few
@given(clean_sheets(), st.data())
def test_the_same_bytes_give_the_same_findings(clean: Clean, data: st.DataObject) -> None:
    row = data.draw(st.integers(0, len(clean.scores) - 1))
    sheet = put(clean.sheet(), row + 1, clean.total, clean.write(Decimal(77)))
    assert audited(sheet).findings == audited(sheet).findings
