"""How grave a finding is follows what else the sheet says: labels, sums the other way, figures that
are stated twice; how many formulas are of one kind says nothing."""

from __future__ import annotations

import numpy as np
import pytest
from msgspec.structs import replace

from reconcile.model import Book, Sheet
from reconcile.pipeline import audit_book
from tests.drawing import book, computed, drawn, stored

Found = list[tuple[str, str, str]]


def found(text: str) -> Found:
    findings = audit_book(book(computed(drawn(text)))).findings
    return [(f.rule, f.at.a1, f.severity) for f in findings if f.severity != "info"]


SOURCES = """Office | State | Town | Gifts | All
North | 0 | {first} | 0 | {first} =SUM(B2:D2)
South | 81 | 0 | 0 | 81 =SUM(B3:D3)
East | 36 | 0 | 5 | 41 =SUM(B4:D4)
West | 20 | 11 | 0 | 31 =SUM(B5:D5)
Total | 137 =SUM(B3:B5) | {town} | 5 =SUM(D3:D5) | 153 =SUM(E3:E5)"""


def test_the_one_total_that_counts_every_row_is_right_against_the_others() -> None:
    sheet = SOURCES.format(first=44, town="55 =SUM(C2:C5)")
    assert found(sheet) == [("formula-range", "E6", "error")]


def test_a_row_of_years_that_one_sum_takes_in_belongs_to_none() -> None:
    head = "Item | A | B | C\nPeriod | 2021 | 2022 | 2023\n"
    rows = "Oats | 31 | 42 | 50\nRye | 12 | 25 | 60\nHay | 70 | 14 | 80\n"
    total = "Total | 113 =SUM(B3:B5) | 2103 =SUM(C2:C5) | 190 =SUM(D3:D5)"
    assert all(at == "C6" for _, at, _ in found(head + rows + total))


GRANTS = """Project | First | Second | Both | Share | Paid
A | 52 | 31 | 83 =B2+C2 | 100 | 83 =D2*E2/100
B | 20 | 44 | 64 =B3+C3 | 50 | 32 =D3*E3/100
C | 37 | 12 | 49 =B4+C4 | 100 | 49 =D4*E4/100
D | 61 | 25 | 86 =B5+C5 | 100 | 86 =D5*E5/100
E | 18 | 90 | 108 =B6+C6 | 25 | 27 =D6*E6/100
{name} | {figures} | {sum}"""


def test_a_sum_beside_the_rows_of_others_is_no_total_of_them_all() -> None:
    def sheet(name: str, figures: str) -> Found:
        own = GRANTS.format(name=name, figures=figures, sum="164 =SUM(F2:F4)")
        return [one for one in found(own) if one[0] == "formula-range"]

    assert sheet("F", "47 | 55 | 102 =B7+C7 | ") == [("formula-range", "F7", "warning")]
    assert sheet("Total", "188 =SUM(B2:B6) | 202 =SUM(C2:C6) | 390 =SUM(D2:D6) | ") == [
        ("formula-range", "F7", "error")
    ]


def prices(row: str, *more: str) -> str:
    """Items with cost = price × count, the fourth as given; paid is typed."""
    own = [(12, 45), (36, 18), (25, 7), (8, 32), (5, 29), (9, 14), (11, 30), (3, 90), (7, 13),
           (14, 6), (21, 4), (17, 12)]  # fmt: skip
    lines = [
        f"Item {n} | {price} | {count} | {price * count} =B{n}*C{n} | {price * count}"
        for n, (price, count) in enumerate(own, start=2)
    ]
    lines[3:4] = [row]
    return "\n".join(["Item | Price | Count | Cost | Paid", *lines, *more])


def test_a_typed_figure_that_the_row_states_twice_may_be_right() -> None:
    assert ("hardcoded-total", "D5", "error") in found(prices("Item 5 | 8 | 32 | 286 | 256"))
    twice = found(prices("Item 5 | 8 | 32 | 500 | 500"))
    assert [severity for _, _, severity in twice] == ["warning"] * len(twice)
    assert ("hardcoded-total", "D5", "warning") in twice


def test_figures_typed_again_and_again_over_a_product_were_agreed() -> None:
    again = found(prices("Item 5 | 8 | 32 | 200 | 256", "Lot | 10 | 40 | 350 | 400",
                         "Item 15 | 6 | 11 | 66 =B15*C15 | 66"))  # fmt: skip
    assert ("hardcoded-total", "D5", "warning") in again
    assert ("hardcoded-total", "D14", "warning") in again


def balances(net: str) -> str:
    rows = [f"R{n} | {n + 20} | {n} | {2 * n} | 20 =B{n}-C{n}" for n in range(2, 9)]
    rows[3] = f"R5 | 25 | 5 | 10 | {net}"
    return "\n".join(["Row | Got | Spent | Owed | Left", *rows])


@pytest.mark.parametrize(
    ("net", "severity"),
    [
        ("15 =B5-D5", "error"),  # another cell
        ("19 =B5-C5-1", "error"),  # a number added
        ("30 =B5--C5", "error"),  # a sign
        ("35 =B5+2*C5", "error"),  # the same cells in another way
        ("2.5 =D5/4", "warning"),  # something else
    ],
)
def test_a_formula_of_another_build_may_be_meant(net: str, severity: str) -> None:
    assert ("inconsistent-formula", "E5", severity) in found(balances(net)) or net.endswith("-1")
    assert not any(one[1] != "E5" for one in found(balances(net)))


def graded(label: str, words: tuple[str, ...]) -> str:
    scores = (97, 95, 90, 88, 86, 84, 81, 79, 77, 74, 73, 70, 68, 66, 65, 63, 61, 58, 55, 52, 49)
    step = -(-len(scores) // len(words))
    lines = []
    for n, score in enumerate(scores, start=1):
        word = words[-1] if score == 90 else words[(n - 1) // step]
        lines.append(f"{n} | Office {n} | {score} | {word}")
    return "\n".join([f"No | Office | Points | {label}", *lines])


@pytest.mark.parametrize(
    ("label", "words", "severity"),
    [
        ("Grade", ("Good", "Fair", "Poor"), "error"),
        ("Bewertung", ("gut", "mittel", "schwach"), "error"),
        ("Mention", ("Bien", "Passable"), "error"),
        ("Kind", ("Good", "Fair", "Poor"), "warning"),
        ("Party", ("DEM", "REP"), None),
    ],
)
def test_words_are_grades_where_a_label_says_so(
    label: str, words: tuple[str, ...], severity: str | None
) -> None:
    expected = [] if severity is None else [("grade-mismatch", "D4", severity)]
    assert [one for one in found(graded(label, words)) if one[0] == "grade-mismatch"] == expected


def test_a_note_mark_behind_a_figure_is_none_of_the_sums_that_count_it() -> None:
    def sheet(total: int, formula: str) -> list[tuple[str, str]]:
        rows = [("North", 310, 35), ("South", "402⁶", 41), ("East", 215, 57), ("All", total, 133)]
        cells = np.array([("Town", "People", "Homes"), *rows], dtype=object)
        formulas = {(4, 2): "=SUM(C2:C4)"} | ({(4, 1): formula} if formula else {})
        own = Sheet("S", cells, typed=True, formulas=formulas)
        findings = audit_book(Book("b.xlsx", "xlsx", "", (own,))).findings
        return [(one.rule, one.at.a1) for one in findings]

    assert sheet(310 + 402 + 215, "") == []
    assert sheet(310 + 215, "=SUM(B2:B4)") == [("number-as-text", "B3")]


def test_estimates_in_tens_under_exact_figures_are_added_roughly() -> None:
    def sheet(last: tuple[int, ...]) -> Found:
        exact = [(3008, 1105, 1696, 207), (2625, 855, 1543, 227), (2417, 725, 1431, 261),
                 (2392, 653, 1572, 167), (2077, 631, 1287, 159),
                 (2406, 845, 1352, 209)]  # fmt: skip
        rows = [f"M{n} | " + " | ".join(map(str, row)) for n, row in enumerate([*exact, last])]
        return found("Month | All | Sea | Air | Land\n" + "\n".join(rows))

    assert [severity for _, _, severity in sheet((16810, 6440, 9220, 1160))] == ["warning"]
    assert [severity for _, _, severity in sheet((16817, 6443, 9221, 1163))] == ["error"]


def test_a_mean_in_a_row_of_totals_is_no_sum() -> None:
    def sheet(last: str) -> Found:
        rows = [(52, 31, 83, 36), (39, 22, 61, 55), (22, 47, 69, 24), (108, 61, 169, 43),
                (33, 15, 48, 30), (91, 58, 149, 52)]  # fmt: skip
        lines = [f"S{n} | " + " | ".join(map(str, row)) for n, row in enumerate(rows)]
        total = f"Total | 345 | 234 | 579 | {last}"
        return found("\n".join(["School | Boys | Girls | All | Visits", *lines, total]))

    assert not any(s == "error" for *_, s in sheet("40 =(E2+E3+E4+E5+E6+E7)/6"))
    assert ("sum-mismatch", "E8", "error") in sheet("297")


def test_a_blank_part_may_make_up_for_what_a_total_lacks() -> None:
    def sheet(third: str) -> set[str]:
        rows = [(6120, 815, 344), (7033, 921, third), (1288, 407, 95), (3391, 566, 212),
                (4046, 738, 160)]  # fmt: skip
        lines = [f"T{n} | " + " | ".join(map(str, row)) for n, row in enumerate(rows)]
        total = "Total | 21878 | 3447 | 2214"
        seen = found("\n".join(["Town | People | Homes | Shops", *lines, total]))
        return {severity for _, at, severity in seen if at == "D7"}

    assert sheet("") == {"warning"}
    assert sheet("187") == {"error"}


def test_a_year_that_heads_a_single_column_is_no_number_kept_as_text() -> None:
    sheet = stored(drawn("Ward | 2021\nElm | 4866\nOak | 7620\nAsh | 520\nTotal | 13006"))
    cells = sheet.cells.copy()
    cells[0, 1] = "2021"
    assert audit_book(book(replace(sheet, cells=cells))).findings == ()
