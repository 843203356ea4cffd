"""Names joined by their spelling alone, over a whole archive."""

from __future__ import annotations

from unicodedata import normalize

from reconcile.agencies import fullest_spellings


def test_spellings_of_one_name_are_one() -> None:
    names = ["Sở Hòa bình", "SỞ HOÀ BÌNH", normalize("NFD", "Sở Hòa Bình"), "Sở Hóa bình"]
    assert fullest_spellings(names) == [0, 0, 0, 3]


def test_an_abbreviation_joins_the_only_name_it_can_stand_for() -> None:
    names = ["Sở NN&PTNT", "Sở Nông nghiệp và PTNT", "Sở Nông nghiệp và Phát triển nông thôn"]
    assert fullest_spellings(names) == [2, 2, 2]
    assert fullest_spellings(names[:2]) == [1, 1]


def test_an_abbreviation_of_two_names_is_neither() -> None:
    names = ["Sở DLVH", "Sở Du lịch Văn hóa", "Sở Dân lập Vận hành", "Sở DLVH"]
    assert fullest_spellings(names) == [-1, 1, 2, -1]


def test_a_name_is_never_guessed_by_likeness() -> None:
    names = ["Huyện Yên Mô", "Huyện Yên Mỗ", "Thanh tra", "Thanh tra tỉnh", "", " - "]
    assert fullest_spellings(names) == [0, 1, 2, 3, -1, -1]


def test_among_very_many_names_with_the_same_initials_none_is_told_by_them() -> None:
    names = [f"Sở {chr(97 + i // 26)}{chr(97 + i % 26)}b{i}" for i in range(3)]
    assert fullest_spellings(names) == [0, 1, 2]
    crowd = [f"Sở Y t{'e' * i}" for i in range(1, 700)]
    assert fullest_spellings(["Sở YT", *crowd]) == list(range(700))
    assert fullest_spellings(["Sở YT", "Sở Y tế"]) == [1, 1]
