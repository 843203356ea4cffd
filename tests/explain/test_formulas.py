"""Rules about live formulas: each in its plain case, and beside it what must stay silent."""

from __future__ import annotations

import pytest

from reconcile.audited import Audit
from reconcile.messages import say
from reconcile.model import Finding
from reconcile.pipeline import audit_book
from tests.drawing import book, computed, drawn

HEAD = "No | Agency | A | B | Total\n"
NAMES = ("North", "South", "East", "West", "Coast", "Hills")
FIGURES = ((1, 2), (8, 3), (4, 1), (2, 6), (3, 3), (7, 5))


def scores(*totals: str, **rows: str) -> str:
    """Six agencies, their totals computed where nothing else is asked; `rows` by their name."""
    lines = []
    for n, (name, (a, b)) in enumerate(zip(NAMES, FIGURES, strict=True), start=1):
        plain = f"{n} | {name} | {a} | {b} | {a + b} =C{n + 1}+D{n + 1}"
        lines.append(rows.get(name, plain))
    return HEAD + "\n".join([*lines, *totals])


def audited(text: str) -> Audit:
    return audit_book(book(computed(drawn(text))))


def found(text: str) -> list[tuple[str, str, str]]:
    return [(f.rule, f.at.a1, f.severity) for f in audited(text).findings]


def only(text: str) -> Finding:
    [finding] = audited(text).findings
    return finding


def test_a_clean_workbook_is_left_in_peace() -> None:
    audit = audited(scores(" | Total | 25 =SUM(C2:C7) | 20 =SUM(D2:D7) | 45 =SUM(E2:E7)"))
    assert audit.findings == ()
    assert audit.coverage.unchecked == audit.coverage.mismatched == 0


def test_formulas_declare_relations_where_figures_alone_would_not() -> None:
    audit = audited(
        "Item | Count | Price | Cost\nPens | 3 | 20 | 60 =B2*C2\nInk | 2 | 50 | 100 =B3*C3"
    )
    [product] = [e for e in audit.relations.equations if e.target.row == 0]
    assert (product.kind, product.holds) == ("product", "exact")
    assert audit.relations.relations[0].declared == "formula"


def test_a_total_over_another_table_alone_is_read() -> None:
    audit = audited(
        scores(" | Total | 25 =SUM(C2:C7) | 20 =SUM(D2:D7) | 45 =SUM(E2:E7)")
        + "\n\n\nNo | Unit | Score\n1 | Steel | 15 =SUM(C3:C5)\n2 | Paper | 4\n3 | Glass | 7"
    )
    assert not [finding for finding in audit.findings if finding.rule == "formula-range"]


def test_an_equation_is_listed_once() -> None:
    audit = audited(scores(" | Total | 25 =SUM(C2:C7) | 20 =SUM(D2:D7) | 45 =SUM(E2:E7)"))
    seen = [(e.target, e.kind, audit.relations.relation(e.relation).target.axis)
            for e in audit.relations.equations]  # fmt: skip
    assert len(seen) == len(set(seen))
    assert {r.declared for r in audit.relations.relations if r.kind == "sum"} == {"formula"}


# stale-formula


def test_a_stale_total_is_one_finding_with_what_hangs_on_it() -> None:
    finding = only(
        scores(
            " | Total | 25 =SUM(C2:C7) | 20 =SUM(D2:D7) | 45 =SUM(E2:E7)",
            East="3 | East | 4 | 1 | 9 =C4+D4",
        )
    )
    assert (finding.rule, finding.at.a1, finding.expected) == ("stale-formula", "E4", "5")
    assert {explained.target.a1 for explained in finding.explains} == {"E4", "E8"}
    message = say(finding.message, "en")
    assert "E4 stores 9" in message and "=C4+D4 comes to 5" in message
    [fix] = finding.fixes
    assert (fix.applicability, fix.edits[0].formula, fix.edits[0].new) == ("safe", "=C4+D4", "5")


def test_a_changed_figure_puts_its_totals_out_of_date_together() -> None:
    finding = only(
        scores(
            " | Total | 25 =SUM(C2:C7) | 20 =SUM(D2:D7) | 45 =SUM(E2:E7)",
            East="3 | East | 6 | 1 | 5 =C4+D4",
        )
    )
    assert (finding.rule, finding.at.a1) == ("stale-formula", "E4")
    assert [edit.place.a1 for edit in finding.fixes[0].edits] == ["E4", "C8"]
    assert "C4 was changed" in say(finding.message, "en")
    assert "C4 đã thay đổi" in say(finding.message, "vi")


@pytest.mark.parametrize(
    "row",
    [
        "3 | East | 0.1 | 0.2 | 0.3 =C4+D4",  # not equal in doubles
        "3 | East | 1 | 3 | 0.333333333333333 =C4/D4",
        "3 | East | 57 | 2 | 29 =ROUND(C4/D4,0)",
        "3 | East | 4 | 1 | 99 =VLOOKUP(B4,A1:D9,2,FALSE)",
        "3 | East | 4 | 1 | 99 =Table1[[#This Row],[A]]",
        "3 | East | 4 | 1 | 99 =[2]Other!A1",
        "3 | East | 4 | 1 | 99 =Unknown*2",
    ],
)
def test_what_doubles_leave_open_or_is_not_computed_is_not_stale(row: str) -> None:
    assert "stale-formula" not in {rule for rule, _, _ in found(scores(East=row))}


def test_formulas_in_a_circle_are_not_stale() -> None:
    rows = "1 | North | 1 | 2 | 3 =E3\n2 | South | 8 | 3 | 11 =E2\n3 | East | 4 | 1 | 5"
    assert "stale-formula" not in {rule for rule, _, _ in found(HEAD + rows)}


# hardcoded-total


def test_a_typed_total_that_is_right_today_is_a_warning() -> None:
    finding = only(scores(East="3 | East | 4 | 1 | 5"))
    assert (finding.rule, finding.at.a1, finding.severity) == ("hardcoded-total", "E4", "warning")
    assert "=C4+D4" in say(finding.message, "en")


def test_a_typed_total_that_is_wrong_is_an_error_and_the_only_one() -> None:
    finding = only(scores(East="3 | East | 4 | 1 | 50"))
    assert (finding.rule, finding.at.a1, finding.severity) == ("hardcoded-total", "E4", "error")
    assert finding.expected == "5"
    assert finding.fixes[0].edits[0].formula == "=C4+D4"


@pytest.mark.parametrize(
    "text",
    [
        scores(East="3 | East | - | - | 5"),  # its parts are not known
        scores(North="1 | North | 1 | 2 | 3", South="2 | South | 8 | 3 | 11",
               East="3 | East | 4 | 1 | 5"),  # a second habit
        "No | Agency | In | Out | Left\n1 | North | 3 | 1 | 100\n"  # an opening balance
        "2 | South | 8 | 3 | 105 =E2+C3-D3\n3 | East | 4 | 1 | 108 =E3+C4-D4\n"
        "4 | West | 2 | 6 | 104 =E4+C5-D5\n",
    ],
)  # fmt: skip
def test_figures_typed_for_a_reason_are_left_in_peace(text: str) -> None:
    assert "hardcoded-total" not in {rule for rule, _, _ in found(text)}


# inconsistent-formula


def test_a_formula_unlike_its_neighbours() -> None:
    finding = only(scores(East="3 | East | 4 | 1 | 8 =C4*2"))
    assert (finding.rule, finding.at.a1, finding.severity) == (
        "inconsistent-formula",
        "E4",
        "error",
    )
    assert "=C4+D4, which comes to 5" in say(finding.message, "en")


def test_another_formula_with_the_same_result_is_a_warning() -> None:
    finding = only(scores(East="3 | East | 4 | 1 | 5 =MAX(C4+D4,0)"))
    assert (finding.rule, finding.severity) == ("inconsistent-formula", "warning")


@pytest.mark.parametrize(
    "rows",
    [
        {"East": "3 | East | 4 | 1 | 5 =SUM(C4:D4)"},  # the same in other words
        {"East": "3 | East | 4 | x | 8 =C4*2"},  # a criterion that does not apply
        {"East": "3 | East | 4 | 1 | 8 =C4*2", "Coast": "5 | Coast | 3 | 3 | 6 =C6*2"},
    ],
)
def test_formulas_may_differ(rows: dict[str, str]) -> None:
    assert "inconsistent-formula" not in {rule for rule, _, _ in found(scores(**rows))}


def test_subtotals_among_rows_are_no_exception() -> None:
    text = (
        "No | Item | Count | Price | Cost\n1 | Pens | 3 | 20 | 60 =C2*D2\n"
        "2 | Ink | 2 | 50 | 100 =C3*D3\n"
        " | Total paper | | | 160 =SUM(E2:E3)\n3 | Desk | 1 | 900 | 900 =C5*D5\n"
        "4 | Lamp | 2 | 70 | 140 =C6*D6\n"
    )
    assert found(text) == []


# formula-range


def test_a_total_that_stops_short_of_its_last_row() -> None:
    text = scores(" | Total | 18 =SUM(C2:C6) | 15 =SUM(D2:D6) | 33 =SUM(E2:E6)")
    finding = only(text)
    assert (finding.rule, finding.at.a1, finding.expected) == ("formula-range", "C8", "25")
    edits = finding.fixes[0].edits
    assert [edit.formula for edit in edits] == ["=SUM(C2:C7)", "=SUM(D2:D7)", "=SUM(E2:E7)"]
    assert finding.fixes[0].applicability == "unsafe"
    message = say(finding.message, "en")
    assert "leaves out C7" in message and "25 instead of 18" in message and "D8, E8" in message


def test_a_row_total_that_skips_a_column_is_told_by_the_others() -> None:
    rows = [f"{n} | A{n} | {n} | {n + 3} | {2 * n} | {4 * n + 3} =SUM(C{n + 1}:E{n + 1})"
            for n in range(1, 7)]  # fmt: skip
    rows[3] = "4 | A4 | 4 | 7 | 8 | 11 =SUM(C5:D5)"
    finding = only("No | Agency | A | B | C | Total\n" + "\n".join(rows))
    assert (finding.rule, finding.at.a1, finding.expected) == ("formula-range", "F5", "19")
    assert "leaves out E5" in say(finding.message, "en")


def test_a_range_that_is_short_of_a_zero_is_a_warning() -> None:
    text = scores(
        " | Total | 18 =SUM(C2:C6) | 15 =SUM(D2:D6) | 33 =SUM(E2:E6)",
        Hills="6 | Hills | 0 | 0 | 0 =C7+D7",
    )
    finding = only(text)
    assert (finding.rule, finding.at.a1, finding.severity) == ("formula-range", "C8", "warning")
    assert "no difference today" in say(finding.message, "en")


BANDS = (
    "No | Agency | A\n | Cities | 30 =SUM(C3:C4)\n1 | North | 10\n2 | South | 20\n"
    " | Districts | 45 =SUM(C6:C7)\n1 | East | 40\n2 | West | 5\n"
)


def test_a_subtotal_counted_with_its_parts() -> None:
    finding = only(BANDS + " | Total | 150 =SUM(C2:C7)")
    assert (finding.rule, finding.at.a1, finding.expected) == ("formula-range", "C8", "75")
    assert "counts C3:C4, C6:C7 twice" in say(finding.message, "en")


@pytest.mark.parametrize(
    "total", ["75 =C2+C5", "75 =SUM(C3:C4,C6:C7)", "75 =SUM(C2:C7)/2", "75 =SUM(C2,C5)"]
)
def test_each_part_counted_once(total: str) -> None:
    assert found(f"{BANDS} | Total | {total}") == []


def test_a_row_that_belongs_elsewhere_is_not_left_out() -> None:
    text = "Agency | A | B\nNorth | 10 | 3\nSouth | 20 | 4\nEast | 5 | 2\nOf which women | 12 | 5\n"
    assert found(text + "Total | 35 =SUM(B2:B4) | 9 =SUM(C2:C4)") == []


def ranked(among: str) -> str:
    totals = {1: 3, 2: 11, 3: 5, 4: 8, 5: 6, 6: 12}
    counted = [*totals.values(), 7] if "8" in among else list(totals.values())
    rows = [
        f"{n} | {name} | {total} | {1 + sum(o > total for o in counted)} =RANK(C{n + 1},{among})"
        for (n, total), name in zip(totals.items(), NAMES, strict=True)
    ]
    return (
        "No | Agency | Total | Rank\n" + "\n".join(rows) + "\n | Average | 7.5 =AVERAGE(C2:C7) | \n"
    )


def test_ranks_among_the_agencies() -> None:
    assert found(ranked("$C$2:$C$7")) == []


def test_a_rank_that_takes_in_the_average() -> None:
    finding = only(ranked("$C$2:$C$8"))
    assert (finding.rule, finding.at.a1) == ("formula-range", "D2")
    assert finding.fixes[0].edits[0].formula == "=RANK(C2,$C$2:$C$7)"


# error-value


def test_an_error_stands_where_it_comes_from() -> None:
    text = scores(
        " | Total | 25 =SUM(C2:C7) | 20 =SUM(D2:D7) | #DIV/0! =SUM(E2:E7)",
        East="3 | East | 4 | 1 | #DIV/0! =C4/0",
    )
    finding = only(text)
    assert (finding.rule, finding.at.a1, finding.severity) == ("error-value", "E4", "error")
    assert [place.a1 for place in finding.cells] == ["E4", "E8"]
    assert "=C4/0" in say(finding.message, "en") and "E8" in say(finding.message, "vi")


def test_an_error_of_a_text_is_the_texts_finding() -> None:
    text = scores(East="3 | East | 4,5 | 1 | #VALUE! =C4+D4")
    assert [(rule, at) for rule, at, _ in found(text)] == [("decimal-separator", "C4")]


def test_na_that_was_typed_is_a_warning() -> None:
    assert found(scores(East="3 | East | #N/A | 1 | 5"))[0][::2] == ("error-value", "warning")


# A SUM over text


@pytest.mark.parametrize(
    ("typed", "rule"), [("8,5", "decimal-separator"), ("8 pts", "number-as-text")]
)
def test_a_formula_passes_over_text(typed: str, rule: str) -> None:
    rows = [f"{n} | A{n} | {n} | {n + 3}.5 | {2 * n + 3}.5 =SUM(C{n + 1}:D{n + 1})"
            for n in range(1, 7)]  # fmt: skip
    rows[3] = f"4 | A4 | {typed} | 7.5 | 7.5 =SUM(C5:D5)"
    finding = only("No | Agency | A | B | Total\n" + "\n".join(rows))
    assert (finding.rule, finding.at.a1) == (rule, "C5")
    assert "formula =SUM(C5:D5) in E5 passed over it" in say(finding.message, "en")
    assert "công thức =SUM(C5:D5) ở E5 bỏ qua" in say(finding.message, "vi")


# not-computed


def test_what_lies_beyond_is_said_to_be_not_computed() -> None:
    rows = "\n".join(
        f"{n} | A{n} | {n} | {n + 3} | {n} =SUMIF(C{n + 1}:D{n + 1},1)" for n in range(1, 7)
    )
    finding = only("No | Agency | A | B | Over\n" + rows)
    assert (finding.rule, finding.at.a1, finding.severity) == ("not-computed", "E2", "info")
    assert say(finding.message, "en").startswith("6 figures")
