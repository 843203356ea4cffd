"""A template in TOML: what it says, what it is told where it is wrong, and that it reads back."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from msgspec.structs import replace

from reconcile.agencies import Period
from reconcile.messages import say
from reconcile.model import ReconcileError
from reconcile.template import Index, Level, Peers, Template, read_template, template_from, toml

WHOLE = """\
name = "Cải cách hành chính sở, ngành"
titles = ["Kết quả chấm điểm cải cách hành chính *"]
valid_from = 2022
valid_to = 2024-06-30
total_rows = ["Trung bình"]

[[indicator]]
name = "Kế hoạch"
group = "Chỉ đạo"
maximum = 5
values = [0, 2.5, 5]

[[indicator]]
name = "Báo cáo"
aliases = ["Báo cáo định kỳ"]
group = "Chỉ đạo"
maximum = 10
step = 0.25
unit = "điểm"

[[indicator]]
name = "Hồ sơ trực tuyến"

[[total]]
name = "Cộng chỉ đạo"
sums = ["Chỉ đạo"]

[[total]]
name = "Tổng điểm"
sums = ["Cộng chỉ đạo", "Hồ sơ trực tuyến"]

[index]
name = "Chỉ số"
of = "Tổng điểm"
denominator = 20
digits = 3

[[index.peers]]
denominator = 15
agencies = ["Thanh tra tỉnh"]

[rank]
name = "Xếp hạng"
of = "Chỉ số"
ties = "dense"

[grade]
name = "Xếp loại"
of = "Chỉ số"

[[grade.level]]
name = "Tốt"
from = 0.8

[[grade.level]]
name = "Khá"

[[agency]]
name = "Sở Nội vụ"

[[agency]]
name = "Thanh tra tỉnh"
aliases = [{ name = "Thanh tra", to = 2023 }]
"""
SECTIONS = """\
name = "Hai bảng"

[[section]]
name = "Đánh giá chung"

[[section]]
name = "Thể chế số"
aliases = ["Thẻ chế số"]

[[total]]
name = "Thể chế số"
section = "Đánh giá chung"
repeats = "Thể chế số"

[[indicator]]
name = "Kế hoạch"
section = "Thể chế số"

[[indicator]]
name = "Quy chế"
section = "Thể chế số"

[[total]]
name = "Tổng điểm"
section = "Thể chế số"
sums = "all"
"""


def load(text: str) -> Template:
    return template_from(text, "mau.toml")


def changed(old: str, new: str, text: str = WHOLE) -> str:
    assert old in text
    return text.replace(old, new, 1)


def test_what_it_says() -> None:
    template = load(WHOLE)
    assert template.period == Period(date(2022, 1, 1), date(2024, 6, 30))
    assert [one.name for one in template.indicators] == ["Kế hoạch", "Báo cáo", "Hồ sơ trực tuyến"]
    assert template.indicators[0].values == (Decimal(0), Decimal("2.5"), Decimal(5))
    inner, outer = template.totals
    assert template.parts(inner) == ("Kế hoạch", "Báo cáo")
    assert template.parts(outer) == ("Cộng chỉ đạo", "Hồ sơ trực tuyến")
    assert template.index == Index(
        name="Chỉ số",
        of="Tổng điểm",
        denominator=Decimal(20),
        digits=3,
        peers=(Peers(Decimal(15), ("Thanh tra tỉnh",)),),
    )
    assert template.grade and template.grade.levels == (Level("Tốt", Decimal("0.8")), Level("Khá"))
    assert template.grade.is_stated
    assert template.agencies.meant("Thanh tra", 2022) == (1,)
    assert template.agencies.meant("Thanh tra", 2024) == ()


def test_sections_are_one_document() -> None:
    template = load(SECTIONS)
    assert template.section_names() == ("Đánh giá chung", "Thể chế số")
    assert template.parts(template.totals[1]) == ("Kế hoạch", "Quy chế")


@pytest.mark.parametrize("score, allowed", [("0", True), ("2.50", True), ("2.7", False)])
def test_a_scale_is_its_values(score: str, allowed: bool) -> None:
    assert load(WHOLE).indicators[0].allows(Decimal(score)) is allowed


@pytest.mark.parametrize("score, allowed", [("0.25", True), ("9.5", True), ("2.7", False)])
def test_a_scale_is_its_steps(score: str, allowed: bool) -> None:
    assert load(WHOLE).indicators[1].allows(Decimal(score)) is allowed


@pytest.mark.parametrize("text", [WHOLE, SECTIONS])
def test_it_reads_back_as_the_same_value(text: str) -> None:
    assert load(toml(load(text))) == load(text)


def test_any_text_reads_back() -> None:
    plain = load("name = 'x'\n[[indicator]]\nname = 'A'\n")
    odd = replace(plain, name='Ôn "tập" \\ \t \x7f một\ndòng')
    assert load(toml(odd)) == odd


BROKEN = [
    (changed('name = "Báo cáo"', 'names = "Báo cáo"'), 14, "unknown-key"),
    (changed('maximum = 5\nvalues', "maximum = 5\nmaxima = 5\nvalues"), 11, "unknown-key"),
    (changed("valid_from = 2022", 'valid_from = "2022"'), 3, "not-date"),
    (changed("valid_from = 2022", "valid_from = 2025"), 3, "reversed"),
    (changed("maximum = 10", 'maximum = "10"'), 17, "not-number"),
    (changed("maximum = 10", "maximum = true"), 17, "not-number"),
    (changed("maximum = 10", "maximum = nan"), 17, "not-number"),
    (changed("maximum = 10", "maximum = 1e30"), 17, "not-number"),
    (changed("maximum = 10", "maximum = 0"), 17, "not-positive"),
    (changed("step = 0.25", "step = -1"), 18, "not-positive"),
    (changed("step = 0.25", "step = 0.25\nvalues = [1]"), 18, "two-scales"),
    (changed("values = [0, 2.5, 5]", "values = [0, 7]"), 11, "beyond-maximum"),
    (changed("values = [0, 2.5, 5]", "values = 5"), 11, "not-list"),
    (changed('aliases = ["Báo cáo định kỳ"]', "aliases = [3]"), 15, "not-name"),
    (changed('unit = "điểm"', "unit = 5"), 19, "not-text"),
    (changed('name = "Hồ sơ trực tuyến"', 'name = "KẾ  HOẠCH"'), 22, "two-names"),
    (changed('["Báo cáo định kỳ"]', '["Kế hoạch"]'), 15, "two-names"),
    (changed('name = "Kế hoạch"', 'name = " "'), 8, "no-name"),
    (changed('sums = ["Chỉ đạo"]', "sums = []"), 26, "sum-of-nothing"),
    (changed('sums = ["Chỉ đạo"]', ""), 24, "sum-of-nothing"),
    (changed('sums = ["Chỉ đạo"]', 'sums = ["Chỉ huy"]'), 26, "sum-of-unknown"),
    (changed('sums = ["Chỉ đạo"]', 'sums = ["Chỉ đạo", "Báo cáo"]'), 26, "sum-twice"),
    (changed('sums = ["Chỉ đạo"]', 'sums = ["Tổng điểm"]'), 26, "sum-of-itself"),
    (changed('of = "Tổng điểm"', 'of = "Điểm"'), 34, "of-unknown"),
    (changed("denominator = 20", ""), 32, "no-denominator"),
    (changed("digits = 3", "digits = 2.5"), 36, "not-digits"),
    (changed('"Thanh tra tỉnh"]', '"Thanh tra huyện"]'), 40, "unknown-peer"),
    (changed('agencies = ["Thanh tra tỉnh"]', "agencies = []"), 40, "no-peers"),
    (changed('ties = "dense"', 'ties = "fair"'), 45, "not-one-of"),
    (changed('name = "Khá"', 'name = "Khá"\nfrom = 0.8'), 57, "overlap"),
    (changed('name = "Khá"', 'name = "Khá"\nfrom = 0.9'), 57, "overlap"),
    (changed('name = "Khá"', 'name = "Tốt"'), 56, "two-levels"),
    (changed('[[grade.level]]\nname = "Khá"\n', ""), 47, "no-levels"),
    (changed("[rank]", "[[rank]]"), 42, "not-table"),
    (changed('name = "Kế hoạch"', 'name = "Kế hoạch"\nsection = "Khác"'), 9, "unknown-section"),
    (changed('section = "Thể chế số"', "", SECTIONS), 15, "no-section"),
    (changed('repeats = "Thể chế số"', 'repeats = "Khác"', SECTIONS), 13, "unknown-section"),
    (changed('"all"', '"all"\nrepeats = "Đánh giá chung"', SECTIONS), 27, "sums-and-repeats"),
    (changed('["Thẻ chế số"]', '["Đánh giá chung"]', SECTIONS), 8, "two-sections"),
    ("name = 'A'\n", 1, "no-indicator"),
    (changed("total_rows = [", 'agencies_file = "x.toml"\ntotal_rows = ['), 5, "no-file"),
    (changed('maximum = 10', "maximum = 2,5"), 17, "syntax"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "line", "code"), BROKEN, ids=[code for _, _, code in BROKEN])
def test_what_is_wrong_is_told_in_one_sentence_with_its_line(
    text: str, line: int, code: str
) -> None:
    with pytest.raises(ReconcileError) as refusal:
        load(text)
    assert refusal.value.code == f"template-{code}"
    for language, word in (("en", "line"), ("vi", "dòng")):
        said = say(refusal.value.message, language)  # type: ignore[arg-type]
        assert re.search(rf"mau\.toml, {word} {line}:", said), said
        assert "\n" not in said


@pytest.mark.parametrize("text", ["name = " + "9" * 5000, "name = " + "[" * 5000, "name = 'a"])
def test_what_no_decoder_takes_is_refused_in_one_sentence(text: str) -> None:
    with pytest.raises(ReconcileError, match="template-syntax"):
        load(text)


def test_agencies_are_checked_as_in_a_table_of_their_own() -> None:
    text = changed('name = "Sở Nội vụ"', 'name = "Sở Nội vụ"\nmerged_into = ["Thanh tra tỉnh"]')
    with pytest.raises(ReconcileError) as refusal:
        load(text)
    assert (refusal.value.code, "line 60" in say(refusal.value.message, "en")) == (
        "agencies-no-end",
        True,
    )


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(ReconcileError, match="template-unreadable"):
        read_template(tmp_path / "none.toml")
    path = tmp_path / "mau.toml"
    path.write_bytes(WHOLE.encode("utf-16"))
    with pytest.raises(ReconcileError, match="template-encoding"):
        read_template(path)
