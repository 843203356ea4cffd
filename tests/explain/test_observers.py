"""The rules that look at no equation: what they say, where, and when they hold their tongue."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconcile.explain.context import Context, context_of
from reconcile.explain.explanation import Observation
from reconcile.explain.rules import (
    blank_placeholder,
    date_conflict,
    label_variant,
    name_variant,
)
from reconcile.messages import say
from reconcile.model import Book, Document, Place, Prose, Relations, Sheet
from reconcile.reading.text import text_sheet
from reconcile.structure import understand

Observer = Callable[[Context], Iterator[Observation]]
NOTHING = Relations(())


def notes(*lines: str) -> Document:
    """A document of lines outside every table, one to a row."""
    sheet = Sheet("draft", np.array([[line] for line in lines], dtype=object))
    prose = tuple(Prose(Place("draft", row, 0), line) for row, line in enumerate(lines))
    return Document(Book("draft.txt", "text", "", (sheet,)), (), prose, "vi")


def found(observe: Observer, document: Document) -> list[tuple[str, str]]:
    findings = list(observe(context_of(document, NOTHING)))
    assert all(finding.at in finding.cells for finding in findings)
    assert all(say(finding.message, "en") for finding in findings)
    return [(finding.at.a1, say(finding.message, "vi")) for finding in findings]


@pytest.mark.parametrize(
    "line",
    [
        "(Kèm theo Quyết định số: /QĐ-UBND ngày / /2022 của UBND tỉnh)",
        "(Kèm theo Quyết định số       /QĐ-UBND ngày     tháng 8 năm 2022)",
        "Số: ........./BC-STTTT",
        "Số:      /2022/QĐ-UBND",
        "Kèm theo Tờ trình số …… /TTr-STC",
        "theo Công văn số ......... của Sở Tài chính",
        "(Ban hành kèm theo Quyết định ........ của UBND tỉnh)",
        "Ninh Bình, ngày … tháng … năm 2024",
        "Ninh Bình, ngày   tháng   năm",
        "Ninh Bình, ngày tháng 6 năm 2024",
        "Ninh Bình, ngày 5 tháng 6 năm 20…",
        "ngày .../.../2021",
        "ngày ___/___/____",
        "ngày 15/   /2022",
    ],
)
def test_what_is_left_open(line: str) -> None:
    assert len(found(blank_placeholder.observe, notes(line))) == 1


@pytest.mark.parametrize(
    "line",
    [
        "(Kèm theo Quyết định số: 733/QĐ-UBND ngày 15/8/2022 của UBND tỉnh)",
        "Quyết định số 12 /QĐ-UBND ngày 15 / 8 / 2022",
        "Ninh Bình, ngày 05 tháng 6 năm 2024",
        "Họp ngày 15 tháng năm 2022",
        "Người lập biểu: ...............",
        "Số điện thoại: ..........",
        "Số/ĐVT: triệu đồng",
        "ghi đủ ngày tháng năm sinh",
        "Ngày, tháng, năm sinh",
        "Ngày/tháng/năm",
        "các Quyết định, Kế hoạch...",
        "qua các năm...",
        "Số lượt khách/ngày",
        "Tỷ số 3/5",
    ],
)
def test_what_is_filled_in_or_a_form(line: str) -> None:
    assert found(blank_placeholder.observe, notes(line)) == []


def test_one_finding_says_which_is_open() -> None:
    document = notes("BÁO CÁO", "Số:     /BC-STC   Ninh Bình, ngày   tháng   năm 2022")
    assert found(blank_placeholder.observe, document) == [
        (
            "A2",
            "Số văn bản và ngày tháng chưa được điền: "
            "“Số: /BC-STC Ninh Bình, ngày tháng năm 2022”.",
        )
    ]


@given(st.integers(1, 9999), st.dates())
def test_a_filled_line_is_never_open(number: int, day: date) -> None:
    line = f"Quyết định số {number}/QĐ-UBND ngày {day:%d/%m/%Y}, ký ngày {day:%d tháng %m năm %Y}"
    assert found(blank_placeholder.observe, notes(line)) == []


@pytest.mark.parametrize(
    "line",
    [
        "Từ ngày 23/8/2021 đến 21/9/2021 thẩm tra theo Quyết định số 733/QĐ-UBND ngày 15/8/2022.",
        "Căn cứ Kế hoạch số 5 ngày 15 tháng 8 năm 2022, từ ngày 23/8 đến ngày 21/9/2021 kiểm tra.",
        "Thực hiện Công văn 12/STC ngày 2/1/2022, ngày kiểm tra: từ 23 đến 25/12/2021.",
        "Việc chấm điểm được tiến hành trong năm 2021 theo Quyết định ngày 15/8/2022.",
        "Ngày 5/3/2021, Hội đồng họp theo Quyết định số 1/QĐ-SNV ngày 5/4/2021.",
    ],
)
def test_a_basis_signed_after_the_work(line: str) -> None:
    [(at, message)] = found(date_conflict.observe, notes(line))
    assert at == "A1"
    assert "2021" in message or "2022" in message
    assert "sau khi công việc đã kết thúc" in message


def test_the_message_states_the_dates() -> None:
    line = "Từ ngày 23/8/2021 đến 21/9/2021 kiểm tra theo Quyết định số 733/QĐ-UBND ngày 15/8/2022."
    [(_, message)] = found(date_conflict.observe, notes(line))
    for words in ("23/8/2021 – 21/9/2021", "Quyết định số 733/QĐ-UBND", "ngày 15/8/2022"):
        assert words in message


@pytest.mark.parametrize(
    "line",
    [
        "KẾT QUẢ NĂM 2021 (Kèm theo Quyết định số 5/QĐ-UBND ngày 15/8/2022)",
        "Từ ngày 1/1/2021 đến 31/12/2021 (Ban hành kèm theo Quyết định số 5 ngày 15/8/2022)",
        "Kết quả năm 2021 theo Quyết định số 733/QĐ-UBND ngày 15/8/2022.",
        "Từ ngày 1/8/2021 đến 3/9/2021 kiểm tra; kết quả công bố theo Quyết định ngày 15/8/2022.",
        "Từ ngày 1/8/2021 đến 3/9/2021 kiểm tra, để thực hiện Kế hoạch số 5 ngày 15/8/2022.",
        "Từ ngày 1/8/2021 đến 3/9/2021 kiểm tra theo Quyết định số 2 ngày 1/8/2021.",
        "Từ ngày 1/8/2021 đến 1/8/2021",
        "Quyết định số 12/31/2021/QĐ-UBND",
        "Updated 12/25/2021",
        "Số liệu tính đến ngày 29/02/2024",
    ],
)
def test_dates_that_agree(line: str) -> None:
    assert found(date_conflict.observe, notes(line)) == []


def test_a_period_that_ends_before_it_starts() -> None:
    line = "Thời gian kiểm tra: từ ngày 23/8/2021 đến ngày 21/7/2021"
    assert found(date_conflict.observe, notes(line)) == [
        ("A1", "Khoảng thời gian từ 23/8/2021 đến 21/7/2021 có ngày kết thúc trước ngày bắt đầu.")
    ]


@pytest.mark.parametrize("printed", ["31/02/2022", "30 tháng 2 năm 2022", "31/4/2021", "29-2-2023"])
def test_a_day_that_does_not_exist(printed: str) -> None:
    assert found(date_conflict.observe, notes(f"Tính đến ngày {printed}")) == [
        ("A1", f"Ngày {printed} không có trong lịch.")
    ]


@given(st.dates(), st.dates())
def test_real_dates_exist(one: date, other: date) -> None:
    line = f"Họp ngày {one:%d/%m/%Y} và ngày {other:%d tháng %m năm %Y}"
    assert found(date_conflict.observe, notes(line)) == []


SUMMARY = ["1. Chung", "", "STT\tTên đơn vị\tThể chế số\tHạ tầng số\tTổng điểm"]
DETAIL = ["STT\tTên đơn vị\tKế hoạch\tBáo cáo\tTổng điểm"]
AGENCIES = ["Sở Nội vụ", "Sở Lao động - Thương binh và Xã hội", "Sở Tư pháp", "Sở Y tế"]


def sheet(title: str, header: list[str] = DETAIL, agencies: list[str] = AGENCIES) -> Document:
    """A summary and a detail table under a title of its own."""
    rows = [f"{n}\t{name}\t{n + 3}\t{n + 1}\t{2 * n + 4}" for n, name in enumerate(AGENCIES, 1)]
    detail = [f"{n}\t{name}\t{n}\t3\t{n + 3}" for n, name in enumerate(agencies, 1)]
    text = "\n".join([*SUMMARY, *rows, "", title, "", *header, *detail, ""])
    return understand(Book("draft.txt", "text", "", (text_sheet("draft", text),)))


@pytest.mark.parametrize("title", ["2. Thẻ chế số.", "II. Thể chê số (tiếp theo)", "Thể chế sô"])
def test_a_title_one_letter_off(title: str) -> None:
    [(at, message)] = found(label_variant.observe, sheet(title))
    assert at == "A9"
    assert "“Thể chế số”" in message
    assert "C3" in message


@pytest.mark.parametrize(
    "title", ["2. Thể chế số", "THỂ CHẾ SỐ", "2. Nhân lực số", "Thể chế", "Thể chế số 1"]
)
def test_a_title_that_is_right_or_another(title: str) -> None:
    assert found(label_variant.observe, sheet(title)) == []


def test_words_in_use_elsewhere_are_no_misprints() -> None:
    document = sheet("2. Thẻ chế số", ["STT\tTên đơn vị\tThẻ bảo hiểm\tThể thao\tTổng điểm"])
    assert found(label_variant.observe, document) == []


def test_a_label_one_letter_off_in_the_same_header() -> None:
    header = ["STT\tTên đơn vị\tThể chế số\tHạ tâng số\tTổng điểm"]
    [(at, message)] = found(label_variant.observe, sheet("2. Năm trước", header))
    assert at == "D11"
    assert "“Hạ tâng số”" in message
    assert "“Hạ tầng số”" in message


def test_one_finding_for_each_agency() -> None:
    names = ["Sở Nội Vụ", "Sở Lao động – TB&XH", "Sở Tư  pháp", "SYT"]
    document = sheet("2. Kế hoạch", agencies=names)
    assert found(name_variant.observe, document) == [
        (
            "B13",
            "“Sở Lao động - Thương binh và Xã hội” được viết theo nhiều cách trong tài liệu: "
            "“Sở Lao động - Thương binh và Xã hội”, “Sở Lao động – TB&XH”.",
        ),
        ("B15", "“Sở Y tế” được viết theo nhiều cách trong tài liệu: “Sở Y tế”, “SYT”."),
    ]


def test_the_first_cell_that_deviates_may_come_first() -> None:
    document = sheet("2. Kế hoạch", agencies=["Sở Nội vụ", "Sở LĐTBXH", "Sở Tư pháp", "Sở Y tế"])
    [finding] = name_variant.observe(context_of(document, NOTHING))
    assert [place.a1 for place in finding.cells] == ["B5", "B13"]
    assert finding.printed == "Sở LĐTBXH"
