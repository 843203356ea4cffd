"""What is computed from another table: each term is read where it stands, whatever the table of the
target holds in that row."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from reconcile.audited import Audit
from reconcile.explain.context import context_of
from reconcile.explain.scenario import Scenario
from reconcile.model import Document, Kind, Line, Ordering, Relation, Relations
from reconcile.pipeline import audit_book
from reconcile.relations.check.verdicts import check_relation
from tests.drawing import book, computed, document, drawn, stored

WORK = """
No | Agency | Done | Plan
1  | North  | 12   | 40
2  | South  | 30   | 60
3  | East   | 18   | 24
4  | West   | 7    | 28
5  | Coast  | 9    | 12
6  | Hills  | 33   | 44
"""
RATES = {"North": 30, "South": 50, "East": 75, "West": 25, "Coast": 75, "Hills": 75}
ROWS = {name: n for n, name in enumerate(RATES, start=2)}


def shares(*names: str, wrong: str = "", sheet: str = "Work!") -> str:
    """A table of rates of some agencies, each computed from the other table; of one a wrong one."""
    lines = []
    for n, name in enumerate(names, start=1):
        agency = name.split()[0]
        row, printed = ROWS[agency], RATES[agency] + 9 * (name == wrong)
        lines.append(f"{n} | {name} | {printed} ={sheet}C{row}/{sheet}D{row}*100")
    return "No | Agency | Rate (%)\n" + "\n".join(lines)


def two_sheets(rates: str, work: str = WORK) -> Audit:
    return audit_book(book(stored(drawn(work, "Work")), computed(drawn(rates, "Rates"))))


def ratios(audit: Audit) -> dict[str, str]:
    """How each ratio holds, by its row."""
    return {
        audit.document.table(equation.target.table).rows[equation.target.row].name: equation.holds
        for equation in audit.relations.equations
        if equation.kind == "ratio"
    }


@pytest.mark.parametrize(
    "names",
    [
        tuple(RATES),
        ("Hills", "Coast", "West", "East", "South", "North"),
        ("East", "Coast", "South"),
        tuple(f"{name} {half}" for name in RATES for half in ("first half", "second half")),
    ],
)
def test_rates_of_a_table_on_another_sheet(names: tuple[str, ...]) -> None:
    audit = two_sheets(shares(*names))
    assert audit.findings == ()
    assert ratios(audit) == dict.fromkeys(names, "exact")


def test_rates_of_a_table_above() -> None:
    sheet = stored(computed(drawn(WORK + "\n\n\n" + shares(*RATES, sheet=""))))
    audit = audit_book(book(sheet))
    assert len(audit.document.tables) == 2
    assert audit.findings == ()
    assert ratios(audit) == dict.fromkeys(RATES, "exact")


@pytest.mark.parametrize("wrong", RATES)
def test_a_wrong_rate_is_told_by_its_own_row(wrong: str) -> None:
    backward = tuple(reversed(RATES))
    audit = two_sheets(shares(*backward, wrong=wrong))
    assert ratios(audit) == {name: "no" if name == wrong else "exact" for name in backward}
    [finding] = [finding for finding in audit.findings if finding.severity == "error"]
    assert (finding.at.sheet, finding.at.row) == ("Rates", 1 + backward.index(wrong))
    assert finding.expected == str(RATES[wrong])


def test_rates_over_the_total_of_a_longer_table() -> None:
    """The total stands in a row that the table of the shares does not have."""
    total = WORK + " | Total | 109 =SUM(C2:C7) | 208 =SUM(D2:D7)\n"
    shares = "Group | Cases | Share\n" + "\n".join(
        f"Group {n} | {n * 13} | 0.{n * 625:04} =B{n + 1}/Work!$D$8" for n in (1, 2, 3)
    )
    sheets = computed(drawn(total, "Work")), computed(drawn(shares, "Shares"))
    audit = audit_book(book(*sheets))
    assert audit.findings == ()
    assert {e.holds for e in audit.relations.equations if e.kind == "ratio"} == {"exact"}


SCORED = """
No | Agency | Score
1  | North  | 81
2  | South  | 75
3  | East   | 92
4  | West   | 64



Place | Unit  | Rank | Grade
1     | East  | 1 | Good
2     | North | 2 | Good
3     | South | 4 | Fair
4     | West  | 3 | Fair
"""
SCORES_AT = (2, 0, 1, 3)  # rows of the scores of East, North, South and West


def comparison(kind: Kind, column: int) -> tuple[Document, Relation]:
    """What a column of the lower table says of the scores of the upper one."""
    drawn_tables = document(SCORED)
    upper, lower = drawn_tables.tables
    good, fair = ("Good", Decimal(80), Decimal(100)), ("Fair", Decimal(0), Decimal(79))
    return drawn_tables, Relation(
        id="R1",
        kind=kind,
        target=Line(lower.id, "column", column),
        terms=(Line(upper.id, "column", 2),),
        factors=(Fraction(1),),
        positions=np.array(list(enumerate(SCORES_AT)), dtype=np.int64),
        ordering=Ordering(grades=(good, fair)),
    )


@pytest.mark.parametrize(("kind", "column", "wrong"), [("rank", 2, (2, 3)), ("grade", 3, ())])
def test_a_score_is_read_in_its_own_table(kind: Kind, column: int, wrong: tuple[int, ...]) -> None:
    drawn_tables, relation = comparison(kind, column)
    tables = {table.id: table for table in drawn_tables.tables}
    checked = check_relation(tables, relation, {})
    assert [n for n, e in enumerate(checked.equations()) if e.holds == "no"] == list(wrong)
    sources = [(e.terms[0].cell.table, e.terms[0].cell.row) for e in checked.equations()]
    assert sources == [(relation.terms[0].table, row) for row in SCORES_AT]


def test_a_rank_is_judged_again_by_its_own_score() -> None:
    """With 80 in place of North's 81 nothing changes; with 70 South comes before it."""
    drawn_tables, relation = comparison("rank", 2)
    tables = {table.id: table for table in drawn_tables.tables}
    checked = check_relation(tables, relation, {})
    context = context_of(drawn_tables, Relations((checked,)))
    north = checked.equation(1)
    score = north.terms[0].cell
    assert Scenario(context, {score: Fraction(80)}).holds(north)
    assert not Scenario(context, {score: Fraction(70)}).holds(north)
