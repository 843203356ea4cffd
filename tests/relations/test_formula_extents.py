"""How far the formula of a total should reach, and which are claims of their own."""

from __future__ import annotations

from reconcile.pipeline import audit_book
from tests.drawing import book, computed, drawn


def found(text: str) -> list[tuple[str, str]]:
    findings = audit_book(book(computed(drawn(text)))).findings
    return [(f.rule, f.at.a1) for f in findings if f.severity == "error"]


SOURCES = """Source | 2021 | 2022
A | 90 | 81
B | 55 | 62
C | 40 | 37
D | 12 | 15
Total | 197 =SUM(B2:B5) | 195 =SUM(C2:C5)
{last}"""


def test_a_group_that_has_its_total_may_be_added_up_in_part() -> None:
    assert found(SOURCES.format(last="Total of three | 185 =SUM(B2:B4) | 180 =SUM(C2:C4)")) == []
    assert found(SOURCES.format(last="Check | 197 =SUM(B2:B5) | 195 =SUM(C2:C5)")) == []


def test_a_total_that_its_group_needs_is_short() -> None:
    sheet = SOURCES.replace(
        "197 =SUM(B2:B5) | 195 =SUM(C2:C5)", "185 =SUM(B2:B4) | 180 =SUM(C2:C4)"
    )
    assert found(sheet.format(last="")) == [("formula-range", "B6")]


REVENUE = """Line | 2021 | 2022
Tax | 50 | 48
Fees | 12 | 11
Subtotal own | 62 =SUM(B2:B3) | 59 =SUM(C2:C3)
Aid | 90 | 87
Grants | 21 | 19
Subtotal state | 111 =SUM(B5:B6) | 106 =SUM(C5:C6)
Direct | 7 | 6
Passed on | 34 | 31
Subtotal federal | 41 =SUM(B8:B9) | 37 =SUM(C8:C9)
Total revenue | {total}"""


def test_a_grand_total_that_leaves_a_subtotal_out() -> None:
    assert found(REVENUE.format(total="173 =B4+B7 | 165 =C4+C7")) == [("formula-range", "B11")]
    assert found(REVENUE.format(total="173 =B4+B7 | 202 =C4+C7+C10")) == [("formula-range", "B11")]
    assert found(REVENUE.format(total="214 =B4+B7+B10 | 202 =C4+C7+C10")) == []


def test_a_helper_column_has_no_subtotals_to_count_twice() -> None:
    sheet = """Item | Plan | Got | Open
A | 90 | 81 | 9 =B2-C2
B | 55 | 50 | 5 =B3-C3
Total first | 145 =SUM(B2:B3) | 131 =SUM(C2:C3) |
C | 40 | 37 | 3 =B5-C5
D | 12 | 10 | 2 =B6-C6
Total second | 52 =SUM(B5:B6) | 47 =SUM(C5:C6) |
Total | 197 =B4+B7 | 178 =C4+C7 | 19 =SUM(D2:D7)"""
    assert found(sheet) == []


OFFICES = """No | Office | Roads | Parks | Water | Total | Most
 | Maximum | 10 | 5 | 20 | 35 =SUM(C2:E2) | 35 =SUM(C2:E2)
1 | North | 9 | 4 | 18 | 31 =SUM(C3:E3) | 35 =C2+D2+E2
2 | South | 8 | {withheld} | 17 | {total} =SUM(C4:E4) | 30 =C2+E2
3 | East | 7 | 5 | 15 | 27 =SUM(C5:E5) | 35 =C2+D2+E2
4 | West | 10 | 3 | 19 | 32 =SUM(C6:E6) | 35 =C2+D2+E2
5 | Coast | 6 | 2 | 12 | 20 =SUM(C7:E7) | 35 =C2+D2+E2"""


def test_what_is_withheld_is_rightly_left_out() -> None:
    assert found(OFFICES.format(withheld="KTT", total=25)) == []
    assert ("formula-range", "G4") in found(OFFICES.format(withheld="5", total=30))


def test_a_row_of_maxima_under_figures_is_no_bound() -> None:
    def block(name: str, figures: tuple[int, ...], first: int) -> str:
        rows = "\n".join(f"{name}{n} | {f} | {f + 3}" for n, f in enumerate(figures))
        last = first + len(figures) - 1
        short, more = sum(figures[:-1]) // (len(figures) - 1), len(figures) - 1
        return (
            f"{rows}\n | {short} =AVERAGE(B{first}:B{last - 1}) | "
            f"{sum(f + 3 for f in figures[:-1]) // more} =AVERAGE(C{first}:C{last - 1})\n"
            f"Maximum | {max(figures)} =MAX(B{first}:B{last}) | "
            f"{max(figures) + 3} =MAX(C{first}:C{last})"
        )

    low, high = (4, 8, 6, 2, 10, 12), (34, 38, 36, 32, 30, 22)
    sheet = f"Country | Rate | Other\n{block('a', low, 2)}\n{block('b', high, 10)}"
    assert [one for one in found(sheet) if one[0] == "formula-range"] == [
        ("formula-range", "B8"),
        ("formula-range", "B16"),
    ]
