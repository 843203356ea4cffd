"""What the sheet says by its outline or its labels is meant, though a wrong figure denies it."""

from __future__ import annotations

import pytest

from reconcile.structure.outline import levels
from tests.drawing import audited, found
from tests.relations.drawn_relations import Told


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ("A I 1 2 II 1 2 B I 1", [0, 1, 2, 2, 1, 2, 2, 0, 1, 2]),
        ("I 1 1.1 1.2 2 II III", [0, 1, 2, 2, 1, 0, 0]),
        ("A 1 2 B 1 2 C 1 D 1 2", [0, 1, 1, 0, 1, 1, 0, 1, 0, 1, 1]),
        ("1 2 3 4", [-1, -1, -1, -1]),
    ],
)
def test_how_deep_an_outline_number_stands(numbers: str, expected: list[int]) -> None:
    assert levels(numbers.split()) == expected


OUTLINE = """
    TT  | Nội dung    | Điểm tối đa | Tự chấm | Thẩm định
    I   | Nhận thức   | 14          | 12.5    | 11
    1   | Kế hoạch    | 6           | 5.5     | 5
    2   | Tuyên truyền| 8           | 7       | 6
    II  | Thể chế     | 30          | {second}| 24
    1   | Văn bản     | 10          | 9       | 9
    1.1 | Ban hành    | 6           | 5       | 5
    1.2 | Thực hiện   | 4           | 4       | 4
    2   | Ngân sách   | 20          | 17      | 15
    III | Hạ tầng     | 20          | 18      | 17.5
    1   | Mạng        | 12          | 11      | 10.5
    2   | Máy chủ     | 8           | 7       | 7
        | Tổng cộng   | 64          | 56.5    | 52.5
"""


def test_a_row_of_an_outline_is_the_sum_of_those_below_it() -> None:
    told = Told(OUTLINE.format(second="26"))
    assert told.all("sum") == [
        "sum: 2 = 3 + 4",
        "sum: 5 = 6 + 9",
        "sum: 6 = 7 + 8",
        "sum: 10 = 11 + 12",
        "sum: 13 = 2 + 5 + 10",
    ]
    assert told.broken() == []


def test_a_relation_carries_what_stated_it() -> None:
    told = Told(OUTLINE.format(second="26"))
    stated = {own.relation.target.index: own.relation.declared for own in told.relations.checked}
    assert stated == {0: "outline", 3: "outline", 4: "outline", 8: "outline", 11: "outline"}


def test_what_is_rejected_carries_its_source_its_line_and_the_reason() -> None:
    """A total that is far from all that it could be of, in both columns."""
    rejected = audited("""
        No | Part      | North | South
        I  | Roads     | 120   | 310
        1  | Paved     | 80    | 190
        2  | Unpaved   | 40    | 120
        II | Water     | 75    | 66
        1  | Pipes     | 31    | 22
        2  | Pumps     | 44    | 44
           | Total     | 9321  | 4512
    """).relations.rejected
    assert [one.source for one in rejected] == ["outline", "label"]
    for one in rejected:
        assert (one.target.axis, one.target.index) == ("row", 6)
        assert one.reason.key == f"relation.fallen-{one.source}" and one.confidence < 0.5


def test_a_wrong_row_of_an_outline_is_named() -> None:
    assert found(audited(OUTLINE.format(second="28"))) == [("digit-slip", "D5")]


def test_the_total_of_a_short_list_is_meant_though_it_is_wrong() -> None:
    findings = audited("""
        Item   | Amount
        Paper  | 120
        Chairs | 345
        Lamps  | 210
        Screens| 118
        Total  | 783
    """).findings
    assert [(finding.severity, finding.at.a1) for finding in findings] == [("error", "B6")]


HIGHEST = """
    No | Office | Roads | Parks | Water | Total
    1  | North  | 5.1   | 3.2   | 6.4   | 14.7
    2  | South  | 2.4   | 5.5   | 4.3   | 12.2
    3  | East   | 6.3   | 4.1   | 1.2   | 11.6
    4  | West   | 3.7   | 2.6   | 5.9   | 12.2
       | {name} | 6.3   | 5.5   | 6.4   | {total}
"""


def test_the_row_of_the_highest_figures_is_not_added_up() -> None:
    assert found(audited(HIGHEST.format(name="Highest", total="14.7"))) == []


def test_a_row_like_the_others_is() -> None:
    assert found(audited(HIGHEST.format(name="Coast", total="14.7"))) != []


def test_a_mistake_carried_on_into_the_total_is_an_error() -> None:
    audit = audited("""
        No | Office | Online | Counter | All
        1  | North  | 210    | 90      | 300
        2  | South  | 160    | 240     | 400
        3  | East   | 370    | 130     | 470
        4  | West   | 91     | 10      | 101
        5  | Coast  | 150    | 100     | 250
        6  | Hills  | 144    | 156     | 300
        7  | Plain  | 230    | 93      | 323
        8  | Isle   | 75     | 125     | 200
           | Total  | 1430   | 944     | 2344
    """)
    assert "E4" in {finding.at.a1 for finding in audit.findings if finding.severity == "error"}


def test_figures_by_halves_are_exact() -> None:
    """A whole number beside halves is not a rounded one."""
    findings = audited("""
        Tiêu chí | Phần A | Phần B | Phần C | Cộng
        Một      | 12.5   | 7      | 3.5    | 23
        Hai      | 8      | 5.5    | 4      | 17.5
        Ba       | 9.5    | 6      | 2.5    | 19
        Bốn      | 11     | 4.5    | 3      | 18.5
    """).findings
    assert [finding.explains[0].target.a1 for finding in findings] == ["E4"]


@pytest.mark.parametrize(("slip", "rule"), [("25475", "omitted-term"), ("31637", "doubled-term")])
def test_the_total_of_a_single_column_that_one_part_explains(slip: str, rule: str) -> None:
    """That the miss is exactly one of the parts is no accident; but that one may not be meant."""
    sheet = f"""
        Name     | Number
        Aldham   | 7936
        Barrow   | 5709
        Carlton  | 5234
        Copford  | 3081
        Eden     | 2835
        Burnley  | 1366
        Chorley  | 1247
        Fylde    | 1148
        Total    | {slip}
    """
    [finding] = audited(sheet).findings
    assert (finding.rule, finding.severity, finding.at.a1) == (rule, "warning", "B10")


def test_the_total_of_a_single_column_that_nothing_explains() -> None:
    """It may as well be of something else: it is said among what was not checked."""
    sheet = "Name | Number\nAldham | 7936\nBarrow | 5709\nCarlton | 5234\nTotal | 11111"
    assert audited(sheet).findings == ()
