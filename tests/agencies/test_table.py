"""The table of agencies: what it says, and what it is told where it is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from reconcile.agencies import Agencies, agencies_from, read_agencies
from reconcile.messages import say
from reconcile.model import ReconcileError

TABLE = """\
# Các sở của tỉnh
[[agency]]
name = "Sở Nông nghiệp và Phát triển nông thôn"
aliases = [{ name = "Sở Nông nghiệp", to = 2007 }]
abbreviations = ["Sở NN&PTNT"]
to = 2025-02-28
merged_into = ["Sở Nông nghiệp và Môi trường"]

[[agency]]
name = "Sở Tài nguyên và Môi trường"
to = 2025-02-28
merged_into = ["Sở Nông nghiệp và Môi trường"]

[[agency]]
name = "Sở Lao động - Thương binh và Xã hội"
abbreviations = ["Sở LĐTB&XH"]
to = 2025-02-28
merged_into = ["Sở Nội vụ", "Sở Y tế"]

[[agency]]
name = "Sở Nông nghiệp và Môi trường"
from = 2025-03-01

[[agency]]
name = "Sở Nội vụ"

[[agency]]
name = "Sở Y tế"

[[agency]]
name = "Ban Quản lý các khu công nghiệp"
to = 2016
merged_into = ["Ban Quản lý khu kinh tế"]

[[agency]]
name = "Ban Quản lý khu kinh tế"
from = 2017
"""
RURAL, LAND, LABOUR, BOTH, HOME, HEALTH, ZONES, ECONOMIC = range(8)


@pytest.fixture(scope="module")
def agencies() -> Agencies:
    return agencies_from(TABLE, "co-quan.toml")


@pytest.mark.parametrize(
    ("name", "year", "meant"),
    [
        ("Sở Nông nghiệp và Phát triển nông thôn", 2020, (RURAL,)),
        ("SỞ NÔNG NGHIỆP & PHÁT TRIỂN NÔNG THÔN", 2020, (RURAL,)),
        ("Sở NN&PTNT", 2020, (RURAL,)),
        ("Sở NN và PTNT", 2020, (RURAL,)),
        ("Sở Nông nghiệp và PTNT", 2020, (RURAL,)),
        ("Sở Nông nghiệp", 2005, (RURAL,)),
        ("Sở Nông nghiệp", 2008, ()),
        ("Sở NN&PTNT", 2026, ()),
        ("Sở TNMT", 2024, (LAND,)),
        ("Sở NN&MT", 2025, (BOTH,)),
        ("Sở NN&MT", 2024, ()),
        ("Sở LĐ - TBXH", None, (LABOUR,)),
        ("Sở Công Thương", 2024, ()),
        ("", 2024, ()),
    ],
)
def test_a_name_means_the_agency_it_was_in_its_year(
    agencies: Agencies, name: str, year: int | None, meant: tuple[int, ...]
) -> None:
    assert agencies.meant(name, year) == meant


def test_a_name_that_two_can_have_means_both() -> None:
    table = '[[agency]]\nname = "Sở Thể thao"\n[[agency]]\nname = "Sở Thông tin"\n'
    agencies = agencies_from(table, "t.toml")
    assert agencies.meant("Sở TT", 2020) == (0, 1)
    assert agencies.meant("Sở Thể thao", 2020) == (0,)


def test_a_full_name_is_never_taken_for_an_abbreviation() -> None:
    table = '[[agency]]\nname = "Sở Thông tin"\nabbreviations = ["Sở TT"]\n'
    assert agencies_from(table, "t.toml").meant("Sở Thể thao", 2020) == ()


def test_one_name_may_be_two_agencies_one_after_the_other() -> None:
    table = (
        '[[agency]]\nname = "Sở Tài chính"\nto = 2025-02-28\nmerged_into = ["Sở Tài chính"]\n'
        '[[agency]]\nname = "Sở Kế hoạch và Đầu tư"\nto = 2025-02-28\n'
        'merged_into = ["Sở Tài chính"]\n'
        '[[agency]]\nname = "Sở Tài chính"\nfrom = 2025-03-01\n'
    )
    agencies = agencies_from(table, "t.toml")
    assert [agencies.meant("Sở TÀI CHÍNH", year) for year in (2024, 2025, 2026)] == [
        (0,), (0, 2), (2,),
    ]  # fmt: skip
    assert agencies.predecessors(2) == (0, 1)


def test_mergers_and_splits_are_many_to_many(agencies: Agencies) -> None:
    assert agencies.agencies[LABOUR].successors == (HOME, HEALTH)
    assert agencies.predecessors(BOTH) == (RURAL, LAND)
    assert agencies.predecessors(HOME) == (LABOUR,)


def test_a_new_name_is_the_same_agency(agencies: Agencies) -> None:
    assert agencies.meant("BQL các KCN", 2016) == (ZONES,)
    assert agencies.meant("BQL khu kinh tế", 2017) == (ZONES,)
    assert not agencies.changed(ZONES, 2010, 2030)


@pytest.mark.parametrize(
    ("first", "last", "changed"),
    [(2022, 2024, False), (2024, 2025, True), (2025, 2026, True), (2026, 2027, False)],
)
def test_a_merger_changes_who_takes_over(
    agencies: Agencies, first: int, last: int, changed: bool
) -> None:
    assert agencies.changed(HEALTH, first, last) is changed
    assert agencies.changed(BOTH, first, last) is changed


def test_a_merger_at_new_year_leaves_both_years_whole() -> None:
    table = (
        '[[agency]]\nname = "A"\nto = 2020\nmerged_into = ["B"]\n'
        '[[agency]]\nname = "B"\n'
    )  # fmt: skip
    agencies = agencies_from(table, "t.toml")
    assert [agencies.changed(1, year, year + 1) for year in (2019, 2020, 2021)] == [
        False, True, False,
    ]  # fmt: skip


def test_no_table_knows_no_name() -> None:
    assert Agencies().meant("Sở Y tế", 2020) == ()


WRONG = [
    ('[[agency]]\nname = "A\n', "agencies-syntax", 2),
    ('[[agency]]\nname = "A"\n\n[[agency]]\nname = "B"\nalias = ["C"]\n',
     "agencies-unknown-key", 6),
    ('agencies = 1\n', "agencies-unknown-key", 1),
    ('agency = 1\n', "agencies-not-entries", 1),
    ('[[agency]]\nto = 2020\n', "agencies-no-name", 1),
    ('[[agency]]\nname = "--"\n', "agencies-no-name", 2),
    ('[[agency]]\nname = "A"\naliases = "B"\n', "agencies-not-list", 3),
    ('[[agency]]\nname = "A"\nabbreviations = [1]\n', "agencies-not-name", 3),
    ('[[agency]]\nname = "A"\naliases = [{ name = "B", until = 2020 }]\n',
     "agencies-unknown-key", 3),
    ('[[agency]]\nname = "A"\naliases = [{ to = 2020 }]\n', "agencies-not-name", 3),
    ('[[agency]]\nname = "A"\nfrom = "01/03/2025"\n', "agencies-not-date", 3),
    ('[[agency]]\nname = "A"\nfrom = 2025-03-01T00:00:00\n', "agencies-not-date", 3),
    ('[[agency]]\nname = "A"\nto = 20\n', "agencies-not-date", 3),
    ('[[agency]]\nname = "A"\nto = 2020\nfrom = 2021\n', "agencies-reversed", 4),
    ('[[agency]]\nname = "A"\nfrom = 2021\naliases = [{ name = "B", to = 2020 }]\n',
     "agencies-reversed", 4),
    ('[[agency]]\nname = "Sở A"\n\n[[agency]]\nname = "B"\nabbreviations = ["SỞ A"]\n',
     "agencies-disputed", 6),
    ('[[agency]]\nname = "A"\nmerged_into = ["B"]\n[[agency]]\nname = "B"\n',
     "agencies-no-end", 3),
    ('[[agency]]\nname = "A"\nto = 2020\nmerged_into = ["B"]\n', "agencies-no-successor", 4),
    ('[[agency]]\nname = "A"\nto = 2020\nmerged_into = ["B"]\n[[agency]]\nname = "B"\nto = 2019\n',
     "agencies-not-then", 4),
    ('[[agency]]\nname = "A"\nto = 2020\nmerged_into = ["A"]\n', "agencies-circle", 4),
    ('[[agency]]\nname = "A"\nto = 2020\nmerged_into = ["B"]\n'
     '[[agency]]\nname = "B"\nto = 2019\nmerged_into = ["A"]\n', "agencies-circle", 4),
]  # fmt: skip


@pytest.mark.parametrize(("table", "code", "line"), WRONG)
def test_what_is_wrong_is_told_with_its_line(table: str, code: str, line: int) -> None:
    with pytest.raises(ReconcileError) as error:
        agencies_from(table, "co-quan.toml")
    assert (error.value.code, error.value.message.values["line"]) == (code, str(line))
    for language in ("vi", "en"):
        assert f" {line}:" in say(error.value.message, language)


def test_a_table_is_read_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "co-quan.toml"
    path.write_text(TABLE, encoding="utf-8-sig")
    assert read_agencies(path) == agencies_from(TABLE, "")
    path.write_bytes("name = 'Sở'".encode("utf-16"))
    with pytest.raises(ReconcileError, match="agencies-encoding"):
        read_agencies(path)
    with pytest.raises(ReconcileError, match="agencies-unreadable"):
        read_agencies(tmp_path / "none.toml")
