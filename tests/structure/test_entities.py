"""Names that are one, names that must stay apart, and how lists of them are matched."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from time import perf_counter
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconcile.labels.spelling import keys
from reconcile.structure.entities import canonical, fold, match, same

DEPARTMENTS = """Văn phòng UBND tỉnh; Văn phòng Tỉnh ủy; Văn phòng Đoàn ĐBQH và HĐND tỉnh;
Sở Nội vụ; Sở Ngoại vụ; Sở Tư pháp; Sở Tài chính; Sở Y tế; Sở Xây dựng; Sở Du lịch; Sở Công Thương;
Sở Giao thông vận tải; Sở Kế hoạch và Đầu tư; Sở Khoa học và Công nghệ; Sở Thông tin và
Truyền thông; Sở Giáo dục và Đào tạo; Sở Tài nguyên và Môi trường; Sở Nông nghiệp và
Phát triển nông thôn; Sở Nông nghiệp và Môi trường; Sở Văn hóa và Thể thao; Sở Văn hóa,
Thể thao và Du lịch; Sở Dân tộc và Tôn giáo; Sở Lao động - Thương binh và Xã hội; Sở Quy
hoạch - Kiến trúc; Thanh tra tỉnh; Ban Dân tộc; Ban quản lý các khu công nghiệp; Ban
quản lý Khu kinh tế; Ban quản lý khu du lịch; Công an tỉnh; Công an huyện; Cục Thuế; Cục
Thống kê; Cục Hải quan; Cục Quản lý thị trường; Kho bạc Nhà nước; Bảo hiểm xã hội tỉnh;
Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh; Hội Nông dân; Hội Cựu chiến binh; Tỉnh đoàn; Hội
Liên hiệp Phụ nữ; Liên đoàn Lao động""".replace("\n", " ").split("; ")
DISTRICTS = """Huyện A; Huyện B; Huyện Châu Thành; Huyện Châu Thành A; Thị xã Tân Châu; Huyện Tân
Thạnh; Huyện Tân Thành; Huyện Vĩnh Thạnh; Xã Vĩnh Thành; Xã Vĩnh Thạnh; Xã Tân Hòa; Xã
Tân Hóa; Xã Tân Hoa; Huyện Phú Tân; Huyện Phú Tấn; Quận 1; Quận 10; Quận 11; Phường 1;
Phường 11; Thành phố Tam Điệp; Thành phố Ninh Bình; Huyện Gia Viễn; Huyện Hoa Lư; Huyện
Yên Mô; Huyện Yên Khánh; Huyện Kim Sơn; Huyện Nho Quan; Huyện Đông Hải; Huyện Đông Hà""".replace(
    "\n", " "
).split("; ")
SCHOOLS = """Trường THCS số 1; Trường THCS số 2; Trường THPT số 1; Trường TH&THCS số 1; Trường Tiểu
học Lê Lợi; Trường Tiểu học Lê Lai; Trường Tiểu học Lê Hồng Phong; Trường THCS Lê Lợi;
Trường Mầm non Hoa Hồng; Trường Mầm non Hoa Mai; Trường Mầm non Hoa Mơ; Trường THCS
Nguyễn Du; Trường THPT chuyên Lương Văn Tụy; Trường Mầm non 20/10; Trường Mầm non 2/10""".replace(
    "\n", " "
).split("; ")
PERIODS = (
    "Quý I; Quý II; Quý III; Quý IV; Năm 2021; Năm 2022; Tháng 1; Tháng 11; 6 tháng; 9 tháng".split(
        "; "
    )
)
WRITINGS: list[Callable[[str], str]] = [
    str, str.upper, str.title,
    lambda name: normalize("NFD", name),
    lambda name: name.replace(" và ", " & "),
    lambda name: f"  {name.replace(' ', '-')}.",
    lambda name: name.replace("òa", "oà").replace("óa", "oá"),
    lambda name: name + " 2",
]  # fmt: skip

ONE = [
    ("Sở Nông nghiệp và PTNT", "Sở Nông nghiệp và Phát triển nông thôn"),
    ("Sở NN&PTNT", "Sở Nông nghiệp và Phát triển nông thôn"),
    ("Sở NN&PTNT", "Sở Nông nghiệp và PTNT"),
    ("Sở NNPTNT", "Sở NN và PTNT"),
    ("Sở Lao động – TB&XH", "Sở Lao động - Thương binh và Xã hội"),
    ("SỞ LĐ-TB&XH", "Sở Lao động Thương Binh và Xã hội"),
    ("Sở GDĐT", "Sở Giáo dục và Đào tạo"),
    ("SỞ GD & DT", "Sở Giáo dục và Đào tạo"),
    ("Sở TT&TT", "Sở Thông tin và Truyền thông"),
    ("Sở VHTTDL", "Sở Văn hóa, Thể thao và Du lịch"),
    ("Ban quản lý các KCN", "Ban Quản lý các khu công nghiệp"),
    ("BQL các KCN tỉnh", "Ban quản lý khu công nghiệp tỉnh"),
    ("UBND huyện Yên Mô", "Uỷ ban nhân dân huyện Yên Mô"),
    ("TP. Ninh Bình", "Thành phố Ninh Bình"),
    ("Sở Giao thông - Vận tải", "Sở Giao thông vận tải"),
    ("Huyện Mỹ Đức", "Huyện Mĩ Đức"),
    ("Sở Nông nghiệp và Phát triển nông thôn", "Sở Nông nghiệp và Phát triển nông thon"),
    ("Sở Tài chính", "Sở Tài chánh"),
]


@pytest.mark.parametrize(("left", "right"), ONE)
def test_one_entity(left: str, right: str) -> None:
    assert same(left, right)
    assert same(right, left)


@pytest.mark.parametrize("names", [DEPARTMENTS, DISTRICTS, SCHOOLS, PERIODS])
def test_real_names_stay_apart(names: list[str]) -> None:
    assert [pair for pair in combinations(names, 2) if same(*pair)] == []


@pytest.mark.parametrize("names", [DEPARTMENTS, DISTRICTS, SCHOOLS, PERIODS])
def test_half_a_list_never_matches_the_other_half(names: list[str]) -> None:
    assert match(names[::2], names[1::2]) == ()


@pytest.mark.parametrize(
    ("left", "right"),
    [("TT", "Thanh tra"), ("Thanh tra", "Thanh tra tỉnh"), ("", ""), ("…", "…"), ("Nam", "Năm")],
)
def test_too_little_to_tell(left: str, right: str) -> None:
    assert not same(left, right)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Hoà Bình", "Hòa Bình"),
        ("Thuý", "THÚY"),
        ("Uỷ ban", "Ủy  ban"),
        ("Sở Lao động – TBXH", "sở lao động-tbxh"),
        ("Ðà Nẵng", "Đà Nẵng"),
        ("Văn hóa & Thể thao", "Văn hoá và Thể thao."),
    ],
)
def test_typography_folds_away(left: str, right: str) -> None:
    assert fold(left) == fold(right)


WORDS = st.text("aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạấềổữựýỳ &-,.0123456789 ", max_size=30)


@given(WORDS)
def test_fold_is_stable_and_blind_to_form(name: str) -> None:
    once = fold(name)
    assert fold(once) == once
    assert fold(normalize("NFD", name)) == fold(name.upper()) == fold(f" {name} ") == once


@given(WORDS, WORDS)
def test_same_is_symmetric(left: str, right: str) -> None:
    assert same(left, right) == same(right, left)


@given(st.permutations(DEPARTMENTS), st.permutations(DEPARTMENTS))
def test_a_list_matches_itself_in_any_order(left: list[str], right: list[str]) -> None:
    pairs = match(left, right)
    assert len(pairs) == len(left)
    assert all(left[i] == right[j] for i, j in pairs)


@given(st.lists(st.sampled_from(DEPARTMENTS + [short for short, _ in ONE]), max_size=30))
def test_match_is_one_to_one(names: list[str]) -> None:
    pairs = match(names, DEPARTMENTS)
    assert len({i for i, _ in pairs}) == len({j for _, j in pairs}) == len(pairs)


def test_an_abbreviation_that_fits_two_has_no_partner() -> None:
    assert match(["Sở TT"], ["Sở Thông tin", "Sở Thể thao"]) == ()
    assert match(["Sở TP", "Sở T.P"], ["Sở Tư pháp"]) == ((0, 0),)


def test_two_abbreviations_of_one_list_do_not_share_a_name() -> None:
    assert match(["Trường TH Yên", "Trường Tiểu H Yên"], ["Trường Tiểu học Yên"]) == ((0, 0),)
    assert match(["Sở TTh", "Sở TT", "Sở Thông T"], ["Sở Thông tin"]) == ((1, 0),)


def test_the_exact_name_comes_first() -> None:
    assert match(["Sở Y tế", "SỞ Y TẾ"], ["Sở Y tế"]) == ((0, 0),)


def test_a_tail_is_optional_between_lists_that_are_alike() -> None:
    short = ["Sở Nội vụ", "Sở Y tế", "Thanh tra"]
    full = ["Thanh tra tỉnh", "Sở Nội vụ", "Sở Y tế"]
    assert match(short, full) == ((0, 1), (1, 2), (2, 0))
    assert match(["Thu ngân sách"], ["Thu ngân sách tỉnh"]) == ()
    assert match([*short, "Công an"], [*full, "Công an tỉnh", "Công an huyện"])[-1] == (2, 0)


def test_a_slip_is_refused_where_both_words_are_in_use() -> None:
    left = ["Diện tích rừng trồng", "Đất trống đồi trọc"]
    right = ["Diện tích rừng trống", "Cây trồng hằng năm"]
    assert match(left, right) == ()


def test_canonical_takes_the_fullest_spelling() -> None:
    lists = [["Sở NN&PTNT", "Sở Y tế"], ["Sở Nông nghiệp và PTNT"], ["SỞ Y TẾ", "Sở NNPTNT"]]
    assert canonical(lists) == (
        ("Sở Nông nghiệp và PTNT", "Sở Y tế"),
        ("Sở Nông nghiệp và PTNT",),
        ("Sở Y tế", "Sở Nông nghiệp và PTNT"),
    )


def test_canonical_keeps_the_names_of_a_list_apart() -> None:
    lists = [["Ban quản lý KCN", "Ban quản lý khu công nghiệp"]]
    assert canonical(lists) == (("Ban quản lý KCN", "Ban quản lý khu công nghiệp"),)


@given(st.lists(st.lists(st.sampled_from(DEPARTMENTS), unique=True), max_size=6))
def test_canonical_leaves_full_names_as_they_are(lists: list[list[str]]) -> None:
    full = [[name for name in names if name not in ("Công an huyện",)] for names in lists]
    assert canonical(full) == tuple(map(tuple, full))


def test_thousands_of_names_take_a_moment() -> None:
    syllables = (
        "An Bình Cao Đông Giang Hải Hòa Lộc Minh Nam Phú Quang Sơn Tân Thành Thạnh Vĩnh".split()
    )
    names = [f"Xã {a} {b} {c}" for a in syllables for b in syllables for c in syllables]
    start = perf_counter()
    pairs = match(names, [name.upper() for name in reversed(names)])
    assert len(pairs) == len(names)
    assert perf_counter() - start < 10


@given(st.lists(st.tuples(st.sampled_from(DEPARTMENTS), st.sampled_from(WRITINGS)), max_size=8))
def test_names_of_one_fold_have_one_key(drawn: list[tuple[str, Callable[[str], str]]]) -> None:
    names = list(dict.fromkeys(written(name) for name, written in drawn))
    found = keys(names)
    for one, key in zip(names, found, strict=True):
        for other, its in zip(names, found, strict=True):
            assert (key == its) == (fold(one) == fold(other))
