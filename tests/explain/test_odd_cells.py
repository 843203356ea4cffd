"""Cells that stand out of lines of formulas: each kind, and the honest sheet that looks alike."""

from __future__ import annotations

from reconcile.pipeline import audit_book
from tests.drawing import book, computed, drawn


def found(text: str) -> list[tuple[str, str, str]]:
    findings = audit_book(book(computed(drawn(text)))).findings
    return [(f.rule, f.at.a1, f.severity) for f in findings]


BUDGET = """No | Item | Plan | Outturn
A | Income | 90 =C3+C6 | {income}
I | Own | 60 =SUM(C4:C5) | {own}
1 | Fees | 20 | 25
2 | Rents | 40 | 41
II | Given | 30 =SUM(C7:C8) | 33 =SUM(D7:D8)
1 | State | 11 | 12
2 | Others | 19 | 21"""


def test_a_subtotal_typed_beside_the_formulas_of_a_sister_column() -> None:
    sheet = BUDGET.format(income="96 =D3+D6", own="63")
    assert ("hardcoded-total", "D3", "error") in found(sheet)
    assert found(BUDGET.format(income="99 =D3+D6", own="66 =SUM(D4:D5)")) == []


def test_columns_that_are_typed_throughout_have_no_formula_to_follow() -> None:
    sheet = (
        "Code | Group | Q1 | Q2 | Q3 | Q4\n"
        + "\n".join(
            f"{n} | G{n} | {n * m} =$B{n + 1}*{n} | " + " | ".join(
                f"{n * m * q} =C{n + 1}*{q}" for q in (2, 3, 4))
            for n, m in ((1, 5), (2, 7), (3, 4))
        )
    )  # fmt: skip
    assert not [one for one in found(sheet) if one[0] == "hardcoded-total"]


def test_a_rate_that_its_row_is_computed_from_is_no_formula_of_its_own() -> None:
    rows = ((40, "Infants"), (35, "Toddlers"), (30, "School"))
    sheet = "Group | Rate | Q1 | Q2 | Q3\n" + "\n".join(
        f"{name} | {rate} | " + " | ".join([f"{rate * 3} =$B{n}*3"] * 3)
        for n, (rate, name) in enumerate(rows, start=2)
    )
    assert found(sheet) == []


SHARES = """Ward | Places | Wishes | Wishes per place
A | 24 | 31 | 1.29 =ROUND(C2/B2,2)
B | 35 | 86 | 2.46 =ROUND(C3/B3,2)
C | 25 | 27 | 1.08 =ROUND(C4/B4,2)
Total | 84 =SUM(B2:B4) | 144 =SUM(C2:C4) | {last}"""


def test_the_last_of_a_line_that_names_another_row() -> None:
    assert ("inconsistent-formula", "D5", "error") in found(
        SHARES.format(last="1.08 =ROUND(C4/B4,2)")
    )
    assert found(SHARES.format(last="1.71 =ROUND(C5/B5,2)")) == []
    assert found(SHARES.format(last="1.61 =AVERAGE(D2:D4)")) == []


YEARS = """Line | 2021 | 2022 | {third}
Built | 81 | 22 | {built}
Taken down | 4 | 2 | {taken}
Total | 85 =SUM(B2:B3) | 24 =SUM(C2:C3) | 109 =SUM(B4:C4)"""


def test_a_total_that_adds_the_totals_of_other_years() -> None:
    assert ("inconsistent-formula", "D4", "error") in found(
        YEARS.format(third="2023", built=50, taken=3)
    )
    assert found(YEARS.format(third="Both", built="103 =SUM(B2:C2)", taken="6 =SUM(B3:C3)")) == []


def test_several_rows_in_the_middle_that_take_another_column_are_a_warning() -> None:
    rows = []
    for n in range(2, 12):
        real, named = 800 + 20 * n, ("B" if 6 < n < 9 else "D")
        loan = (real if named == "B" else 3 * real) // 20
        rows.append(f"{n} | {real} | 3 | {3 * real} =B{n}*C{n} | {loan} ={named}{n}*0.05")
    seen = found("Bid | Real | Index | Nominal | Loan\n" + "\n".join(rows))
    assert [one for one in seen if one[1][0] == "E"] == [
        ("inconsistent-formula", "E7", "warning"),
        ("inconsistent-formula", "E8", "warning"),
    ]


def test_a_product_written_the_other_way_round_is_the_same() -> None:
    rows = "\n".join(
        f"i{n} | {n} | {n + 3} | {n * (n + 3)} =" + (f"C{n}*B{n}" if n == 4 else f"B{n}*C{n}")
        for n in range(2, 8)
    )
    assert found("Item | Count | Price | Cost\n" + rows) == []


def test_an_added_constant_among_totals_with_shares_between_them() -> None:
    def sheet(total: int, formula: str) -> str:
        rows = []
        for n, own in enumerate((10, 40, 30, 20), start=2):
            share = own * 100 // total
            rows.append(f"S{n} | {own} | {own} =B{n}/B6*100 | {own} | {share} =D{n}/D6*100 | "
                        f"{own} | {own} =F{n}/F6*100")  # fmt: skip
        rows.append(f"Total | 100 =SUM(B2:B5) | 100 =B6/B6*100 | {total} {formula} | "
                    "100 =D6/D6*100 | 100 =SUM(F2:F5) | 100 =F6/F6*100")  # fmt: skip
        return "School | A | A (%) | B | B (%) | C | C (%)\n" + "\n".join(rows)

    assert ("inconsistent-formula", "D6", "error") in found(sheet(200, "=SUM(D2:D5)+100"))
    assert found(sheet(100, "=SUM(D2:D5)")) == []


def test_a_live_formula_is_never_the_figure_to_type_over() -> None:
    sheet = (
        "Account | Opening | In | Out | Closing\n"
        "Cash | 150 | 240 | 90 | 300 =B2+C2-D2\nBank | 420 | 310 | 95 | 635 =B3+C3-D3\n"
        "Till | 40 | 117 | 62 | 95 =B4+C4-D4\nFund | 900 | 84 | 51 | 933 =B5+C5-D5\n"
        "Total | 1510 | 805 | 298 | 2017\n"
    )
    findings = audit_book(book(computed(drawn(sheet)))).findings
    assert [(f.severity, f.at.a1) for f in findings] == [("error", "C4")]
    assert {explained.target.a1 for explained in findings[0].explains} == {"C6", "E6"}


def test_what_is_sure_of_a_cell_stands_in_place_of_what_may_be_wrong_with_it() -> None:
    sheet = BUDGET.format(income="96 =D3+D6", own="63")
    seen = [rule for rule, at, _ in found(sheet) if at == "D3"]
    assert seen == ["hardcoded-total"]
